import type { EventId, UserId } from '@holdfast/contract';
import type { MatrixEvent } from '../../ipc/index.ts';
import type { Cache } from '../cache.ts';
import { asRecord, asText, classify, isPruned } from '../events/classify.ts';
import { isItem, kinds } from '../events/kinds.ts';
import { handsetMark } from '../matrix-words.ts';
import type { Room } from '../rooms/rooms.ts';
import { isServiceUser } from '../rooms/sides.ts';
import { awaitIndexing } from '../search/word-index.ts';
import { attachmentsOf } from './attachments.ts';
import { adoptReceipts } from './receipts.ts';
import { mediaIn, noteMedia } from '../media/uses.ts';
import { expectWord, takeBridgeWord, takeGateWord } from './deliveries.ts';
import { freeDoc } from './docs.ts';
import { reproject, tellTarget, withdraw } from './project.ts';
import { keyOfRow, relationsOf } from './rows.ts';
import type { Tally } from '../tally.ts';

export type RecordDeps = { readonly cache: Cache; readonly tally: Tally; readonly adoptTxn: (room: Room, event: MatrixEvent) => string | null };

/**
 * Writes one event at its place and lets it act on what is here: whatever order events come in, the room ends the same.
 * `live`: it is newer than everything that was here.
 */
export function recordEvent({ cache, tally, adoptTxn }: RecordDeps, room: Room, event: MatrixEvent, position: number, live: boolean): void {
  const { kind, target } = classify(event);
  const pruned = isPruned(event, kind);
  const item = isItem(kind);
  const at = clampTime(event.origin_server_ts);
  const sender = cache.users.no(event.sender);
  const handset = event.content[handsetMark] !== undefined && isServiceUser(room, event.sender) ? 1 : 0;
  const txn = event.sender === cache.me ? adoptTxn(room, event) : null;
  const withdrawnBy = asText(asRecord(event.unsigned?.['redacted_because'])['sender']) as UserId | null;
  const eventId = event.event_id;
  const keep = kind !== kinds.other && kind !== kinds.gateWord && kind !== kinds.bridgeWord && !pruned;
  const { changes } = cache.db
    .prepare(
      `INSERT OR IGNORE INTO event (room, position, event_id, kind, item, sender, at, doc, attach, handset, txn, target, redacted, redacted_by, content)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      room.no, position, eventId, kind, item ? 1 : 0, sender, at, item ? freeDoc(cache, at) : null, item && !pruned ? attachmentsOf(kind, event.content) : 0, handset, txn,
      kind === kinds.gateWord || kind === kinds.bridgeWord ? null : target, pruned ? 1 : 0, withdrawnBy === null ? null : cache.users.no(withdrawnBy), keep ? JSON.stringify(event.content) : '',
    );
  if (changes === 0) return; // the same id in another room: ids are hashes, so somebody made it up
  tally.newEvent();
  tally.room(room);
  // Who writes has read; who only came in has not.
  if (event.sender === cache.me && kind !== kinds.other && position > room.readPosition) room.readPosition = position;
  adoptReceipts(cache, tally, room, eventId, position);
  if (event.sender === cache.me && !pruned && gated(kind)) expectWord(cache, room, eventId);
  if (keep) noteMedia(cache, room, mediaIn(event.content));
  if (item) arrive(cache, tally, room, event, position, live, txn);
  act(cache, tally, room, event, kind, target as EventId | null);
  settle(cache, tally, room, eventId, item);
}

function arrive(cache: Cache, tally: Tally, room: Room, event: MatrixEvent, position: number, live: boolean, txn: string | null): void {
  const at = clampTime(event.origin_server_ts);
  if (!isPruned(event, classify(event).kind)) room.messages += 1;
  room.oldestAt = Math.min(room.oldestAt ?? at, at);
  const key = keyOfRow({ txn, eventId: event.event_id });
  awaitIndexing(cache, event.event_id);
  tally.reindex(room, event.event_id);
  if (live) tally.appended(room, key);
  else tally.item(room, key);
  const mentions = classify(event).kind === kinds.note && event.sender !== cache.me && mentionsMe(cache, event);
  if (mentions && position > room.mentionPosition) room.mentionPosition = position;
  if (live && (mentions || cache.sideOf(room, event.sender) === 'client')) tally.fresh(room, event.event_id, at, event.sender, mentions);
}

const gated = (kind: number): boolean => kind !== kinds.other && kind !== kinds.note && kind !== kinds.gateWord && kind !== kinds.bridgeWord && kind !== kinds.pollEnd;

const mentionsMe = (cache: Cache, event: MatrixEvent): boolean => {
  const users = asRecord(event.content['m.mentions'])['user_ids'];
  return Array.isArray(users) && users.includes(cache.me);
};

/** What the event does to others that are here already. */
function act(cache: Cache, tally: Tally, room: Room, event: MatrixEvent, kind: number, target: EventId | null): void {
  if (target === null) return;
  const at = clampTime(event.origin_server_ts);
  if (kind === kinds.gateWord) takeGateWord(cache, tally, room, target, event.content, at);
  else if (kind === kinds.bridgeWord) takeBridgeWord(cache, tally, room, target, event.content, at);
  else if (kind === kinds.redaction) withdraw(cache, tally, room, target, event.sender);
  else if (kind === kinds.edit) reproject(cache, tally, room, target);
  else if (kind === kinds.reaction || kind === kinds.vote || kind === kinds.pollEnd) tellTarget(cache, tally, room, target);
}

/** What others, here already, do to the event. */
function settle(cache: Cache, tally: Tally, room: Room, eventId: EventId, item: boolean): void {
  const relations = relationsOf(cache, room, eventId);
  if (relations.length === 0) return;
  const redaction = relations.find((row) => row.kind === kinds.redaction);
  if (redaction) withdraw(cache, tally, room, eventId, cache.users.id(redaction.sender));
  if (!item) return;
  if (relations.some((row) => row.kind === kinds.edit)) reproject(cache, tally, room, eventId);
  for (const row of relations) if (row.item === 1) tally.item(room, keyOfRow(row)); // answers to it can show its words now
}

/** A year nobody lives in is a lie or a mistake; the order of the room does not depend on it. */
export const clampTime = (at: number): number => Math.min(Math.max(0, Math.floor(Number.isFinite(at) ? at : 0)), 4_102_444_800_000);
