import { join } from 'node:path';
import type { BridgeId } from '@holdfast/contract';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCoverage } from '../../src/archive/coverage.ts';
import { createSeenMessages } from '../../src/bridge/index.ts';
import { openDb, type Db } from '../../src/db/index.ts';
import { systemClock } from '../../src/kernel/index.ts';
import { createSqliteEventSource, type EventSource } from '../../src/matrix/index.ts';
import { createWorld, type Colleague, type World } from '../support/world.ts';

/** The daily certificate over the database that bridgev2 itself keeps, the homeserver's and the record of a real box. */
let world: World;
let anna: Colleague;
let db: Db;
let source: EventSource;
beforeAll(async () => {
  world = await createWorld();
  await world.link();
  anna = await world.hire('anna');
  db = openDb(world.recordDb);
  source = createSqliteEventSource(world.homeserverDb);
  await source.open();
});
afterAll(async () => {
  await source?.close();
  db?.close();
  await world?.close();
});

const bridgeDb = (): string => join(world.directory, 'data', 'bridge-loopback.db');
const certify = async (day: string) => {
  const coverage = createCoverage({ db, clock: systemClock, source, seen: createSeenMessages(new Map([['loopback' as BridgeId, bridgeDb()]])), isGhost: (_bridge, userId) => /^@loopback_\d/.test(userId) });
  return (await coverage.certify(day)).filter(({ homeserver, differences }) => homeserver > 0 || differences.length > 0);
};
const today = (): string => new Date().toISOString().slice(0, 10);

test('what clients and employees wrote is known to bridge, homeserver and archive alike; what one loses is named', async () => {
  const day = today();
  const { phone, roomId } = await world.clientOf(anna, '+48511000801', 'Is it ready?');
  const answer = await anna.say(roomId, 'Tomorrow');
  await phone.heard('Tomorrow');
  const corrected = await anna.say(roomId, 'On Tuesday');
  await phone.heard('On Tuesday');
  await anna.edit(roomId, corrected, 'On Wednesday');
  await phone.saw('the edit', ({ kind, content }) => kind === 'edit' && content?.text === 'On Wednesday');
  await phone.write(world.companyNumber, 'Thank you');
  await anna.sees(roomId, 'the thanks', (event) => event.content['body'] === 'Thank you');
  await world.api.delivery(answer, 'delivered');
  await world.nothingUnderWay();
  expect(await certify(day)).toMatchObject([{ day, bridge: 4, homeserver: 4, archive: 4, differences: [] }]);

  await world.bridge.stop();
  const sqlite = new Database(bridgeDb());
  expect(sqlite.prepare('DELETE FROM message WHERE mxid = ?').run(answer).changes).toBe(1); // as a bridge that lost its memory
  sqlite.close();
  await world.bridge.start();
  expect(await certify(day)).toMatchObject([{ bridge: 3, homeserver: 4, archive: 4, differences: [{ eventId: answer, missing: 'bridge' }] }]);
});
