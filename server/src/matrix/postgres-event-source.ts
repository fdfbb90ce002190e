import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { EventId } from '@holdfast/contract';
import { createSchemaCheck, eventColumns, storedEvent, type EventRow, type EventSource } from './event-source.ts';

const kept = 'NOT e.outlier AND e.rejection_reason IS NULL';

/** Reads Synapse's PostgreSQL with a role that may SELECT on events, event_json and schema_version and do nothing else. */
export function createPostgresEventSource(connectionString: string, { pollMs = 1000, signal }: { pollMs?: number; signal?: AbortSignal } = {}): EventSource {
  const pool = new pg.Pool({ connectionString, max: 3, options: '-c default_transaction_read_only=on -c statement_timeout=10000' });
  pool.on('error', () => {}); // an idle connection broke; the next query opens another and reports what is wrong

  async function version(): Promise<number> {
    const { rows } = await pool.query<{ version: number }>('SELECT version FROM schema_version');
    const found = rows[0]?.version;
    if (found === undefined) throw new Error('schema_version is empty');
    return found;
  }

  const isReady = createSchemaCheck();
  return {
    async open() {
      for (;;) {
        if (isReady(await version().catch(() => undefined))) return;
        await delay(pollMs, undefined, signal ? { signal } : {});
      }
    },
    async after(cursor, limit) {
      const { rows } = await pool.query<EventRow>(
        `SELECT ${eventColumns} FROM events e JOIN event_json ej ON ej.event_id = e.event_id
         WHERE e.stream_ordering > $1 AND ${kept} ORDER BY e.stream_ordering LIMIT $2`,
        [cursor, limit],
      );
      return rows.map(storedEvent);
    },
    async window(since, cursor) {
      // received_ts rises with stream_ordering but for the writes under way, so the newest stretch is enough.
      const { rows } = await pool.query<{ n: string; id: string }>(
        `SELECT n, id FROM (
           SELECT e.stream_ordering AS n, e.event_id AS id, COALESCE(e.received_ts, e.origin_server_ts) AS at, (${kept}) AS kept
           FROM events e WHERE e.stream_ordering <= $1 ORDER BY e.stream_ordering DESC LIMIT 100000
         ) newest WHERE at >= $2 AND kept ORDER BY n`,
        [cursor, since],
      );
      return rows.map((row) => ({ streamOrdering: Number(row.n), eventId: row.id as EventId }));
    },
    async byIds(eventIds) {
      const { rows } = await pool.query<EventRow>(
        `SELECT ${eventColumns} FROM events e JOIN event_json ej ON ej.event_id = e.event_id WHERE e.event_id = ANY($1) AND ${kept}`,
        [[...eventIds]],
      );
      return rows.map(storedEvent);
    },
    async newest() {
      const { rows } = await pool.query<{ n: string }>('SELECT COALESCE(MAX(stream_ordering), 0) AS n FROM events');
      return Number(rows[0]?.n ?? 0);
    },
    schemaVersion: version,
    close: () => pool.end(),
  };
}
