import { invitationLink, type Invitation, type PersonId } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { Db } from '../db/index.ts';
import { AppError, type Actor } from '../kernel/index.ts';
import { findPerson, isEmployee } from './person-repository.ts';

/** Where employees reach the box; `everywhere` is false when only this machine does. */
export type BoxAddress = { readonly url: string; readonly everywhere: boolean };

export type Invitations = ReturnType<typeof createInvitations>;
export function createInvitations({ db, audit, address }: { db: Db; audit: AuditTrail; address: BoxAddress }) {
  return {
    /** For somebody with the employee app. It holds no password: that was told once, to whoever made the person. */
    make(actor: Actor, personId: PersonId): Invitation {
      const person = findPerson(db, personId);
      if (!person) throw new AppError('NOT_FOUND', `no person ${personId}`);
      if (!isEmployee(person)) throw new AppError('NOT_AN_EMPLOYEE', 'who answers nobody has no use for the employee app');
      if (person.state === 'locked') throw new AppError('PERSON_LOCKED', 'this person is locked');
      db.write((tx) => audit.record(tx, { actor, action: 'person.invited', target: personId }));
      return { url: invitationLink(address.url, person.signInName), signInName: person.signInName, reachable: address.everywhere ? 'everywhere' : 'this-machine', password: 'told-once', expiresAt: null };
    },
  };
}
