import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Scope } from '@holdfast/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAuditTrail } from '../../src/audit/index.ts';
import { openDb, type Db } from '../../src/db/index.ts';
import { ghostNumber, knownBridges } from '../../src/directory/index.ts';
import { createClients } from '../../src/directory/clients.ts';
import { createNews, systemClock, type PersonActor } from '../../src/kernel/index.ts';
import { createClientSearch } from '../../src/ownership/client-search.ts';
import { createRoomSearch } from '../../src/ownership/room-search.ts';
import { importWorld } from '../support/import-world.ts';
import { seedLargeBox, searchedFor, type LargeBox } from '../support/large-box.ts';
import { percentile, writeSection, type Figure } from './report.ts';

const most = 200;
const bridges = knownBridges([{ id: 'loopback', network: 'Loopback', botUserId: '@loopbackbot:box.test', ghostUserIdPattern: '^@loopback_(.+):box\\.test$', provisioningSecretFile: 'x' }]);
const shown = { find: bridges.find, companyGhosts: () => new Map(), numberOf: (read: Db, bridgeId: string, ghost: string) => ghostNumber(read, bridges, bridgeId, ghost) };

let folder: string;
let db: Db;
let box: LargeBox;
const figures: Figure[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-clients-'));
  db = openDb(join(folder, 'record.db'));
  box = seedLargeBox(db);
});
afterAll(() => {
  db?.close();
  rmSync(folder, { recursive: true, force: true });
  writeSection(
    'Clients and conversations',
    '50,000 clients with 200,000 conversations of 1,000 people in 40 teams, on disk. Five rounds of searches, filters and orders, each asked by an administrator, a team lead and an employee.',
    figures, ['The service alone, without HTTP; one process.'],
  );
});

function measure(name: string, questions: readonly (readonly [string, () => unknown])[]): void {
  const samples: { what: string; ms: number }[] = [];
  for (let round = 0; round < 5; round += 1) {
    for (const [what, ask] of questions) {
      const started = performance.now();
      ask();
      samples.push({ what, ms: performance.now() - started });
    }
  }
  const p95 = percentile(samples.map(({ ms }) => ms), 0.95);
  const slowest = samples.toSorted((a, b) => b.ms - a.ms)[0]!;
  figures.push({ name: `${name}, p95`, value: `${p95.toFixed(1)} ms (slowest ${slowest.ms.toFixed(0)} ms: ${slowest.what})`, target: `≤ ${most} ms`, met: p95 <= most });
  const worst = new Map<string, number>();
  for (const { what, ms } of samples) worst.set(what, Math.max(worst.get(what) ?? 0, ms));
  process.stdout.write(`${name}\n${[...worst].toSorted((a, b) => b[1] - a[1]).slice(0, 12).map(([what, ms]) => `  ${ms.toFixed(1)} ms ${what}`).join('\n')}\n`);
  expect(p95).toBeLessThanOrEqual(most);
}

const people = (): [string, PersonActor, Scope][] => [['administrator', box.administrator, 'all'], ['lead', box.lead, 'team'], ['employee', box.employee, 'own']];

test('clients are found within 200 ms', () => {
  const search = createClientSearch({ db, clock: systemClock, bridges: shown });
  measure('Searching clients', people().flatMap(([who, actor, scope]) => [
    ...searchedFor.map((q) => [`${who} q=${q}`, () => search.search(actor, scope, { q })] as const),
    ...(['lastEvent', 'name', 'waiting'] as const).flatMap((sort) => [
      [`${who} sort=${sort}`, () => search.search(actor, scope, { sort })] as const,
      [`${who} q=a sort=${sort}`, () => search.search(actor, scope, { q: 'a', sort })] as const,
      [`${who} tag sort=${sort}`, () => search.search(actor, scope, { tag: 'vip', sort })] as const,
      [`${who} waiting sort=${sort}`, () => search.search(actor, scope, { waiting: true, sort })] as const,
      [`${who} unassigned sort=${sort}`, () => search.search(actor, scope, { unassigned: true, sort })] as const,
      [`${who} account sort=${sort}`, () => search.search(actor, scope, { accountId: box.accounts[3]!, sort })] as const,
      [`${who} owner sort=${sort}`, () => search.search(actor, scope, { ownerUserId: box.owners[40]!, sort })] as const,
      [`${who} team waiting sort=${sort}`, () => search.search(actor, scope, { teamId: box.teams[1]!, waiting: true, sort })] as const,
    ]),
    [`${who} tags`, () => search.tags(actor, scope)] as const,
  ]));
});

test('the list the app asks for by name answers within 200 ms', () => {
  const clients = createClients({
    db, clock: systemClock, audit: createAuditTrail({ clock: systemClock }), news: createNews(), bridges,
    answering: {
      ownerOf: (read, roomId) => (read.prepare('SELECT owner_user_id AS owner FROM ownership WHERE room_id = ?').get(roomId) as { owner: never } | undefined)?.owner ?? null,
      roomsAnsweredBy: (read, userId) => read.prepare<[string], { roomId: never }>('SELECT room_id AS roomId FROM ownership WHERE owner_user_id = ?').all(userId).map(({ roomId }) => roomId),
    },
  });
  measure('Clients by name', people().flatMap(([who, actor, scope]) => [
    ...['jan', 'шевч', 'zzz', 'a'].map((name) => [`${who} name=${name}`, () => clients.list(actor, scope, { name })] as const), [`${who} all`, () => clients.list(actor, scope, {})] as const,
    [`${who} one`, () => clients.list(actor, scope, { limit: 1 })] as const,
  ]));
});

test('conversations are found within 200 ms', () => {
  const search = createRoomSearch({ db, clock: systemClock, bridges: shown });
  measure('Searching conversations', people().flatMap(([who, actor, scope]) => [
    ...searchedFor.map((q) => [`${who} q=${q}`, () => search.search(actor, scope, { q })] as const),
    ...(['lastEvent', 'waiting'] as const).flatMap((sort) => [
      [`${who} sort=${sort}`, () => search.search(actor, scope, { sort })] as const,
      [`${who} waiting sort=${sort}`, () => search.search(actor, scope, { waiting: true, sort })] as const,
      [`${who} unassigned sort=${sort}`, () => search.search(actor, scope, { unassigned: true, sort })] as const,
      [`${who} account sort=${sort}`, () => search.search(actor, scope, { accountId: box.accounts[3]!, sort })] as const,
      [`${who} owner sort=${sort}`, () => search.search(actor, scope, { owner: box.owners[40]!, sort })] as const,
      [`${who} team closed sort=${sort}`, () => search.search(actor, scope, { teamId: box.teams[1]!, state: 'closed', sort })] as const,
    ]),
    [`${who} selection of an owner`, () => search.select(actor, scope, { owner: box.owners[40]! })] as const,
    [`${who} selection of an account`, () => search.select(actor, scope, { accountId: box.accounts[3]! })] as const,
  ]));
});

test('a message costs the record no more for the index of clients than a tenth of a millisecond', () => {
  const touch = db.prepare('UPDATE portal SET last_event_at = ?, last_client_at = ? WHERE room_id = ?');
  const spent: number[] = [];
  db.write(() => {
    for (let n = 0; n < 5_000; n += 1) {
      const started = performance.now();
      touch.run(Date.now() + n, Date.now() + n, `!r${(n * 37) % 200_000}`);
      spent.push(performance.now() - started);
    }
  });
  const median = percentile(spent, 0.5);
  figures.push({ name: 'Noting a message in conversation and client, median', value: `${(median * 1_000).toFixed(0)} µs`, target: '≤ 100 µs', met: median <= 0.1 });
  expect(median).toBeLessThanOrEqual(0.1);
});

test('ten thousand lines go in beside the work: nobody waits for them longer than a few milliseconds', async () => {
  const world = importWorld(db);
  const lines = Array.from({ length: 10_000 }, (_, n) => `+48${n % 2 === 0 ? 600_000_000 + n : 700_000_000 + n},Client of the file ${n},Firm ${n},pl,"vip, file"`);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const started = performance.now();
  const shown = await world.imports.upload(box.administrator, Buffer.from(`number,name,firm,language,tags\n${lines.join('\n')}\n`), {});
  const read = performance.now() - started;
  world.jobs.start();
  world.imports.run(box.administrator, shown.importId, {});
  await world.jobs.settled();
  const all = performance.now() - started;
  delay.disable();
  await world.jobs.stop();
  expect(world.imports.find(shown.importId)).toMatchObject({ state: 'done', done: 10_000, counts: { new: 5_000, changed: 5_000 } });
  const [p99, longest] = [delay.percentile(99) / 1e6, delay.max / 1e6];
  figures.push(
    { name: 'A file of 10,000 clients, read and shown', value: `${(read / 1_000).toFixed(1)} s`, target: '≤ 30 s', met: read <= 30_000 },
    { name: 'A file of 10,000 clients, put in', value: `${((all - read) / 1_000).toFixed(1)} s`, target: '≤ 60 s', met: all - read <= 60_000 },
    { name: 'Meanwhile everybody else waits, p99', value: `${p99.toFixed(1)} ms (longest ${longest.toFixed(0)} ms)`, target: '≤ 15 ms', met: p99 <= 15 },
  );
  expect(p99).toBeLessThanOrEqual(15);
});
