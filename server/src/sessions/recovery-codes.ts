import { randomBytes } from 'node:crypto';
import type { PersonId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';
import { hashOf } from './session-repository.ts';

const howMany = 10;
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'; // no look-alikes: people copy these from paper

const newCode = (): string => [...randomBytes(16)].map((byte) => alphabet[byte & 31]).join('').replace(/(.{4})(?=.)/g, '$1-');
const bare = (code: string): string => code.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1');

/** Ten new codes; the ones of before are worth nothing from now on. Answers them the only time. */
export function renewRecoveryCodes(tx: WriteTx, personId: PersonId): string[] {
  tx.prepare('DELETE FROM recovery_code WHERE person_id = ?').run(personId);
  const codes = Array.from({ length: howMany }, newCode);
  for (const code of codes) tx.prepare('INSERT INTO recovery_code (person_id, code_hash) VALUES (?, ?)').run(personId, hashOf(bare(code)));
  return codes;
}

/** Uses a code up; false when it is none of the person's, or was used. */
export function takeRecoveryCode(tx: WriteTx, personId: PersonId, code: string, now: number): boolean {
  return tx.prepare('UPDATE recovery_code SET used_at = ? WHERE person_id = ? AND code_hash = ? AND used_at IS NULL').run(now, personId, hashOf(bare(code))).changes === 1;
}

export function countRecoveryCodes(db: ReadDb, personId: PersonId): number {
  return db.prepare<[PersonId], { left: number }>('SELECT count(*) AS left FROM recovery_code WHERE person_id = ? AND used_at IS NULL').get(personId)?.left ?? 0;
}
