import type { ReadDb, WriteTx } from '../db/index.ts';

export type WitnessState = { readonly name: string; /** Of the last head that it cosigned, as far as we know. */ readonly size: number; readonly cosignedAt: number | null; readonly failingSince: number | null; readonly failure: string | null };

const columns = 'name, size, cosigned_at AS cosignedAt, failing_since AS failingSince, failure';
export const readWitness = (db: ReadDb, name: string): WitnessState | undefined => db.prepare<[string], WitnessState>(`SELECT ${columns} FROM archive_witness WHERE name = ?`).get(name);

const ensure = (tx: WriteTx, name: string): void => void tx.prepare('INSERT INTO archive_witness (name) VALUES (?) ON CONFLICT DO NOTHING').run(name);

export function markCosigned(tx: WriteTx, name: string, size: number, at: number): void {
  ensure(tx, name);
  tx.prepare('UPDATE archive_witness SET size = ?, cosigned_at = ?, failing_since = NULL, failure = NULL WHERE name = ?').run(size, at, name);
}

export function markFailing(tx: WriteTx, name: string, code: string, at: number): void {
  ensure(tx, name);
  tx.prepare('UPDATE archive_witness SET failing_since = coalesce(failing_since, ?), failure = ? WHERE name = ?').run(at, code, name);
}

export function setKnownSize(tx: WriteTx, name: string, size: number): void {
  ensure(tx, name);
  tx.prepare('UPDATE archive_witness SET size = ? WHERE name = ?').run(size, name);
}
