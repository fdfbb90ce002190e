import type { ReadDb, WriteTx } from '../db/index.ts';

export type JobRow = {
  readonly id: number;
  readonly kind: string;
  readonly key: string;
  readonly payload: string;
  readonly run_at: number;
  readonly attempts: number;
  readonly ordered: number;
};

const columns = 'id, kind, key, payload, run_at, attempts, ordered';

export function upsertJob(tx: WriteTx, order: { kind: string; key: string; payload: string; runAt: number; now: number }): void {
  tx.prepare(
    `INSERT INTO job (kind, key, payload, run_at, created_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (kind, key) DO UPDATE SET
       payload = excluded.payload, run_at = excluded.run_at, attempts = 0, last_error = NULL, ordered = ordered + 1`,
  ).run(order.kind, order.key, order.payload, order.runAt, order.now);
}

export function deleteJob(tx: WriteTx, kind: string, key: string): boolean {
  return tx.prepare('DELETE FROM job WHERE kind = ? AND key = ?').run(kind, key).changes > 0;
}

/** Rows that may start now: due, of a kind somebody handles, and not running already. */
export function findDueJobs(db: ReadDb, now: number, kinds: readonly string[], running: readonly number[], limit: number): JobRow[] {
  return db
    .prepare<unknown[], JobRow>(
      `SELECT ${columns} FROM job
       WHERE run_at <= ? AND kind IN (SELECT value FROM json_each(?)) AND id NOT IN (SELECT value FROM json_each(?))
       ORDER BY run_at, id LIMIT ?`,
    )
    .all(now, JSON.stringify(kinds), JSON.stringify(running), limit);
}

export function findNextRunAt(db: ReadDb, kinds: readonly string[], running: readonly number[]): number | undefined {
  const row = db
    .prepare<unknown[], { at: number | null }>(
      `SELECT min(run_at) AS at FROM job
       WHERE kind IN (SELECT value FROM json_each(?)) AND id NOT IN (SELECT value FROM json_each(?))`,
    )
    .get(JSON.stringify(kinds), JSON.stringify(running));
  return row?.at ?? undefined;
}

/** The work is done, unless it was ordered again while it ran: then the row stays and runs once more. */
export function settleJob(tx: WriteTx, row: JobRow): void {
  tx.prepare('DELETE FROM job WHERE id = ? AND ordered = ?').run(row.id, row.ordered);
}

export function postponeJob(tx: WriteTx, row: JobRow, runAt: number, code: string): void {
  tx.prepare('UPDATE job SET attempts = attempts + 1, run_at = ?, last_error = ? WHERE id = ? AND ordered = ?').run(runAt, code, row.id, row.ordered);
}
