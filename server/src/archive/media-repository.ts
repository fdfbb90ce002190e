import type { EventId, RoomId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';

/** A file of a message that is still to be kept. */
export type Fetch = { readonly seq: number; readonly eventId: EventId; readonly roomId: RoomId; readonly mxc: string; readonly askedAt: number; readonly attempts: number };

export function orderFetch(tx: WriteTx, { eventId, roomId, mxc, at }: { eventId: EventId; roomId: RoomId; mxc: string; at: number }): void {
  tx.prepare('INSERT INTO archive_fetch (event_id, room_id, mxc, asked_at, next_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING').run(eventId, roomId, mxc, at, at);
}

export const dueFetches = (db: ReadDb, now: number, limit: number): Fetch[] =>
  db.prepare<[number, number], Fetch>('SELECT seq, event_id AS eventId, room_id AS roomId, mxc, asked_at AS askedAt, attempts FROM archive_fetch WHERE next_at <= ? ORDER BY next_at, seq LIMIT ?').all(now, limit);

export const settleFetch = (tx: WriteTx, seq: number): void => void tx.prepare('DELETE FROM archive_fetch WHERE seq = ?').run(seq);
export const putOffFetch = (tx: WriteTx, seq: number, { code, nextAt }: { code: string; nextAt: number }): void =>
  void tx.prepare('UPDATE archive_fetch SET attempts = attempts + 1, last_error = ?, next_at = ? WHERE seq = ?').run(code, nextAt, seq);

export type FetchCounts = { readonly waiting: number; readonly oldestAt: number | null; readonly failing: number };
export const countFetches = (db: ReadDb): FetchCounts =>
  db.prepare<[], FetchCounts>('SELECT count(*) AS waiting, min(asked_at) AS oldestAt, coalesce(sum(attempts > 3), 0) AS failing FROM archive_fetch').get() ?? { waiting: 0, oldestAt: null, failing: 0 };

/** Whose conversation a room is: a file is kept once for each. A room without a client stands for itself. */
export const clientOfRoom = (db: ReadDb, roomId: RoomId): string =>
  db.prepare<[string], string | null>('SELECT client_id FROM portal WHERE room_id = ?').pluck().get(roomId) ?? roomId;

export const findFile = (db: ReadDb, client: string, tag: Buffer): Buffer | undefined => db.prepare<[string, Buffer], Buffer>('SELECT file FROM archive_file WHERE client = ? AND tag = ?').pluck().get(client, tag);
export const insertFile = (tx: WriteTx, client: string, tag: Buffer, file: Uint8Array): void => void tx.prepare('INSERT INTO archive_file (client, tag, file) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET file = excluded.file').run(client, tag, file);
