import type { PersonId, Role, TeamId, UserId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';

/** A person as far as signing in is concerned. */
export type SignInPerson = {
  readonly personId: PersonId;
  readonly userId: UserId | null;
  readonly roles: readonly Role[];
  readonly teamId: TeamId | null;
  readonly state: 'active' | 'locked';
  readonly passwordHash: string | null;
};

/** The people of the box, kept by the directory; main.ts hands this over. All synchronous reads. */
export interface People {
  findPersonBySignInName(db: ReadDb, name: string): SignInPerson | undefined;
  findPersonByUserId(db: ReadDb, userId: UserId): SignInPerson | undefined;
  findPersonById(db: ReadDb, personId: PersonId): SignInPerson | undefined;
  updatePasswordHash(tx: WriteTx, personId: PersonId, passwordHash: string): void;
  hasAdministrator(db: ReadDb): boolean;
  /** `name` is the sign-in name where nobody said another. */
  insertAdministrator(tx: WriteTx, administrator: { personId: PersonId; signInName: string; name?: string; passwordHash: string; createdAt: number }): void;
  signInNameOf(db: ReadDb, personId: PersonId): string | undefined;
  nameOf(db: ReadDb, personId: PersonId): string | undefined;
  /** Whether anybody but the one the configuration made is administrator. */
  hasAdministratorBesides(db: ReadDb, signInName: string): boolean;
}
