import type { ActOnPerson, ChangePerson, CreatePerson, Person, PersonId, PersonWithPassword, Role, Scope, UserId } from '@holdfast/contract';
import { Type } from 'typebox';
import type { AuditTrail } from '../audit/index.ts';
import type { Db, WriteTx } from '../db/index.ts';
import type { Jobs } from '../jobs/index.ts';
import { AppError, mustBeCurrent, newPersonId, type Actor, type Clock, type News, type PersonActor } from '../kernel/index.ts';
import type { HomeserverAdmin } from '../matrix/index.ts';
import type { KnownBridges } from './bridges.ts';
import { newOneTimePassword } from './one-time-password.ts';
import {
  countActiveAdministrators, findPerson, findPersonBySignInName, insertPerson, isEmployee, listPeople, updatePasswordHash, updatePerson,
} from './person-repository.ts';
import type { Answering, DevicesOfPeople, PasswordHasher, SessionsOfPeople } from './ports.ts';
import { findTeam } from './team-repository.ts';

type Deps = {
  db: Db;
  clock: Clock;
  audit: AuditTrail;
  news: News;
  jobs: Jobs;
  homeserver: Pick<HomeserverAdmin, 'createUser' | 'exists' | 'setPassword' | 'lock' | 'unlock' | 'signOutEverywhere'>;
  sessions: SessionsOfPeople;
  devices: DevicesOfPeople;
  passwords: PasswordHasher;
  answering: Pick<Answering, 'roomsAnsweredBy'>;
  bridges: KnownBridges;
  serverName: string;
  smallFirm: boolean;
};

const answers = (roles: readonly Role[]) => roles.includes('employee') || roles.includes('team-lead');
/** Those who sign in to the box with a password of its own; the others are known to the homeserver. */
const usesConsole = (roles: readonly Role[]) => roles.includes('administrator') || roles.includes('compliance-officer');

export type People = ReturnType<typeof createPeople>;
export function createPeople(deps: Deps) {
  const { db, clock, audit, news, jobs, homeserver, sessions, devices, passwords, answering } = deps;
  const reserved = new Set<string>(['holdfast', 'holdfast-admin', 'doublepuppet', ...deps.bridges.all.map(({ bot }) => localpartOf(bot))]);

  // The homeserver is made to match the record, whatever happened in between: the record is read when the job runs.
  jobs.handle('person.enforce', Type.Object({ personId: Type.String() }), async ({ personId }) => {
    const person = findPerson(db, personId as PersonId);
    if (!person?.userId) return;
    if (person.state === 'active') return homeserver.unlock(person.userId);
    await homeserver.lock(person.userId);
    await homeserver.signOutEverywhere(person.userId); // locking alone leaves tokens
  });
  jobs.handle('person.sign-out', Type.Object({ personId: Type.String() }), async ({ personId }) => {
    const person = findPerson(db, personId as PersonId);
    if (person?.userId) await homeserver.signOutEverywhere(person.userId);
  });

  const beingCreated = new Set<string>(); // a second attempt at the same name would change the password the first one told

  function get(personId: PersonId): Person {
    return findPerson(db, personId) ?? raise(new AppError('NOT_FOUND', `no person ${personId}`));
  }

  function checkRoles(roles: readonly Role[]): void {
    if (roles.length > 1 && !deps.smallFirm) {
      throw new AppError('BAD_REQUEST', 'one person holds one role; two only when the box says small_firm', { field: '/roles' });
    }
  }

  function checkTeam(teamId: Person['teamId']): void {
    if (teamId !== null && !findTeam(db, teamId)) throw new AppError('NOT_FOUND', `no team ${teamId}`, { field: '/teamId' });
  }

  /** A user left over from an attempt that died before it was recorded is taken over: nobody else can make users here. */
  async function ensureMatrixUser(userId: UserId, displayName: string, password: string): Promise<void> {
    if (await homeserver.exists(userId)) await homeserver.setPassword(userId, password);
    else await homeserver.createUser(userId, { displayName, password });
  }

  const tell = (tx: WriteTx, person: Person) => {
    const { userId } = person;
    if (userId) tx.afterCommit(() => news.publish({ kind: 'person.changed', userId }));
  };

  function setState(tx: WriteTx, actor: Actor, personId: PersonId, state: Person['state'], reason: string, shown?: number): Person {
    const person = findPerson(tx, personId) ?? raise(new AppError('NOT_FOUND', `no person ${personId}`));
    mustBeCurrent(person.version, shown);
    if (state === 'locked' && actor.kind === 'person' && actor.personId === personId) {
      throw new AppError('CONFLICT', 'nobody locks themselves');
    }
    if (state === 'locked' && person.state === 'active' && person.roles.includes('administrator') && countActiveAdministrators(tx) === 1) {
      throw new AppError('CONFLICT', 'the last administrator cannot be locked');
    }
    if (state === 'locked') {
      sessions.closeAll(tx, personId);
      devices.removeAll(tx, personId, actor);
    }
    jobs.enqueue(tx, { kind: 'person.enforce', key: personId, payload: { personId } });
    if (person.state === state) return person; // ordered again: the homeserver is made to match once more
    const changed = { ...person, state, version: person.version + 1 };
    updatePerson(tx, changed);
    audit.record(tx, { actor, action: state === 'locked' ? 'person.locked' : 'person.unlocked', target: personId, reason });
    tell(tx, changed);
    return changed;
  }

  /** Makes the Matrix user first: if that fails nothing is recorded, and trying again continues. */
  async function createPerson(actor: Actor, input: CreatePerson): Promise<PersonWithPassword> {
    const { signInName, name, roles } = input;
    const oneTimePassword = newOneTimePassword();
    const userId = answers(roles) ? (`@${signInName}:${deps.serverName}` as UserId) : null;
    if (userId) await ensureMatrixUser(userId, name, oneTimePassword);
    const hash = usesConsole(roles) ? await passwords.hash(oneTimePassword) : null;
    const person: Person = {
      personId: newPersonId(), userId, signInName, name, roles, teamId: input.teamId ?? null, languages: input.languages ?? [],
      roomCap: input.roomCap ?? null, state: 'active', createdAt: clock.now(), version: 1,
    };
    db.write((tx) => {
      if (findPersonBySignInName(tx, signInName)) throw new AppError('PERSON_EXISTS', `the name ${signInName} is taken`, { field: '/signInName' });
      insertPerson(tx, person, hash);
      audit.record(tx, { actor, action: 'person.created', target: person.personId, detail: { roles, teamId: person.teamId } });
      tell(tx, person);
    });
    return { person, oneTimePassword };
  }

  return {
    list(actor: PersonActor, scope: Scope): Person[] {
      return listPeople(db).filter((person) => scope === 'all' || (person.teamId !== null && person.teamId === actor.teamId));
    },

    get(actor: PersonActor, scope: Scope, personId: PersonId): Person {
      const person = get(personId);
      if (scope !== 'all' && (person.teamId === null || person.teamId !== actor.teamId)) throw new AppError('NOT_FOUND', `no person ${personId}`);
      return person;
    },

    async create(actor: Actor, input: CreatePerson): Promise<PersonWithPassword> {
      const { signInName, roles } = input;
      checkRoles(roles);
      checkTeam(input.teamId ?? null);
      if (reserved.has(signInName) || beingCreated.has(signInName) || findPersonBySignInName(db, signInName)) {
        throw new AppError('PERSON_EXISTS', `the name ${signInName} is taken`, { field: '/signInName' });
      }
      beingCreated.add(signInName);
      try {
        return await createPerson(actor, input);
      } finally {
        beingCreated.delete(signInName);
      }
    },

    async change(actor: Actor, personId: PersonId, { version: shown, ...input }: ChangePerson): Promise<Person> {
      const before = get(personId);
      mustBeCurrent(before.version, shown);
      const roles = input.roles ?? before.roles;
      if (input.roles) checkRoles(roles);
      if (input.teamId !== undefined) checkTeam(input.teamId);
      let { userId } = before;
      if (answers(roles) && userId === null) {
        userId = `@${before.signInName}:${deps.serverName}` as UserId;
        await ensureMatrixUser(userId, input.name ?? before.name, newOneTimePassword()); // they get a password of their own by a reset
      }
      return db.write((tx) => {
        const present = findPerson(tx, personId) as Person;
        mustBeCurrent(present.version, shown); // changed while the homeserver was asked
        if (!answers(roles) && present.userId && answering.roomsAnsweredBy(tx, present.userId).length > 0) {
          throw new AppError('CONFLICT', 'hand over their conversations first: this role answers nobody', { field: '/roles' });
        }
        const losesAdministration = present.roles.includes('administrator') && !roles.includes('administrator');
        if (losesAdministration && present.state === 'active' && countActiveAdministrators(tx) === 1) {
          throw new AppError('CONFLICT', 'the last administrator stays one', { field: '/roles' });
        }
        const { name, teamId, languages, roomCap } = { ...present, ...input };
        const person: Person = { ...present, userId, name, roles, teamId, languages, roomCap, version: present.version + 1 };
        updatePerson(tx, person);
        // What a session may do was decided when it opened: other rights need another session.
        if (!sameWords(present.roles, roles) || present.teamId !== teamId) sessions.closeAll(tx, personId);
        if (!answers(roles)) devices.removeAll(tx, personId, actor);
        if (!usesConsole(roles)) updatePasswordHash(tx, personId, null);
        audit.record(tx, { actor, action: 'person.changed', target: personId, detail: { fields: Object.keys(input) } });
        tell(tx, person);
        return person;
      });
    },

    /** In effect with the commit: at the gate (a locked person answers nothing) and for sessions; at the homeserver right after. */
    lock(actor: Actor, personId: PersonId, { reason, version }: ActOnPerson): Person {
      return db.write((tx) => setState(tx, actor, personId, 'locked', reason, version));
    },

    /** The same as part of a larger act: the cut of a handover. */
    lockIn(tx: WriteTx, actor: Actor, personId: PersonId, reason: string): Person {
      return setState(tx, actor, personId, 'locked', reason);
    },

    unlock(actor: Actor, personId: PersonId, { reason, version }: ActOnPerson): Person {
      return db.write((tx) => setState(tx, actor, personId, 'active', reason, version));
    },

    signOut(actor: Actor, personId: PersonId, reason: string): Person {
      return db.write((tx) => {
        const person = findPerson(tx, personId) ?? raise(new AppError('NOT_FOUND', `no person ${personId}`));
        sessions.closeAll(tx, personId);
        jobs.enqueue(tx, { kind: 'person.sign-out', key: personId, payload: { personId } });
        audit.record(tx, { actor, action: 'person.signed-out', target: personId, reason });
        return person;
      });
    },

    /** A new one-time password, which also signs the person out everywhere. */
    async resetPassword(actor: Actor, personId: PersonId, reason: string): Promise<PersonWithPassword> {
      const person = get(personId);
      const oneTimePassword = newOneTimePassword();
      const hash = usesConsole(person.roles) ? await passwords.hash(oneTimePassword) : null;
      if (person.userId && isEmployee(person)) await homeserver.setPassword(person.userId, oneTimePassword);
      db.write((tx) => {
        updatePasswordHash(tx, personId, hash);
        sessions.closeAll(tx, personId);
        jobs.enqueue(tx, { kind: 'person.sign-out', key: personId, payload: { personId } });
        audit.record(tx, { actor, action: 'person.password-reset', target: personId, reason });
      });
      return { person, oneTimePassword };
    },
  };
}

const sameWords = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((word) => b.includes(word));
const localpartOf = (userId: string) => userId.slice(1, userId.indexOf(':'));

function raise(failure: Error): never {
  throw failure;
}
