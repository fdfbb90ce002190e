import type { PersonId } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { Db } from '../db/index.ts';
import { AppError, boxActor, newPersonId, type Clock, type Secret } from '../kernel/index.ts';
import { hashPassword } from './password.ts';
import type { People } from './ports.ts';

type Deps = { db: Db; clock: Clock; audit: AuditTrail; people: People };

/**
 * At every start: a box on which nobody is administrator gets one, from its configuration. Later changes of the password
 * file change nothing; a box that has an administrator is theirs. Returns the new person, or null when there was nothing to do.
 */
export async function bootstrapAdministrator({ db, clock, audit, people }: Deps, declared: { name: string; password: Secret }): Promise<PersonId | null> {
  if (people.hasAdministrator(db)) return null;
  if (declared.password.reveal().length < 12) throw new Error('the bootstrap administrator’s password file holds fewer than 12 characters');
  const passwordHash = await hashPassword(declared.password.reveal());
  return db.write((tx) => {
    if (people.hasAdministrator(tx)) return null;
    if (people.findPersonBySignInName(tx, declared.name)) {
      throw new AppError('PERSON_EXISTS', `${declared.name} exists and is no administrator: configure another name for the bootstrap administrator`);
    }
    const personId = newPersonId();
    people.insertAdministrator(tx, { personId, signInName: declared.name, passwordHash, createdAt: clock.now() });
    audit.record(tx, { actor: boxActor('configuration'), action: 'administrator.bootstrapped', target: personId });
    return personId;
  });
}
