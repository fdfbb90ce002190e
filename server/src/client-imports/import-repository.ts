import type { ClientId, ClientImport, ClientImportId, ImportColumn, ImportKind, ImportLineQuery, ImportSample, PersonId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';
import type { FileColumn } from './columns.ts';
import type { FileHead } from './read-file.ts';

export type ImportCounts = Record<ImportKind, number>;
export type ImportRecord = Omit<ClientImport, 'state' | 'columns' | 'counts' | 'sample'> & {
  readonly state: ClientImport['state'] | 'reading';
  readonly columns: readonly FileColumn[];
  readonly counts: ImportCounts;
  readonly sample: readonly ImportSample[];
};
export type LineRecord = { readonly line: number; readonly kind: ImportKind; readonly code: string | null; readonly column: ImportColumn | null; readonly cells: readonly string[] | null; readonly clientId: ClientId | null; readonly done: boolean };

type Row = Omit<ImportRecord, 'columns' | 'counts' | 'sample'> & { columns: string; counts: string; sample: string };
type LineRow = Omit<LineRecord, 'cells' | 'done'> & { cells: string | null; done: 0 | 1 };

const columns = `id AS importId, state, file_name AS fileName, encoding, delimiter, columns, lines, counts, done, remarks, sample, created_by AS createdBy, created_at AS createdAt,
  started_at AS startedAt, finished_at AS finishedAt, version`;
const toImport = (row: Row): ImportRecord => ({
  ...row, columns: JSON.parse(row.columns) as FileColumn[], counts: JSON.parse(row.counts) as ImportCounts, sample: JSON.parse(row.sample) as ImportSample[],
});
const lineColumns = 'line, kind, code, column_name AS "column", cells, client_id AS clientId, done';
const toLine = ({ cells, done, ...row }: LineRow): LineRecord => ({ ...row, cells: cells === null ? null : (JSON.parse(cells) as string[]), done: done === 1 });

export function findImport(db: ReadDb, importId: ClientImportId): ImportRecord | undefined {
  const row = db.prepare<[ClientImportId], Row>(`SELECT ${columns} FROM client_import WHERE id = ?`).get(importId);
  return row && toImport(row);
}

export function listImports(db: ReadDb, limit: number): ImportRecord[] {
  return db.prepare<[number], Row>(`SELECT ${columns} FROM client_import WHERE state <> 'reading' ORDER BY created_at DESC, id LIMIT ?`).all(limit).map(toImport);
}

export function importsIn(db: ReadDb, state: ImportRecord['state']): ClientImportId[] {
  return db.prepare<[string], { id: ClientImportId }>('SELECT id FROM client_import WHERE state = ? ORDER BY created_at').all(state).map(({ id }) => id);
}

export function insertImport(tx: WriteTx, { importId, fileName, createdBy, at, head }: { importId: ClientImportId; fileName: string | null; createdBy: PersonId; at: number; head: FileHead }): void {
  tx.prepare(
    "INSERT INTO client_import (id, state, file_name, encoding, delimiter, columns, counts, created_by, created_at) VALUES (?, 'reading', ?, ?, ?, ?, ?, ?, ?)",
  ).run(importId, fileName, head.encoding, head.delimiter, JSON.stringify(head.columns), JSON.stringify({ new: 0, changed: 0, unchanged: 0, broken: 0 }), createdBy, at);
}

/** Its version grows by one. */
export function changeImport(tx: WriteTx, importId: ClientImportId, change: Readonly<Record<string, string | number | null>>): void {
  const names = Object.keys(change);
  tx.prepare(`UPDATE client_import SET ${names.map((name) => `${name} = @${name}`).join(', ')}, version = version + 1 WHERE id = @id`).run({ ...change, id: importId });
}

/** Progress is no change anybody could have meant to make: the version stays. */
export function noteProgress(tx: WriteTx, importId: ClientImportId, counts: ImportCounts, done: number): void {
  tx.prepare('UPDATE client_import SET counts = ?, done = ? WHERE id = ?').run(JSON.stringify(counts), done, importId);
}

export function insertLine(tx: WriteTx, importId: ClientImportId, line: LineRecord): void {
  tx.prepare('INSERT INTO client_import_line (import_id, line, kind, code, column_name, cells, client_id, done) VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(
    importId, line.line, line.kind, line.code, line.column, JSON.stringify(line.cells), line.clientId, line.done ? 1 : 0,
  );
}

/** Those still to be put in, in their order. */
export function openLines(db: ReadDb, importId: ClientImportId, limit: number): LineRecord[] {
  return db.prepare<unknown[], LineRow>(`SELECT ${lineColumns} FROM client_import_line WHERE import_id = ? AND done = 0 ORDER BY line LIMIT ?`).all(importId, limit).map(toLine);
}

/** What a line says of somebody is forgotten as it goes in; of a broken one it stays for who has to mend it. */
export function settleLine(tx: WriteTx, importId: ClientImportId, line: number, outcome: Omit<LineRecord, 'line' | 'cells' | 'done'>): void {
  tx.prepare(
    "UPDATE client_import_line SET kind = @kind, code = @code, column_name = @column, client_id = @clientId, done = 1, cells = CASE WHEN @kind = 'broken' THEN cells END WHERE import_id = @importId AND line = @line",
  ).run({ ...outcome, importId, line });
}

export function listLines(db: ReadDb, importId: ClientImportId, { kind, remark, after = 0 }: ImportLineQuery, limit: number): LineRecord[] {
  return db
    .prepare<unknown[], LineRow>(
      `SELECT ${lineColumns} FROM client_import_line WHERE import_id = @importId ${kind === undefined ? '' : 'AND kind = @kind'} ${remark ? "AND code IS NOT NULL AND kind <> 'broken'" : ''}
         AND line > @after ORDER BY line LIMIT @limit`,
    )
    .all({ importId, kind: kind ?? null, after, limit })
    .map(toLine);
}

/** A piece of what an import that ended holds of people; false when nothing was left. */
export function forgetCells(tx: WriteTx, importId: ClientImportId, limit: number): boolean {
  return tx
    .prepare('UPDATE client_import_line SET cells = NULL WHERE import_id = @importId AND line IN (SELECT line FROM client_import_line WHERE import_id = @importId AND cells IS NOT NULL LIMIT @limit)')
    .run({ importId, limit }).changes > 0;
}

export function forgetLines(tx: WriteTx, importId: ClientImportId, limit: number): boolean {
  return tx
    .prepare('DELETE FROM client_import_line WHERE import_id = @importId AND line IN (SELECT line FROM client_import_line WHERE import_id = @importId LIMIT @limit)')
    .run({ importId, limit }).changes > 0;
}

export const importsEndedBefore = (db: ReadDb, at: number): ClientImportId[] =>
  db.prepare<[number], { id: ClientImportId }>("SELECT id FROM client_import WHERE state IN ('done', 'cancelled') AND finished_at < ?").all(at).map(({ id }) => id);

export const importsLeftReady = (db: ReadDb, at: number): ClientImportId[] =>
  db.prepare<[number], { id: ClientImportId }>("SELECT id FROM client_import WHERE state = 'ready' AND created_at < ?").all(at).map(({ id }) => id);

export function deleteImport(tx: WriteTx, importId: ClientImportId): void {
  tx.prepare('DELETE FROM client_import WHERE id = ?').run(importId);
}

