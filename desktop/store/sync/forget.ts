import type { RoomId } from '@holdfast/contract';
import type { Cache } from '../cache.ts';
import { dropMediaOf } from '../media/uses.ts';
import { dropOutgoing, outgoingOf } from '../own/outgoing.ts';
import type { Own } from '../own/own.ts';
import type { Room } from '../rooms/rooms.ts';
import { unindex } from '../search/word-index.ts';
import { eventColumns, type EventRow } from '../timeline/rows.ts';

const batch = 200;

/** From now on nobody sees the room; its rows go in pieces (`purgeSome`), so that a long one holds up nobody. */
export function beginForgetting(cache: Cache, own: Own, roomIds: readonly RoomId[]): Room[] {
  const rooms = roomIds.flatMap((roomId) => cache.rooms.find(roomId) ?? []);
  cache.db.write(() => {
    for (const room of rooms) {
      room.gone = true;
      room.summary = null;
      cache.rooms.save(room);
    }
  });
  for (const roomId of roomIds) forgetOwn(own, roomId);
  return rooms;
}

function forgetOwn(own: Own, roomId: RoomId): void {
  dropOutgoing(own, outgoingOf(own, roomId).map(({ localId }) => localId));
  if (!own.drafts.has(roomId) && !own.marks.has(roomId)) return;
  own.write((db) => {
    db.prepare('DELETE FROM draft WHERE room_id = ?').run(roomId);
    db.prepare('DELETE FROM mark WHERE room_id = ?').run(roomId);
  });
  own.drafts.delete(roomId);
  own.marks.delete(roomId);
}

/** Removes some of a room's events, out of the index too; true when nothing of the room is left. A kill in between loses nothing but time. */
export function purgeSome(cache: Cache, room: Room): boolean {
  const { db } = cache;
  return db.write(() => {
    const rows = db.prepare<[number], EventRow>(`SELECT ${eventColumns} FROM event WHERE room = ? AND item = 1 ORDER BY position DESC LIMIT ${batch}`).all(room.no);
    // Out of the index first and all of them: an item's present words may stand in an edit that lies in the same stretch.
    for (const row of [...rows].sort((a, b) => (a.doc ?? 0) - (b.doc ?? 0))) unindex(cache, room, row);
    for (const { eventId } of rows) db.prepare('DELETE FROM event WHERE event_id = ?').run(eventId);
    if (rows.length === batch) return false;
    for (const table of ['event', 'member', 'gap', 'delivery', 'receipt']) db.prepare(`DELETE FROM ${table} WHERE room = ?`).run(room.no);
    dropMediaOf(cache, room);
    cache.rooms.drop(room);
    return true;
  });
}
