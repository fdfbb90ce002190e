import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';

/**
 * Looks into a bridge's own database, read-only, and closes it again. Null when it is elsewhere (PostgreSQL), busy or of
 * another shape: then nobody knows, and the caller says so.
 */
export function askBridgeDatabase<Answer>(path: string | null | undefined, ask: (sqlite: Database.Database) => Answer): Answer | null {
  if (!path || !existsSync(path)) return null;
  let sqlite: Database.Database | undefined;
  try {
    sqlite = new Database(path, { readonly: true, fileMustExist: true, timeout: 1_000 });
    return ask(sqlite);
  } catch {
    return null; // not readable now: the caller treats it as unknown, which is what it is
  } finally {
    sqlite?.close();
  }
}
