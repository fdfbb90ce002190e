import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type Colleague, type World } from '../support/world.ts';

let world: World;
let anna: Colleague;
beforeAll(async () => {
  world = await createWorld();
  await world.link();
  anna = await world.hire('anna');
});
afterAll(() => world.close());

/** Live rooms are the homeserver's and the bridge's, and readable there: every screen says so. All else of the box is looked at. */
const live = /^data\/(?:homeserver\.db|bridge-loopback|loopback|media)/;

function* filesOf(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesOf(path);
    else if (entry.isFile()) yield path;
  }
}

/** Files in which a word stands, as text of any of the encodings that JSON and SQLite write. */
function holding(canaries: readonly string[]): string[] {
  const found: string[] = [];
  for (const path of filesOf(world.directory)) {
    const name = relative(world.directory, path);
    if (live.test(name) || statSync(path, { throwIfNoEntry: false }) === undefined) continue;
    const bytes = readFileSync(path);
    for (const canary of canaries) if (bytes.includes(canary) || bytes.includes(Buffer.from(canary, 'utf16le'))) found.push(`${name}: ${canary}`);
  }
  return found;
}

test('words of clients and employees are in no file of the control plane, not while it runs, not when it was killed, not after it went on', async () => {
  const canary = (what: string): string => `canary-${what}-${randomUUID()}`;
  const [first, answer, edited, waiting] = ['client', 'employee', 'edit', 'waiting'].map(canary) as [string, string, string, string];
  const { phone, roomId } = await world.clientOf(anna, '+48511000991', first);
  const sent = await anna.say(roomId, answer);
  await phone.heard(answer);
  await anna.edit(roomId, sent, edited);
  await phone.saw('the edit', ({ kind, content }) => kind === 'edit' && content?.text === edited);
  const all = [first, answer, edited, waiting];
  const homeserver = ['', '-wal'].map((suffix) => readFileSync(world.homeserverDb + suffix));
  expect(homeserver.some((bytes) => bytes.includes(first)), 'it would be found if it were there').toBe(true);
  expect(holding(all)).toEqual([]);

  // Queued: it must wait as an id. Paused, it is not on its way when both die; one that is would be an honest unknown (docs/adr/0002).
  const { accountId } = await world.api.account('sales');
  await world.api.post(`/accounts/${accountId}/pause`, { reason: 'to let a message wait' });
  await world.api.delivery(await anna.say(roomId, waiting), 'waiting');
  await world.bridge.kill();
  await world.controlPlane.kill();
  expect(holding(all)).toEqual([]);
  await world.controlPlane.start();
  await world.bridge.start();
  await world.api.post(`/accounts/${accountId}/resume`, { reason: 'on we go' });
  await phone.heard(waiting, 60_000);
  await world.check({ settled: true });
  expect(holding(all)).toEqual([]);
});
