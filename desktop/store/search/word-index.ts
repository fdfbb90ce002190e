import type { EventId } from '@holdfast/contract';
import type { Cache } from '../cache.ts';
import type { Room } from '../rooms/rooms.ts';
import { presentContent } from '../timeline/edits.ts';
import { findEvent, type EventRow } from '../timeline/rows.ts';
import { foldText } from './fold.ts';
import { marksOf, searchableText } from './searchable.ts';

/**
 * The index holds words and no text; a row is taken out by naming the very words it was put in with. So an item leaves the
 * index before its content, version or marks change, and comes back (`reindex` of a tally) when the write is nearly done.
 */
export function unindex(cache: Cache, room: Room, row: EventRow): void {
  if (row.doc === null || row.redacted === 1 || !isIndexed(cache, row)) return;
  const words = foldText(searchableText(row.kind, presentContent(cache, room, row)));
  cache.db.prepare("INSERT INTO word (word, rowid, words, marks) VALUES ('delete', ?, ?, ?)").run(row.doc, words, marksOf(row));
  pendingOf(cache).delete(row.eventId);
  markOut(cache, row);
}

/** Items written in this transaction and not yet put in. They have nothing to take out. */
const pending = new WeakMap<object, Set<EventId>>();
function pendingOf(cache: Cache): Set<EventId> {
  let set = pending.get(cache);
  if (!set) pending.set(cache, (set = new Set()));
  return set;
}
const isIndexed = (cache: Cache, row: EventRow): boolean => !pendingOf(cache).has(row.eventId);
const markOut = (cache: Cache, row: EventRow): void => void pendingOf(cache).add(row.eventId);

/** A new item waits for the end of the transaction. */
export const awaitIndexing = (cache: Cache, eventId: EventId): void => void pendingOf(cache).add(eventId);

/** Puts in what a write left to be put in, in order of time: the index writes one run of pages instead of many. */
export function indexPending(cache: Cache, stale: ReadonlyMap<EventId, Room>): void {
  const waiting = pendingOf(cache);
  const rows: { doc: number; words: string; marks: string }[] = [];
  for (const [eventId, room] of stale) {
    const row = waiting.has(eventId) ? findEvent(cache, room, eventId) : undefined;
    waiting.delete(eventId);
    if (!row || row.doc === null || row.redacted === 1) continue;
    rows.push({ doc: row.doc, words: foldText(searchableText(row.kind, presentContent(cache, room, row))), marks: marksOf(row) });
  }
  rows.sort((a, b) => a.doc - b.doc);
  const put = cache.db.prepare('INSERT INTO word (rowid, words, marks) VALUES (?, ?, ?)');
  for (const { doc, words, marks } of rows) put.run(doc, words, marks);
  waiting.clear();
}
