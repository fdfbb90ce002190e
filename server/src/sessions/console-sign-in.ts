import { consoleRoles, type AnswerSignIn, type EnrolPasskey, type EnrolTotp, type PersonId, type Role, type SignInLink, type SignInStep, type StartSignIn, type TotpSecret, type UseSignInLink, type VerifySelf } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { Db, WriteTx } from '../db/index.ts';
import { AppError, boxActor, newPersonId, type Actor, type Clock, type PersonActor } from '../kernel/index.ts';
import type { Site } from './passkeys.ts';
import { hashPassword } from './password.ts';
import { requireGoodPassword } from './password-rules.ts';
import type { People, SignInPerson } from './ports.ts';
import type { SecondFactors } from './second-factors.ts';
import type { SessionService } from './session-service.ts';
import { findLink, makeLink, useLink, type LinkPurpose } from './sign-in-links.ts';
import { countTicketTry, findOwnTicket, findTicket, issueTicket, keepChallenge, keepPending, useTicket, type Ticket, type TicketPurpose } from './ticket-repository.ts';

type Deps = { db: Db; clock: Clock; audit: AuditTrail; people: People; sessions: SessionService; factors: SecondFactors };
/** The session's cookie beside what the screen is told. */
export type Opened = { readonly step: SignInStep; readonly token: string | null };
export type ConsoleSignIn = ReturnType<typeof createConsoleSignIn>;

export const usesConsole = (roles: readonly Role[]): boolean => roles.some((role) => (consoleRoles as readonly Role[]).includes(role));

/**
 * The way into the console: a password, then something the person has. Whoever has nothing of that kind yet adds it before
 * the session opens, so no session of the console ever rests on a password alone.
 */
export function createConsoleSignIn({ db, clock, audit, people, sessions, factors }: Deps) {
  const box = boxActor('sign-in');
  const nameOf = (personId: PersonId): string => people.signInNameOf(db, personId) ?? personId;

  function ticketOf(token: string, purpose: TicketPurpose): Ticket & { person: SignInPerson } {
    const ticket = findTicket(db, token, purpose, clock.now());
    const person = ticket && people.findPersonById(db, ticket.personId);
    if (!ticket || !person || person.state !== 'active') throw new AppError('TICKET_EXPIRED', 'begin again with your password: ten minutes or five tries are over');
    return { ...ticket, person };
  }

  /** The session, in the same commit as what opened it. */
  function open(person: SignInPerson, ticket: Ticket, label: string | null, write: (tx: WriteTx) => string[] | null): Opened {
    const opened = sessions.openCookie(person, label, (tx) => {
      if (!useTicket(tx, ticket.hash)) throw new AppError('TICKET_EXPIRED', 'this sign-in was finished elsewhere');
      return write(tx);
    });
    return { token: opened.token, step: { state: 'signed-in', session: opened.session, person: sessions.shownPerson(opened.actor), recoveryCodes: opened.extra } };
  }

  async function next(person: SignInPerson, site: Site): Promise<Opened> {
    const methods = factors.methodsOf(db, person.personId);
    if (methods.length === 0) return { token: null, step: { state: 'enrol', ticket: db.write((tx) => issueTicket(tx, person.personId, 'enrol', clock.now())) } };
    const passkey = await factors.askForPasskey(person.personId, site);
    const ticket = db.write((tx) => {
      const token = issueTicket(tx, person.personId, 'second-factor', clock.now());
      if (passkey) keepChallenge(tx, findTicket(tx, token, 'second-factor', clock.now())!.hash, passkey.challenge);
      return token;
    });
    return { token: null, step: { state: 'second-factor', ticket, methods, passkey } };
  }

  function refused(personId: PersonId, why: string): void {
    db.write((tx) => audit.record(tx, { actor: box, action: 'session.refused', target: personId, detail: { via: 'console', why } }));
  }

  return {
    /** Throws SIGN_IN_FAILED, PERSON_LOCKED, TOO_MANY_REQUESTS, NO_CONSOLE_ROLE. */
    async start({ name, password }: StartSignIn, site: Site): Promise<Opened> {
      const person = await sessions.personByAnyPassword(name, password);
      if (!usesConsole(person.roles)) {
        refused(person.personId, 'NO_CONSOLE_ROLE');
        throw new AppError('NO_CONSOLE_ROLE', 'the console is for administrators, compliance officers and team leads');
      }
      return next(person, site);
    },

    async answer({ ticket: token, proof }: AnswerSignIn, site: Site, label: string | null): Promise<Opened> {
      const ticket = ticketOf(token, 'second-factor');
      if (!db.write((tx) => countTicketTry(tx, ticket.hash))) throw new AppError('TICKET_EXPIRED', 'begin again with your password');
      const write = await factors.proven(ticket.personId, proof, ticket.challenge, site);
      const failed = (): never => {
        refused(ticket.personId, 'WRONG_SECOND_FACTOR');
        throw new AppError('SECOND_FACTOR_FAILED', 'that is not the second factor, or it was used already', { field: '/proof' });
      };
      if (!write) return failed();
      let isUsed = false;
      try {
        return open(ticket.person, ticket, label, (tx) => {
          if (write(tx)) return null;
          isUsed = true;
          throw new AppError('SECOND_FACTOR_FAILED', 'used already');
        });
      } catch (refusal) {
        if (isUsed) return failed();
        throw refusal;
      }
    },

    enrolTotp(token: string): TotpSecret {
      const ticket = ticketOf(token, 'enrol');
      const { shown, pending } = factors.newTotp({ personId: ticket.personId, signInName: nameOf(ticket.personId) });
      db.write((tx) => keepPending(tx, ticket.hash, pending));
      return shown;
    },

    confirmTotp({ ticket: token, code }: EnrolTotp, label: string | null): Opened {
      const ticket = ticketOf(token, 'enrol');
      if (!db.write((tx) => countTicketTry(tx, ticket.hash))) throw new AppError('TICKET_EXPIRED', 'begin again with your password');
      const { pending } = ticket;
      if (!pending) throw new AppError('CONFLICT', 'ask for a secret first');
      return open(ticket.person, ticket, label, (tx) => factors.confirmTotp(tx, box, ticket.personId, pending, code));
    },

    async enrolPasskey(token: string, site: Site): Promise<unknown> {
      const ticket = ticketOf(token, 'enrol');
      const options = await factors.offerPasskey({ personId: ticket.personId, signInName: nameOf(ticket.personId) }, site);
      db.write((tx) => keepChallenge(tx, ticket.hash, options.challenge));
      return options;
    },

    async confirmPasskey({ ticket: token, name, credential }: EnrolPasskey, site: Site, label: string | null): Promise<Opened> {
      const ticket = ticketOf(token, 'enrol');
      const write = await factors.newPasskey(ticket.personId, name, ticket.challenge, credential, site);
      return open(ticket.person, ticket, label, (tx) => write(tx, box));
    },

    /** A one-time link; `personId` null is for the administrator who does not exist yet. */
    makeLink(actor: Actor, purpose: LinkPurpose, personId: PersonId | null): { token: string; expiresAt: number } {
      return db.write((tx) => {
        const made = makeLink(tx, { purpose, personId, madeBy: actor.kind === 'person' ? actor.personId : actor.part, now: clock.now() });
        audit.record(tx, { actor, action: 'sign-in-link.made', target: personId ?? 'first-administrator', detail: { purpose } });
        return made;
      });
    },

    readLink(token: string): SignInLink {
      const link = findLink(db, token, clock.now());
      if (!link) throw new AppError('LINK_EXPIRED', 'this link was used, or its day is over: ask for another');
      return { purpose: link.purpose, expiresAt: link.expiresAt, signInName: link.personId ? nameOf(link.personId) : null, name: link.personId ? (people.nameOf(db, link.personId) ?? null) : null };
    },

    /** Sets the password and goes on to the second factor; the link is used up with the same commit. */
    async useLink({ token, password, signInName, name }: UseSignInLink, site: Site): Promise<Opened> {
      const link = findLink(db, token, clock.now());
      if (!link) throw new AppError('LINK_EXPIRED', 'this link was used, or its day is over: ask for another');
      if (link.personId === null && !signInName) throw new AppError('BAD_REQUEST', '/signInName is required', { field: '/signInName' });
      requireGoodPassword(password, [signInName ?? nameOf(link.personId!), name ?? '']);
      const passwordHash = await hashPassword(password);
      const personId = db.write((tx) => {
        if (!useLink(tx, link.hash, clock.now())) throw new AppError('LINK_EXPIRED', 'this link was used meanwhile');
        const owner = link.personId ?? newPersonId();
        if (link.personId === null) {
          if (people.findPersonBySignInName(tx, signInName!)) throw new AppError('PERSON_EXISTS', `the name ${signInName} is taken`, { field: '/signInName' });
          people.insertAdministrator(tx, { personId: owner, signInName: signInName!, name: name ?? signInName!, passwordHash, createdAt: clock.now() });
        } else {
          people.updatePasswordHash(tx, owner, passwordHash);
          factors.forget(tx, owner);
          sessions.closeAll(tx, owner);
        }
        audit.record(tx, { actor: box, action: 'sign-in-link.used', target: owner, detail: { purpose: link.purpose } });
        return owner;
      });
      return next(people.findPersonById(db, personId)!, site);
    },

    /** Proves again who sits there. Throws SIGN_IN_FAILED or SECOND_FACTOR_FAILED; answers until when that holds. */
    async verify(actor: PersonActor, proof: VerifySelf, site: Site): Promise<number> {
      const { personId } = actor;
      if (proof.method === 'password') {
        await sessions.checkOwnPassword(actor, proof.password);
        return sessions.noteVerified(actor, 'password');
      }
      sessions.countOwnTry(personId);
      const write = await factors.proven(personId, proof, findOwnTicket(db, personId, clock.now())?.challenge ?? null, site);
      if (!write || !db.write((tx) => write(tx))) throw new AppError('SECOND_FACTOR_FAILED', 'that is not the second factor, or it was used already', { field: proof.method === 'totp' ? '/code' : '/credential' });
      return sessions.noteVerified(actor, proof.method);
    },
  };
}
