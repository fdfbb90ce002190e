import type { EventId, RecordedRefusal, RefusalList, RefusalQuery, RoomId, Scope, UserId } from '@holdfast/contract';
import type { ReadDb } from '../db/index.ts';
import type { PersonActor } from '../kernel/index.ts';
import { numberOf, placesOf, readCursor, restrict, sendersOf } from './places.ts';

type Row = { eventId: EventId; roomId: RoomId; sender: UserId; code: string; detail: string | null; at: number };

/** What the gate did not let pass, newest first. */
export function listRefusals(db: ReadDb, actor: PersonActor, scope: Scope, { code, limit = 100, after, ...filter }: RefusalQuery): RefusalList {
  const cursor = readCursor(after, 2);
  const { sql, values } = restrict('d', filter, actor, scope);
  const index = filter.roomId === undefined && filter.clientId === undefined ? 'decision_refused' : 'decision_refused_room';
  const rows = db
    .prepare<unknown[], Row>(
      `SELECT d.event_id AS eventId, d.room_id AS roomId, d.sender, d.code, d.detail, d.decided_at AS at FROM decision d INDEXED BY ${index}
       WHERE d.verdict = 'refuse' AND ${sql} AND (@code IS NULL OR d.code = @code) AND (@sender IS NULL OR d.sender = @sender)
         AND (@from IS NULL OR d.decided_at >= @from) AND d.decided_at <= @to AND (@id IS NULL OR d.decided_at < @to OR d.event_id < @id)
       ORDER BY d.decided_at DESC, d.event_id DESC LIMIT @limit`,
    )
    .all({
      ...values, code: code ?? null, sender: filter.sender ?? null, from: filter.from ?? null, limit,
      to: Math.min(filter.to ?? Number.MAX_SAFE_INTEGER, cursor ? numberOf(cursor[0]!) : Number.MAX_SAFE_INTEGER), id: cursor?.[1] ?? null,
    });
  const places = placesOf(db, rows.map(({ roomId }) => roomId));
  const senderOf = sendersOf(db, rows.map(({ sender }) => sender));
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return {
    refusals: rows.map((row): RecordedRefusal => ({ ...(places.get(row.roomId) ?? { accountId: null, clientId: null, roomName: null }), ...row, sender: senderOf(row.sender) })),
    next: last ? `${last.at}|${last.eventId}` : null,
  };
}
