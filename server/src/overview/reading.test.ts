import type { AccountId, EventId, RoomId, UserId } from '@holdfast/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ownershipWorld, type Hired, type OwnershipWorld } from '../../test/support/ownership-world.ts';
import { createHandsets, findHandsetsHeldBy, findHandsetsLastHeldBy } from '../handsets/index.ts';
import { findPerson } from '../directory/index.ts';
import { listDevices } from '../devices/index.ts';
import { createNews } from '../kernel/index.ts';
import { findOpenCoversOf } from '../ownership/index.ts';
import { createAccountStatistics, createHandoverReports, createHoldings } from './index.ts';

let world: OwnershipWorld;
let olga: Hired;
let anna: Hired;
let boris: Hired;
let account: AccountId;
let rooms: RoomId[];
const sql = (statement: string, ...values: unknown[]) => world.db.write((tx) => void tx.prepare(statement).run(...values));
const networkOf = () => 'Loopback';

beforeEach(async () => {
  world = ownershipWorld();
  olga = world.hire('olga', { roles: ['administrator'] });
  anna = world.hire('anna');
  boris = world.hire('boris');
  account = world.account('a');
  rooms = [0, 1, 2].map((n) => world.portal(`r${n}`, { owner: anna, account, client: world.client(), lastEventAt: n }));
  await world.settled();
});
afterEach(() => world.stop());

function wrote(eventId: string, { room = rooms[0], sender = anna.userId, state = 'waiting', at = world.clock.now(), settledAt = null as number | null, confirmedBy = null as UserId | null } = {}): void {
  sql(
    `INSERT INTO outbox (event_id, bridge_id, room_id, account_id, sender, service_user_id, kind, state, origin_at, enqueued_at, settled_at, confirmed_by)
     VALUES (?, 'loopback', ?, ?, ?, '@s', 'message', ?, ?, ?, ?, ?)`,
    eventId, room, account, sender, state, at, at, settledAt, confirmedBy,
  );
}
const leave = () => world.ownership.handovers.request(olga, 'all', { scope: { kind: 'person', userId: anna.userId }, successors: { userIds: [boris.userId] }, reason: 'leaves', leaver: true }).handoverId;
const reports = () => createHandoverReports({ db: world.db, clock: world.clock, networkOf, handovers: world.ownership.handovers, handsetsLastHeldBy: findHandsetsLastHeldBy });

test('the report names every room with its client, what became of what was left unsent, the handsets and the sign-out', async () => {
  const handsets = createHandsets({ db: world.db, clock: world.clock, audit: world.audit, news: createNews() });
  const { handsetId } = handsets.register(olga, { label: 'Nokia' });
  handsets.handOut(olga, handsetId, { personId: anna.personId });
  world.waiting.set(`${rooms[0]} ${anna.userId}`, 4);
  const left = [0, 1, 2, 3].map((n) => `$waits-r0-anna-${n}`);
  left.forEach((eventId, n) => wrote(eventId, { state: ['needs-confirmation', 'delivered', 'discarded', 'cancelled'][n] as string, confirmedBy: n === 1 ? boris.userId : null }));
  world.db.write((tx) => world.audit.record(tx, { actor: boris, action: 'delivery.discarded', target: left[2] as EventId }));
  const handoverId = leave();
  await world.settled();
  const report = reports().read(olga, 'all', handoverId, {});
  expect(report).toMatchObject({
    handover: { state: 'done' }, names: { leaver: 'anna', requestedBy: 'olga', approvedBy: null },
    totals: { rooms: 3, moved: 3, moving: 0, failed: 0, returned: 0, messages: { undecided: 1, sent: 1, discarded: 1, withdrawn: 1, uncertain: 0 } },
    signOut: { done: true, errorCode: null }, handsets: [{ handsetId, state: 'handed-out', holderName: 'anna' }], next: null,
  });
  expect(report.rooms).toHaveLength(3);
  expect(report.rooms[0]).toMatchObject({
    roomId: rooms[0], clientName: 'client', network: 'Loopback', accountLabel: 'a', predecessor: { name: 'anna' }, successor: { name: 'boris' }, result: 'moved',
    messages: [
      { eventId: left[0], author: { name: 'anna' }, fate: 'undecided', decidedBy: null }, { fate: 'sent', decidedBy: { name: 'boris' } }, { fate: 'discarded', decidedBy: { name: 'boris' } }, { fate: 'withdrawn' },
    ],
  });
});

test('a page of it carries the totals of all, and an undone one says what came back', async () => {
  const { handoverId } = world.ownership.handovers.request(olga, 'all', { scope: { kind: 'rooms', roomIds: rooms }, successors: { userIds: [boris.userId] }, reason: 'r' });
  await world.settled();
  const first = reports().read(olga, 'all', handoverId, { limit: 2 });
  expect(first).toMatchObject({ totals: { rooms: 3 }, next: rooms[1], signOut: null, handsets: [] });
  expect(reports().read(olga, 'all', handoverId, { limit: 2, after: first.next as RoomId })).toMatchObject({ rooms: [{ roomId: rooms[2] }], next: null });
  world.ownership.handovers.undo(olga, handoverId, 'mistake');
  await world.settled();
  expect(reports().read(olga, 'all', handoverId, {})).toMatchObject({ totals: { returned: 3, moved: 0 }, rooms: [{ result: 'returned' }, {}, {}] });
  expect(() => reports().read(world.hire('lead', { roles: ['team-lead'] }), 'team', handoverId, {})).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }) as Error);
});

test('what somebody has in hand: rooms, covers, unsent and undecided messages, and when they were last here', () => {
  const holdings = createHoldings({
    db: world.db, clock: world.clock, networkOf, handsetsHeldBy: findHandsetsHeldBy, devicesOf: listDevices, coversOf: findOpenCoversOf,
    people: { get: (_actor, _scope, personId) => findPerson(world.db, personId)!, list: () => [] },
  });
  wrote('$1');
  wrote('$2', { state: 'needs-confirmation', sender: boris.userId });
  wrote('$3', { state: 'uncertain' });
  sql('UPDATE portal SET last_client_at = 5 WHERE room_id = ?', rooms[0]);
  world.ownership.covers.place(olga, 'all', { ownerUserId: anna.userId, coverUserId: boris.userId, untilAt: world.clock.now() + 9000, reason: 'holiday' });
  expect(holdings.read(olga, 'all', anna.personId)).toMatchObject({
    rooms: { total: 3, waiting: 1, byAccount: [{ label: 'a', network: 'Loopback', rooms: 3 }] }, coversGiven: [], coversTaken: [{ coverUserId: boris.userId }],
    messages: { waiting: 1, undecided: 1, uncertain: 1 }, lastSeenAt: null,
  });
  expect(holdings.read(olga, 'all', boris.personId)).toMatchObject({ rooms: { total: 0 }, coversGiven: [{ ownerUserId: anna.userId }], coversTaken: [], messages: { waiting: 0 } });
  sql("INSERT INTO device (id, person_id, name, share, session_id, created_at, last_leased_at) VALUES ('devc_0000000000000000', ?, 'Laptop', zeroblob(32), 's', 1, 77)", anna.personId);
  expect(holdings.devices(olga, 'all', anna.personId)).toEqual({ devices: [{ deviceId: 'devc_0000000000000000', name: 'Laptop', createdAt: 1, lastLeasedAt: 77 }], lastSeenAt: 77 });
});

test('what everybody has in hand, one line each: open conversations, who waits, handsets, whoever stands in for them', async () => {
  const handsets = createHandsets({ db: world.db, clock: world.clock, audit: world.audit, news: createNews() });
  handsets.handOut(olga, handsets.register(olga, { label: 'Nokia' }).handsetId, { personId: anna.personId });
  world.portal('r3', { owner: boris, account, client: world.client(), lastEventAt: 3 });
  await world.settled();
  sql("UPDATE portal SET state = 'closed' WHERE room_id = ?", rooms[2]);
  for (const room of [rooms[0], rooms[2]]) sql('UPDATE portal SET last_client_at = 5 WHERE room_id = ?', room); // one of them is closed: nobody waits there
  world.ownership.covers.place(olga, 'all', { ownerUserId: anna.userId, coverUserId: boris.userId, untilAt: world.clock.now() + 9_000, reason: 'holiday' });
  sql("INSERT INTO device (id, person_id, name, share, session_id, created_at, last_leased_at) VALUES ('devc_0000000000000000', ?, 'Laptop', zeroblob(32), 's', 1, 77)", boris.personId);
  const holdings = createHoldings({
    db: world.db, clock: world.clock, networkOf, handsetsHeldBy: findHandsetsHeldBy, devicesOf: listDevices, coversOf: findOpenCoversOf,
    people: { get: () => { throw new Error('asked for one'); }, list: () => [olga, anna, boris].map(({ personId }) => findPerson(world.db, personId)!) },
  });
  expect(await holdings.inHand(olga, 'all')).toEqual([
    { personId: olga.personId, rooms: 0, waiting: 0, handsets: 0, coveredBy: null, coveredUntil: null, lastSeenAt: null },
    { personId: anna.personId, rooms: 2, waiting: 1, handsets: 1, coveredBy: boris.userId, coveredUntil: world.clock.now() + 9_000, lastSeenAt: null },
    { personId: boris.personId, rooms: 1, waiting: 0, handsets: 0, coveredBy: null, coveredUntil: null, lastSeenAt: 77 },
  ]);
});

test('an account’s days: what was sent and what became of it, how long it took, each day of the period', async () => {
  const day = 24 * 60 * 60_000;
  const today = Math.floor(world.clock.now() / day) * day;
  const took = (eventId: string, at: number, ms: number) => wrote(eventId, { at, state: 'delivered', settledAt: at + ms });
  [10, 20, 30, 40].forEach((ms, n) => took(`$t${n}`, today + n, ms));
  took('$y', today - 1, 5000);
  wrote('$f', { at: today + 9, state: 'failed' });
  wrote('$u', { at: today + 9, state: 'uncertain' });
  wrote('$long-ago', { at: today - 40 * day });
  const statistics = createAccountStatistics({
    db: world.db, clock: world.clock, confirmsDelivery: () => true, accounts: { get: () => ({ bridgeId: 'loopback' }) as never },
    tally: (_account, from, to) => [{ day: to, received: 7, refused: 1 }, { day: from, received: 2, refused: 0 }],
  });
  const { days, total } = await statistics.read(olga, 'all', account, 2);
  expect(days).toEqual([
    { day: new Date(today - day).toISOString().slice(0, 10), received: 2, sent: 1, delivered: 1, failed: 0, uncertain: 0, waiting: 0, refused: 0, medianMs: 5000, p95Ms: 5000 },
    { day: new Date(today).toISOString().slice(0, 10), received: 7, sent: 6, delivered: 4, failed: 1, uncertain: 1, waiting: 0, refused: 1, medianMs: 20, p95Ms: 40 },
  ]);
  expect(total).toMatchObject({ received: 9, sent: 7, delivered: 5, medianMs: 30, p95Ms: 5000 });
  expect((await statistics.read(olga, 'all', account, 30)).days).toHaveLength(30);
});
