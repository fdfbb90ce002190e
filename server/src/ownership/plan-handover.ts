import { handoverConflicts, type ApprovalCause, type ChosenBy, type HandoverConflict, type PlannedRoom, type RoomId, type Successors, type UserId } from '@holdfast/contract';
import type { EmployeeFacts, RoomFacts } from './directory-facts.ts';

export type PlanFacts = {
  /** Most recently active first: they choose first. */
  readonly rooms: readonly RoomFacts[];
  readonly successors: Successors;
  /** Everybody whom the successors name. */
  readonly people: ReadonlyMap<UserId, EmployeeFacts>;
  readonly moving: ReadonlySet<RoomId>;
  readonly waiting: ReadonlyMap<RoomId, number>;
  /** Who owned the rooms when the handover was ordered; a room that changed hands since is left alone. */
  readonly expectedOwners: ReadonlyMap<RoomId, UserId | null> | null;
};

type Choice = { successor: UserId | null; chosenBy: ChosenBy; conflicts: HandoverConflict[] };

/** Proposes a successor for each room, with the rule that chose them and what speaks against it. Pure. */
export function planHandover(facts: PlanFacts): PlannedRoom[] {
  const given = new Map<UserId, number>();
  const byHand = new Map((facts.successors.byHand ?? []).map(({ roomId, userId }) => [roomId, userId]));
  return facts.rooms.map((room) => {
    const hand = byHand.get(room.roomId);
    const choice = hand === undefined ? chooseByRule(room, facts, given) : { successor: hand, chosenBy: 'by-hand' as const, conflicts: [] };
    const conflicts = [...choice.conflicts, ...conflictsOf(room, choice.successor, facts, given)];
    if (choice.successor !== null) given.set(choice.successor, (given.get(choice.successor) ?? 0) + 1);
    return {
      roomId: room.roomId,
      name: room.name,
      accountId: room.accountId,
      predecessor: room.owner,
      successor: choice.successor,
      chosenBy: choice.chosenBy,
      conflicts: [...new Set(conflicts)],
      waitingMessages: facts.waiting.get(room.roomId) ?? 0,
      lastEventAt: room.lastEventAt,
    };
  });
}

function chooseByRule(room: RoomFacts, { successors, people }: PlanFacts, given: ReadonlyMap<UserId, number>): Choice {
  if (successors.userIds.length === 1 && successors.userIds[0] === room.owner) return { successor: room.owner, chosenBy: 'only-successor', conflicts: [] };
  const named = successors.userIds.filter((userId) => userId !== room.owner).map((userId) => people.get(userId)).filter((person) => person !== undefined);
  const able = named.filter((person) => person.active && person.answersClients);
  const cap = successors.capPerPerson ?? Infinity;
  const free = able.filter((person) => (given.get(person.userId) ?? 0) < cap);
  if (free.length > 0) return pick(free, room, successors, given);

  const conflicts: HandoverConflict[] = [];
  if (able.length > 0) conflicts.push('CAP_EXCEEDED');
  if (successors.otherwise !== 'unassigned') conflicts.push(whyNobody(named, able));
  return { successor: null, chosenBy: 'nobody', conflicts };
}

function whyNobody(named: readonly EmployeeFacts[], able: readonly EmployeeFacts[]): HandoverConflict {
  if (named.length === 0 || able.length > 0) return 'SUCCESSOR_REQUIRED';
  return named.some((person) => !person.active) ? 'SUCCESSOR_LOCKED' : 'SUCCESSOR_NOT_EMPLOYEE';
}

/** Each rule narrows the choice as long as somebody is left; who is still tied after all of them has the fewest rooms. */
function pick(free: readonly EmployeeFacts[], room: RoomFacts, successors: Successors, given: ReadonlyMap<UserId, number>): Choice {
  let left = free;
  let chosenBy: ChosenBy = successors.userIds.length === 1 ? 'only-successor' : 'fewest-rooms';
  for (const rule of [...(successors.rules ?? []), 'fewest-rooms' as const]) {
    if (left.length === 1) break;
    const narrowed = narrow(left, rule, room, given);
    if (narrowed.length > 0 && narrowed.length < left.length) {
      left = narrowed;
      chosenBy = rule;
    }
  }
  const [first] = left.toSorted((a, b) => (a.userId < b.userId ? -1 : 1));
  return { successor: first?.userId ?? null, chosenBy, conflicts: [] };
}

function narrow(people: readonly EmployeeFacts[], rule: 'language' | 'team' | 'fewest-rooms', room: RoomFacts, given: ReadonlyMap<UserId, number>): readonly EmployeeFacts[] {
  const load = (person: EmployeeFacts) => person.rooms + (given.get(person.userId) ?? 0);
  switch (rule) {
    case 'language':
      return room.language === null ? people : people.filter((person) => person.languages.includes(room.language as string));
    case 'team':
      return people.filter((person) => !isOtherTeam(room, person));
    case 'fewest-rooms': {
      const fewest = Math.min(...people.map(load));
      return people.filter((person) => load(person) === fewest);
    }
  }
}

function conflictsOf(room: RoomFacts, successor: UserId | null, facts: PlanFacts, given: ReadonlyMap<UserId, number>): HandoverConflict[] {
  const conflicts: HandoverConflict[] = [];
  if (facts.moving.has(room.roomId)) conflicts.push('ROOM_IN_HANDOVER');
  const expected = facts.expectedOwners?.get(room.roomId);
  if (expected !== undefined && expected !== room.owner) conflicts.push('OWNER_CHANGED');
  if (successor === room.owner && (successor !== null || room.routed)) conflicts.push('ALREADY_OWNER');
  const person = successor === null ? undefined : facts.people.get(successor);
  if (!person) return conflicts;
  if (!person.active) conflicts.push('SUCCESSOR_LOCKED');
  if (!person.answersClients) conflicts.push('SUCCESSOR_NOT_EMPLOYEE');
  if (isOtherTeam(room, person)) conflicts.push('SUCCESSOR_OTHER_TEAM');
  const already = given.get(person.userId) ?? 0;
  if (already >= (facts.successors.capPerPerson ?? Infinity) || (person.roomCap !== null && person.rooms + already >= person.roomCap)) conflicts.push('CAP_EXCEEDED');
  return conflicts;
}

/** Neither the team of the account nor the team of the owner. */
function isOtherTeam(room: RoomFacts, person: EmployeeFacts): boolean {
  const teams = [room.teamId, room.ownerTeamId].filter((teamId) => teamId !== null);
  return teams.length > 0 && (person.teamId === null || !teams.includes(person.teamId));
}

/** The rooms that would change hands. */
export function movingRooms(plan: readonly PlannedRoom[]): PlannedRoom[] {
  return plan.filter(({ conflicts }) => !conflicts.includes('ALREADY_OWNER') && !conflicts.includes('OWNER_CHANGED'));
}

/** The first conflict for which the whole handover is refused. */
export function blockingConflict(plan: readonly PlannedRoom[]): { roomId: RoomId; conflict: HandoverConflict } | undefined {
  for (const { roomId, conflicts } of movingRooms(plan)) {
    const conflict = conflicts.find((each) => handoverConflicts[each]);
    if (conflict) return { roomId, conflict };
  }
  return undefined;
}

const roomsWithoutApproval = 50;

/** Why a second administrator has to agree. */
export function approvalCausesOf(plan: readonly PlannedRoom[], requester: UserId | null): ApprovalCause[] {
  const rooms = movingRooms(plan);
  const causes: ApprovalCause[] = [];
  if (rooms.length > roomsWithoutApproval) causes.push('more-than-50-rooms');
  if (rooms.some(({ conflicts }) => conflicts.includes('SUCCESSOR_OTHER_TEAM'))) causes.push('other-team');
  if (requester !== null && rooms.some(({ successor }) => successor === requester)) causes.push('to-oneself');
  return causes;
}
