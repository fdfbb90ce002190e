import { randomBytes } from 'node:crypto';
import { permissionMatrix, scopeOf, type ChangeOwnPassword, type OpenSession, type Permission, type PersonId, type Role, type Session, type SessionId, type SignedInPerson, type UserId } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { Db, WriteTx } from '../db/index.ts';
import { AppError, boxActor, newSessionId, type Actor, type Clock, type PersonActor } from '../kernel/index.ts';
import { hashPassword, isPassword } from './password.ts';
import type { People, SignInPerson } from './ports.ts';
import type { SecondFactors } from './second-factors.ts';
import {
  closeSession,
  deleteEndedSessions,
  findSession,
  findSessionByToken,
  insertSession,
  listOpenSessions,
  noteUse,
  noteVerified,
  type StoredSession,
} from './session-repository.ts';
import { countTry, deleteOldTries, forgetTries } from './sign-in-throttle.ts';

export const idleMs = 12 * 60 * 60_000;
export const lifetimeMs = 7 * 24 * 60 * 60_000;
/** The console's: a desk that was left, and a working day. */
export const consoleIdleMs = 30 * 60_000;
export const consoleLifetimeMs = 12 * 60 * 60_000;
/** How long a proof holds for acts that take something away. */
export const verifiedMs = 10 * 60_000;
const keptAfterEndMs = 30 * 24 * 60 * 60_000;
const useNotedEveryMs = 60_000;

/** What the homeserver says about a person may open a session only for these: their power is over conversations, not over the box. */
const matrixRoles: ReadonlySet<Role> = new Set(['employee', 'team-lead']);

export type SessionDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly audit: AuditTrail;
  readonly people: People;
  /** Homeserver.whoAmI: whose access token this is, null when it is nobody's. */
  readonly whoAmI: (accessToken: string) => Promise<UserId | null>;
  /** Homeserver.isPassword: for people whose password the homeserver keeps. */
  readonly isHomeserverPassword: (userId: UserId, password: string) => Promise<boolean>;
  readonly factors: Pick<SecondFactors, 'hasAny' | 'proven'>;
  /** How long an unused session of the console lives; asked at each request, since it may change. */
  readonly consoleIdleMs?: () => number;
};

export type SessionService = ReturnType<typeof createSessions>;

export function createSessions({ db, clock, audit, people, whoAmI, isHomeserverPassword, factors, consoleIdleMs: idleOfConsole = () => consoleIdleMs }: SessionDeps) {
  const listeners = new Set<(sessionId: SessionId) => void>();
  // Verified against when the name is unknown, so that an unknown name takes as long as a wrong password.
  const decoy = hashPassword(randomBytes(16).toString('hex'));
  decoy.catch(() => {}); // a failure shows again where it is awaited

  function isAlive(session: StoredSession, now: number): boolean {
    return session.closedAt === null && session.expiresAt > now && session.lastSeenAt > now - (session.cookie ? idleOfConsole() : idleMs);
  }

  function actorFrom(person: SignInPerson, sessionId: SessionId): PersonActor {
    const { personId, userId, roles, teamId } = person;
    return { kind: 'person', personId, userId, roles, teamId, sessionId };
  }

  function shown(session: StoredSession, current: SessionId): Session {
    const { id, via, label, openedAt, lastSeenAt, expiresAt, cookie } = session;
    return { sessionId: id, via, console: cookie === 1, label, openedAt, lastSeenAt, expiresAt, current: id === current };
  }

  /** Leaves a trace of the try and makes the refusal. The target is a person's id or nobody: a wrong name may be a password. */
  function refused(person: SignInPerson | undefined, via: StoredSession['via'], why: string, refusal: AppError): AppError {
    db.write((tx) => audit.record(tx, { actor: boxActor('sign-in'), action: 'session.refused', target: person?.personId ?? 'unknown', detail: { via, why } }));
    return refusal;
  }

  /** Also for those whose password the homeserver keeps, when `elsewhere`. */
  async function personByPassword(name: string, password: string, elsewhere = false): Promise<SignInPerson> {
    db.write((tx) => countTry(tx, name, clock.now()));
    const person = people.findPersonBySignInName(db, name);
    const userId = elsewhere && person && !person.passwordHash ? person.userId : null;
    const matches = userId ? await isHomeserverPassword(userId, password) : (await isPassword(password, person?.passwordHash ?? (await decoy))) && Boolean(person?.passwordHash);
    if (!person || !matches) {
      throw refused(person, 'password', 'WRONG_PASSWORD', new AppError('SIGN_IN_FAILED', 'no such name, or not its password'));
    }
    if (person.state === 'locked') throw refused(person, 'password', 'LOCKED', new AppError('PERSON_LOCKED', 'this person is locked'));
    db.write((tx) => forgetTries(tx, name));
    return person;
  }

  async function personByMatrix(accessToken: string): Promise<SignInPerson> {
    const userId = await whoAmI(accessToken);
    const person = userId === null ? undefined : people.findPersonByUserId(db, userId);
    if (!person) {
      throw refused(undefined, 'matrix', userId === null ? 'TOKEN_INVALID' : 'UNKNOWN_USER', new AppError('SIGN_IN_FAILED', 'the access token is nobody’s of this box'));
    }
    if (person.state === 'locked') throw refused(person, 'matrix', 'LOCKED', new AppError('PERSON_LOCKED', 'this person is locked'));
    if (!person.roles.every((role) => matrixRoles.has(role))) {
      throw refused(person, 'matrix', 'PASSWORD_REQUIRED', new AppError('SIGN_IN_FAILED', 'administrators and compliance officers sign in with their password'));
    }
    return person;
  }

  /** A password alone opens a session only from this machine: there it is whoever runs the box. */
  async function secondFactorOf(person: SignInPerson, input: Extract<OpenSession, { method: 'password' }>, isLocal: boolean): Promise<((tx: WriteTx) => boolean) | undefined> {
    if (!factors.hasAny(db, person.personId)) {
      if (isLocal) return undefined;
      throw refused(person, 'password', 'NO_SECOND_FACTOR', new AppError('SECOND_FACTOR_REQUIRED', 'sign in to the console once and add a second factor'));
    }
    if (!input.secondFactor) throw new AppError('SECOND_FACTOR_REQUIRED', 'this person has a second factor: send a code of it too', { field: '/secondFactor' });
    const write = await factors.proven(person.personId, input.secondFactor, null, { rpId: '', origin: '' });
    if (!write) throw refused(person, 'password', 'WRONG_SECOND_FACTOR', new AppError('SECOND_FACTOR_FAILED', 'that is not the second factor, or it was used already', { field: '/secondFactor' }));
    return write;
  }

  /** One place where a session begins: locked people get none, and what it rests on is used up with it. */
  function begin(person: SignInPerson, { via, label, cookie }: Pick<StoredSession, 'via' | 'label' | 'cookie'>, write: (tx: WriteTx) => string[] | null) {
    const now = clock.now();
    const token = `${cookie ? 'hfc' : 'hfs'}_${randomBytes(32).toString('base64url')}`;
    const session: StoredSession = {
      id: newSessionId(), personId: person.personId, via, label, openedAt: now, lastSeenAt: now, expiresAt: now + (cookie ? consoleLifetimeMs : lifetimeMs), closedAt: null, cookie, verifiedAt: now,
    };
    const actor = actorFrom(person, session.id);
    const extra = db.write((tx) => {
      // Locked while the password was being checked: a session opened now would outlive the lock's clean-up.
      if (people.findPersonById(tx, person.personId)?.state !== 'active') throw new AppError('PERSON_LOCKED', 'this person is locked');
      const found = write(tx);
      insertSession(tx, token, session);
      audit.record(tx, { actor, action: 'session.opened', target: session.id, detail: { via: cookie ? 'console' : via } });
      return found;
    });
    return { token, session: shown(session, session.id), actor, extra };
  }

  function endAll(tx: WriteTx, personId: PersonId, but?: SessionId): SessionId[] {
    const ended = listOpenSessions(tx, personId).map(({ id }) => id).filter((id) => id !== but);
    for (const id of ended) closeSession(tx, id, clock.now());
    tx.afterCommit(() => ended.forEach(tellClosed));
    return ended;
  }

  function tellClosed(sessionId: SessionId): void {
    for (const listener of listeners) listener(sessionId);
  }

  return {
    /** Throws SIGN_IN_FAILED, PERSON_LOCKED or TOO_MANY_REQUESTS; each try leaves a trace. */
    async open(input: OpenSession, { isLocal = false }: { isLocal?: boolean } = {}): Promise<{ token: string; session: Session; actor: PersonActor }> {
      const { method, label = null } = input;
      const person = method === 'password' ? await personByPassword(input.name, input.password) : await personByMatrix(input.accessToken);
      const write = method === 'password' ? await secondFactorOf(person, input, isLocal) : undefined;
      const { token, session, actor } = begin(person, { via: method, label, cookie: 0 }, (tx) => {
        if (write && !write(tx)) throw new AppError('SECOND_FACTOR_FAILED', 'this code was used already', { field: '/secondFactor' });
        return null;
      });
      return { token, session, actor };
    },

    /** A session of the console, in the commit of what it rests on. */
    openCookie(person: SignInPerson, label: string | null, write: (tx: WriteTx) => string[] | null): { token: string; session: Session; actor: PersonActor; extra: string[] | null } {
      return begin(person, { via: person.passwordHash ? 'password' : 'matrix', label, cookie: 1 }, write);
    },

    /** The password of the box or of the homeserver, wherever the person's is kept. Throws as `open` does. */
    personByAnyPassword: (name: string, password: string): Promise<SignInPerson> => personByPassword(name, password, true),

    shownPerson({ personId, userId, roles, teamId }: PersonActor): SignedInPerson {
      const permissions = (Object.keys(permissionMatrix) as Permission[]).flatMap((permission) => {
        const scope = scopeOf(permission, roles);
        return scope ? [{ permission, scope }] : [];
      });
      return { personId, userId, roles: [...roles], teamId, permissions };
    },

    /** Tries of a signed-in person count like those of a stranger. */
    countOwnTry: (personId: PersonId): void => db.write((tx) => countTry(tx, personId, clock.now())),

    async checkOwnPassword({ personId, userId }: PersonActor, password: string): Promise<void> {
      db.write((tx) => countTry(tx, personId, clock.now()));
      const hash = people.findPersonById(db, personId)?.passwordHash;
      const matches = hash ? await isPassword(password, hash) : userId !== null && (await isHomeserverPassword(userId, password));
      if (!matches) throw new AppError('SIGN_IN_FAILED', 'that is not your password', { field: '/password' });
    },

    /** Until when dangerous acts need no new proof. */
    noteVerified(actor: PersonActor, method: string): number {
      const now = clock.now();
      db.write((tx) => {
        forgetTries(tx, actor.personId);
        noteVerified(tx, actor.sessionId, now);
        audit.record(tx, { actor, action: 'session.verified', target: actor.sessionId, detail: { method } });
      });
      return now + verifiedMs;
    },

    /** Sessions that are no cookie were opened by a program on purpose: they count as proven. */
    isVerified({ sessionId }: PersonActor): boolean {
      const session = findSession(db, sessionId);
      return session !== undefined && (!session.cookie || (session.verifiedAt ?? 0) > clock.now() - verifiedMs);
    },

    /** Of somebody else, for an administrator. */
    listOf: (personId: PersonId, current: SessionId): Session[] => listOpenSessions(db, personId).filter((session) => isAlive(session, clock.now())).map((session) => shown(session, current)),
    closeOf(actor: PersonActor, personId: PersonId, sessionId: SessionId): void {
      db.write((tx) => {
        const session = findSession(tx, sessionId);
        if (session?.personId !== personId || session.closedAt !== null) throw new AppError('NOT_FOUND', 'no open session of this person has this id');
        closeSession(tx, sessionId, clock.now());
        audit.record(tx, { actor, action: 'session.closed', target: sessionId, detail: { of: personId } });
        tx.afterCommit(() => tellClosed(sessionId));
      });
    },

    /** Runs on every request. `countsAsUse: false` looks without keeping the session alive. */
    actorOf(token: string, { countsAsUse }: { countsAsUse: boolean } = { countsAsUse: true }): PersonActor {
      const session = findSessionByToken(db, token);
      if (!session) throw new AppError('UNAUTHENTICATED', 'this token is not known; sign in again');
      const now = clock.now();
      if (!isAlive(session, now)) throw new AppError('UNAUTHENTICATED', 'this session has ended; sign in again');
      const person = people.findPersonById(db, session.personId);
      if (!person || person.state !== 'active') throw new AppError('UNAUTHENTICATED', 'this session has ended; sign in again');
      if (countsAsUse && session.lastSeenAt <= now - useNotedEveryMs) db.write((tx) => noteUse(tx, session.id, now));
      return actorFrom(person, session.id);
    },

    list(actor: PersonActor): Session[] {
      const now = clock.now();
      return listOpenSessions(db, actor.personId)
        .filter((session) => isAlive(session, now))
        .map((session) => shown(session, actor.sessionId));
    },

    current(actor: PersonActor): Session {
      const session = findSession(db, actor.sessionId);
      if (!session) throw new AppError('NOT_FOUND', 'this session has ended');
      return shown(session, actor.sessionId);
    },

    close(actor: PersonActor, sessionId: SessionId): void {
      db.write((tx) => {
        const session = findSession(tx, sessionId);
        if (session?.personId !== actor.personId || session.closedAt !== null) throw new AppError('NOT_FOUND', 'no open session of yours has this id');
        closeSession(tx, sessionId, clock.now());
        audit.record(tx, { actor, action: 'session.closed', target: sessionId });
        tx.afterCommit(() => tellClosed(sessionId));
      });
    },

    /** In the transaction that locks or signs out the person: no moment in which one holds without the other. May run twice. */
    closeAll(tx: WriteTx, personId: PersonId, by: Actor = boxActor('sign-in')): number {
      const ended = endAll(tx, personId);
      if (ended.length > 0) audit.record(tx, { actor: by, action: 'session.closed', target: personId, detail: { sessions: ended } });
      return ended.length;
    },

    /** Ends all other sessions of the person: whoever knew the old password is out. */
    async changePassword(actor: PersonActor, { currentPassword, newPassword }: ChangeOwnPassword): Promise<void> {
      const { personId } = actor;
      const stored = people.findPersonById(db, personId)?.passwordHash;
      if (!stored) throw new AppError('CONFLICT', 'this person signs in at the homeserver: the box keeps no password of theirs');
      db.write((tx) => countTry(tx, personId, clock.now())); // a stolen session is no place to guess from either
      if (!(await isPassword(currentPassword, stored))) throw new AppError('SIGN_IN_FAILED', 'that is not the present password', { field: '/currentPassword' });
      const hash = await hashPassword(newPassword);
      db.write((tx) => {
        if (people.findPersonById(tx, personId)?.passwordHash !== stored) throw new AppError('CONFLICT', 'the password was changed elsewhere meanwhile');
        people.updatePasswordHash(tx, personId, hash);
        forgetTries(tx, personId);
        const ended = endAll(tx, personId, actor.sessionId);
        audit.record(tx, { actor, action: 'person.password-changed', target: personId, detail: { sessionsClosed: ended.length } });
      });
    },

    onClosed(listener: (sessionId: SessionId) => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },

    /** Daily: forgets what ended long ago. */
    prune(): number {
      const now = clock.now();
      return db.write((tx) => {
        deleteOldTries(tx, now);
        return deleteEndedSessions(tx, now - keptAfterEndMs, now - idleMs - keptAfterEndMs);
      });
    },
  };
}
