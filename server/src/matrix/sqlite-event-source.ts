import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import type { EventId } from '@holdfast/contract';
import { createSchemaCheck, eventColumns, storedEvent, type EventRow, type EventSource } from './event-source.ts';

const kept = 'NOT e.outlier AND e.rejection_reason IS NULL';

/** Reads a live Synapse's SQLite file beside it (WAL, read-only). For the trial; a real box has PostgreSQL. */
export function createSqliteEventSource(path: string, { pollMs = 250, signal }: { pollMs?: number; signal?: AbortSignal } = {}): EventSource {
  let sqlite: Database.Database | undefined;
  const db = (): Database.Database => {
    if (!sqlite) throw new Error('event source is not open');
    return sqlite;
  };

  const isReady = createSchemaCheck();
  function usable(candidate: Database.Database, found: number | undefined): boolean {
    try {
      return isReady(found);
    } catch (failure) {
      candidate.close();
      throw failure;
    }
  }

  function version(of: Database.Database): number | undefined {
    try {
      const ready = of.prepare("SELECT count(*) AS n FROM sqlite_master WHERE name IN ('events', 'event_json', 'schema_version')").get() as { n: number };
      if (ready.n < 3) return undefined;
      return (of.prepare('SELECT version FROM schema_version').get() as { version: number } | undefined)?.version;
    } catch {
      return undefined; // the homeserver is making its tables right now
    }
  }

  return {
    async open() {
      for (;;) {
        if (existsSync(path)) {
          const candidate = tryOpen(path);
          const found = candidate && version(candidate);
          const use = candidate !== undefined && usable(candidate, found);
          if (use) {
            sqlite = candidate;
            return;
          }
          candidate?.close();
        }
        await delay(pollMs, undefined, signal ? { signal } : {});
      }
    },
    async after(cursor, limit) {
      return db()
        .prepare<[number, number], EventRow>(
          `SELECT ${eventColumns} FROM events e JOIN event_json ej ON ej.event_id = e.event_id
           WHERE e.stream_ordering > ? AND ${kept} ORDER BY e.stream_ordering LIMIT ?`,
        )
        .all(cursor, limit)
        .map(storedEvent);
    },
    async window(since, cursor) {
      // Backwards along the primary key until a whole stretch is older than the window: no index on received_ts exists.
      const page = 500;
      const found: { streamOrdering: number; eventId: EventId }[] = [];
      const statement = db().prepare<[number, number], { streamOrdering: number; eventId: EventId; receivedAt: number; kept: number }>(
        `SELECT e.stream_ordering AS streamOrdering, e.event_id AS eventId, COALESCE(e.received_ts, e.origin_server_ts) AS receivedAt,
           (${kept}) AS kept FROM events e WHERE e.stream_ordering <= ? ORDER BY e.stream_ordering DESC LIMIT ?`,
      );
      for (let upTo = cursor; ; ) {
        const rows = statement.all(upTo, page);
        let fresh = false;
        for (const row of rows) {
          if (row.receivedAt < since) continue;
          fresh = true;
          if (row.kept) found.push({ streamOrdering: row.streamOrdering, eventId: row.eventId });
        }
        if (!fresh || rows.length < page) break;
        upTo = (rows.at(-1)?.streamOrdering ?? 1) - 1;
      }
      return found.reverse();
    },
    async byIds(eventIds) {
      const statement = db().prepare<[string], EventRow>(
        `SELECT ${eventColumns} FROM events e JOIN event_json ej ON ej.event_id = e.event_id WHERE e.event_id = ? AND ${kept}`,
      );
      return eventIds.map((id) => statement.get(id)).filter((row) => row !== undefined).map(storedEvent);
    },
    async newest() {
      return (db().prepare('SELECT COALESCE(MAX(stream_ordering), 0) AS n FROM events').get() as { n: number }).n;
    },
    async schemaVersion() {
      return (db().prepare('SELECT version FROM schema_version').get() as { version: number }).version;
    },
    async close() {
      sqlite?.close();
      sqlite = undefined;
    },
  };
}

function tryOpen(path: string): Database.Database | undefined {
  try {
    const sqlite = new Database(path, { readonly: true, fileMustExist: true });
    sqlite.pragma('busy_timeout = 2000');
    return sqlite;
  } catch {
    return undefined; // being created; the caller tries again
  }
}
