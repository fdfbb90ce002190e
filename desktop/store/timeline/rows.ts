import type { EventId } from '@holdfast/contract';
import type { Cache } from '../cache.ts';
import type { Content } from '../events/classify.ts';
import type { Kind } from '../events/kinds.ts';
import type { Room } from '../rooms/rooms.ts';

export type EventRow = {
  readonly room: number; readonly position: number; readonly eventId: EventId; readonly kind: Kind; readonly item: number; readonly sender: number; readonly at: number;
  readonly doc: number | null; readonly attach: number; readonly handset: number; readonly txn: string | null; readonly target: EventId | null; readonly editId: EventId | null;
  readonly redacted: number; readonly redactedBy: number | null; readonly content: string;
};

export const eventColumns =
  'room, position, event_id AS eventId, kind, item, sender, at, doc, attach, handset, txn, target, edit_id AS editId, redacted, redacted_by AS redactedBy, content';

export const keyOfRow = (row: Pick<EventRow, 'txn' | 'eventId'>): string => (row.txn === null ? row.eventId : `txn:${row.txn}`);

/** An event of this room, of whatever kind. */
export function findEvent({ db }: Cache, room: Room, eventId: EventId): EventRow | undefined {
  return db.prepare<[string, number], EventRow>(`SELECT ${eventColumns} FROM event WHERE event_id = ? AND room = ?`).get(eventId, room.no);
}

export function findByKey(cache: Cache, room: Room, key: string): EventRow | undefined {
  if (!key.startsWith('txn:')) return findEvent(cache, room, key as EventId);
  return cache.db.prepare<[string, number], EventRow>(`SELECT ${eventColumns} FROM event WHERE txn = ? AND room = ?`).get(key.slice(4), room.no);
}

/** What speaks about an event: edits, reactions, votes, redactions, answers. Oldest first. */
export function relationsOf({ db }: Cache, room: Room, eventId: EventId): EventRow[] {
  return db.prepare<[string, number], EventRow>(`SELECT ${eventColumns} FROM event WHERE target = ? AND room = ? ORDER BY position`).all(eventId, room.no);
}

export const contentOf = (row: Pick<EventRow, 'content'>): Content => (row.content === '' ? {} : (JSON.parse(row.content) as Content));
