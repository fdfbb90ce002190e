import type { PersonId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';

export type StoredTotp = { readonly secret: Buffer; readonly lastStep: number; readonly addedAt: number };
export type StoredPasskey = {
  readonly id: string;
  readonly personId: PersonId;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: string;
  readonly name: string;
  readonly addedAt: number;
  readonly lastUsedAt: number | null;
};

const passkeyColumns = 'id, person_id AS personId, public_key AS publicKey, counter, transports, name, added_at AS addedAt, last_used_at AS lastUsedAt';

export const findTotp = (db: ReadDb, personId: PersonId): StoredTotp | undefined =>
  db.prepare<[PersonId], StoredTotp>('SELECT secret, last_step AS lastStep, added_at AS addedAt FROM totp WHERE person_id = ?').get(personId);

export function putTotp(tx: WriteTx, personId: PersonId, { secret, lastStep, addedAt }: StoredTotp): void {
  tx.prepare('INSERT OR REPLACE INTO totp (person_id, secret, last_step, added_at) VALUES (?, ?, ?, ?)').run(personId, secret, lastStep, addedAt);
}
/** False when a code of this step or a later one was taken meanwhile. */
export const noteTotpStep = (tx: WriteTx, personId: PersonId, step: number): boolean =>
  tx.prepare('UPDATE totp SET last_step = ? WHERE person_id = ? AND last_step < ?').run(step, personId, step).changes === 1;
export const deleteTotp = (tx: WriteTx, personId: PersonId): boolean => tx.prepare('DELETE FROM totp WHERE person_id = ?').run(personId).changes === 1;

export const findPasskey = (db: ReadDb, id: string): StoredPasskey | undefined => db.prepare<[string], StoredPasskey>(`SELECT ${passkeyColumns} FROM passkey WHERE id = ?`).get(id);
export const listPasskeys = (db: ReadDb, personId: PersonId): StoredPasskey[] =>
  db.prepare<[PersonId], StoredPasskey>(`SELECT ${passkeyColumns} FROM passkey WHERE person_id = ? ORDER BY added_at, id`).all(personId);

export function insertPasskey(tx: WriteTx, passkey: StoredPasskey): void {
  tx.prepare('INSERT INTO passkey (id, person_id, public_key, counter, transports, name, added_at) VALUES (?, ?, ?, ?, ?, ?, ?)').run(
    passkey.id, passkey.personId, passkey.publicKey, passkey.counter, passkey.transports, passkey.name, passkey.addedAt,
  );
}
export function notePasskeyUse(tx: WriteTx, id: string, counter: number, at: number): void {
  tx.prepare('UPDATE passkey SET counter = ?, last_used_at = ? WHERE id = ?').run(counter, at, id);
}
export const deletePasskey = (tx: WriteTx, personId: PersonId, id: string): boolean => tx.prepare('DELETE FROM passkey WHERE id = ? AND person_id = ?').run(id, personId).changes === 1;

/** Everything a person proves themselves with besides the password, gone: they begin anew. */
export function deleteFactors(tx: WriteTx, personId: PersonId): void {
  for (const table of ['totp', 'passkey', 'recovery_code', 'sign_in_ticket']) tx.prepare(`DELETE FROM ${table} WHERE person_id = ?`).run(personId);
}
