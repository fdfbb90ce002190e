import type { HandoverId, RoomId, UserId } from '@holdfast/contract';
import type { WriteTx } from '../db/index.ts';
import { isRouted, ownerOf, type OwnershipVia } from './who-answers.ts';

export type OwnerChange = {
  readonly roomId: RoomId;
  readonly owner: UserId | null;
  readonly at: number;
  readonly via: OwnershipVia;
  readonly handoverId?: HandoverId;
};

/**
 * The only place where an owner changes: the present and its history move in one transaction, so each room has exactly
 * one owner or none, and its periods never overlap. Giving a room to the one who has it changes nothing and is false.
 */
export function setOwner(tx: WriteTx, { roomId, owner, at, via, handoverId }: OwnerChange): boolean {
  if (isRouted(tx, roomId) && ownerOf(tx, roomId) === owner) return false;
  // A clock that stepped back must not make a period end before it began.
  tx.prepare('UPDATE ownership_period SET until_at = max(from_at, ?) WHERE room_id = ? AND until_at IS NULL').run(at, roomId);
  tx.prepare(
    `INSERT INTO ownership_period (room_id, owner_user_id, from_at, until_at, via, handover_id)
     VALUES (?, ?, max(?, coalesce((SELECT max(until_at) FROM ownership_period WHERE room_id = ?), 0)), NULL, ?, ?)`,
  ).run(roomId, owner, at, roomId, via, handoverId ?? null);
  tx.prepare(
    `INSERT INTO ownership (room_id, owner_user_id, since) VALUES (?, ?, ?)
     ON CONFLICT (room_id) DO UPDATE SET owner_user_id = excluded.owner_user_id, since = excluded.since`,
  ).run(roomId, owner, at);
  tx.prepare('DELETE FROM room_queue WHERE room_id = ?').run(roomId); // whichever queue it was in, it left it
  return true;
}
