import type { RoomId, Successors, TeamId, UserId } from '@holdfast/contract';
import { describe, expect, test } from 'vitest';
import type { EmployeeFacts, RoomFacts } from './directory-facts.ts';
import { approvalCausesOf, blockingConflict, movingRooms, planHandover, type PlanFacts } from './plan-handover.ts';

const sales = 'team_sales' as TeamId;
const support = 'team_support' as TeamId;
const user = (name: string) => `@${name}:box.test` as UserId;
const person = (name: string, more: Partial<EmployeeFacts> = {}): EmployeeFacts => ({
  personId: `pers_${name}` as never, userId: user(name), teamId: sales, active: true, answersClients: true, languages: [], roomCap: null, rooms: 0, ...more,
});
const room = (name: string, more: Partial<RoomFacts> = {}): RoomFacts => ({
  roomId: `!${name}` as RoomId, bridgeId: 'loopback' as never, state: 'open', name, accountId: null, teamId: sales, serviceUserId: null, clientId: null, language: null,
  routed: true, owner: user('anna'), ownerTeamId: sales, since: 0, lastEventAt: 0, lastClientAt: null, lastCompanyAt: null, ...more,
});
function plan(rooms: RoomFacts[], people: EmployeeFacts[], more: Partial<Successors> = {}, facts: Partial<PlanFacts> = {}) {
  const successors: Successors = { userIds: people.map(({ userId }) => userId), ...more };
  return planHandover({ rooms, successors, people: new Map(people.map((each) => [each.userId, each])), moving: new Set(), waiting: new Map(), expectedOwners: null, ...facts });
}
const chosen = (rows: ReturnType<typeof plan>) => rows.map(({ successor, chosenBy, conflicts }) => [successor?.slice(1, successor.indexOf(':')) ?? null, chosenBy, ...conflicts]);

describe('a successor is chosen', () => {
  test('as the only one', () => expect(chosen(plan([room('a')], [person('boris')]))).toEqual([['boris', 'only-successor']]));
  test('by hand, against every rule', () => {
    const rows = plan([room('a')], [person('boris'), person('clara')], { byHand: [{ roomId: '!a' as RoomId, userId: user('clara') }], rules: ['language'] });
    expect(chosen(rows)).toEqual([['clara', 'by-hand']]);
  });
  test('by hand as nobody', () => expect(chosen(plan([room('a')], [person('boris')], { byHand: [{ roomId: '!a' as RoomId, userId: null }] }))).toEqual([[null, 'by-hand']]));
  test('by language, and by fewest rooms where nobody speaks it', () => {
    const rows = plan([room('a', { language: 'pl' }), room('b', { language: 'uk' })], [person('boris', { rooms: 5 }), person('clara', { languages: ['pl'], rooms: 9 })], { rules: ['language'] });
    expect(chosen(rows)).toEqual([['clara', 'language'], ['boris', 'fewest-rooms']]);
  });
  test('by team before the load', () => {
    expect(chosen(plan([room('a')], [person('boris', { teamId: support }), person('clara', { rooms: 9 })], { rules: ['team'] }))).toEqual([['clara', 'team']]);
  });
  test('by fewest rooms, counting what this handover gives', () => {
    const rows = plan(['a', 'b', 'c', 'd'].map((name) => room(name)), [person('boris', { rooms: 2 }), person('clara')]);
    expect(chosen(rows).map(([name]) => name)).toEqual(['clara', 'clara', 'boris', 'clara']);
  });
  test('never beyond the cap, and never the one who has it', () => {
    const rows = plan(['a', 'b', 'c'].map((name) => room(name)), [person('anna'), person('boris'), person('clara')], { capPerPerson: 1, otherwise: 'unassigned' });
    expect(chosen(rows)).toEqual([['boris', 'fewest-rooms'], ['clara', 'fewest-rooms'], [null, 'nobody', 'CAP_EXCEEDED']]);
  });
  test('never among the locked while somebody else is there', () => {
    expect(chosen(plan([room('a')], [person('boris', { active: false }), person('clara', { rooms: 9 })]))).toEqual([['clara', 'fewest-rooms']]);
  });
});

describe('a conflict is named', () => {
  test.each<[string, ReturnType<typeof plan>, string | undefined]>([
    ['a locked successor', plan([room('a')], [person('boris', { active: false })]), 'SUCCESSOR_LOCKED'],
    ['a locked successor by hand', plan([room('a')], [person('boris', { active: false })], { byHand: [{ roomId: '!a' as RoomId, userId: user('boris') }] }), 'SUCCESSOR_LOCKED'],
    ['somebody who answers nobody', plan([room('a')], [person('olga', { answersClients: false })]), 'SUCCESSOR_NOT_EMPLOYEE'],
    ['nobody left', plan([room('a')], []), 'SUCCESSOR_REQUIRED'],
    ['everybody full', plan([room('a'), room('b')], [person('boris')], { capPerPerson: 1 }), 'SUCCESSOR_REQUIRED'],
    ['a room that is moving', plan([room('a')], [person('boris')], {}, { moving: new Set(['!a' as RoomId]) }), 'ROOM_IN_HANDOVER'],
    ['another team', plan([room('a')], [person('boris', { teamId: support })]), undefined],
    ['a routing cap', plan([room('a')], [person('boris', { roomCap: 1, rooms: 1 })]), undefined],
    ['nobody left, and a queue allowed', plan([room('a')], [], { otherwise: 'unassigned' }), undefined],
  ])('%s', (_what, rows, conflict) => expect(blockingConflict(rows)?.conflict).toBe(conflict));

  test('the owner’s own team is not another team, even on a foreign account', () => {
    expect(plan([room('a', { teamId: support })], [person('boris')])[0]?.conflicts).toEqual([]);
    expect(plan([room('a', { teamId: null, ownerTeamId: null })], [person('boris')])[0]?.conflicts).toEqual([]);
  });

  test('what is there already, and what changed hands, does not move', () => {
    const rows = plan([room('a', { owner: user('boris') }), room('b')], [person('boris')], {}, { expectedOwners: new Map([['!b' as RoomId, user('clara')]]) });
    expect(rows.map(({ conflicts }) => conflicts)).toEqual([['ALREADY_OWNER'], ['OWNER_CHANGED']]);
    expect([movingRooms(rows), blockingConflict(rows)]).toEqual([[], undefined]);
    const same = plan([room('a', { owner: user('boris') })], [], { byHand: [{ roomId: '!a' as RoomId, userId: user('boris') }] }, { people: new Map([[user('boris'), person('boris')]]) });
    expect(movingRooms(same)).toEqual([]);
  });
});

test('approval is asked for what moves, not for what stays', () => {
  const fifty = Array.from({ length: 50 }, (_, n) => room(`${n}`));
  const boris = person('boris');
  expect(approvalCausesOf(plan(fifty, [boris]), null)).toEqual([]);
  expect(approvalCausesOf(plan([...fifty, room('x')], [boris]), boris.userId)).toEqual(['more-than-50-rooms', 'to-oneself']);
  const stays = { expectedOwners: new Map([['!x' as RoomId, user('clara')]]) };
  expect(approvalCausesOf(plan([...fifty, room('x')], [boris], {}, stays), null)).toEqual([]);
  expect(approvalCausesOf(plan([room('a')], [person('boris', { teamId: support })]), null)).toEqual(['other-team']);
});
