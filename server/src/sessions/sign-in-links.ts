import { randomBytes } from 'node:crypto';
import type { linkPurposes, PersonId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';
import { hashOf } from './session-repository.ts';

export type LinkPurpose = (typeof linkPurposes)[number];
export type StoredLink = { readonly hash: Buffer; readonly purpose: LinkPurpose; readonly personId: PersonId | null; readonly expiresAt: number };
export const linkMs = 24 * 60 * 60_000;

/** One open link for a person and one for the first administrator: making another ends the one of before. */
export function makeLink(tx: WriteTx, { purpose, personId, madeBy, now }: { purpose: LinkPurpose; personId: PersonId | null; madeBy: string; now: number }): { token: string; expiresAt: number } {
  const token = `hfl_${randomBytes(32).toString('base64url')}`;
  const expiresAt = now + linkMs;
  tx.prepare('UPDATE sign_in_link SET expires_at = ? WHERE person_id IS ? AND used_at IS NULL AND expires_at > ?').run(now, personId, now);
  tx.prepare('INSERT INTO sign_in_link (hash, purpose, person_id, made_by, made_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)').run(hashOf(token), purpose, personId, madeBy, now, expiresAt);
  return { token, expiresAt };
}
export const findLink = (db: ReadDb, token: string, now: number): StoredLink | undefined =>
  db.prepare<[Buffer, number], StoredLink>('SELECT hash, purpose, person_id AS personId, expires_at AS expiresAt FROM sign_in_link WHERE hash = ? AND used_at IS NULL AND expires_at > ?').get(hashOf(token), now);
/** False when it was used meanwhile. */
export const useLink = (tx: WriteTx, hash: Buffer, now: number): boolean => tx.prepare('UPDATE sign_in_link SET used_at = ? WHERE hash = ? AND used_at IS NULL').run(now, hash).changes === 1;
