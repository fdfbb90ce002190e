import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkoutRoot } from './checkout.ts';
import { createBox } from './create-box.ts';
import { installBridge } from './install-bridge.ts';
import { readKnownBridges } from './known-bridges.ts';
import { openBox } from './open-box.ts';
import { OperatorError } from './operator-error.ts';
import { modeOf } from './private-files.ts';
import { compareBox, readPlanInput, renderBox } from './render-box.ts';
import { partsToRestart } from './start-box.ts';
import { planBox } from '../plan/plan-box.ts';
import { pigeonExample, pigeonYaml } from '../plan/test-box.ts';

let directory: string;
beforeEach(() => { directory = mkdtempSync(join(tmpdir(), 'holdfast-box-')); });
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const trial = (bridges: readonly string[]) => createBox({ directory, trial: true, freePorts: true, bridges });
const read = (...path: string[]) => readFileSync(join(directory, ...path), 'utf8');

describe('a new box', () => {
  test('has its secrets in files that only their owner reads, and none in holdfast.yaml', async () => {
    const { box, madeSecrets } = await trial(['loopback']);
    expect(modeOf(box.layout.secrets)).toBe(0o700);
    for (const name of madeSecrets) {
      expect(modeOf(join(box.layout.secrets, name)), name).toBe(0o600);
      expect(read('holdfast.yaml')).not.toContain(read('secrets', name).trim());
    }
    expect(new Set(madeSecrets.map((name) => read('secrets', name))).size).toBe(madeSecrets.length);
  });

  test('made twice is the same box', async () => {
    await trial(['loopback']);
    const before = [read('holdfast.yaml'), read('secrets', 'administrator-password')];
    const again = await createBox({ directory, trial: true, freePorts: true, bridges: ['whatsapp'] });
    expect([again.wroteConfig, again.madeSecrets]).toEqual([false, []]);
    expect([read('holdfast.yaml'), read('secrets', 'administrator-password')]).toEqual(before);
  });

  test('gets the secrets of a bridge that was added later', async () => {
    await trial(['loopback']);
    writeFileSync(join(directory, 'holdfast.yaml'), read('holdfast.yaml').replace('bridges:\n', 'bridges:\n  signal:\n'));
    const { madeSecrets } = await createBox({ directory });
    expect(madeSecrets).toContain('signal-gate-to-bridge');
  });

  test('cannot have a bridge nobody described', async () => {
    await expect(trial(['owl'])).rejects.toThrow(/no bridge is called owl\n {2}Known bridges: loopback, signal, telegram, whatsapp/);
  });

  test('is asked for where there is none', () => {
    expect(() => openBox(directory)).toThrow(OperatorError);
  });
});

describe('rendering', () => {
  test('a second time changes nothing, and the parts need no restart', async () => {
    const { box } = await trial(['signal', 'telegram']);
    const first = await renderBox(box);
    expect(first.changes.every(({ before }) => before === undefined)).toBe(true);
    const written = statSync(join(box.layout.config, 'homeserver.yaml')).mtimeMs;
    const { plan, changes } = await renderBox(box);
    expect(changes).toEqual([]);
    expect(statSync(join(box.layout.config, 'homeserver.yaml')).mtimeMs).toBe(written);
    expect(partsToRestart(plan, changes)).toEqual([]);
  });

  test('puts back what somebody changed by hand, and narrows what somebody opened', async () => {
    const { box } = await trial(['signal']);
    await renderBox(box);
    const file = join(box.layout.config, 'homeserver.yaml');
    writeFileSync(file, 'enable_registration: true\n', { mode: 0o644 });
    const plan = planBox(await readPlanInput(box));
    expect(compareBox(box, plan).map(({ path }) => path)).toEqual([file]);
    await renderBox(box);
    expect([read('config', 'homeserver.yaml').includes('enable_registration: false'), modeOf(file)]).toEqual([true, 0o600]);
  });

  test('a change of the gate’s port restarts what reads it', async () => {
    const { box } = await trial(['signal']);
    await renderBox(box);
    writeFileSync(join(directory, 'holdfast.yaml'), read('holdfast.yaml').replace(/gate: \d+/, 'gate: 4711'));
    const { plan, changes } = await renderBox(openBox(directory));
    expect(partsToRestart(plan, changes)).toEqual(['control-plane', 'homeserver']);
  });

  test('a bridge that was removed leaves no file with its tokens behind', async () => {
    await renderBox((await trial(['signal', 'telegram'])).box);
    writeFileSync(join(directory, 'holdfast.yaml'), read('holdfast.yaml').replace('signal:\n    enabled: true', 'signal:\n    enabled: false'));
    const { changes } = await renderBox(openBox(directory));
    expect(changes.filter(({ after }) => after === undefined).map(({ path }) => path.split('/').at(-1))).toEqual(['bridge-signal.yaml', 'registration-signal.yaml']);
  });
});

test('every bridge delivered with Holdfast can be rendered, binary or not', async () => {
  const ids = [...readKnownBridges(checkoutRoot, directory).keys()];
  expect(ids).toEqual(['loopback', 'signal', 'telegram', 'whatsapp']);
  const { plan } = await renderBox((await trial(ids)).box);
  for (const id of ids) {
    const config = parse(read('config', `bridge-${id}.yaml`)) as { bridge: Record<string, unknown>; network: Record<string, unknown> };
    expect(config.bridge, id).toMatchObject({ kick_matrix_users: false, split_portals: true, bridge_notices: false, deduplicate_matrix_messages: true });
  }
  expect(plan.bridges.find(({ id }) => id === 'telegram')?.missing.join()).toContain('bridges.telegram.settings.api_id');
});

describe('a release binary', () => {
  const program = (version: string, example = pigeonExample) => `#!/bin/sh\ncase "$1" in --version) echo 'mautrix-pigeon ${version}';; -e) cat <<'EXAMPLE'\n${example}EXAMPLE\n;; *) exit 3;; esac\n`;
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

  async function boxWithPigeon() {
    mkdirSync(join(directory, 'bridges', 'pigeon'), { recursive: true });
    // Its own file is all there is: no override of the framework fits this small an example.
    writeFileSync(join(directory, 'bridges', 'pigeon', 'bridge.yaml'), pigeonYaml.replace('framework: bridgev2', 'framework: other').replace('login_flows', "commands: { start: ['{{binary}}', '{{config_file}}'], example: ['{{binary}}', -e], version: ['{{binary}}', --version] }\nreports_version: v1.2\nlogin_flows"));
    return (await createBox({ directory, trial: true, freePorts: true, bridges: ['pigeon'], settings: { pigeon: { loft: 'roof' } } })).box;
  }
  function download(text: string): string {
    const file = join(directory, 'download');
    writeFileSync(file, text);
    return file;
  }

  test('is installed, merged with its own example and ready to start', async () => {
    const box = await boxWithPigeon();
    const text = program('v1.2.3');
    expect((await renderBox(box)).plan.bridges[0]?.missing.join()).toContain('mautrix-pigeon');
    await expect(installBridge(box, 'pigeon', { from: download(text), sha256: sha256(text) })).resolves.toMatchObject({ version: 'mautrix-pigeon v1.2.3' });
    const { plan } = await renderBox(box);
    expect(plan.bridges[0]?.missing).toEqual([]);
    expect(plan.processes.find(({ name }) => name === 'bridge-pigeon')).toMatchObject({ name: 'bridge-pigeon', command: [join(box.layout.bin, 'mautrix-pigeon'), join(box.layout.config, 'bridge-pigeon.yaml')] });
    expect(read('config', 'bridge-pigeon.yaml')).toContain('# Where do they live?');
  });

  test.each([
    ['with another hash', program('v1.2.3'), '0'.repeat(64), /has the SHA-256 [0-9a-f]{64}, not the one given/],
    ['with something that is no hash', program('v1.2.3'), 'abc', /no SHA-256/],
    ['of another release', program('v9.9.9'), undefined, /says it is `mautrix-pigeon v9\.9\.9`/],
    ['that is no program', 'not a program at all', undefined, /did not print its version/],
    ['whose example is no YAML', program('v1.2.3', 'a: [\n'), undefined, /is no YAML/],
  ])('%s is refused and nothing is left of it', async (_what, text, hash, message) => {
    const box = await boxWithPigeon();
    await expect(installBridge(box, 'pigeon', { from: download(text), sha256: hash ?? sha256(text) })).rejects.toThrow(message);
    expect((await readPlanInput(box)).programs.bridges.has('pigeon')).toBe(false);
  });

  test('whose example lost a key stops the rendering', async () => {
    const box = await boxWithPigeon();
    const text = program('v1.2.3', pigeonExample.replace('loft:', 'nest:'));
    await installBridge(box, 'pigeon', { from: download(text), sha256: sha256(text) });
    await expect(renderBox(box)).rejects.toThrow(/network\.loft not found in the example/);
  });
});
