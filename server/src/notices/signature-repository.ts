import type { NoticeLanguage, PersonId, SessionId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';

export type StoredSignature = { readonly signatureId: string; readonly version: string; readonly signedAt: number };

const columns = 'id AS signatureId, version, signed_at AS signedAt';

export function findSignature(db: ReadDb, personId: PersonId, version: string): StoredSignature | undefined {
  return db.prepare<[PersonId, string], StoredSignature>(`SELECT ${columns} FROM notice_signature WHERE person_id = ? AND version = ?`).get(personId, version);
}

export function hasSignedAny(db: ReadDb, personId: PersonId): boolean {
  return db.prepare<[PersonId], unknown>('SELECT 1 FROM notice_signature WHERE person_id = ? LIMIT 1').get(personId) !== undefined;
}

/** Kept once however many sign it. */
export function keepText(tx: WriteTx, { hash, version, language, text }: { hash: string; version: string; language: NoticeLanguage; text: string }): void {
  tx.prepare("INSERT INTO notice_text (hash, kind, version, language, text) VALUES (?, 'recording', ?, ?, ?) ON CONFLICT (hash) DO NOTHING").run(hash, version, language, text);
}

export function insertSignature(
  tx: WriteTx,
  signature: StoredSignature & { readonly personId: PersonId; readonly hash: string; readonly signedName: string; readonly sessionId: SessionId },
): void {
  const { signatureId, personId, hash, version, signedName, sessionId, signedAt } = signature;
  tx.prepare('INSERT INTO notice_signature (id, person_id, hash, version, signed_name, session_id, signed_at) VALUES (?, ?, ?, ?, ?, ?, ?)').run(
    signatureId, personId, hash, version, signedName, sessionId, signedAt,
  );
}
