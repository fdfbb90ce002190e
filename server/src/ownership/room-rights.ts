import type { RoomId, UserId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';

/**
 * Which employees belong into the room now: owner, whoever covers for the owner, and a predecessor in overlap; nobody in
 * an excluded room. Membership follows this and nothing else, so any order of interrupted moves ends in the same room. A
 * lock alone changes no membership (the person cannot sign in, and answers nothing), so that unlocking needs no repair; a
 * cut takes the rights themselves.
 */
export function entitledUsers(db: ReadDb, roomId: RoomId, at: number): UserId[] {
  return db
    .prepare<unknown[], { userId: UserId }>(
      `SELECT DISTINCT u.userId FROM (
         SELECT owner_user_id AS userId FROM ownership WHERE room_id = ? AND owner_user_id IS NOT NULL
         UNION ALL
         SELECT c.cover_user_id FROM ownership o JOIN cover c ON c.owner_user_id = o.owner_user_id
         WHERE o.room_id = ? AND c.from_at <= ? AND c.until_at > ? AND c.ended_at IS NULL
         UNION ALL
         SELECT user_id FROM room_overlap WHERE room_id = ? AND until_at > ?
       ) u WHERE NOT EXISTS (SELECT 1 FROM portal x WHERE x.room_id = ? AND x.state = 'excluded')`,
    )
    .all(roomId, roomId, at, at, roomId, at, roomId)
    .map(({ userId }) => userId);
}

/** From now until `untilAt` these predecessors still read. */
export function insertOverlaps(tx: WriteTx, overlaps: readonly { roomId: RoomId; userId: UserId }[], untilAt: number, handoverId: string): void {
  tx.prepare(
    `INSERT INTO room_overlap (room_id, user_id, until_at, handover_id)
     SELECT value ->> 'roomId', value ->> 'userId', ?, ? FROM json_each(?) WHERE true
     ON CONFLICT (room_id, user_id) DO UPDATE SET until_at = excluded.until_at, handover_id = excluded.handover_id`,
  ).run(untilAt, handoverId, JSON.stringify(overlaps));
}

/** Ends a person's overlaps everywhere; returns the rooms. */
export function endOverlapsOf(tx: WriteTx, userId: UserId): RoomId[] {
  return tx
    .prepare<[UserId], { roomId: RoomId }>('DELETE FROM room_overlap WHERE user_id = ? RETURNING room_id AS roomId')
    .all(userId)
    .map(({ roomId }) => roomId);
}

export function endOverlapsOfHandover(tx: WriteTx, handoverId: string): RoomId[] {
  return tx
    .prepare<[string], { roomId: RoomId }>('DELETE FROM room_overlap WHERE handover_id = ? RETURNING room_id AS roomId')
    .all(handoverId)
    .map(({ roomId }) => roomId);
}
