import { createHash } from 'node:crypto';
import type { EventId, RoomId, UserId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';
import type { ParsedEvent, StoredEvent } from '../matrix/index.ts';
import type { CapturedEvent, Relation } from './captured-event.ts';
import { relationOf } from './relation.ts';

/** The facts of a recorded event; its body is elsewhere. */
export type JournaledEvent = {
  readonly seq: number;
  readonly eventId: EventId;
  readonly roomId: RoomId;
  readonly sender: UserId;
  readonly type: string;
  readonly stateKey: string | null;
  readonly originServerTs: number;
  readonly msgtype: string | null;
  readonly relatesTo: EventId | null;
  readonly relation: Relation | null;
};

const columns = `seq, event_id AS eventId, room_id AS roomId, sender, type, state_key AS stateKey, origin_server_ts AS originServerTs,
  msgtype, relates_to AS relatesTo, relation`;

export function findJournaled(db: ReadDb, eventId: EventId): JournaledEvent | undefined {
  return db.prepare<[string], JournaledEvent>(`SELECT ${columns} FROM journal_event WHERE event_id = ?`).get(eventId);
}

export function isJournaled(db: ReadDb, eventId: EventId): boolean {
  return db.prepare<[string], 1>('SELECT 1 FROM journal_event WHERE event_id = ?').pluck().get(eventId) !== undefined;
}

/** The newest edit of an event by its own author that was not itself withdrawn; undefined when the first version stands. */
export function standingEdit(db: ReadDb, target: EventId, author: UserId): EventId | undefined {
  return db
    .prepare<[string, string], { id: EventId }>(
      `SELECT event_id AS id FROM journal_event e WHERE relates_to = ? AND relation = 'edit' AND sender = ?
       AND NOT EXISTS (SELECT 1 FROM journal_event r WHERE r.relates_to = e.event_id AND r.relation = 'redaction' AND r.sender = e.sender)
       ORDER BY seq DESC LIMIT 1`,
    )
    .get(target, author)?.id;
}

export function readCursor(db: ReadDb): number {
  const row = db.prepare<[], { n: number }>('SELECT stream_ordering AS n FROM journal_cursor WHERE id = 1').get();
  return row?.n ?? 0;
}

export function moveCursor(tx: WriteTx, to: number): void {
  tx.prepare(
    `INSERT INTO journal_cursor (id, stream_ordering) VALUES (1, ?)
     ON CONFLICT (id) DO UPDATE SET stream_ordering = MAX(stream_ordering, excluded.stream_ordering)`,
  ).run(to);
}

/** Records the facts of one event; undefined when it was recorded before. */
export function insertJournaled(
  tx: WriteTx,
  stored: StoredEvent,
  parsed: ParsedEvent,
  recordedAt: number,
  late: boolean,
): CapturedEvent | undefined {
  const relation = relationOf(parsed.type, parsed.content, parsed.redacts);
  const msgtype = parsed.content['msgtype'];
  const size = Buffer.byteLength(stored.json);
  const { changes, lastInsertRowid } = tx
    .prepare(
      `INSERT INTO journal_event (event_id, stream_ordering, room_id, sender, type, state_key, origin_server_ts, recorded_at,
         size, hash, msgtype, relates_to, relation, late)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (event_id) DO NOTHING`,
    )
    .run(
      stored.eventId,
      stored.streamOrdering,
      parsed.roomId,
      parsed.sender,
      parsed.type,
      parsed.stateKey,
      parsed.originServerTs,
      recordedAt,
      size,
      createHash('sha256').update(stored.json).digest(),
      typeof msgtype === 'string' ? msgtype : null,
      relation?.relatesTo ?? null,
      relation?.relation ?? null,
      late ? 1 : 0,
    );
  if (changes === 0) return undefined;
  return {
    seq: Number(lastInsertRowid),
    eventId: stored.eventId,
    streamOrdering: stored.streamOrdering,
    roomId: parsed.roomId,
    sender: parsed.sender,
    type: parsed.type,
    stateKey: parsed.stateKey,
    originServerTs: parsed.originServerTs,
    recordedAt,
    content: parsed.content,
    relatesTo: relation?.relatesTo ?? null,
    relation: relation?.relation ?? null,
    transactionId: stored.transactionId,
    late,
  };
}

export function insertFault(tx: WriteTx, eventId: EventId, reader: string, code: string, at: number): void {
  tx.prepare('INSERT INTO journal_fault (event_id, reader, code, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING').run(eventId, reader, code, at);
}

export type JournalStatus = { readonly recorded: number; readonly cursor: number; readonly faults: number; readonly lastRecordedAt: number | null };

export function journalStatus(db: ReadDb): JournalStatus {
  const row = db
    .prepare<[], { recorded: number | null; lastRecordedAt: number | null }>(
      `SELECT MAX(seq) AS recorded, (SELECT recorded_at FROM journal_event ORDER BY seq DESC LIMIT 1) AS lastRecordedAt FROM journal_event`,
    )
    .get();
  const faults = db.prepare<[], { n: number }>('SELECT COUNT(*) AS n FROM journal_fault').get()?.n ?? 0;
  return { recorded: row?.recorded ?? 0, cursor: readCursor(db), faults, lastRecordedAt: row?.lastRecordedAt ?? null };
}
