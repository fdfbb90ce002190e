import type { RoomId } from '@holdfast/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ownershipWorld, type Hired, type OwnershipWorld } from '../../test/support/ownership-world.ts';
import { ownersOverTime, setOwner, whoAnswers } from './index.ts';

let world: OwnershipWorld;
let olga: Hired;
let anna: Hired;
let boris: Hired;
let clara: Hired;
let roomId: RoomId;
const hour = 3_600_000;
const refused = (code: string) => expect.objectContaining({ code }) as Error;

beforeEach(async () => {
  world = ownershipWorld();
  const team = world.team('sales');
  olga = world.hire('olga', { roles: ['administrator'] });
  anna = world.hire('anna', { team });
  boris = world.hire('boris', { team });
  clara = world.hire('clara', { team });
  roomId = world.portal('r', { owner: anna, account: world.account('a', { team }) });
  await world.settled();
});
afterEach(() => world.stop());

const place = (more: object = {}, actor: Hired = olga, scope: 'all' | 'team' = 'all') =>
  world.ownership.covers.place(actor, scope, { ownerUserId: anna.userId, coverUserId: boris.userId, untilAt: world.clock.now() + hour, reason: 'holiday', ...more });
const answers = (person: Hired, at = world.clock.now()) => whoAnswers(world.db, roomId, person.userId, at);

describe('a cover', () => {
  test('answers between its dates and not outside of them, to the millisecond', () => {
    const now = world.clock.now();
    place({ fromAt: now + 10, untilAt: now + 20 });
    expect([9, 10, 19, 20].map((ms) => answers(boris, now + ms))).toEqual([null, 'cover', 'cover', null]);
    expect(answers(anna)).toBe('owner'); // the owner may answer as well
  });

  test('is in the room for as long, and leaves', async () => {
    place({ fromAt: world.clock.now() + hour, untilAt: world.clock.now() + 2 * hour });
    await world.settled();
    expect(world.inRoom(roomId)).toEqual(['anna']);
    await world.pass(hour);
    expect(world.inRoom(roomId)).toEqual(['anna', 'boris']);
    world.waiting.set(`${roomId} ${boris.userId}`, 1);
    await world.pass(hour);
    expect(world.inRoom(roomId)).toEqual(['anna']);
    expect(world.parked).toEqual([{ roomId, by: boris.userId }]); // what was not sent yet is the owner's to decide
  });

  test('ended early is over at once, and ending it again changes nothing', async () => {
    const { coverId } = place();
    await world.settled();
    world.ownership.covers.end(olga, 'all', coverId);
    expect(answers(boris)).toBeNull();
    await world.settled();
    expect(world.inRoom(roomId)).toEqual(['anna']);
    world.ownership.covers.end(olga, 'all', coverId);
    expect(world.actions('cover')).toEqual(['cover.placed', 'cover.ended']);
  });

  test('joins what the owner gets meanwhile, and the successor’s cover takes over what is handed on', async () => {
    place();
    const later = world.portal('later', { owner: null, account: world.account('b', { team: anna.teamId }) });
    world.ownership.queue.claim(anna, 'team', later);
    await world.settled();
    expect(world.inRoom(later)).toEqual(['anna', 'boris']);
    const dora = world.hire('dora', { team: anna.teamId });
    place({ ownerUserId: clara.userId, coverUserId: dora.userId });
    await world.settled();
    world.ownership.handovers.request(olga, 'all', { scope: { kind: 'person', userId: anna.userId }, successors: { userIds: [clara.userId] }, reason: 'r' });
    expect([answers(boris), answers(dora)]).toEqual([null, 'cover']);
    await world.settled();
    for (const room of [roomId, later]) expect(world.inRoom(room)).toEqual(['clara', 'dora']);
  });

  test('who owns the room anyway stays when the cover ends', async () => {
    const { coverId } = place();
    await world.settled();
    world.ownership.handovers.request(olga, 'all', { scope: { kind: 'rooms', roomIds: [roomId] }, successors: { userIds: [boris.userId] }, reason: 'r' });
    world.ownership.covers.end(olga, 'all', coverId);
    await world.settled();
    expect(world.inRoom(roomId)).toEqual(['boris']);
  });

  test('is not passed on: a cover’s cover answers nothing', () => {
    place();
    place({ ownerUserId: boris.userId, coverUserId: clara.userId });
    expect([answers(boris), answers(clara)]).toEqual(['cover', null]);
  });

  test('who is locked answers nothing, as owner or as cover; the owner’s lock does not end the cover', () => {
    place();
    world.lock(anna);
    expect([answers(anna), answers(boris)]).toEqual([null, 'cover']);
    world.lock(boris);
    expect(answers(boris)).toBeNull();
  });

  test.each([
    ['the same time', 0, hour],
    ['a part before', -10, 10],
    ['a part after', hour - 10, hour + 10],
    ['a part within', 10, 20],
  ])('of %s is refused', (_which, from, until) => {
    const now = world.clock.now() + hour;
    place({ fromAt: now, untilAt: now + hour });
    expect(() => place({ coverUserId: clara.userId, fromAt: now + from, untilAt: now + until })).toThrow(refused('COVER_OVERLAPS'));
  });

  test('one after the other is fine, and so is one in the place of one that was ended', () => {
    const now = world.clock.now();
    const { coverId } = place({ untilAt: now + hour });
    place({ coverUserId: clara.userId, fromAt: now + hour, untilAt: now + 2 * hour });
    world.ownership.covers.end(olga, 'all', coverId);
    expect(place({ coverUserId: clara.userId, untilAt: now + hour }).coverUserId).toBe(clara.userId);
  });

  test('that makes no sense is refused with the field at fault', () => {
    expect(() => place({ coverUserId: anna.userId })).toThrow(expect.objectContaining({ code: 'BAD_REQUEST', field: '/coverUserId' }) as Error);
    expect(() => place({ untilAt: world.clock.now() })).toThrow(expect.objectContaining({ code: 'BAD_REQUEST', field: '/untilAt' }) as Error);
    expect(() => place({ ownerUserId: '@nobody:box.test' })).toThrow(refused('NOT_FOUND'));
    expect(() => place({ coverUserId: olga.userId })).toThrow(refused('NOT_AN_EMPLOYEE'));
    world.lock(boris);
    expect(() => place()).toThrow(refused('PERSON_LOCKED'));
  });

  test('a lead places and sees covers of the own team alone', () => {
    const lead = world.hire('lead', { roles: ['team-lead'], team: anna.teamId });
    const other = world.hire('other', { roles: ['team-lead'], team: world.team('support') });
    const { coverId } = place({}, lead, 'team');
    expect(world.ownership.covers.list(lead, 'team', {})).toHaveLength(1);
    expect(world.ownership.covers.list(other, 'team', {})).toHaveLength(0);
    expect(() => place({}, other, 'team')).toThrow(refused('NOT_FOUND'));
    expect(() => world.ownership.covers.end(other, 'team', coverId)).toThrow(refused('NOT_FOUND'));
    expect(() => place({ ownerUserId: boris.userId, coverUserId: other.userId }, lead, 'team')).toThrow(refused('FORBIDDEN'));
  });

  test('of an owner with many rooms waits behind handovers and brings everybody in at last', async () => {
    const account = world.account('many', { team: anna.teamId });
    const many = Array.from({ length: 60 }, (_, n) => world.portal(`m${n}`, { owner: anna, account }));
    place();
    await world.settled();
    for (const room of many) expect(world.inRoom(room)).toEqual(['anna', 'boris']);
  });
});

describe('owners over time', () => {
  test('are closed and opened together, without a gap and without an overlap', () => {
    const give = (owner: Hired | null, ms: number) => {
      world.clock.advance(ms);
      world.db.write((tx) => setOwner(tx, { roomId, owner: owner?.userId ?? null, at: world.clock.now(), via: 'assignment' }));
    };
    give(boris, 5);
    give(boris, 5); // nothing changes
    give(null, 5);
    give(clara, 0);
    give(anna, -50); // the clock went back
    const periods = ownersOverTime(world.db, roomId);
    expect(periods.map(({ owner }) => owner)).toEqual([anna.userId, boris.userId, null, clara.userId, anna.userId]);
    periods.slice(1).forEach((period, index) => expect(period.fromAt).toBe(periods[index]?.untilAt));
    for (const { fromAt, untilAt } of periods.slice(0, -1)) expect(untilAt).toBeGreaterThanOrEqual(fromAt);
    expect(periods.at(-1)?.untilAt).toBeNull();
  });

  test('show who covered meanwhile', async () => {
    const begin = world.clock.now();
    place({ untilAt: begin + hour });
    await world.pass(hour / 2);
    world.ownership.handovers.request(olga, 'all', { scope: { kind: 'rooms', roomIds: [roomId] }, successors: { userIds: [clara.userId] }, reason: 'r' });
    const { periods } = world.ownership.rooms.history(olga, 'all', roomId);
    expect(periods).toMatchObject([
      { owner: anna.userId, covers: [{ userId: boris.userId, fromAt: begin, untilAt: begin + hour / 2 }] },
      { owner: clara.userId, via: 'handover', covers: [] },
    ]);
  });
});

test('a lock alone moves nobody: who is unlocked again is where they were', async () => {
  world.lock(anna);
  place();
  await world.settled();
  expect(world.inRoom(roomId)).toEqual(['anna', 'boris']);
  world.unlock(anna);
  expect(answers(anna)).toBe('owner');
});
