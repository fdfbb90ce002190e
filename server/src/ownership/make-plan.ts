import type { HandoverScope, PlannedRoom, RoomId, Scope, Successors, UserId } from '@holdfast/contract';
import type { ReadDb } from '../db/index.ts';
import { AppError, type PersonActor } from '../kernel/index.ts';
import { findEmployee, findEmployees, findRooms, findRoomsOwnedBy, type RoomFacts } from './directory-facts.ts';
import { findMovingRooms } from './moving-rooms.ts';
import { blockingConflict, planHandover } from './plan-handover.ts';
import type { WaitingMessages } from './ports.ts';
import { isWithinReach } from './reach.ts';

export type Plan = { readonly rooms: readonly PlannedRoom[]; readonly facts: ReadonlyMap<RoomId, RoomFacts> };
type Ask = {
  readonly scope: HandoverScope;
  readonly successors: Successors;
  readonly expectedOwners?: Readonly<Record<RoomId, UserId | null>> | null;
};

/** Gathers the facts and plans: a handful of queries, however many rooms. `reach` is left out when the box itself asks. */
export function makePlan(db: ReadDb, waiting: WaitingMessages, ask: Ask, at: number, reach?: { actor: PersonActor; scope: Scope }): Plan {
  const rooms = roomsOf(db, ask.scope, at, reach);
  const roomIds = rooms.map(({ roomId }) => roomId);
  const plan = planHandover({
    rooms,
    successors: ask.successors,
    people: peopleOf(db, ask.successors, new Set(roomIds)),
    moving: new Set(findMovingRooms(db, roomIds).keys()),
    waiting: waiting.countByRoom(db, roomIds),
    expectedOwners: ask.expectedOwners ? new Map(Object.entries(ask.expectedOwners) as [RoomId, UserId | null][]) : null,
  });
  return { rooms: plan, facts: new Map(rooms.map((room) => [room.roomId, room])) };
}

function roomsOf(db: ReadDb, scope: HandoverScope, at: number, reach?: { actor: PersonActor; scope: Scope }): RoomFacts[] {
  if (scope.kind === 'person') {
    const person = findEmployee(db, scope.userId);
    const reachable = !reach || reach.scope === 'all' || (reach.actor.teamId !== null && person?.teamId === reach.actor.teamId);
    if (!person || !reachable) throw new AppError('NOT_FOUND', 'no person of this id within reach', { field: '/scope/userId' });
    return findRoomsOwnedBy(db, scope.userId).filter(isPortal);
  }
  const rooms = findRooms(db, scope.roomIds).filter((room) => isPortal(room) && (!reach || isWithinReach(db, reach.actor, reach.scope, room, at)));
  if (rooms.length < new Set(scope.roomIds).size) throw new AppError('ROOM_NOT_PORTAL', 'one of the rooms is no conversation within reach', { field: '/scope/roomIds' });
  return rooms;
}

const isPortal = ({ state }: RoomFacts): boolean => state === 'open' || state === 'closed';

function peopleOf(db: ReadDb, successors: Successors, rooms: ReadonlySet<RoomId>) {
  const byHand = successors.byHand ?? [];
  if (byHand.some(({ roomId }) => !rooms.has(roomId))) throw new AppError('BAD_REQUEST', 'a room given by hand is not part of this handover', { field: '/successors/byHand' });
  const named = [...new Set([...successors.userIds, ...byHand.map(({ userId }) => userId).filter((userId) => userId !== null)])];
  const people = findEmployees(db, named);
  const unknown = named.find((userId) => !people.has(userId));
  if (unknown !== undefined) throw new AppError('NOT_FOUND', 'no person of this id', { field: '/successors/userIds' });
  return people;
}

const refusalOf = {
  ROOM_IN_HANDOVER: 'ROOM_IN_HANDOVER',
  SUCCESSOR_LOCKED: 'SUCCESSOR_LOCKED',
  SUCCESSOR_NOT_EMPLOYEE: 'NOT_AN_EMPLOYEE',
  SUCCESSOR_REQUIRED: 'SUCCESSOR_REQUIRED',
} as const;

/** Throws the refusal of a plan that may not be carried out. */
export function refuseIfBlocked({ rooms }: Plan, except?: 'ROOM_IN_HANDOVER'): void {
  const blocking = blockingConflict(except ? rooms.map((room) => ({ ...room, conflicts: room.conflicts.filter((conflict) => conflict !== except) })) : rooms);
  if (!blocking) return;
  const code = refusalOf[blocking.conflict as keyof typeof refusalOf];
  throw new AppError(code, `room ${blocking.roomId}: ${blocking.conflict}`);
}
