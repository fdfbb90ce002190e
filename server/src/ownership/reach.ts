import type { RoomId, Scope } from '@holdfast/contract';
import type { ReadDb } from '../db/index.ts';
import { AppError, type PersonActor } from '../kernel/index.ts';
import { findRoom, type RoomFacts } from './directory-facts.ts';
import { whoAnswers } from './who-answers.ts';

/**
 * How far a permission reaches over rooms. 'team' is the team of the room's account or of its owner, so that a lead sees
 * both what comes in on the team's numbers and what the team's people look after; it includes one's own rooms.
 */
export function isWithinReach(db: ReadDb, actor: PersonActor, scope: Scope, room: RoomFacts, at: number): boolean {
  if (scope === 'all') return true;
  if (scope === 'team' && actor.teamId !== null && (room.teamId === actor.teamId || room.ownerTeamId === actor.teamId)) return true;
  return actor.userId !== null && whoAnswers(db, room.roomId, actor.userId, at) !== null;
}

/** The room, or ROOM_NOT_PORTAL: what is out of reach does not exist for the one who asks. */
export function roomWithinReach(db: ReadDb, actor: PersonActor, scope: Scope, roomId: RoomId, at: number): RoomFacts {
  const room = findRoom(db, roomId);
  if (!room || !isWithinReach(db, actor, scope, room, at)) throw new AppError('ROOM_NOT_PORTAL', 'no conversation of this id within reach');
  return room;
}
