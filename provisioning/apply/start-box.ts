import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BoxPlan, PlannedProcess } from '../plan/box-plan.ts';
import { servesDesktop } from '../plan/desktop.ts';
import { boxBridges } from '../plan/plan-box.ts';
import { boxSecrets } from '../plan/secret-names.ts';
import { partOutput } from '../plan/supervisor.ts';
import { isPortFree } from './free-ports.ts';
import type { Box } from './open-box.ts';
import { OperatorError } from './operator-error.ts';
import { answersOk, pollUntil } from './poll.ts';
import { readIfThere } from './private-files.ts';
import { findPrograms } from './programs.ts';
import type { FileChange } from './render-box.ts';
import { supervisorOf } from './supervisor.ts';

const START_TIMEOUT_MS = 90_000;
const MOST_EARLY_ENDS = 3;

/** The parts of a box in the order in which they start; parts of one group start together. */
export function startGroups(plan: BoxPlan): PlannedProcess[][] {
  const orders = [...new Set(plan.processes.map(({ order }) => order))].sort((a, b) => a - b);
  return orders.map((order) => plan.processes.filter((process) => process.order === order));
}

/** Which running parts must be restarted because a file they read has changed. */
export function partsToRestart(plan: BoxPlan, changes: readonly FileChange[]): string[] {
  const changed = changes.map(({ path }) => path.split('/').at(-1) ?? '');
  return plan.processes.map(({ name }) => name).filter((name) => changed.some((file) => readsFile(name, file)));
}

function readsFile(part: string, file: string): boolean {
  if (part === 'control-plane') return file === 'control-plane.json';
  if (part === 'desktop') return file === 'desktop-host.json';
  if (part === 'homeserver') return file.startsWith('homeserver') || file.startsWith('registration-');
  return file === `${part}.yaml`;
}

/** Refuses to start over somebody else's listener: the error would otherwise be found in a log, much later. */
export async function requireFreePorts(box: Box, running: ReadonlySet<string>): Promise<void> {
  const { ports } = box.config;
  const wanted: [string, number][] = running.has('control-plane') ? [] : [['ports.gate', ports.gate], ['ports.api', ports.api]];
  if (!running.has('homeserver')) wanted.push(['ports.homeserver', ports.homeserver]);
  const servesApp = servesDesktop({ config: box.config, programs: findPrograms(box.checkout, box.layout, box.knownBridges) });
  if (servesApp && !running.has('desktop')) wanted.push(['ports.desktop', ports.desktop]);
  for (const { id, port } of boxBridges(box)) if (!running.has(`bridge-${id}`)) wanted.push([`bridges.${id}.port`, port]);
  for (const [name, port] of wanted) {
    if (await isPortFree(port)) continue;
    throw new OperatorError(`port ${port} (${name}) is used by another program`, `End that program, or choose another port in ${box.directory}/holdfast.yaml.`);
  }
}

/** Starts one part and waits until its own health address answers. Returns at once when it works already. */
export async function startPart(box: Box, part: PlannedProcess): Promise<void> {
  const supervisor = supervisorOf(box);
  const stateOf = async () => (await supervisor.states()).find(({ name }) => name === part.name);
  if ((await stateOf())?.state !== 'RUNNING') await supervisor.start(part.name);
  const { healthUrl } = part;
  const isDone = healthUrl === null ? async () => (await stateOf())?.state === 'RUNNING' : () => answersOk(healthUrl);
  let endedAtOnce = 0;
  // The supervisor would try for minutes; a part that ended at once several times is worth telling a person about now.
  const giveUp = async () => {
    const state = (await stateOf())?.state;
    if (state === 'BACKOFF') endedAtOnce++;
    return state === 'FATAL' || endedAtOnce >= MOST_EARLY_ENDS ? 'it keeps ending at once' : undefined;
  };
  try {
    await pollUntil(isDone, START_TIMEOUT_MS, `${part.name} to answer`, giveUp);
  } catch (error) {
    throw new OperatorError(`${(error as Error).message}\n${lastWords(box, part.name)}`, `The whole log: \`holdfast logs ${part.name}\`.`);
  }
}

/** The end of what a part said, for an error message. */
function lastWords(box: Box, part: string): string {
  const files = [partOutput(box.layout.log, part), ...(part === 'homeserver' ? [join(box.layout.log, 'homeserver.log')] : [])];
  return files.map((file) => (readIfThere(file) ?? '').trimEnd().split('\n').slice(-6).join('\n')).join('\n').trim();
}

/** Where people find the box, and how the first of them signs in. */
export function describeAddresses(box: Box): string[] {
  const { config, layout } = box;
  return [
    `API and console   http://127.0.0.1:${config.ports.api}`,
    `homeserver        http://127.0.0.1:${config.ports.homeserver}  (Matrix client API, server name ${config.server_name})`,
    `administrator     ${config.administrator.name}; password in ${join(layout.secrets, boxSecrets.administratorPassword)}`,
  ];
}

export const administratorPassword = ({ layout }: Box) => readFileSync(join(layout.secrets, boxSecrets.administratorPassword), 'utf8').trimEnd();
