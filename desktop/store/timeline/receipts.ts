import type { EventId, UserId } from '@holdfast/contract';
import type { RoomView, SyncedRoom } from '../../ipc/index.ts';
import type { Cache } from '../cache.ts';
import type { Room } from '../rooms/rooms.ts';
import type { Tally } from '../tally.ts';
import { positionOf } from './merge.ts';
import { keyOfRow, type EventRow } from './rows.ts';

type Receipt = SyncedRoom['receipts'][number];

/** Read marks only move forward. One for an event that is not here yet waits for it. */
export function takeReceipt(cache: Cache, tally: Tally, room: Room, { userId, eventId, at }: Receipt): void {
  const user = cache.users.no(userId);
  const position = positionOf(cache, room, eventId) ?? null;
  const known = cache.db.prepare<[number, number], { event_id: string; position: number | null; at: number }>('SELECT event_id, position, at FROM receipt WHERE room = ? AND user = ?').get(room.no, user);
  if (known && (known.event_id === eventId || (position !== null && known.position !== null ? position <= known.position : at < known.at))) return;
  cache.db
    .prepare('INSERT INTO receipt (room, user, event_id, at, position) VALUES (?, ?, ?, ?, ?) ON CONFLICT (room, user) DO UPDATE SET event_id = excluded.event_id, at = excluded.at, position = excluded.position')
    .run(room.no, user, eventId, at, position);
  if (position !== null) move(cache, tally, room, userId, eventId, position, known?.position ?? null);
}

/** The event somebody's mark stands at has come. */
export function adoptReceipts(cache: Cache, tally: Tally, room: Room, eventId: EventId, position: number): void {
  const waiting = cache.db.prepare<[string], { user: number }>('SELECT user FROM receipt WHERE event_id = ? AND position IS NULL').all(eventId);
  for (const { user } of waiting) {
    cache.db.prepare('UPDATE receipt SET position = ? WHERE room = ? AND user = ?').run(position, room.no, user);
    move(cache, tally, room, cache.users.id(user), eventId, position, null);
  }
}

function move(cache: Cache, tally: Tally, room: Room, userId: UserId, eventId: EventId, position: number, from: number | null): void {
  tally.room(room);
  if (userId === cache.me) {
    if (position > room.readPosition) room.readPosition = position;
    room.readEvent = eventId;
    return;
  }
  if (cache.sideOf(room, userId) !== 'client') return;
  const rows = cache.db
    .prepare<[number, number, number], Pick<EventRow, 'eventId' | 'txn' | 'sender'>>('SELECT event_id AS eventId, txn, sender FROM event WHERE room = ? AND item = 1 AND position <= ? AND position > ? ORDER BY position DESC LIMIT 60')
    .all(room.no, position, from ?? Number.MIN_SAFE_INTEGER);
  for (const row of rows) if (cache.sideOf(room, cache.users.id(row.sender)) === 'company') tally.item(room, keyOfRow(row));
}

/** Up to where the client's side has read, by the position of its furthest mark. */
export function clientReadTo(cache: Cache, room: Room): number {
  const marks = cache.db.prepare<[number], { user: number; position: number }>('SELECT user, position FROM receipt WHERE room = ? AND position IS NOT NULL').all(room.no);
  return Math.max(Number.MIN_SAFE_INTEGER, ...marks.filter(({ user }) => cache.sideOf(room, cache.users.id(user)) === 'client').map(({ position }) => position));
}

export function readBy(cache: Cache, room: Room): RoomView['readBy'] {
  const marks = cache.db.prepare<[number], { user: number; event_id: EventId; at: number }>('SELECT user, event_id, at FROM receipt WHERE room = ?').all(room.no);
  return marks.map(({ user, event_id, at }) => ({ userId: cache.users.id(user), eventId: event_id, at })).filter(({ userId }) => cache.sideOf(room, userId) === 'client');
}
