import type { PersonId, Role, TeamId, UserId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';
import { countActiveAdministrators, findPerson, findPersonBySignInName, findPersonByUserId, insertPerson, updatePasswordHash } from './person-repository.ts';

/** What signing in must know of a person; the hash leaves the directory for nothing else. */
export type SignInRecord = {
  readonly personId: PersonId;
  readonly userId: UserId | null;
  readonly roles: readonly Role[];
  readonly teamId: TeamId | null;
  readonly state: 'active' | 'locked';
  readonly passwordHash: string | null;
};

function withHash(db: ReadDb, person: Omit<SignInRecord, 'passwordHash'> | undefined): SignInRecord | undefined {
  if (!person) return undefined;
  const row = db.prepare<[PersonId], { hash: string | null }>('SELECT password_hash AS hash FROM person WHERE id = ?').get(person.personId);
  const { personId, userId, roles, teamId, state } = person;
  return { personId, userId, roles, teamId, state, passwordHash: row?.hash ?? null };
}

/** The directory's side of signing in and of the first administrator. Synchronous reads. */
export const signInPeople = {
  findPersonBySignInName: (db: ReadDb, name: string) => withHash(db, findPersonBySignInName(db, name)),
  findPersonByUserId: (db: ReadDb, userId: UserId) => withHash(db, findPersonByUserId(db, userId)),
  findPersonById: (db: ReadDb, personId: PersonId) => withHash(db, findPerson(db, personId)),
  updatePasswordHash: (tx: WriteTx, personId: PersonId, passwordHash: string): void => updatePasswordHash(tx, personId, passwordHash),
  hasAdministrator: (db: ReadDb) => countActiveAdministrators(db) > 0,
  signInNameOf: (db: ReadDb, personId: PersonId) => findPerson(db, personId)?.signInName,
  nameOf: (db: ReadDb, personId: PersonId) => findPerson(db, personId)?.name,
  hasAdministratorBesides: (db: ReadDb, signInName: string) =>
    db.prepare<[string], { found: number }>("SELECT 1 AS found FROM person WHERE state = 'active' AND sign_in_name <> ? AND roles LIKE '%\"administrator\"%'").get(signInName) !== undefined,
  insertAdministrator(tx: WriteTx, { personId, signInName, name = signInName, passwordHash, createdAt }: { personId: PersonId; signInName: string; name?: string; passwordHash: string; createdAt: number }): void {
    insertPerson(
      tx,
      { personId, userId: null, signInName, name, roles: ['administrator'], teamId: null, languages: [], roomCap: null, state: 'active', version: 1, createdAt },
      passwordHash,
    );
  },
};
