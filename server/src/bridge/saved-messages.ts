import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { BridgeId } from '@holdfast/contract';

/**
 * Looks into a bridge's own database, read-only, for one thing: whether it saved a message under an event id (bridgev2
 * schema, table `message`). A bridge that died saved everything it will ever have saved, so a yes is final; a no is not.
 */
export function createSavedMessages(paths: ReadonlyMap<BridgeId, string | null>) {
  return {
    /** Null when the database is elsewhere, busy or of another shape: then nobody knows. */
    has(bridge: BridgeId, eventId: string): boolean | null {
      const path = paths.get(bridge);
      if (!path || !existsSync(path)) return null;
      let sqlite: Database.Database | undefined;
      try {
        sqlite = new Database(path, { readonly: true, fileMustExist: true, timeout: 1_000 });
        return sqlite.prepare('SELECT 1 FROM message WHERE mxid = ?').get(eventId) !== undefined;
      } catch {
        return null; // not readable now: the caller treats it as unknown, which is what it is
      } finally {
        sqlite?.close();
      }
    },
  };
}
