import { rmSync } from 'node:fs';

/** Words of SQLite for a file that cannot be read as what it should be: damaged, cut short, or made with another key. */
const damaged = /^SQLITE_(NOTADB|CORRUPT|IOERR_SHORT_READ|IOERR_DATA|IOERR_CORRUPTFS|FORMAT)/;
/** A table or column that must exist and does not: the schema page was lost. */
const schemaLost = /^(no such (table|column)|malformed database schema)/;

/** A page that does not fit the others, found by reading them all. */
export class DamagedError extends Error {
  override readonly name = 'DamagedError';
  constructor() {
    super('a page of the file is damaged');
  }
}

/** Full disks, foreign locks and missing permissions are no damage: nothing is rebuilt because of them. */
export function isDamage(failure: unknown): boolean {
  if (!(failure instanceof Error)) return false;
  if (failure instanceof DamagedError) return true;
  const code = (failure as { code?: unknown }).code;
  return typeof code === 'string' && (damaged.test(code) || (code === 'SQLITE_ERROR' && schemaLost.test(failure.message)));
}

/** Removes a database with its log. */
export function destroyFile(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`, `${path}-journal`]) rmSync(file, { force: true });
}
