import type { RoomId, Scope } from '@holdfast/contract';
import type { ReadDb } from '../db/index.ts';
import type { PersonActor } from '../kernel/index.ts';
import { listEmployees } from './person-repository.ts';
import type { Answering } from './ports.ts';

/**
 * Which rooms a person may see: 'own' are those they own or cover; 'team' those of the team's accounts and those the
 * team's people answer; undefined stands for all.
 */
export function visibleRooms(db: ReadDb, answering: Pick<Answering, 'roomsAnsweredBy'>, actor: PersonActor, scope: Scope): readonly RoomId[] | undefined {
  if (scope === 'all') return undefined;
  const rooms = new Set<RoomId>(actor.userId ? answering.roomsAnsweredBy(db, actor.userId) : []);
  if (scope === 'team' && actor.teamId !== null) {
    const ofAccounts = db
      .prepare<unknown[], { roomId: RoomId }>('SELECT p.room_id AS roomId FROM portal p JOIN account a ON a.id = p.account_id WHERE a.team_id = ?')
      .all(actor.teamId);
    for (const { roomId } of ofAccounts) rooms.add(roomId);
    for (const { userId } of listEmployees(db, { teamId: actor.teamId })) for (const roomId of answering.roomsAnsweredBy(db, userId)) rooms.add(roomId);
  }
  return [...rooms];
}
