import { randomBytes } from 'node:crypto';
import type { PersonId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';
import { hashOf } from './session-repository.ts';

export type TicketPurpose = 'second-factor' | 'enrol' | 'own-account';
export type Ticket = {
  readonly hash: Buffer;
  readonly personId: PersonId;
  readonly purpose: TicketPurpose;
  readonly tries: number;
  readonly challenge: string | null;
  readonly pending: Buffer | null;
  readonly expiresAt: number;
};
export const ticketMs = 10 * 60_000;
export const ticketTries = 5;
const columns = 'hash, person_id AS personId, purpose, tries, challenge, pending, expires_at AS expiresAt';

/** A person has one ticket of a purpose: asking again makes the one of before worthless. */
export function issueTicket(tx: WriteTx, personId: PersonId, purpose: TicketPurpose, now: number): string {
  const token = `hft_${randomBytes(32).toString('base64url')}`;
  tx.prepare('DELETE FROM sign_in_ticket WHERE (person_id = ? AND purpose = ?) OR expires_at < ?').run(personId, purpose, now);
  tx.prepare('INSERT INTO sign_in_ticket (hash, person_id, purpose, expires_at) VALUES (?, ?, ?, ?)').run(hashOf(token), personId, purpose, now + ticketMs);
  return token;
}
export const findTicket = (db: ReadDb, token: string, purpose: TicketPurpose, now: number): Ticket | undefined =>
  db.prepare<[Buffer, string, number, number], Ticket>(`SELECT ${columns} FROM sign_in_ticket WHERE hash = ? AND purpose = ? AND expires_at > ? AND tries < ?`).get(hashOf(token), purpose, now, ticketTries);
/** False when the last try was taken meanwhile: many at once count as many. */
export const countTicketTry = (tx: WriteTx, hash: Buffer): boolean =>
  tx.prepare('UPDATE sign_in_ticket SET tries = tries + 1 WHERE hash = ? AND tries < ?').run(hash, ticketTries).changes === 1;
export function keepChallenge(tx: WriteTx, hash: Buffer, challenge: string): void {
  tx.prepare('UPDATE sign_in_ticket SET challenge = ? WHERE hash = ?').run(challenge, hash);
}
export function keepPending(tx: WriteTx, hash: Buffer, pending: Buffer): void {
  tx.prepare('UPDATE sign_in_ticket SET pending = ? WHERE hash = ?').run(pending, hash);
}
/** False when somebody else used it first. */
export const useTicket = (tx: WriteTx, hash: Buffer): boolean => tx.prepare('DELETE FROM sign_in_ticket WHERE hash = ?').run(hash).changes === 1;

/** What a signed-in person is in the middle of: needs no token, the session is the proof. */
export const findOwnTicket = (db: ReadDb, personId: PersonId, now: number): Ticket | undefined =>
  db.prepare<[PersonId, number], Ticket>(`SELECT ${columns} FROM sign_in_ticket WHERE person_id = ? AND purpose = 'own-account' AND expires_at > ?`).get(personId, now);
export function ownTicket(tx: WriteTx, personId: PersonId, now: number): Ticket {
  const present = findOwnTicket(tx, personId, now);
  if (present) return present;
  issueTicket(tx, personId, 'own-account', now);
  return findOwnTicket(tx, personId, now)!;
}
