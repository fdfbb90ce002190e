import type { BridgeId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';

/** Counts incarnations: which run of a part handed something over, and whether that run is still alive. */
export function startRun(tx: WriteTx, part: BridgeId | 'box', at: number): number {
  tx.prepare(
    `INSERT INTO run (part, number, started_at) VALUES (?, 1, ?)
     ON CONFLICT (part) DO UPDATE SET number = number + 1, started_at = excluded.started_at`,
  ).run(part, at);
  return currentRun(tx, part);
}

export function currentRun(db: ReadDb, part: BridgeId | 'box'): number {
  return db.prepare<[string], { n: number }>('SELECT number AS n FROM run WHERE part = ?').get(part)?.n ?? 0;
}
