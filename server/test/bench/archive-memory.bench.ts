import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyslotPath, LeafType, messageKeys, openKeyslot, ready, type Leaf } from '@holdfast/archive-format';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openArchiveFolder } from '../support/key-holder.ts';
import { countInMemory } from '../support/process-memory.ts';
import { createWorld, type Colleague, type World } from '../support/world.ts';
import { writeSection, type Figure } from './report.ts';

const more = 500;
let world: World;
let anna: Colleague;
beforeAll(async () => {
  await ready();
  world = await createWorld();
  await world.link();
  anna = await world.hire('anna');
});
afterAll(() => world.close());

const everywhere = (words: string): Uint8Array[] => [Buffer.from(words, 'utf8'), Buffer.from(words, 'utf16le')];
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms)); // how long words stay is what is measured

test('what stays of words and keys in the memory of the control plane', async () => {
  const word = (): string => `residue${randomBytes(12).toString('hex')}`;
  const [client, employee, control] = [word(), word(), word()];
  const { phone, roomId } = await world.clientOf(anna, '+48511000901', client);
  await anna.say(roomId, employee);
  await phone.heard(employee);
  const needles = new Map([['client', everywhere(client)], ['employee', everywhere(employee)], ['never', everywhere(control)]]);
  const pid = (): number => world.controlPlane.pid ?? 0;
  const rows: [when: string, counts: Map<string, number>][] = [];
  const look = (when: string): void => void rows.push([when, countInMemory(pid(), needles)]);
  look('at once');
  await pause(10_000);
  look('after 10 s of silence');
  await pause(50_000);
  look('after 60 s of silence');
  for (let n = 0; n < more; n += 1) await phone.write(world.companyNumber, `other words ${n} ${randomBytes(40).toString('hex')}`);
  await anna.sees(roomId, 'the last of them', (event) => String(event.content['body']).startsWith(`other words ${more - 1}`));
  await world.nothingUnderWay();
  look(`after ${more} other messages`);

  const { first, used } = await keysOf(roomId);
  const keys = countInMemory(pid(), new Map([['first', [first]], ['used', used]]));
  expect(rows.every(([, counts]) => counts.get('never') === 0), 'a word nobody said is nowhere').toBe(true);
  expect(keys.get('first'), 'the first key of a chain is gone once it was used').toBe(0);
  const figures = rows.map(([when, counts]): Figure => ({ name: `words of a message, ${when}`, value: `${counts.get('client')} copies of the client's, ${counts.get('employee')} of the employee's`, target: 'none set', met: true }));
  writeSection(
    'Words and keys in memory',
    'A client and an employee write one word each that nobody else writes; all writable memory of the control plane is searched for them, as UTF-8, Latin-1 and UTF-16. Then for keys, which a key holder can derive: the first key of the conversation’s chain, and the keys of its first hundred messages.',
    [...figures, { name: 'first key of the chain, and keys of messages that were sealed', value: `${keys.get('first')} and ${keys.get('used')} copies`, target: 'the first key is gone', met: keys.get('first') === 0 }],
    [],
  );
});

/** The chain under which the room's messages were sealed: its first key, and the keys that sealed the first of its messages. */
async function keysOf(roomId: string): Promise<{ first: Uint8Array; used: Uint8Array[] }> {
  const folder = world.archiveDirectory;
  const records = await openArchiveFolder(folder, world.keyHolder);
  const sealed = records.find(({ leaf, payload }) => leaf.type === LeafType.event && payload?.['room'] === roomId);
  const leaf = sealed?.leaf as Leaf;
  const opened = await openKeyslot(readFileSync(join(folder, keyslotPath(leaf.kid))), world.keyHolder.identity, leaf.kid);
  if (!opened.ok) throw new Error(opened.code);
  const first = Buffer.from(opened.chainKey);
  const keys = messageKeys(opened.chainKey);
  return { first, used: Array.from({ length: 100 }, () => Buffer.from(keys.next().value)) };
}
