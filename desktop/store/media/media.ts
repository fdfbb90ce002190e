import type { Db } from '../files/database.ts';
import { readPieces, type Piece } from '../own/files.ts';

type Variant = 'full' | 'thumb';
type MediaRow = { readonly no: number; readonly size: number; readonly mimeType: string };
export type MediaBytes = { bytes: Uint8Array; size: number; mimeType: string };

const pieceBytes = 1 << 20;

/** Bytes of a finished file. Reading one makes it the last to be dropped (once a minute is often enough). */
export function readMedia(db: Db, source: string, variant: Variant, offset: number, length: number, now: number): MediaBytes | undefined {
  const row = db.prepare<[string, string], MediaRow & { used: number }>('SELECT no, size, mime_type AS mimeType, used FROM media WHERE source = ? AND variant = ? AND finished = 1').get(source, variant);
  if (!row) return undefined;
  if (now - row.used > 60_000) db.prepare('UPDATE media SET used = ? WHERE no = ?').run(now, row.no);
  const pieces = db.prepare<[number, number, number, number], Piece>(
    'SELECT start, bytes FROM media_piece WHERE media = ? AND start >= coalesce((SELECT max(start) FROM media_piece WHERE media = ? AND start <= ?), 0) AND start < ? ORDER BY start',
  );
  return { bytes: readPieces(pieces, [row.no, row.no, offset], offset, length), size: row.size, mimeType: row.mimeType };
}

/** Each write is its own until it is finished: two at once for one file cannot mix. */
export function beginMedia(db: Db, source: string, variant: Variant, mimeType: string, now: number): string {
  return String(db.prepare('INSERT INTO media (source, variant, mime_type, used) VALUES (?, ?, ?, ?)').run(source, variant, mimeType, now).lastInsertRowid);
}

export function appendMedia(db: Db, writeId: string, bytes: Uint8Array): void {
  db.write(() => {
    const row = db.prepare<[string], { size: number }>('SELECT size FROM media WHERE no = ? AND finished = 0').get(writeId);
    if (!row) throw new Error(`media write ${writeId} is not open`);
    for (let at = 0; at < bytes.byteLength; at += pieceBytes) {
      db.prepare('INSERT INTO media_piece (media, start, bytes) VALUES (?, ?, ?)').run(Number(writeId), row.size + at, bytes.subarray(at, at + pieceBytes));
    }
    db.prepare('UPDATE media SET size = size + ? WHERE no = ?').run(bytes.byteLength, writeId);
  });
}

/** Makes the file visible in place of an earlier one, and room for it: the longest unread go first. */
export function finishMedia(db: Db, writeId: string, mostBytes: number): void {
  db.write(() => {
    const row = db.prepare<[string], { source: string; variant: string }>('SELECT source, variant FROM media WHERE no = ? AND finished = 0').get(writeId);
    if (!row) throw new Error(`media write ${writeId} is not open`);
    for (const old of db.prepare<[string, string], { no: number }>('SELECT no FROM media WHERE source = ? AND variant = ? AND finished = 1').all(row.source, row.variant)) drop(db, old.no);
    db.prepare('UPDATE media SET finished = 1 WHERE no = ?').run(writeId);
    makeRoom(db, mostBytes);
  });
}

export function abandonMedia(db: Db, writeId: string): void {
  db.write(() => {
    if (db.prepare('SELECT 1 FROM media WHERE no = ? AND finished = 0').get(writeId)) drop(db, Number(writeId));
  });
}

/** Writes that a kill left open. */
export function sweepMedia(db: Db): void {
  db.write(() => {
    for (const { no } of db.prepare<[], { no: number }>('SELECT no FROM media WHERE finished = 0').all()) drop(db, no);
  });
}

function makeRoom(db: Db, mostBytes: number): void {
  let total = db.prepare<[], { total: number | null }>('SELECT sum(size) AS total FROM media WHERE finished = 1').get()?.total ?? 0;
  if (total <= mostBytes) return;
  for (const { no, size } of db.prepare<[], { no: number; size: number }>('SELECT no, size FROM media WHERE finished = 1 ORDER BY used, no').all()) {
    if (total <= mostBytes) return;
    drop(db, no);
    total -= size;
  }
}

function drop(db: Db, no: number): void {
  db.prepare('DELETE FROM media_piece WHERE media = ?').run(no);
  db.prepare('DELETE FROM media WHERE no = ?').run(no);
}
