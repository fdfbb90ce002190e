import type { RoomId, UserId } from '@holdfast/contract';
import type { WriteTx } from '../db/index.ts';
import { AppError, type PersonActor } from '../kernel/index.ts';
import { parkByWriter, type CutDeps } from './cut.ts';
import { findEmployees } from './directory-facts.ts';
import { changeHandover, listHandoverRooms, markUndo, type HandoverRecord, type HandoverRoomRecord } from './handover-repository.ts';
import { handoverSagaKind, overlapEnded } from './handover-saga.ts';
import { endOverlapsOfHandover } from './room-rights.ts';
import { setOwner } from './set-owner.ts';
import { ownerOf } from './who-answers.ts';

export const undoableForMs = 24 * 60 * 60_000;

const refuse = (why: string) => new AppError('HANDOVER_NOT_UNDOABLE', why);

/**
 * The same moment the other way: one transaction gives the rooms back that are still where the handover put them, and the
 * saga walks back. Nobody is unlocked, no greeting is sent, what the successor wrote stays, and what they have waiting
 * waits for the word of the one who gets the room back.
 */
export function undoHandover(tx: WriteTx, deps: CutDeps, actor: PersonActor, handover: HandoverRecord, reason: string): void {
  const { clock, audit, jobs, sagas, news } = deps;
  const { handoverId } = handover;
  const at = clock.now();
  if (handover.state !== 'running' && handover.state !== 'done') throw refuse(`it is ${handover.state}`);
  if (handover.cutAt === null || at - handover.cutAt > undoableForMs) throw refuse('it is longer than 24 hours ago');

  const rooms = listHandoverRooms(tx, handoverId);
  const back = rooms.filter((room) => ownerOf(tx, room.roomId) === room.successor);
  if (back.length === 0) throw refuse('no room is still where it was put');
  refuseIfLocked(tx, back);

  const parked = parkByWriter(tx, deps, back.map(({ roomId, successor }) => ({ roomId, predecessor: successor })), at);
  for (const { roomId, predecessor } of back) setOwner(tx, { roomId, owner: predecessor, at, via: 'undo', handoverId });
  deps.settle(tx, overlapsWithoutReturn(endOverlapsOfHandover(tx, handoverId), back));
  jobs.cancel(tx, overlapEnded, handoverId);

  const returned = back.map(({ roomId }) => roomId);
  markUndo(tx, handoverId, returned, 'returned');
  markUndo(tx, handoverId, rooms.map(({ roomId }) => roomId).filter((roomId) => !returned.includes(roomId)), 'moved-on');
  changeHandover(tx, handoverId, { state: 'undoing', finished_at: null, undone_by: actor.personId, undo_reason: reason, undo_at: at });
  audit.record(tx, { actor, action: 'handover.undone', target: handoverId, reason, detail: { returned: returned.length, movedOn: rooms.length - returned.length, parked } });
  sagas.reverse(tx, handoverSagaKind, handoverId, returned);
  news.roomsChanged(tx, returned);
  news.handoverChanged(tx, handoverId);
}

/** A room cannot go back to somebody who may not answer: unlocking is a decision of its own, taken first. */
function refuseIfLocked(tx: WriteTx, rooms: readonly HandoverRoomRecord[]): void {
  const predecessors = [...new Set(rooms.map(({ predecessor }) => predecessor).filter((userId): userId is UserId => userId !== null))];
  const people = findEmployees(tx, predecessors);
  const locked = predecessors.filter((userId) => !people.get(userId)?.active);
  if (locked.length > 0) throw refuse(`locked, unlock first: ${locked.join(', ')}`);
}

/** Rooms that moved on lose the overlap too, and no step of this saga looks at them again. */
function overlapsWithoutReturn(overlapping: readonly RoomId[], back: readonly HandoverRoomRecord[]): RoomId[] {
  const returning = new Set(back.map(({ roomId }) => roomId));
  return overlapping.filter((roomId) => !returning.has(roomId));
}
