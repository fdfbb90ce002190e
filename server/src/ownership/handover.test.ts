import type { RoomId } from '@holdfast/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ownershipWorld, type Hired, type OwnershipWorld } from '../../test/support/ownership-world.ts';
import { whoAnswers } from './index.ts';

let world: OwnershipWorld;
let olga: Hired;
let oleg: Hired;
let anna: Hired;
let boris: Hired;

beforeEach(() => {
  world = ownershipWorld();
  const sales = world.team('sales');
  olga = world.hire('olga', { roles: ['administrator'] });
  oleg = world.hire('oleg', { roles: ['administrator'] });
  anna = world.hire('anna', { team: sales });
  boris = world.hire('boris', { team: sales, languages: ['pl'] });
});
afterEach(() => world.stop());

const rooms = (count: number, owner: Hired = anna): RoomId[] => {
  const account = world.account(`a${count}${owner.userId.slice(1, 4)}`, { team: owner.teamId });
  return Array.from({ length: count }, (_, n) => world.portal(`${owner.userId.slice(1, 4)}-${n}`, { owner, account, lastEventAt: 1000 + n }));
};
const everything = (from: Hired, to: Hired, more: object = {}) => ({
  scope: { kind: 'person' as const, userId: from.userId }, successors: { userIds: [to.userId] }, reason: 'leaves the firm', ...more,
});
const answersNow = (roomId: RoomId, person: Hired) => whoAnswers(world.db, roomId, person.userId, world.clock.now());

describe('a handover', () => {
  test('is in force with the command and followed by the homeserver, with at most three membership events a room', async () => {
    const ids = rooms(3);
    const from = world.homeserver.lastOrdering();
    const handover = world.ownership.handovers.request(olga, 'all', everything(anna, boris));
    for (const roomId of ids) {
      expect(answersNow(roomId, anna)).toBeNull();
      expect(answersNow(roomId, boris)).toBe('owner');
    }
    expect(handover.state).toBe('running');
    await world.settled();
    for (const roomId of ids) {
      expect(world.inRoom(roomId)).toEqual(['boris']);
      expect(world.homeserver.membershipEvents(roomId, from)).toHaveLength(3);
    }
    expect(world.ownership.handovers.find(olga, 'all', handover.handoverId)).toMatchObject({ state: 'done', progress: { rooms: 3, done: 3, failed: 0 } });
    expect(world.actions('handover')).toEqual(['handover.requested', 'handover.started', 'handover.completed']);
    expect(world.told).toContainEqual({ kind: 'handover.changed', handoverId: handover.handoverId });
  });

  test('moves the most recently active rooms first, four at a time', async () => {
    const ids = rooms(12);
    world.ownership.handovers.request(olga, 'all', everything(anna, boris));
    await world.settled();
    const invited = world.homeserver.calls.filter(({ operation }) => operation === 'invite').map(({ roomId }) => roomId);
    expect(invited).toHaveLength(12);
    expect(invited.slice(0, 4).sort()).toEqual(ids.slice(-4).sort());
  });

  test('of a thousand rooms is one transaction: a reader never sees half of it', async () => {
    const account = world.account('big', { team: anna.teamId });
    const ids = Array.from({ length: 1000 }, (_, n) => world.portal(`big-${n}`, { owner: anna, account }));
    const preview = world.ownership.handovers.preview(olga, 'all', everything(anna, boris));
    expect(preview).toMatchObject({ moving: 1000, approvalNeeded: ['more-than-50-rooms'], blocked: false });
    const { handoverId } = world.ownership.handovers.request(olga, 'all', everything(anna, boris));
    expect(answersNow(ids[0]!, anna)).toBe('owner'); // waits for the second administrator
    const before = performance.now();
    world.ownership.handovers.approve(oleg, handoverId);
    const took = performance.now() - before;
    for (const roomId of ids) expect(world.owner(roomId)).toBe(boris.userId);
    expect(world.homeserver.calls.filter(({ operation }) => operation === 'invite')).toHaveLength(0); // the command waited for no network
    expect(took).toBeLessThan(2_000); // measured about 60 ms; the 200 ms of the design are the bench's to hold
  });

  test('greets each client once, in their language, as an ordinary message of the account', async () => {
    const account = world.account('pl', { team: anna.teamId });
    const polish = world.portal('polish', { owner: anna, account, client: world.client('pl') });
    const unknown = world.portal('unknown', { owner: anna, account, client: world.client() });
    const uk = world.portal('uk', { owner: anna, account, client: world.client('uk') });
    world.ownership.handovers.request(olga, 'all', everything(anna, boris, { greeting: { pl: 'Dzień dobry', en: 'Hello' } }));
    await world.settled();
    expect(world.texts(polish)).toEqual(['Dzień dobry']);
    expect(world.texts(unknown)).toEqual(['Hello']);
    expect(world.texts(uk)).toEqual([]);
  });

  test('parks what the predecessor has waiting, and says how much before and after', () => {
    const [roomId] = rooms(1) as [RoomId];
    world.waiting.set(`${roomId} ${anna.userId}`, 20);
    expect(world.ownership.handovers.preview(olga, 'all', everything(anna, boris)).rooms[0]).toMatchObject({ waitingMessages: 20 });
    const handover = world.ownership.handovers.request(olga, 'all', everything(anna, boris));
    expect(handover.parkedMessages).toBe(20);
    expect(world.parked).toEqual([{ roomId, by: anna.userId }]);
  });

  test('repeated with the same key is the same handover', () => {
    rooms(2);
    const first = world.ownership.handovers.request(olga, 'all', everything(anna, boris, { idempotencyKey: 'k1' }));
    const second = world.ownership.handovers.request(olga, 'all', everything(anna, boris, { idempotencyKey: 'k1' }));
    expect(second.handoverId).toBe(first.handoverId);
    expect(world.actions('handover.requested')).toHaveLength(1);
  });

  test('names what it cannot do', async () => {
    const ids = rooms(2);
    const ask = (more: object) => () => world.ownership.handovers.request(olga, 'all', { ...everything(anna, boris), ...more });
    const code = (code: string) => expect.objectContaining({ code }) as unknown;
    expect(ask({ scope: { kind: 'rooms', roomIds: ['!nowhere'] } })).toThrow(code('ROOM_NOT_PORTAL'));
    expect(ask({ scope: { kind: 'person', userId: '@nobody:box.test' } })).toThrow(code('NOT_FOUND'));
    expect(ask({ scope: { kind: 'person', userId: boris.userId } })).toThrow(code('HANDOVER_EMPTY'));
    expect(ask({ successors: { userIds: [] } })).toThrow(code('SUCCESSOR_REQUIRED'));
    expect(ask({ successors: { userIds: [olga.userId] } })).toThrow(code('NOT_AN_EMPLOYEE'));
    expect(ask({ successors: { userIds: ['@nobody:box.test'] } })).toThrow(code('NOT_FOUND'));
    expect(ask({ successors: { userIds: [], byHand: [{ roomId: '!nowhere', userId: boris.userId }] } })).toThrow(code('BAD_REQUEST'));
    expect(ask({ overlapUntil: 5 })).toThrow(code('BAD_REQUEST'));
    expect(ask({ leaver: true, scope: { kind: 'rooms', roomIds: ids } })).toThrow(code('BAD_REQUEST'));
    world.lock(boris);
    expect(ask({})).toThrow(code('SUCCESSOR_LOCKED'));
    expect(world.actions('handover')).toEqual([]);
    for (const roomId of ids) expect(world.owner(roomId)).toBe(anna.userId);
  });

  test('of a room that is moving is refused: of two administrators at once the second hears so', async () => {
    const ids = rooms(2);
    const clara = world.hire('clara', { team: anna.teamId });
    await world.settled();
    world.homeserver.goDown();
    world.ownership.handovers.request(olga, 'all', everything(anna, boris));
    await world.settled();
    const second = { scope: { kind: 'rooms' as const, roomIds: ids }, successors: { userIds: [clara.userId] }, reason: 'the other one' };
    expect(world.ownership.handovers.preview(oleg, 'all', second)).toMatchObject({ blocked: true, rooms: [{ conflicts: ['ROOM_IN_HANDOVER'] }, {}] });
    expect(() => world.ownership.handovers.request(oleg, 'all', second)).toThrow(expect.objectContaining({ code: 'ROOM_IN_HANDOVER' }) as Error);
    expect(world.ownership.rooms.find(oleg, 'all', ids[0]!).moving).not.toBeNull();
    world.homeserver.comeBack();
    await world.pass(10_000, 5);
    expect(world.ownership.handovers.request(oleg, 'all', second).state).toBe('running');
  });
});

describe('the homeserver', () => {
  test('that is down is waited for, visibly, and nothing goes back to the leaver', async () => {
    const ids = rooms(6);
    world.homeserver.goDown();
    const { handoverId } = world.ownership.handovers.request(olga, 'all', everything(anna, boris, { leaver: true }));
    await world.settled();
    expect(answersNow(ids[0]!, anna)).toBeNull();
    await world.pass(600_000, 50);
    const waiting = world.ownership.handovers.find(olga, 'all', handoverId);
    expect(waiting).toMatchObject({ state: 'running', progress: { rooms: 6, done: 0, signedOut: false } });
    expect(waiting.progress.waitingForHomeserver).toBeGreaterThan(0);
    expect(world.ownership.handovers.rooms(olga, 'all', handoverId, {}).rooms.some(({ errorCode }) => errorCode === 'HOMESERVER_UNAVAILABLE')).toBe(true);
    world.homeserver.comeBack();
    await world.pass(20_000, 10);
    expect(world.ownership.handovers.find(olga, 'all', handoverId)).toMatchObject({ state: 'done', progress: { done: 6, signedOut: true } });
    for (const roomId of ids) expect(world.inRoom(roomId)).toEqual(['boris']);
    expect(world.homeserver.user(anna.userId)?.locked).toBe(true);
    expect(world.actions('handover')).toEqual(['handover.requested', 'handover.started', 'handover.resumed', 'handover.completed']);
  });

  test('that is down is asked by one item at a time, not by all', async () => {
    rooms(50);
    world.homeserver.goDown();
    world.ownership.handovers.request(olga, 'all', everything(anna, boris));
    await world.settled();
    const atFirst = world.homeserver.calls.length;
    await world.pass(60_000, 60);
    expect(world.homeserver.calls.length - atFirst).toBeLessThan(40);
  });

  test('that refuses one room fails that room alone, for as long as it does', async () => {
    const ids = rooms(3);
    world.homeserver.put(ids[1]!, '@loopbackbot:box.test' as never, 'm.room.member', boris.userId, { membership: 'ban' });
    const { handoverId } = world.ownership.handovers.request(olga, 'all', everything(anna, boris));
    await world.pass(600_000, 20);
    const report = world.ownership.handovers.rooms(olga, 'all', handoverId, {}).rooms;
    expect(report.map(({ state }) => state)).toEqual(['done', 'failed', 'done']);
    expect(report[1]).toMatchObject({ step: 'admit-successor', errorCode: 'M_FORBIDDEN' });
    expect(report[1]?.attempts).toBeGreaterThan(3);
    expect(world.owner(ids[1]!)).toBe(boris.userId);
    world.homeserver.put(ids[1]!, '@loopbackbot:box.test' as never, 'm.room.member', boris.userId, { membership: 'leave' });
    await world.pass(120_000, 4);
    expect(world.inRoom(ids[1]!)).toEqual(['boris']);
    expect(world.actions('handover')).toEqual(['handover.requested', 'handover.started', 'handover.resumed', 'handover.completed']);
  });

  test('that says 403 is asked what is so: a member stays one, who has gone is gone', async () => {
    const [roomId] = rooms(1) as [RoomId];
    await world.homeserver.invite('loopback' as never, roomId, boris.userId);
    await world.homeserver.join(boris.userId, roomId);
    await world.homeserver.kick('loopback' as never, roomId, anna.userId, 'left by herself');
    world.ownership.handovers.request(olga, 'all', everything(anna, boris));
    await world.settled();
    expect(world.inRoom(roomId)).toEqual(['boris']);
    expect(world.actions('handover.completed')).toHaveLength(1);
  });

  test('of a conversation deleted on the handset cannot be told anything: the room changes hands all the same', async () => {
    const roomId = world.portal('gone', { owner: anna, account: world.account('g', { team: anna.teamId }), state: 'closed' });
    world.homeserver.put(roomId, '@loopbackbot:box.test' as never, 'm.room.member', '@loopbackbot:box.test', { membership: 'leave' });
    world.ownership.handovers.request(olga, 'all', everything(anna, boris, { greeting: { en: 'Hello' } }));
    await world.settled();
    expect(world.owner(roomId)).toBe(boris.userId);
    expect(world.actions('handover.completed')).toHaveLength(1);
  });
});

describe('with notice given', () => {
  test('the predecessor reads until the overlap ends, and never writes', async () => {
    const [roomId] = rooms(1) as [RoomId];
    world.ownership.handovers.request(olga, 'all', everything(anna, boris, { overlapUntil: world.clock.now() + 86_400_000 }));
    await world.settled();
    expect(world.inRoom(roomId)).toEqual(['anna', 'boris']);
    expect(answersNow(roomId, anna)).toBeNull();
    expect(world.actions('handover.completed')).toHaveLength(1);
    await world.pass(86_400_000);
    expect(world.inRoom(roomId)).toEqual(['boris']);
  });

  test('cutting access ends the overlap', async () => {
    const [roomId] = rooms(1) as [RoomId];
    world.ownership.handovers.request(olga, 'all', everything(anna, boris, { overlapUntil: world.clock.now() + 86_400_000 }));
    await world.settled();
    world.ownership.handovers.accessOff(olga, { userId: anna.userId, reason: 'after all' });
    await world.settled();
    expect(world.inRoom(roomId)).toEqual(['boris']);
  });

  test('a scheduled handover runs at its time, with who owns what then', async () => {
    rooms(1);
    const { handoverId, state } = world.ownership.handovers.request(olga, 'all', everything(anna, boris, { runAt: world.clock.now() + 3_600_000 }));
    expect(state).toBe('scheduled');
    const later = world.portal('later', { owner: anna, account: world.account('l', { team: anna.teamId }) });
    await world.settled();
    expect(world.owner(later)).toBe(anna.userId);
    await world.pass(3_600_000);
    expect(world.owner(later)).toBe(boris.userId);
    expect(world.ownership.handovers.find(olga, 'all', handoverId).state).toBe('done');
    expect(world.actions('handover')).toEqual(['handover.requested', 'handover.scheduled', 'handover.started', 'handover.completed']);
  });

  test.each([
    ['the successor was locked', 'SUCCESSOR_LOCKED', () => world.lock(boris)],
    ['nothing is left to move', 'HANDOVER_EMPTY', () => void world.ownership.handovers.accessOff(olga, { userId: anna.userId, reason: 'sooner' })],
  ])('a scheduled handover moves nothing and says so when %s', async (_why, code, happen) => {
    const [roomId] = rooms(1) as [RoomId];
    const { handoverId } = world.ownership.handovers.request(olga, 'all', everything(anna, boris, { runAt: world.clock.now() + 1000 }));
    happen();
    const owner = world.owner(roomId);
    await world.pass(1000);
    expect(world.ownership.handovers.find(olga, 'all', handoverId)).toMatchObject({ state: 'refused', refusedCode: code });
    expect(world.owner(roomId)).toBe(owner);
  });

  test('a scheduled handover that grew beyond what needs no approval waits for one', async () => {
    rooms(1);
    const { handoverId } = world.ownership.handovers.request(olga, 'all', everything(anna, boris, { runAt: world.clock.now() + 1000 }));
    const account = world.account('more', { team: anna.teamId });
    for (let n = 0; n < 50; n += 1) world.portal(`more-${n}`, { owner: anna, account });
    await world.pass(1000);
    expect(world.ownership.handovers.find(olga, 'all', handoverId)).toMatchObject({ state: 'awaiting-approval', approvalNeeded: ['more-than-50-rooms'] });
    expect(world.ownership.handovers.planned(oleg, 'all', handoverId)).toMatchObject({ moving: 51, blocked: false, approvalNeeded: ['more-than-50-rooms'] }); // what a second person looks at
    expect(world.ownership.handovers.approve(oleg, handoverId).state).toBe('running');
    expect(() => world.ownership.handovers.planned(oleg, 'all', handoverId)).toThrow(expect.objectContaining({ code: 'HANDOVER_NOT_APPROVABLE' }));
  });

  test('a selection leaves out what changed hands since it was ordered', async () => {
    const ids = rooms(2);
    const clara = world.hire('clara', { team: anna.teamId });
    const order = { scope: { kind: 'rooms' as const, roomIds: ids }, successors: { userIds: [boris.userId] }, reason: 'balance', runAt: world.clock.now() + 1000 };
    world.ownership.handovers.request(olga, 'all', order);
    world.ownership.handovers.request(olga, 'all', { scope: { kind: 'rooms', roomIds: [ids[0]!] }, successors: { userIds: [clara.userId] }, reason: 'earlier' });
    await world.pass(1000);
    expect(ids.map((roomId) => world.owner(roomId))).toEqual([clara.userId, boris.userId]);
  });
});

describe('approval', () => {
  const fiftyOne = () => rooms(51);

  test('is needed for more than fifty rooms, for another team, and for oneself', () => {
    const boss = world.hire('boss', { roles: ['administrator', 'employee'], team: anna.teamId });
    const other = world.hire('other', { team: world.team('support') });
    const ids = fiftyOne();
    const few = { scope: { kind: 'rooms' as const, roomIds: ids.slice(0, 50) }, reason: 'r' };
    const causes = (actor: Hired, to: Hired, scope = few.scope) => world.ownership.handovers.preview(actor, 'all', { scope, successors: { userIds: [to.userId] } }).approvalNeeded;
    expect(causes(olga, boris)).toEqual([]);
    expect(causes(olga, other)).toEqual(['other-team']);
    expect(causes(boss, boss)).toEqual(['to-oneself']);
    expect(causes(boss, boris)).toEqual([]);
    expect(causes(olga, boris, { kind: 'rooms', roomIds: ids })).toEqual(['more-than-50-rooms']);
  });

  test('is given by a second administrator who gets nothing, once', () => {
    const boss = world.hire('boss', { roles: ['administrator', 'employee'], team: anna.teamId });
    fiftyOne();
    const { handoverId, state } = world.ownership.handovers.request(olga, 'all', everything(anna, boss));
    expect(state).toBe('awaiting-approval');
    const approve = (actor: Hired) => () => world.ownership.handovers.approve(actor, handoverId);
    expect(approve(olga)).toThrow(expect.objectContaining({ code: 'APPROVER_IS_REQUESTER' }) as Error);
    expect(approve(boss)).toThrow(expect.objectContaining({ code: 'HANDOVER_NOT_APPROVABLE' }) as Error);
    expect(approve(oleg)()).toMatchObject({ state: 'running', approvedBy: oleg.personId });
    expect(approve(oleg)).toThrow(expect.objectContaining({ code: 'HANDOVER_NOT_APPROVABLE' }) as Error);
  });

  test('refused moves nothing, and cannot be given afterwards', () => {
    const ids = fiftyOne();
    const { handoverId } = world.ownership.handovers.request(olga, 'all', everything(anna, boris));
    expect(world.ownership.handovers.reject(oleg, handoverId, 'not now').state).toBe('rejected');
    expect(() => world.ownership.handovers.approve(oleg, handoverId)).toThrow(expect.objectContaining({ code: 'HANDOVER_NOT_APPROVABLE' }) as Error);
    expect(world.owner(ids[0]!)).toBe(anna.userId);
  });

  test('is looked at again when it is given: a successor locked meanwhile gets nothing', () => {
    const ids = fiftyOne();
    const { handoverId } = world.ownership.handovers.request(olga, 'all', everything(anna, boris));
    world.lock(boris);
    expect(() => world.ownership.handovers.approve(oleg, handoverId)).toThrow(expect.objectContaining({ code: 'SUCCESSOR_LOCKED' }) as Error);
    expect(world.ownership.handovers.find(oleg, 'all', handoverId).state).toBe('awaiting-approval');
    expect(world.owner(ids[0]!)).toBe(anna.userId);
  });
});

describe('a lead', () => {
  test('moves rooms of the own team and sees no others', () => {
    const support = world.team('support');
    const lead = world.hire('lead', { roles: ['team-lead'], team: anna.teamId });
    const foreign = world.hire('foreign', { team: support });
    const ids = rooms(1);
    const [theirs] = rooms(1, foreign) as [RoomId];
    const { handoverId } = world.ownership.handovers.request(lead, 'team', everything(anna, boris));
    expect(world.owner(ids[0]!)).toBe(boris.userId);
    expect(world.ownership.handovers.list(lead, 'team', {}).map((handover) => handover.handoverId)).toEqual([handoverId]);
    expect(() => world.ownership.handovers.request(lead, 'team', everything(foreign, boris))).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }) as Error);
    expect(() => world.ownership.handovers.request(lead, 'team', { ...everything(anna, boris), scope: { kind: 'rooms', roomIds: [theirs] } })).toThrow(
      expect.objectContaining({ code: 'ROOM_NOT_PORTAL' }) as Error,
    );
    expect(() => world.ownership.handovers.request(lead, 'team', everything(boris, anna, { leaver: true }))).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }) as Error);
    const otherLead = world.hire('otherlead', { roles: ['team-lead'], team: support });
    expect(world.ownership.handovers.list(otherLead, 'team', {})).toEqual([]);
    expect(() => world.ownership.handovers.find(otherLead, 'team', handoverId)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }) as Error);
  });
});
