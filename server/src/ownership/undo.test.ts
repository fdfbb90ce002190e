import type { HandoverId, RoomId } from '@holdfast/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ownershipWorld, type Hired, type OwnershipWorld } from '../../test/support/ownership-world.ts';

let world: OwnershipWorld;
let olga: Hired;
let anna: Hired;
let boris: Hired;
let clara: Hired;
let ids: RoomId[];
const refused = (code: string) => expect.objectContaining({ code }) as Error;

beforeEach(async () => {
  world = ownershipWorld();
  const team = world.team('sales');
  olga = world.hire('olga', { roles: ['administrator'] });
  anna = world.hire('anna', { team });
  boris = world.hire('boris', { team });
  clara = world.hire('clara', { team });
  const account = world.account('a', { team });
  ids = [0, 1, 2].map((n) => world.portal(`r${n}`, { owner: anna, account, lastEventAt: n }));
  await world.settled();
});
afterEach(() => world.stop());

const handOver = (more: object = {}): HandoverId =>
  world.ownership.handovers.request(olga, 'all', { scope: { kind: 'person', userId: anna.userId }, successors: { userIds: [boris.userId] }, reason: 'r', ...more }).handoverId;
const undo = (handoverId: HandoverId) => world.ownership.handovers.undo(olga, handoverId, 'it was a mistake');

test('an undone handover gives the rooms back at once and their members after, with at most three membership events', async () => {
  const handoverId = handOver({ greeting: { en: 'Hello' } });
  await world.settled();
  const from = world.homeserver.lastOrdering();
  world.waiting.set(`${ids[0]} ${boris.userId}`, 2);
  undo(handoverId);
  expect(world.owner(ids[0]!)).toBe(anna.userId);
  expect(world.parked).toContainEqual({ roomId: ids[0], by: boris.userId });
  await world.settled();
  for (const roomId of ids) {
    expect(world.inRoom(roomId)).toEqual(['anna']);
    expect(world.texts(roomId)).toEqual(['Hello']);
    expect(world.homeserver.membershipEvents(roomId, from)).toHaveLength(3);
    expect(world.periods(roomId).map(({ owner, via }) => [owner, via])).toEqual([[anna.userId, 'assignment'], [boris.userId, 'handover'], [anna.userId, 'undo']]);
  }
  expect(world.ownership.handovers.find(olga, 'all', handoverId)).toMatchObject({ state: 'undone', undoneBy: olga.personId, undoUntil: null });
  expect(world.ownership.handovers.rooms(olga, 'all', handoverId, {}).rooms.map(({ undo: result }) => result)).toEqual(['returned', 'returned', 'returned']);
});

test('an undo while rooms still move takes back those that arrived and those that did not', async () => {
  world.homeserver.breakOn('kick');
  const handoverId = handOver({ greeting: { en: 'Hello' } });
  await world.settled();
  undo(handoverId);
  world.homeserver.mend();
  await world.pass(60_000, 5);
  for (const roomId of ids) {
    expect(world.inRoom(roomId)).toEqual(['anna']);
    expect(world.texts(roomId)).toEqual([]);
  }
  expect(world.ownership.handovers.find(olga, 'all', handoverId).state).toBe('undone');
});

test('within 24 hours, and once', async () => {
  const handoverId = handOver();
  await world.settled();
  world.clock.advance(86_400_000);
  undo(handoverId);
  expect(() => undo(handoverId)).toThrow(refused('HANDOVER_NOT_UNDOABLE'));
  await world.settled();
  const second = handOver();
  await world.settled();
  world.clock.advance(86_400_001);
  expect(() => undo(second)).toThrow(refused('HANDOVER_NOT_UNDOABLE'));
});

test('rooms that moved on stay where they are', async () => {
  const handoverId = handOver();
  await world.settled();
  world.ownership.handovers.request(olga, 'all', { scope: { kind: 'rooms', roomIds: [ids[0]!] }, successors: { userIds: [clara.userId] }, reason: 'r' });
  await world.settled();
  undo(handoverId);
  await world.settled();
  expect(ids.map((roomId) => world.inRoom(roomId))).toEqual([['clara'], ['anna'], ['anna']]);
  expect(world.ownership.handovers.rooms(olga, 'all', handoverId, {}).rooms.map(({ undo: result }) => result)).toEqual(['moved-on', 'returned', 'returned']);
});

test('nothing goes back to somebody who is locked; unlocking is a decision of its own', async () => {
  const handoverId = handOver({ leaver: true });
  await world.settled();
  expect(() => undo(handoverId)).toThrow(refused('HANDOVER_NOT_UNDOABLE'));
  expect(world.owner(ids[0]!)).toBe(boris.userId);
  world.unlock(anna);
  undo(handoverId);
  await world.settled();
  expect(world.inRoom(ids[0]!)).toEqual(['anna']);
  expect(world.homeserver.user(anna.userId)?.locked).toBe(true); // the directory's unlock opens the homeserver, an undo never does
});

test('a successor who was in the room before without any right does not stay in it', async () => {
  await world.homeserver.invite('loopback' as never, ids[0]!, boris.userId);
  await world.homeserver.join(boris.userId, ids[0]!);
  const handoverId = handOver();
  await world.settled();
  undo(handoverId);
  await world.settled();
  expect(ids.map((roomId) => world.inRoom(roomId))).toEqual([['anna'], ['anna'], ['anna']]);
});

test('a successor who covered for the predecessor stays for as long as the cover lasts, and no longer', async () => {
  const hour = 3_600_000;
  world.ownership.covers.place(olga, 'all', { ownerUserId: anna.userId, coverUserId: boris.userId, untilAt: world.clock.now() + hour, reason: 'holiday' });
  await world.settled();
  const handoverId = handOver();
  await world.settled();
  undo(handoverId);
  await world.settled();
  expect(world.inRoom(ids[0]!)).toEqual(['anna', 'boris']);
  await world.pass(hour);
  expect(world.inRoom(ids[0]!)).toEqual(['anna']);
});

test('an undone overlap ends with it', async () => {
  const handoverId = handOver({ overlapUntil: world.clock.now() + 1000 });
  await world.settled();
  undo(handoverId);
  await world.pass(5000, 3);
  expect(world.inRoom(ids[0]!)).toEqual(['anna']);
});

test('rooms that came from the queue go back into it', async () => {
  const queued = world.portal('queued', { owner: null, account: world.account('q', { team: anna.teamId }) });
  const { handoverId } = world.ownership.handovers.request(olga, 'all', { scope: { kind: 'rooms', roomIds: [queued] }, successors: { userIds: [boris.userId] }, reason: 'r' });
  await world.settled();
  undo(handoverId);
  await world.settled();
  expect(world.owner(queued)).toBeNull();
  expect(world.inRoom(queued)).toEqual([]);
  expect(world.ownership.queue.list(boris, 'team', {}).map(({ roomId }) => roomId)).toEqual([queued]);
});
