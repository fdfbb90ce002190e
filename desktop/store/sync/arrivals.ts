import type { Cache } from '../cache.ts';
import type { Arrival } from '../contract.ts';
import type { Own } from '../own/own.ts';
import { nameOf, oneConversation } from '../rooms/conversations.ts';
import type { Room } from '../rooms/rooms.ts';
import type { Tally } from '../tally.ts';
import { bodyNow } from '../timeline/items.ts';
import { findEvent } from '../timeline/rows.ts';

/**
 * What is news to the person: words of clients and notes that mention them, unread, in a room that was here before. A room
 * met for the first time has news only since this store exists: a first fill tells nobody about the past. A client's word
 * also takes back that the conversation was put away.
 */
export function arrivals(cache: Cache, own: Own, tally: Tally, seenBefore: ReadonlySet<Room>): Arrival[] {
  const found: Arrival[] = [];
  for (const { room, eventId, at, senderId, mention } of tally.news) {
    if (!mention) bringBack(own, room, at);
    const row = findEvent(cache, room, eventId);
    const isNews = seenBefore.has(room) || at >= cache.madeAt;
    if (!row || !isNews || row.redacted === 1 || row.position <= room.readPosition || (room.unread === 0 && !mention)) continue;
    found.push({ roomId: room.roomId, eventId, at, senderId, senderName: nameOf(cache, room, senderId), body: bodyNow(cache, room, row), conversation: oneConversation(own, room), mention });
  }
  return found;
}

function bringBack(own: Own, room: Room, at: number): void {
  const mark = own.marks.get(room.roomId);
  if (mark?.doneAt == null || at <= (mark.doneUpto ?? mark.doneAt)) return;
  own.write((db) => void db.prepare('UPDATE mark SET done_at = NULL, done_upto = NULL WHERE room_id = ?').run(room.roomId));
  own.marks.set(room.roomId, { ...mark, doneAt: null, doneUpto: null });
}
