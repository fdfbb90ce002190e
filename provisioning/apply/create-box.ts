import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BoxConfig } from '../plan/box-config.ts';
import { BOX_FILE } from '../plan/box-layout.ts';
import type { KnownBridge } from '../plan/bridge-definition.ts';
import { newBoxYaml, type NewBox } from '../plan/new-box.ts';
import { checkoutRoot } from './checkout.ts';
import { findFreePorts, isPortFree } from './free-ports.ts';
import { readKnownBridges } from './known-bridges.ts';
import { openBox, type Box } from './open-box.ts';
import { OperatorError } from './operator-error.ts';
import { makePrivateDirectory, writePrivateFile } from './private-files.ts';
import { makeMissingSecrets } from './secret-files.ts';

export type CreateBoxOptions = {
  readonly directory: string;
  /** A trial has SQLite and may have the loopback messenger. */
  readonly trial?: boolean;
  /** Every listener gets a port that is free now, so that boxes run side by side. Otherwise the usual ports, and a free one only where the usual one is taken. */
  readonly freePorts?: boolean;
  /** Ids of the bridges the box has. Without it: every bridge delivered with Holdfast that fits. */
  readonly bridges?: readonly string[];
  /** False: a trial box does not serve the employee app to browsers, and nothing is built for it. */
  readonly desktop?: boolean;
  readonly serverName?: string;
  readonly settings?: Readonly<Record<string, Record<string, string | number | boolean>>>;
  readonly teams?: BoxConfig['teams'];
  readonly accounts?: BoxConfig['accounts'];
  readonly checkout?: string;
};

export type CreatedBox = { readonly box: Box; readonly wroteConfig: boolean; readonly madeSecrets: readonly string[] };

/**
 * Makes a box: writes holdfast.yaml unless there is one, and every secret that is not there yet. May run any number of
 * times; nothing that exists is written again.
 */
export async function createBox(options: CreateBoxOptions): Promise<CreatedBox> {
  const directory = resolve(options.directory);
  const checkout = options.checkout ?? checkoutRoot;
  const file = join(directory, BOX_FILE);
  const isNew = !existsSync(file);
  if (isNew) {
    const known = readKnownBridges(checkout, join(directory, 'bridges'));
    mkdirSync(directory, { recursive: true });
    makePrivateDirectory(directory);
    writePrivateFile(file, newBoxYaml(await describeBox(options, known)));
  }
  const box = openBox(directory, checkout);
  return { box, wroteConfig: isNew, madeSecrets: makeMissingSecrets(box.layout.secrets, box.config) };
}

async function describeBox(options: CreateBoxOptions, known: ReadonlyMap<string, KnownBridge>): Promise<NewBox> {
  const trial = options.trial ?? false;
  const ids = options.bridges ?? [...known].filter(([, { definition }]) => trial || !definition.trial_only).map(([id]) => id);
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length > 0) throw new OperatorError(`no bridge is called ${unknown.join(', ')}`, `Known bridges: ${[...known.keys()].join(', ')}`);
  const desktop = trial && (options.desktop ?? true);
  const usual = [8008, 8010, 8011, 8012, ...ids.map((id) => known.get(id)?.definition.port ?? 0)];
  const ports = await choosePorts(usual, options.freePorts ?? false);
  const [homeserver = 0, gate = 0, api = 0, desktopPort = 0, ...bridgePorts] = ports;
  return {
    trial,
    serverName: options.serverName ?? 'holdfast.localhost',
    ports: { homeserver, gate, api, ...(desktop ? { desktop: desktopPort } : {}) },
    ...(trial && !desktop ? { withoutDesktop: true } : {}),
    bridges: Object.fromEntries(ids.map((id, index) => {
      const settings = options.settings?.[id];
      return [id, { enabled: true, port: bridgePorts[index] ?? 0, ...(settings ? { settings } : {}) }];
    })),
    ...(options.teams ? { teams: options.teams } : {}),
    ...(options.accounts ? { accounts: options.accounts } : {}),
  };
}

async function choosePorts(usual: readonly number[], freePorts: boolean): Promise<number[]> {
  const free = await findFreePorts(usual.length);
  if (freePorts) return free;
  return Promise.all(usual.map(async (port, index) => ((await isPortFree(port)) ? port : (free[index] ?? port))));
}
