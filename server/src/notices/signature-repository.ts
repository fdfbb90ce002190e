import type { NoticeLanguage, PersonId, SessionId, TeamId } from '@holdfast/contract';
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

export type SignerRow = {
  readonly personId: PersonId;
  readonly signInName: string;
  readonly name: string;
  readonly teamId: TeamId | null;
  readonly locked: 0 | 1;
  readonly version: string | null;
  readonly language: NoticeLanguage | null;
  readonly hash: string | null;
  readonly signedAt: number | null;
  readonly signedName: string | null;
};

/** Whoever answers clients, and so must sign, is an employee or a team lead. */
const mustSign = `p.user_id IS NOT NULL AND (p.roles LIKE '%"employee"%' OR p.roles LIKE '%"team-lead"%')`;

/** In order of their sign-in name, each with their newest signature. Locked people are left out unless they once signed. */
export function listSigners(
  db: ReadDb,
  { version, state, teamId, after, limit }: { version: string; state: 'signed' | 'missing' | undefined; teamId: TeamId | undefined; after: string | undefined; limit: number },
): SignerRow[] {
  return db
    .prepare<unknown[], SignerRow>(
      `SELECT p.id AS personId, p.sign_in_name AS signInName, p.name, p.team_id AS teamId, p.state = 'locked' AS locked, s.version, t.language, s.hash, s.signed_at AS signedAt, s.signed_name AS signedName
       FROM person p LEFT JOIN notice_signature s ON s.id = (SELECT id FROM notice_signature WHERE person_id = p.id ORDER BY signed_at DESC, id LIMIT 1)
         LEFT JOIN notice_text t ON t.hash = s.hash
       WHERE ${mustSign} AND (p.state = 'active' OR s.id IS NOT NULL) AND (@after IS NULL OR p.sign_in_name > @after) AND (@teamId IS NULL OR p.team_id = @teamId)
         AND (@state IS NULL OR (@state = 'signed') = EXISTS (SELECT 1 FROM notice_signature c WHERE c.person_id = p.id AND c.version = @version))
         AND (@state IS NOT 'missing' OR p.state = 'active')
       ORDER BY p.sign_in_name LIMIT @limit`,
    )
    .all({ version, state: state ?? null, teamId: teamId ?? null, after: after ?? null, limit });
}

export function countSigners(db: ReadDb, version: string): { signed: number; missing: number } {
  const row = db
    .prepare<[string], { signed: number; all_: number }>(
      `SELECT count(*) AS all_, coalesce(sum(EXISTS (SELECT 1 FROM notice_signature s WHERE s.person_id = p.id AND s.version = ?)), 0) AS signed FROM person p WHERE ${mustSign} AND p.state = 'active'`,
    )
    .get(version)!;
  return { signed: row.signed, missing: row.all_ - row.signed };
}

export type KeptText = { readonly hash: string; readonly version: string; readonly language: NoticeLanguage; readonly text: string; readonly signatures: number };

/** Every wording that somebody signed, newest version first. */
export function listKeptTexts(db: ReadDb): KeptText[] {
  return db
    .prepare<[], KeptText>(
      `SELECT t.hash, t.version, t.language, t.text, (SELECT count(*) FROM notice_signature s WHERE s.hash = t.hash) AS signatures
       FROM notice_text t WHERE t.kind = 'recording' ORDER BY t.version DESC, t.language`,
    )
    .all();
}
