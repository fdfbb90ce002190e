import { createHash } from 'node:crypto';
import type { PersonId, SessionId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';

export type StoredSession = {
  readonly id: SessionId;
  readonly personId: PersonId;
  readonly via: 'password' | 'matrix';
  readonly label: string | null;
  readonly openedAt: number;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
  readonly closedAt: number | null;
  /** 1: a session of the console, whose token is a cookie. */
  readonly cookie: 0 | 1;
  /** When its person last proved who they are. */
  readonly verifiedAt: number | null;
};

const columns = `id, person_id AS personId, via, label, opened_at AS openedAt, last_seen_at AS lastSeenAt,
  expires_at AS expiresAt, closed_at AS closedAt, cookie, verified_at AS verifiedAt`;

export const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Looks up by hash: the time an index takes depends on the hash, which a guesser can neither steer nor learn from, so
 * the look-up is as good as a constant-time comparison of the token.
 */
export function findSessionByToken(db: ReadDb, token: string): StoredSession | undefined {
  return db.prepare<[Buffer], StoredSession>(`SELECT ${columns} FROM session WHERE token_hash = ?`).get(hashOf(token));
}

export function findSession(db: ReadDb, id: SessionId): StoredSession | undefined {
  return db.prepare<[SessionId], StoredSession>(`SELECT ${columns} FROM session WHERE id = ?`).get(id);
}

export function listOpenSessions(db: ReadDb, personId: PersonId): StoredSession[] {
  return db
    .prepare<[PersonId], StoredSession>(`SELECT ${columns} FROM session WHERE person_id = ? AND closed_at IS NULL ORDER BY opened_at, id`)
    .all(personId);
}

export function insertSession(tx: WriteTx, token: string, session: StoredSession): void {
  tx.prepare(
    'INSERT INTO session (id, token_hash, person_id, via, label, opened_at, last_seen_at, expires_at, cookie, verified_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  ).run(session.id, hashOf(token), session.personId, session.via, session.label, session.openedAt, session.lastSeenAt, session.expiresAt, session.cookie, session.verifiedAt);
}

export function noteUse(tx: WriteTx, id: SessionId, at: number): void {
  tx.prepare('UPDATE session SET last_seen_at = ? WHERE id = ?').run(at, id);
}

export function noteVerified(tx: WriteTx, id: SessionId, at: number): void {
  tx.prepare('UPDATE session SET verified_at = ? WHERE id = ?').run(at, id);
}

export function closeSession(tx: WriteTx, id: SessionId, at: number): void {
  tx.prepare('UPDATE session SET closed_at = ? WHERE id = ? AND closed_at IS NULL').run(at, id);
}

/** Sessions that ended before `before` serve no one: the audit trail keeps that they existed. */
export function deleteEndedSessions(tx: WriteTx, before: number, idleBefore: number): number {
  return tx.prepare('DELETE FROM session WHERE closed_at < ? OR expires_at < ? OR last_seen_at < ?').run(before, before, idleBefore).changes;
}
