import type { ReadDb, WriteTx } from '../db/index.ts';
import { AppError } from '../kernel/index.ts';
import { hashOf } from './session-repository.ts';

/**
 * Guessing one person's password from many addresses: five free tries, then each further one costs a wait that doubles
 * up to a quarter of an hour. Never for good, because then anybody could lock the administrator out of their own box.
 */
const freeTries = 5;
const firstWaitMs = 30_000;
const longestWaitMs = 15 * 60_000;
const forgottenAfterMs = 24 * 60 * 60_000;

type Row = { failures: number; lastAt: number; barredUntil: number };

function find(db: ReadDb, name: string): Row | undefined {
  return db
    .prepare<[Buffer], Row>('SELECT failures, last_at AS lastAt, barred_until AS barredUntil FROM sign_in_failure WHERE name_hash = ?')
    .get(keyOf(name));
}

const keyOf = (name: string) => hashOf(name.trim().toLowerCase());

/**
 * Counts a try before the password is looked at, so that many at once count as many. Throws TOO_MANY_REQUESTS while the
 * name waits; a refused try does not lengthen the wait.
 */
export function countTry(tx: WriteTx, name: string, now: number): void {
  const row = find(tx, name);
  const known = row && row.lastAt > now - forgottenAfterMs ? row : undefined;
  if (known && known.barredUntil > now) {
    const retryAfterSeconds = Math.ceil((known.barredUntil - now) / 1000);
    throw new AppError('TOO_MANY_REQUESTS', `too many failed sign-ins for this name; try again in ${retryAfterSeconds} seconds`, { retryAfterSeconds });
  }
  const failures = (known?.failures ?? 0) + 1;
  const wait = failures < freeTries ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(failures - freeTries, 20));
  tx.prepare(
    `INSERT INTO sign_in_failure (name_hash, failures, last_at, barred_until) VALUES (?, ?, ?, ?)
     ON CONFLICT (name_hash) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at, barred_until = excluded.barred_until`,
  ).run(keyOf(name), failures, now, now + wait);
}

export function forgetTries(tx: WriteTx, name: string): void {
  tx.prepare('DELETE FROM sign_in_failure WHERE name_hash = ?').run(keyOf(name));
}

export function deleteOldTries(tx: WriteTx, now: number): void {
  tx.prepare('DELETE FROM sign_in_failure WHERE last_at < ?').run(now - forgottenAfterMs);
}
