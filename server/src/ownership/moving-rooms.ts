import type { HandoverId, RoomId } from '@holdfast/contract';
import type { ReadDb } from '../db/index.ts';

/**
 * Which of these rooms a handover is moving to somebody, or back. A room on its way to nobody (access was cut) is not
 * among them: it may be claimed or handed on at once, while its leaver is still being removed.
 */
export function findMovingRooms(db: ReadDb, roomIds: readonly RoomId[]): Map<RoomId, HandoverId> {
  const rows = db
    .prepare<[string], { roomId: RoomId; handoverId: HandoverId }>(
      `SELECT i.key AS roomId, i.saga_id AS handoverId FROM saga_item i
       JOIN handover_room r ON r.handover_id = i.saga_id AND r.room_id = i.key
       WHERE i.kind = 'handover' AND i.state <> 'done' AND (i.direction = 'back' OR r.successor IS NOT NULL)
         AND i.key IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify(roomIds));
  return new Map(rows.map(({ roomId, handoverId }) => [roomId, handoverId]));
}
