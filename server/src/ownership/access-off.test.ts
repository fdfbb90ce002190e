import type { RoomId } from '@holdfast/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ownershipWorld, type Hired, type OwnershipWorld } from '../../test/support/ownership-world.ts';
import { whoAnswers } from './index.ts';

let world: OwnershipWorld;
let olga: Hired;
let anna: Hired;
let boris: Hired;
let ids: RoomId[];

beforeEach(async () => {
  world = ownershipWorld();
  const team = world.team('sales');
  olga = world.hire('olga', { roles: ['administrator'] });
  anna = world.hire('anna', { team });
  boris = world.hire('boris', { team });
  const account = world.account('a', { team });
  ids = Array.from({ length: 60 }, (_, n) => world.portal(`r${n}`, { owner: anna, account, lastEventAt: n }));
  await world.settled();
});
afterEach(() => world.stop());

const press = (person: Hired = anna, more: object = {}) => world.ownership.handovers.accessOff(olga, { userId: person.userId, reason: 'now', ...more });

test('the red button needs nobody: locked, signed out, out of every room, and the rooms in the queue', async () => {
  world.homeserver.signIn(anna.userId, 'PHONE');
  const cut = press();
  expect(cut).toMatchObject({ kind: 'access-off', state: 'running', approvalNeeded: [] });
  expect(whoAnswers(world.db, ids[0]!, anna.userId, world.clock.now())).toBeNull();
  expect(world.ownership.queue.list(boris, 'team', {})).toHaveLength(60);
  await world.settled();
  expect(world.homeserver.user(anna.userId)).toMatchObject({ locked: true, devices: new Map() });
  for (const roomId of ids) expect(world.inRoom(roomId)).toEqual([]);
  expect(world.actions('access')).toEqual(['access.cut']);
  const locked = world.homeserver.calls.findIndex(({ operation }) => operation === 'lock');
  const firstKick = world.homeserver.calls.findIndex(({ operation }) => operation === 'kick');
  expect(locked).toBeLessThan(firstKick + 4); // goes first; rooms may start beside it
});

test('works in one call while the homeserver is down, and the rest follows', async () => {
  world.homeserver.goDown();
  press();
  expect(whoAnswers(world.db, ids[0]!, anna.userId, world.clock.now())).toBeNull();
  await world.settled();
  world.homeserver.comeBack();
  await world.pass(60_000, 20);
  expect(world.homeserver.user(anna.userId)?.locked).toBe(true);
  expect(world.inRoom(ids[59]!)).toEqual([]);
});

test('takes rooms that are only on their way to the person', async () => {
  const clara = world.hire('clara', { team: anna.teamId });
  const one = world.portal('one', { owner: clara, account: world.account('b', { team: anna.teamId }) });
  await world.settled();
  world.homeserver.breakOn('join');
  world.ownership.handovers.request(olga, 'all', { scope: { kind: 'rooms', roomIds: [one] }, successors: { userIds: [anna.userId] }, reason: 'r' });
  await world.settled();
  press();
  world.homeserver.mend();
  await world.pass(120_000, 10);
  expect(world.owner(one)).toBeNull();
  expect(world.inRoom(one)).toEqual([]);
});

test('its rooms can be claimed and handed on before the leaver is out of them', async () => {
  world.homeserver.breakOn('kick');
  press();
  await world.settled();
  expect(world.ownership.queue.claim(boris, 'team', ids[0]!).owner).toBe(boris.userId);
  const rest = { scope: { kind: 'rooms' as const, roomIds: ids.slice(1, 10) }, successors: { userIds: [boris.userId] }, reason: 'later' };
  expect(world.ownership.handovers.request(olga, 'all', rest).state).toBe('running');
  world.homeserver.mend();
  await world.pass(120_000, 10);
  for (const roomId of ids.slice(0, 10)) expect(world.inRoom(roomId)).toEqual(['boris']);
});

test('successors are honoured only where they would need no approval', () => {
  const cut = press(anna, { successors: { userIds: [boris.userId] } });
  expect(cut.progress.rooms).toBe(60);
  expect(world.owner(ids[0]!)).toBeNull(); // sixty rooms would need a second administrator
  world.ownership.handovers.request(olga, 'all', { scope: { kind: 'rooms', roomIds: ids.slice(0, 3) }, successors: { userIds: [boris.userId] }, reason: 'r' });
  const clara = world.hire('clara', { team: anna.teamId });
  press(boris, { successors: { userIds: [clara.userId] } });
  expect(world.owner(ids[0]!)).toBeNull(); // they were still moving to boris
});

test('successors get the rooms of a small cut', () => {
  const clara = world.hire('clara', { team: anna.teamId });
  const one = world.portal('one', { owner: clara, account: world.account('b', { team: anna.teamId }) });
  press(clara, { successors: { userIds: [boris.userId] } });
  expect(world.owner(one)).toBe(boris.userId);
});

test('ends the person’s covers, both ways', async () => {
  const clara = world.hire('clara', { team: anna.teamId });
  const one = world.portal('one', { owner: clara, account: world.account('b', { team: anna.teamId }) });
  world.ownership.covers.place(olga, 'all', { ownerUserId: clara.userId, coverUserId: anna.userId, untilAt: world.clock.now() + 1e6, reason: 'holiday' });
  world.ownership.covers.place(olga, 'all', { ownerUserId: anna.userId, coverUserId: boris.userId, untilAt: world.clock.now() + 1e6, reason: 'half day' });
  await world.settled();
  expect(world.inRoom(one)).toEqual(['anna', 'clara']);
  expect(world.inRoom(ids[0]!)).toEqual(['anna', 'boris']);
  press();
  expect(whoAnswers(world.db, one, anna.userId, world.clock.now())).toBeNull();
  await world.settled();
  expect(world.inRoom(one)).toEqual(['clara']);
  expect(world.inRoom(ids[0]!)).toEqual([]);
  expect(world.ownership.covers.list(olga, 'all', { current: true })).toEqual([]);
});

test('nobody presses it on themselves, or on somebody unknown; pressed twice with one key it is one', () => {
  expect(() => press(olga)).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }) as Error);
  expect(() => press({ ...anna, userId: '@nobody:box.test' as never })).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }) as Error);
  expect(press(anna, { idempotencyKey: 'k' }).handoverId).toBe(press(anna, { idempotencyKey: 'k' }).handoverId);
});

test('somebody who owns nothing is cut off all the same', async () => {
  expect(press(boris).progress.rooms).toBe(0);
  await world.settled();
  expect(world.homeserver.user(boris.userId)?.locked).toBe(true);
  expect(world.actions('handover.completed')).toHaveLength(1);
});
