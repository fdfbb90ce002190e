import type { Sealed } from '@holdfast/archive-format';
import type { ReadDb, WriteTx } from '../db/index.ts';

/** What stands between the record and the files of the log. Every row here is sealed, or signed and public. */
export type TailRow = { readonly seq: number; readonly leaf: Buffer; readonly body: Buffer };
export type Keyslot = { readonly kid: Buffer; readonly file: Buffer };

export function insertRecord(tx: WriteTx, { leaf, body }: Sealed): void {
  tx.prepare('INSERT INTO archive_tail (leaf, body) VALUES (?, ?)').run(leaf, body);
}

export const readTail = (db: ReadDb, limit: number): TailRow[] => db.prepare<[number], TailRow>('SELECT seq, leaf, body FROM archive_tail ORDER BY seq LIMIT ?').all(limit);
export const countTail = (db: ReadDb): number => db.prepare<[], number>('SELECT count(*) FROM archive_tail').pluck().get() ?? 0;
export const deleteTail = (tx: WriteTx, upTo: number): void => void tx.prepare('DELETE FROM archive_tail WHERE seq <= ?').run(upTo);

export function insertKeyslot(tx: WriteTx, kid: Uint8Array, file: Uint8Array): void {
  tx.prepare('INSERT INTO archive_keyslot (kid, file) VALUES (?, ?)').run(kid, file);
}
export const readKeyslots = (db: ReadDb, limit: number): Keyslot[] => db.prepare<[number], Keyslot>('SELECT kid, file FROM archive_keyslot LIMIT ?').all(limit);
export function deleteKeyslots(tx: WriteTx, slots: readonly Keyslot[]): void {
  const remove = tx.prepare('DELETE FROM archive_keyslot WHERE kid = ?');
  for (const { kid } of slots) remove.run(kid);
}

export type LogState = {
  /** Records in full bundles. */
  readonly base: number;
  readonly edge: Buffer;
  readonly head: string | null;
  readonly headSize: number;
  readonly signedAt: number | null;
  readonly frozen: string | null;
  readonly frozenAt: number | null;
};
const beginning: LogState = { base: 0, edge: Buffer.alloc(0), head: null, headSize: 0, signedAt: null, frozen: null, frozenAt: null };

export const readLog = (db: ReadDb): LogState =>
  db.prepare<[], LogState>('SELECT base, edge, head, head_size AS headSize, signed_at AS signedAt, frozen, frozen_at AS frozenAt FROM archive_log WHERE id = 1').get() ?? beginning;

export function writeLog(tx: WriteTx, { base, edge, head, headSize, signedAt, frozen, frozenAt }: LogState): void {
  tx.prepare('INSERT OR REPLACE INTO archive_log (id, base, edge, head, head_size, signed_at, frozen, frozen_at) VALUES (1, ?, ?, ?, ?, ?, ?, ?)').run(base, edge, head, headSize, signedAt, frozen, frozenAt);
}

export type TakenPolicy = { readonly sequence: number; readonly note: string; readonly takenAt: number };
export const readPolicy = (db: ReadDb): TakenPolicy | undefined => db.prepare<[], TakenPolicy>('SELECT sequence, note, taken_at AS takenAt FROM archive_policy ORDER BY sequence DESC LIMIT 1').get();
export function insertPolicy(tx: WriteTx, { sequence, note, takenAt }: TakenPolicy): void {
  tx.prepare('INSERT INTO archive_policy (sequence, note, taken_at) VALUES (?, ?, ?)').run(sequence, note, takenAt);
}
