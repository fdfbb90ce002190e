import type { EventId, RoomId } from '@holdfast/contract';
import type { Input, Output, TimelineItem } from '../../ipc/index.ts';
import { visibleRoom, type Cache } from '../cache.ts';
import type { OutgoingRow } from '../contract.ts';
import { bodyOf } from '../events/body.ts';
import { outgoingOf } from '../own/outgoing.ts';
import type { Own } from '../own/own.ts';
import type { Room } from '../rooms/rooms.ts';
import { echoesOf, hasArrived, targetOf, withPending } from './echo.ts';
import { editedContent, validEdits } from './edits.ts';
import { gapAtOrBelow, gapOver } from './gaps.ts';
import { createItemReader } from './items.ts';
import { contentOf, eventColumns, findByKey, findEvent, type EventRow } from './rows.ts';

type Page = Output<'readTimeline'>;

/** Reads items and adds what of this device is still on its way to them. */
function createReader(cache: Cache, own: Own, room: Room): (row: EventRow) => TimelineItem {
  const items = createItemReader(cache, room);
  const pending = new Map<EventId, OutgoingRow[]>();
  for (const row of outgoingOf(own, room.roomId)) {
    const target = targetOf(row);
    if (target === null || hasArrived(cache, room, row)) continue;
    const event = findEvent(cache, room, target);
    const shownOn = event?.item === 0 && event.target !== null ? event.target : target; // a reaction is taken back on its message
    pending.set(shownOn, [...(pending.get(shownOn) ?? []), row]);
  }
  return (row) => {
    const item = items.read(row);
    const waiting = pending.get(row.eventId);
    return waiting ? withPending(item, waiting, cache.me) : item;
  };
}

type Anchored = { readonly position: number; readonly key: string | null };

function anchorOf(cache: Cache, room: Room, anchor: Input<'readTimeline'>['anchor']): Anchored {
  const { db } = cache;
  const at = (row: { position: number; txn: string | null; event_id: string } | undefined): Anchored =>
    row ? { position: row.position, key: row.txn === null ? row.event_id : `txn:${row.txn}` } : { position: Number.MAX_SAFE_INTEGER, key: null };
  type Found = { position: number; txn: string | null; event_id: string };
  switch (anchor.at) {
    case 'end':
      return at(undefined);
    case 'position': {
      const exact = db.prepare<[number, number], Found>('SELECT position, txn, event_id FROM event WHERE room = ? AND position = ? AND item = 1').get(room.no, anchor.position);
      return exact ? at(exact) : { position: anchor.position, key: null };
    }
    case 'event':
      return at(db.prepare<[string, number], Found>('SELECT position, txn, event_id FROM event WHERE event_id = ? AND room = ? AND item = 1').get(anchor.eventId, room.no));
    case 'date':
      return at(db.prepare<[number, number], Found>('SELECT position, txn, event_id FROM event WHERE room = ? AND item = 1 AND at >= ? ORDER BY at, position LIMIT 1').get(room.no, anchor.time));
    case 'unread':
      return at(
        db.prepare<[number, number, number], Found>('SELECT position, txn, event_id FROM event WHERE room = ? AND item = 1 AND position > ? AND sender <> ? ORDER BY position LIMIT 1').get(room.no, room.readPosition, cache.users.no(cache.me)),
      );
  }
}

const nothing: Page = { items: [], older: 'start', newer: 'end', gapId: null, anchorKey: null };

/** A page around an anchor: up to `before` items older than it, itself, and up to `after` newer. It never reaches over a gap. */
export function readTimeline(cache: Cache, own: Own, { roomId, anchor, before, after }: Input<'readTimeline'>): Page {
  const room = visibleRoom(cache, roomId);
  if (!room) return nothing;
  const read = createReader(cache, own, room);
  const { position, key } = anchorOf(cache, room, anchor);
  const under = gapAtOrBelow(cache, room, position);
  const over = gapOver(cache, room, position);
  const floor = under?.above ?? Number.MIN_SAFE_INTEGER;
  const ceiling = over?.above ?? Number.MAX_SAFE_INTEGER;
  const select = (where: string, order: string) => cache.db.prepare<[number, number, number, number], EventRow>(`SELECT ${eventColumns} FROM event WHERE room = ? AND item = 1 AND ${where} ORDER BY position ${order} LIMIT ?`);
  const wanted = key === null ? before : before + 1; // the item that the anchor meant is on the page
  const older = select('position <= ? AND position >= ?', 'DESC').all(room.no, position, floor, wanted + 1);
  const newer = select('position > ? AND position < ?', 'ASC').all(room.no, position, ceiling, after + 1);
  const rows = [...older.slice(0, wanted).reverse(), ...newer.slice(0, after)];
  const hasOlder = older.length > wanted;
  const hasNewer = newer.length > after;
  const items = rows.map(read);
  if (!hasNewer && !over) items.push(...echoesOf(cache, own, room));
  return {
    items,
    older: hasOlder ? 'more' : under ? 'gap' : 'start',
    newer: hasNewer ? 'more' : over ? 'gap' : 'end',
    gapId: !hasOlder && under ? String(under.gapId) : !hasNewer && over ? String(over.gapId) : null,
    anchorKey: key,
  };
}

export function readItems(cache: Cache, own: Own, { roomId, keys }: Input<'readItems'>): TimelineItem[] {
  const room = visibleRoom(cache, roomId);
  if (!room) return [];
  const read = createReader(cache, own, room);
  const echoes = new Map(echoesOf(cache, own, room).map((item) => [item.key, item]));
  return keys.flatMap((key) => {
    const row = findByKey(cache, room, key);
    if (row) return row.item === 1 ? [read(row)] : [];
    return echoes.get(key) ?? [];
  });
}

/** Versions before the present one, oldest first. */
export function readVersions(cache: Cache, roomId: RoomId, eventId: EventId): Output<'readVersions'> {
  const room = visibleRoom(cache, roomId);
  const row = room && findEvent(cache, room, eventId);
  if (!room || row?.item !== 1 || row.redacted === 1 || row.editId === null) return [];
  const original = contentOf(row);
  const versions = [{ row, content: original }, ...validEdits(cache, room, row).map((edit) => ({ row: edit, content: editedContent(original, contentOf(edit)) }))];
  return versions.slice(0, -1).map((version) => {
    const body = bodyOf(row.kind, version.content);
    const text = 'text' in body ? body.text : 'caption' in body ? (body.caption?.text ?? '') : '';
    return { at: version.row.at, senderId: cache.users.id(version.row.sender), text };
  });
}
