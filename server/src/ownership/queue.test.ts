import type { AccountId, RoomId, TeamId } from '@holdfast/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bridge, ownershipWorld, type Hired, type OwnershipWorld } from '../../test/support/ownership-world.ts';

let world: OwnershipWorld;
let team: TeamId;
let olga: Hired;
let anna: Hired;
let boris: Hired;
let account: AccountId;
let roomId: RoomId;
const refused = (code: string) => expect.objectContaining({ code }) as Error;

beforeEach(async () => {
  world = ownershipWorld();
  team = world.team('sales');
  olga = world.hire('olga', { roles: ['administrator'] });
  anna = world.hire('anna', { team });
  boris = world.hire('boris', { team });
  account = world.account('a', { team });
  roomId = world.portal('r', { owner: null, account, lastClientAt: world.clock.now() });
  await world.settled();
});
afterEach(() => world.stop());

test('the queue shows the own team’s conversations, longest waiting first', () => {
  world.clock.advance(1000);
  const second = world.portal('s', { owner: null, account });
  world.portal('foreign', { owner: null, account: world.account('f', { team: world.team('support') }) });
  world.portal('owned', { owner: anna, account });
  world.clock.advance(500);
  const list = world.ownership.queue.list(anna, 'team', {});
  expect(list.map((room) => [room.roomId, room.waitingMs])).toEqual([[roomId, 1500], [second, 500]]);
  expect(list[1]?.waitingSince).toBeNull(); // nobody wrote yet
  expect(world.ownership.queue.list(olga, 'all', {})).toHaveLength(3);
  expect(world.ownership.queue.list(olga, 'all', { teamId: team })).toHaveLength(2);
});

test('the first who claims it has it and is brought in; the second is told', async () => {
  expect(world.ownership.queue.claim(anna, 'team', roomId)).toMatchObject({ owner: anna.userId, moving: null });
  expect(() => world.ownership.queue.claim(boris, 'team', roomId)).toThrow(refused('ROOM_ALREADY_OWNED'));
  expect(world.ownership.queue.claim(anna, 'team', roomId).owner).toBe(anna.userId); // her own claim, repeated
  await world.settled();
  expect(world.inRoom(roomId)).toEqual(['anna']);
  expect(world.actions('room')).toEqual(['room.claimed']);
  expect(world.periods(roomId).map(({ via }) => via)).toEqual(['assignment', 'claim']);
});

test('a claim needs the own team, an employee and an open room', () => {
  const foreign = world.hire('foreign', { team: world.team('support') });
  expect(() => world.ownership.queue.claim(foreign, 'team', roomId)).toThrow(refused('ROOM_NOT_PORTAL'));
  expect(() => world.ownership.queue.claim({ ...anna, teamId: null }, 'team', roomId)).toThrow(refused('ROOM_NOT_PORTAL'));
  expect(() => world.ownership.queue.claim(anna, 'team', '!nowhere' as RoomId)).toThrow(refused('ROOM_NOT_PORTAL'));
  expect(() => world.ownership.queue.claim(anna, 'team', world.portal('x', { owner: null, account, state: 'excluded' }))).toThrow(refused('ROOM_NOT_PORTAL'));
  expect(() => world.ownership.queue.claim({ ...anna, userId: null }, 'team', roomId)).toThrow(refused('NOT_AN_EMPLOYEE'));
  world.lock(anna);
  expect(() => world.ownership.queue.claim(anna, 'team', roomId)).toThrow(refused('PERSON_LOCKED'));
});

test('a lead gives it to somebody of the team, an administrator to anybody who answers clients', async () => {
  const lead = world.hire('lead', { roles: ['team-lead'], team });
  const foreign = world.hire('foreign', { team: world.team('support') });
  expect(() => world.ownership.queue.assign(lead, 'team', roomId, { userId: foreign.userId })).toThrow(refused('FORBIDDEN'));
  expect(() => world.ownership.queue.assign(lead, 'team', roomId, { userId: olga.userId })).toThrow(refused('NOT_AN_EMPLOYEE'));
  expect(world.ownership.queue.assign(lead, 'team', roomId, { userId: boris.userId, reason: 'knows them' }).owner).toBe(boris.userId);
  expect(() => world.ownership.queue.assign(olga, 'all', roomId, { userId: anna.userId })).toThrow(refused('ROOM_ALREADY_OWNED'));
  await world.settled();
  expect(world.inRoom(roomId)).toEqual(['boris']);
  const other = world.portal('o', { owner: null, account });
  expect(world.ownership.queue.assign(olga, 'all', other, { userId: foreign.userId }).owner).toBe(foreign.userId);
});

test('its last fifty messages are read without joining, and on record', async () => {
  for (let n = 0; n < 60; n += 1) await world.homeserver.sendAsBot(bridge, roomId, 'm.room.message', { msgtype: 'm.text', body: `${n}` }, `t${n}`);
  const { messages } = await world.ownership.queue.readMessages(anna, 'team', roomId);
  expect(messages.map(({ content }) => content['body'])).toEqual(Array.from({ length: 50 }, (_, n) => `${n + 10}`));
  expect(world.inRoom(roomId)).toEqual([]);
  expect(world.actions()).toEqual(['queue.read']);
});

test('messages of a conversation that is somebody’s, or of another team, are not read', async () => {
  const foreign = world.hire('foreign', { team: world.team('support') });
  await expect(world.ownership.queue.readMessages(foreign, 'team', roomId)).rejects.toThrow(refused('ROOM_NOT_PORTAL'));
  const reading = world.ownership.queue.readMessages(boris, 'team', roomId);
  world.ownership.queue.claim(anna, 'team', roomId); // while the homeserver is asked
  await expect(reading).rejects.toThrow(refused('ROOM_ALREADY_OWNED'));
  await expect(world.ownership.queue.readMessages(boris, 'team', roomId)).rejects.toThrow(refused('ROOM_ALREADY_OWNED'));
  expect(world.actions('queue')).toEqual([]);
});

test('rooms are seen by who owns or covers them, by their team, and by administrators', () => {
  const lead = world.hire('lead', { roles: ['team-lead'], team });
  const foreign = world.hire('foreign', { team: world.team('support') });
  const hers = world.portal('hers', { owner: anna, account });
  const theirs = world.portal('theirs', { owner: foreign, account: world.account('f', { team: foreign.teamId }) });
  const list = (actor: Hired, scope: 'all' | 'team' | 'own') => world.ownership.rooms.list(actor, scope, {}).map((room) => room.roomId).sort();
  expect(list(anna, 'own')).toEqual([hers]);
  expect(list(lead, 'team')).toEqual([hers, roomId]);
  expect(list(olga, 'all')).toEqual([hers, roomId, theirs]);
  world.ownership.covers.place(olga, 'all', { ownerUserId: foreign.userId, coverUserId: anna.userId, untilAt: world.clock.now() + 1000, reason: 'r' });
  expect(list(anna, 'own')).toEqual([hers, theirs]);
  expect(world.ownership.rooms.find(anna, 'own', theirs)).toMatchObject({ owner: foreign.userId, covers: [anna.userId] });
  expect(() => world.ownership.rooms.find(boris, 'own', theirs)).toThrow(refused('ROOM_NOT_PORTAL'));
  expect(world.ownership.rooms.list(olga, 'all', { owner: anna.userId }).map((room) => room.roomId)).toEqual([hers]);
});
