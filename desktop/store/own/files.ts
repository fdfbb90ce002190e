import type { Db } from '../files/database.ts';
import type { Own } from './own.ts';

type FileRow = { readonly size: number; readonly stored: number };
const findFile = (db: Db, fileId: string) => db.prepare<[string], FileRow>('SELECT size, stored FROM file WHERE file_id = ?').get(fileId);

/** Files that wait to be sent, in pieces as they come (at most 1 MiB each), readable from any byte. */
export function beginFile(own: Own, fileId: string, size: number): void {
  own.write((db) => void db.prepare('INSERT INTO file (file_id, size, stored) VALUES (?, ?, 0) ON CONFLICT DO NOTHING').run(fileId, size));
}

export function appendFile({ db }: Own, fileId: string, bytes: Uint8Array): void {
  db.write(() => {
    const file = findFile(db, fileId);
    if (!file) throw new Error(`file ${fileId} was not begun`);
    if (file.stored + bytes.byteLength > file.size) throw new Error(`file ${fileId} is longer than announced`);
    if (bytes.byteLength === 0) return;
    db.prepare('INSERT INTO file_piece (file_id, start, bytes) VALUES (?, ?, ?)').run(fileId, file.stored, bytes);
    db.prepare('UPDATE file SET stored = stored + ? WHERE file_id = ?').run(bytes.byteLength, fileId);
  });
}

/** Bytes that are there: fewer than asked for at the end, none for a file nobody knows. */
export function readFile({ db }: Own, fileId: string, offset: number, length: number): Uint8Array {
  return readPieces(
    db.prepare<[string, string, number, number], Piece>(
      `SELECT start, bytes FROM file_piece WHERE file_id = ? AND start >= coalesce((SELECT max(start) FROM file_piece WHERE file_id = ? AND start <= ?), 0) AND start < ? ORDER BY start`,
    ),
    [fileId, fileId, offset],
    offset,
    length,
  );
}

/** How much of it is here; null for one nobody knows. */
export function fileSize({ db }: Own, fileId: string): number | null {
  return findFile(db, fileId)?.stored ?? null;
}

export function discardFile(own: Own, fileId: string): void {
  own.write((db) => {
    db.prepare('DELETE FROM file WHERE file_id = ?').run(fileId);
    if (db === own.db) db.prepare('DELETE FROM file_piece WHERE file_id = ?').run(fileId);
  });
}

/** Files that no row waits with: begun and never sent, or left by a kill. */
export function sweepFiles(own: Own): void {
  const held = new Set([...own.outgoing.values()].flatMap(({ outgoing }) => (outgoing.kind === 'file' ? [outgoing.file.fileId] : [])));
  for (const { file_id } of own.db.prepare<[], { file_id: string }>('SELECT file_id FROM file').all()) if (!held.has(file_id)) discardFile(own, file_id);
}

export type Piece = { readonly start: number; readonly bytes: Buffer };

/** Puts together what lies between two bytes. `statement` answers the pieces from the one that holds `offset` up to `end`. */
export function readPieces(statement: { iterate(...parameters: never[]): IterableIterator<Piece> }, parameters: readonly unknown[], offset: number, length: number): Uint8Array {
  const end = offset + length;
  const parts: Uint8Array[] = [];
  let total = 0;
  for (const { start, bytes } of statement.iterate(...([...parameters, end] as never[]))) {
    const part = bytes.subarray(Math.max(0, offset - start), Math.min(bytes.byteLength, end - start));
    parts.push(part);
    total += part.byteLength;
  }
  const whole = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
