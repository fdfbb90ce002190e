import type { AccountId, RoomId, TeamId } from '@holdfast/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiForTest, type ApiForTest } from '../../../test/support/api.ts';
import { ownershipWorld, type Hired, type OwnershipWorld } from '../../../test/support/ownership-world.ts';

type Headers = { authorization: string };
let world: OwnershipWorld;
let http: ApiForTest;
let team: TeamId;
let account: AccountId;
let anna: Hired;
let boris: Hired;
let as: Record<'olga' | 'oleg' | 'lead' | 'anna' | 'boris' | 'officer', Headers>;

beforeAll(async () => {
  world = ownershipWorld();
  http = await apiForTest({ services: { ownership: world.ownership } });
  team = world.team('sales');
  anna = world.hire('anna', { team });
  boris = world.hire('boris', { team });
  account = world.account('a', { team });
  await world.settled();
  const bearer = async (name: string, role: 'administrator' | 'team-lead' | 'employee' | 'compliance-officer') =>
    http.bearerOf(await http.people.hire(name, [role], role === 'employee' || role === 'team-lead' ? { teamId: team } : {}));
  as = {
    olga: await bearer('olga', 'administrator'), oleg: await bearer('oleg', 'administrator'), lead: await bearer('lead', 'team-lead'),
    anna: await bearer('anna', 'employee'), boris: await bearer('boris', 'employee'), officer: await bearer('officer', 'compliance-officer'),
  };
});
afterAll(async () => {
  await http.api.close();
  await world.stop();
});

const call = (headers: Headers, method: 'GET' | 'POST', url: string, payload?: object) =>
  http.api.inject({ method, url: `/api/v1/${url}`, headers, ...(payload ? { payload } : {}) });
const at = (roomId: RoomId) => encodeURIComponent(roomId);

describe('over HTTP', () => {
  test('a queued conversation is listed, read, claimed and then looked up', async () => {
    const roomId = world.portal('queued', { owner: null, account });
    await world.homeserver.sendAsBot('loopback' as never, roomId, 'm.room.message', { msgtype: 'm.text', body: 'Hello?' }, 't1');
    expect((await call(as.anna, 'GET', 'queue')).json()).toMatchObject({ rooms: [{ roomId }] });
    expect((await call(as.anna, 'GET', `queue/${at(roomId)}/messages`)).json()).toMatchObject({ messages: [{ content: { body: 'Hello?' } }] });
    expect((await call(as.olga, 'GET', `queue/${at(roomId)}/messages`)).statusCode).toBe(403); // administrators see no text
    expect((await call(as.anna, 'POST', `queue/${at(roomId)}/claim`, {})).json()).toMatchObject({ owner: anna.userId });
    const late = await call(as.boris, 'POST', `queue/${at(roomId)}/claim`, {});
    expect([late.statusCode, late.json<{ code: string }>().code]).toEqual([409, 'ROOM_ALREADY_OWNED']);
    expect((await call(as.anna, 'GET', `rooms/${at(roomId)}`)).json()).toMatchObject({ owner: anna.userId, covers: [] });
    expect((await call(as.boris, 'GET', `rooms/${at(roomId)}`)).statusCode).toBe(404);
    expect((await call(as.officer, 'GET', `rooms/${at(roomId)}/owners`)).json()).toMatchObject({ periods: [{ owner: null }, { owner: anna.userId, via: 'claim' }] });
    expect((await call(as.anna, 'GET', `rooms?owner=${anna.userId}`)).json<{ rooms: unknown[] }>().rooms).toHaveLength(1);
  });

  test('a lead assigns, and sees who would get the next one', async () => {
    const roomId = world.portal('assigned', { owner: null, account });
    expect((await call(as.anna, 'POST', `queue/${at(roomId)}/assign`, { userId: boris.userId })).statusCode).toBe(403);
    expect((await call(as.lead, 'POST', `queue/${at(roomId)}/assign`, { userId: boris.userId, reason: 'knows them' })).json()).toMatchObject({ owner: boris.userId });
    expect((await call(as.lead, 'GET', `queue/routing-preview?accountId=${account}`)).json()).toMatchObject({ rule: 'least-loaded', teamId: team });
    expect((await call(as.lead, 'POST', `queue/${at(roomId)}/assign`, { userId: 'boris' })).json()).toMatchObject({ code: 'BAD_REQUEST', field: '/userId' });
  });

  test('a conversation is started by number', async () => {
    world.onOpen(account, '+48600', async () => {
      const roomId = world.portal('started', { account });
      world.opened(roomId);
      return roomId;
    });
    expect((await call(as.boris, 'POST', 'conversations', { accountId: account, identifier: '+48600' })).json()).toEqual({ roomId: '!started', owner: boris.userId });
    expect((await call(as.olga, 'POST', 'conversations', { accountId: account, identifier: '+48600' })).statusCode).toBe(403);
  });

  test('a cover is placed, listed and ended', async () => {
    const cover = { ownerUserId: boris.userId, coverUserId: anna.userId, untilAt: world.clock.now() + 1e6, reason: 'holiday' };
    const placed = await call(as.lead, 'POST', 'covers', cover);
    expect(placed.statusCode).toBe(201);
    expect((await call(as.lead, 'POST', 'covers', cover)).json()).toMatchObject({ code: 'COVER_OVERLAPS' });
    const { coverId } = placed.json<{ coverId: string }>();
    expect((await call(as.olga, 'GET', 'covers?current=true')).json()).toMatchObject({ covers: [{ coverId }] });
    expect((await call(as.lead, 'POST', `covers/${coverId}/end`, {})).json<{ endedAt: number | null }>().endedAt).not.toBeNull();
  });

  test('a handover is previewed, ordered, approved, reported and undone', async () => {
    const clara = world.hire('clara', { team });
    const rooms = Array.from({ length: 51 }, (_, n) => world.portal(`h${n}`, { owner: clara, account }));
    const plan = { scope: { kind: 'person', userId: clara.userId }, successors: { userIds: [anna.userId, boris.userId], rules: ['language'] } };
    expect((await call(as.olga, 'POST', 'handovers/preview', plan)).json()).toMatchObject({ moving: 51, blocked: false, approvalNeeded: ['more-than-50-rooms'] });
    expect((await call(as.olga, 'POST', 'handovers', plan)).json()).toMatchObject({ code: 'BAD_REQUEST', field: '/reason' });
    const ordered = await call(as.olga, 'POST', 'handovers', { ...plan, reason: 'balance', greeting: { en: 'Hello' } });
    expect(ordered.statusCode).toBe(201);
    const { handoverId, state } = ordered.json<{ handoverId: string; state: string }>();
    expect(state).toBe('awaiting-approval');
    expect((await call(as.lead, 'POST', `handovers/${handoverId}/approve`, {})).statusCode).toBe(403);
    expect((await call(as.olga, 'POST', `handovers/${handoverId}/approve`, {})).json()).toMatchObject({ code: 'APPROVER_IS_REQUESTER' });
    expect((await call(as.oleg, 'POST', `handovers/${handoverId}/approve`, { reason: 'fine' })).json()).toMatchObject({ state: 'running' });
    await world.settled();
    expect((await call(as.lead, 'GET', `handovers/${handoverId}`)).json()).toMatchObject({ state: 'done', progress: { rooms: 51, done: 51 } });
    const first = (await call(as.officer, 'GET', `handovers/${handoverId}/rooms?limit=50`)).json<{ rooms: object[]; next: string }>();
    expect(first.rooms).toHaveLength(50);
    expect(first.rooms[0]).toMatchObject({ state: 'done', greeting: 'sent', step: null });
    expect((await call(as.officer, 'GET', `handovers/${handoverId}/rooms?limit=50&after=${at(first.next as RoomId)}`)).json()).toMatchObject({ next: null });
    expect((await call(as.olga, 'POST', `handovers/${handoverId}/undo`, { reason: 'a mistake' })).json()).toMatchObject({ state: 'undoing' });
    await world.settled();
    expect(world.owner(rooms[0]!)).toBe(clara.userId);
    expect((await call(as.olga, 'POST', `handovers/${handoverId}/undo`, { reason: 'again' })).json()).toMatchObject({ code: 'HANDOVER_NOT_UNDOABLE' });
    expect((await call(as.olga, 'GET', 'handovers?state=undone')).json<{ handovers: object[] }>().handovers).toHaveLength(1);
    expect((await call(as.anna, 'GET', 'handovers')).statusCode).toBe(403);

    const cut = await call(as.olga, 'POST', 'access-off', { userId: clara.userId, reason: 'now' });
    expect(cut.json()).toMatchObject({ kind: 'access-off', leaver: clara.userId });
    expect((await call(as.lead, 'POST', 'access-off', { userId: boris.userId, reason: 'now' })).statusCode).toBe(403);
  });

  test.each([
    [{ scope: { kind: 'person', userId: '@x:box.test' }, successors: { userIds: [] }, reason: '' }, '/reason'],
    [{ scope: { kind: 'rooms', roomIds: [] }, successors: { userIds: [] }, reason: 'r' }, '/scope/roomIds'],
    [{ scope: { kind: 'rooms', roomIds: ['!a', '!a'] }, successors: { userIds: [] }, reason: 'r' }, '/scope/roomIds'],
    [{ scope: { kind: 'planet' }, successors: { userIds: [] }, reason: 'r' }, '/scope/kind'],
    [{ scope: { kind: 'person', userId: '@x:box.test', more: 1 }, successors: { userIds: [] }, reason: 'r' }, '/scope/more'],
    [{ scope: { kind: 'person', userId: '@x:box.test' }, successors: { userIds: [], rules: ['alphabet'] }, reason: 'r' }, '/successors/rules/0'],
    [{ scope: { kind: 'person', userId: '@x:box.test' }, successors: { userIds: [] }, reason: 'r', surprise: 1 }, '/surprise'],
  ])('what is malformed is named: %j', async (payload, field) => {
    const answer = await call(as.olga, 'POST', 'handovers', payload);
    expect([answer.statusCode, answer.json<{ code: string; field: string }>().field]).toEqual([400, field]);
  });
});
