import type { HandoverId, RoomId, UserId } from '@holdfast/contract';
import type { ReadDb } from '../db/index.ts';

export type OwnershipVia = 'routing' | 'claim' | 'assignment' | 'handover' | 'undo' | 'conversation-started';

export type OwnershipPeriod = {
  readonly owner: UserId | null;
  readonly fromAt: number;
  readonly untilAt: number | null;
  readonly via: OwnershipVia;
  readonly handoverId: HandoverId | null;
};

/** Who owns the room now; null when nobody does or nobody routed it yet. */
export function ownerOf(db: ReadDb, roomId: RoomId): UserId | null {
  return db.prepare<[RoomId], { owner: UserId | null }>('SELECT owner_user_id AS owner FROM ownership WHERE room_id = ?').get(roomId)?.owner ?? null;
}

/** Whether routing has looked at the room: from then on it is somebody's or in the queue. */
export function isRouted(db: ReadDb, roomId: RoomId): boolean {
  return db.prepare<[RoomId], unknown>('SELECT 1 FROM ownership WHERE room_id = ?').get(roomId) !== undefined;
}

/**
 * By what right the person answers the room at `at`, the moment of the decision (not the event's own time, which its
 * sender's clock may have chosen). Cover counts between its dates and until it is ended, and only for rooms of the owner
 * it was placed for: it is not passed on. A locked person, or one the directory does not know, never answers.
 * The gate asks this twice per event: two lookups by primary key or index.
 */
export function whoAnswers(db: ReadDb, roomId: RoomId, userId: UserId, at: number): 'owner' | 'cover' | null {
  const row = db
    .prepare<[UserId, RoomId], { owner: UserId | null; active: number | null }>(
      `SELECT o.owner_user_id AS owner, (SELECT p.state = 'active' FROM person p WHERE p.user_id = ?) AS active
       FROM ownership o WHERE o.room_id = ?`,
    )
    .get(userId, roomId);
  if (!row?.owner || row.active !== 1) return null;
  if (row.owner === userId) return 'owner';
  return covers(db, row.owner, userId, at) ? 'cover' : null;
}

function covers(db: ReadDb, owner: UserId, cover: UserId, at: number): boolean {
  return (
    db
      .prepare<[UserId, UserId, number, number, number], unknown>(
        `SELECT 1 FROM cover WHERE owner_user_id = ? AND cover_user_id = ?
         AND from_at <= ? AND until_at > ? AND (ended_at IS NULL OR ended_at > ?)`,
      )
      .get(owner, cover, at, at, at) !== undefined
  );
}

/** Everybody who owned the room, oldest first; unassigned stretches are rows too. */
export function ownersOverTime(db: ReadDb, roomId: RoomId): OwnershipPeriod[] {
  return db
    .prepare<[RoomId], OwnershipPeriod>(
      `SELECT owner_user_id AS owner, from_at AS fromAt, until_at AS untilAt, via, handover_id AS handoverId
       FROM ownership_period WHERE room_id = ? ORDER BY id`,
    )
    .all(roomId);
}
