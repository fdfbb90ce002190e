import { randomBytes } from 'node:crypto';
import type { EventId } from '@holdfast/contract';
import type { Db } from '../db/index.ts';
import { markFenced, type OutboxRow } from './outbox-repository.ts';

const prefix = '$holdfast-fence-';

export const isFence = (eventId: string): boolean => eventId.startsWith(prefix);

/**
 * A notice that a bridge refuses audibly (`bridge_notices: false`) and that never leaves the box. It passes the portal's
 * queue behind everything handed over before, so its answer says: all of that has been dealt with (DESIGN.md §1).
 * It carries the time of the event it follows: bridges mark a room read up to the time of what they handle.
 */
export function fenceFor(db: Db, row: OutboxRow, now: number): Record<string, unknown> {
  const eventId = `${prefix}${randomBytes(16).toString('hex')}` as EventId;
  db.write((tx) => markFenced(tx, row.seq, eventId));
  return notice(eventId, row.roomId, row.serviceUserId, Math.min(row.originAt, now));
}

export function newFenceId(): EventId {
  return `${prefix}${randomBytes(16).toString('hex')}` as EventId;
}

export function notice(eventId: EventId, roomId: string, sender: string, at: number): Record<string, unknown> {
  return {
    type: 'm.room.message',
    room_id: roomId,
    event_id: eventId,
    sender,
    origin_server_ts: at,
    content: { msgtype: 'm.notice', body: '' },
    unsigned: { age: 0 },
  };
}
