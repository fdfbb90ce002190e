import { randomBytes } from 'node:crypto';
import type { PersonId, Role, SessionId, TeamId, UserId } from '@holdfast/contract';
import { createAlerts } from '../../src/alerts/index.ts';
import { createAuditTrail } from '../../src/audit/index.ts';
import { openDb, type Db } from '../../src/db/index.ts';
import { createApi, type ApiServices, type Belonging } from '../../src/http/index.ts';
import { createAuditReading } from '../../src/records/index.ts';
import { AppError, createNews, manualClock, newPersonId, Secret, silentLog, type Log } from '../../src/kernel/index.ts';
import { createConsoleSignIn, createOwnFactors, createSealer, createSecondFactors, createSessions, hashPassword, type People, type SignInPerson } from '../../src/sessions/index.ts';

/** Services, however deep, that were reached: every act refuses with CONFLICT, so a test can tell 'let through' from 'kept out'. */
export function reached<Service extends object>(): Service {
  return new Proxy((() => {}) as unknown as Service & (() => never), {
    get: () => reached<object>(),
    apply: () => {
      throw new AppError('CONFLICT', 'reached');
    },
  });
}

/** The people of the box, in memory. */
export function fakePeople() {
  const people = new Map<PersonId, SignInPerson & { signInName: string }>();
  const find = (is: (person: SignInPerson & { signInName: string }) => boolean) => [...people.values()].find(is);
  const port: People = {
    findPersonBySignInName: (_db, name) => find((person) => person.signInName === name),
    findPersonByUserId: (_db, userId) => find((person) => person.userId === userId),
    findPersonById: (_db, personId) => people.get(personId),
    updatePasswordHash: (_tx, personId, passwordHash) => void people.set(personId, { ...people.get(personId)!, passwordHash }),
    hasAdministrator: () => find(({ roles }) => roles.includes('administrator')) !== undefined,
    signInNameOf: (_db, personId) => people.get(personId)?.signInName,
    nameOf: (_db, personId) => people.get(personId)?.signInName,
    hasAdministratorBesides: (_db, name) => find(({ roles, signInName }) => signInName !== name && roles.includes('administrator')) !== undefined,
    insertAdministrator: (_tx, { personId, signInName, passwordHash }) =>
      void people.set(personId, { personId, signInName, passwordHash, userId: null, roles: ['administrator'], teamId: null, state: 'active' }),
  };
  return {
    port,
    async hire(signInName: string, roles: readonly Role[], options: { teamId?: TeamId; password?: string } = {}): Promise<SignInPerson> {
      const person = {
        personId: newPersonId(),
        signInName,
        userId: `@${signInName}:box.test` as UserId,
        roles,
        teamId: options.teamId ?? null,
        state: 'active' as const,
        passwordHash: options.password === undefined ? null : await hashPassword(options.password),
      };
      people.set(person.personId, person);
      return person;
    },
    change(personId: PersonId, change: Partial<SignInPerson>): void {
      people.set(personId, { ...people.get(personId)!, ...change });
    },
  };
}

export const archiveReaderToken = 'the-token-of-the-readers';

export const ofNobody: Belonging = {
  teamOfAccount: () => null,
  teamOfRoom: () => null,
  teamOfPerson: () => null,
  teamOfAlert: () => null,
  handoverConcerns: () => false,
  handsetConcerns: () => false,
  roomsOfClient: () => [],
  answers: () => false,
};

/** The real API over a record in memory: real sessions, audit and alerts; every other service only says that it was reached. */
export async function apiForTest(options: { services?: Partial<ApiServices>; belonging?: Partial<Belonging>; log?: Log; heartbeatMs?: number; db?: Db; consoleDirectory?: string } = {}) {
  const db = options.db ?? openDb(':memory:');
  const clock = manualClock();
  const news = createNews();
  const audit = createAuditTrail({ clock });
  const people = fakePeople();
  const matrixTokens = new Map<string, UserId>();
  const homeserverPasswords = new Map<UserId, string>();
  const factors = createSecondFactors({ db, clock, audit, sealer: createSealer(new Secret('a key of the test')), issuer: 'Holdfast box.test' });
  const sessions = createSessions({
    db, clock, audit, people: people.port, factors, whoAmI: async (token) => matrixTokens.get(token) ?? null, isHomeserverPassword: async (userId, password) => homeserverPasswords.get(userId) === password,
  });
  const signIn = createConsoleSignIn({ db, clock, audit, people: people.port, sessions, factors });
  const ownFactors = createOwnFactors({ db, clock, people: people.port, factors });
  const alerts = createAlerts({ db, clock, news });
  const directory = { teams: reached(), people: reached(), invitations: reached(), accounts: reached(), linkings: reached(), oldChats: reached(), clients: reached(), clientNotes: reached(), clientContacts: reached(), colleagues: reached(), portals: reached() };
  const archive = { isReader: (token: string) => token === archiveReaderToken, status: reached(), gaps: reached(), coverage: reached(), verify: reached(), file: reached(), takeAccess: reached() };
  const stand: Record<string, unknown> = { archive, sessions, signIn, ownFactors, alerts, directory, audit: createAuditReading({ db, audit }), ...options.services };
  const services = new Proxy(stand, { get: (known: Record<string, unknown>, name): unknown => known[String(name)] ?? reached() }) as unknown as ApiServices;
  const belonging = { ...ofNobody, ...options.belonging };
  const heartbeat = options.heartbeatMs === undefined ? {} : { heartbeatMs: options.heartbeatMs };
  const api = await createApi({ services, belonging, news, clock, log: options.log ?? silentLog, smallFirm: false, discovery: { serverName: 'box.test', homeserver: 'http://127.0.0.1:8008' }, consoleDirectory: options.consoleDirectory ?? null, ...heartbeat });

  /** Signs a person in past the password, as sign-in itself is tested elsewhere. */
  async function tokenOf(person: SignInPerson): Promise<string> {
    if (person.roles.every((role) => role === 'employee' || role === 'team-lead') && person.userId !== null) {
      const accessToken = randomBytes(8).toString('hex');
      matrixTokens.set(accessToken, person.userId);
      return (await sessions.open({ method: 'matrix', accessToken })).token;
    }
    const password = randomBytes(8).toString('hex');
    people.change(person.personId, { passwordHash: await hashPassword(password) });
    const signInName = (people.port.findPersonById(db, person.personId) as SignInPerson & { signInName: string }).signInName;
    return (await sessions.open({ method: 'password', name: signInName, password }, { isLocal: true })).token;
  }

  async function bearerOf(person: SignInPerson): Promise<{ authorization: string }> {
    return { authorization: `Bearer ${await tokenOf(person)}` };
  }

  return { api, db, clock, news, audit, alerts, people, matrixTokens, homeserverPasswords, sessions, signIn, factors, tokenOf, bearerOf };
}

export type ApiForTest = Awaited<ReturnType<typeof apiForTest>>;
export const noSession = 'sess_0000000000000000' as SessionId;
