import type { AccountId, BridgeId, ClientId, EventId, PersonId, Role, RoomId, SessionId, TeamId, UserId } from '@holdfast/contract';
import { createAuditTrail } from '../../src/audit/index.ts';
import { openDb, type Db, type WriteTx } from '../../src/db/index.ts';
import { companyGhosts, ghostNumber, knownBridges } from '../../src/directory/index.ts';
import { createJobs } from '../../src/jobs/index.ts';
import type { CapturedEvent } from '../../src/journal/index.ts';
import { createNews, manualClock, newAccountId, newClientId, newPersonId, newTeamId, silentLog, type PersonActor } from '../../src/kernel/index.ts';
import { createOwnership, ownerOf, ownersOverTime, type Ownership, type OwnershipDeps } from '../../src/ownership/index.ts';
import { createSagaRunner, type SagaRunner } from '../../src/saga/index.ts';
import { createFakeHomeserver, type FakeHomeserver } from '../fakes/fake-homeserver.ts';

export type Hired = PersonActor & { readonly userId: UserId };
type PortalOptions = { account?: AccountId; owner?: Hired | null; client?: ClientId; lastEventAt?: number; state?: string; lastClientAt?: number };

export const bridge = 'loopback' as BridgeId;
export const bot = '@loopbackbot:box.test' as UserId;
const bridges = knownBridges([{ id: bridge, network: 'Loopback', botUserId: bot, ghostUserIdPattern: '^@loopback_.+:box\\.test$', provisioningSecretFile: null }]);

/** Ownership on a real record, with a homeserver in memory and the neighbours it only knows as ports. */
export type OwnershipWorld = ReturnType<typeof ownershipWorld>;
export function ownershipWorld({ db = openDb(':memory:'), start = true }: { db?: Db; start?: boolean } = {}) {
  const clock = manualClock();
  const homeserver: FakeHomeserver = createFakeHomeserver({ bots: { [bridge]: bot }, now: () => clock.now() });
  const audit = createAuditTrail({ clock });
  const waiting = new Map<string, number>();
  const parked: { roomId: RoomId; by: UserId }[] = [];
  const told: unknown[] = [];
  const opens = new Map<string, () => Promise<RoomId>>();
  let failpoint: (name: string) => void = () => {};
  let parts = build();

  function build() {
    const jobs = createJobs({ db, clock, log: silentLog, random: () => 0.5 });
    const sagas: SagaRunner = createSagaRunner({ db, clock, log: silentLog, failpoint: (name) => failpoint(name), progressEveryMs: 1 });
    const news = createNews();
    news.subscribe((event) => void told.push(event));
    const deps: OwnershipDeps = {
      db, clock, log: silentLog, audit, news, jobs, sagas, homeserver, admin: homeserver, language: 'en',
      bridges: { find: bridges.find, companyGhosts: (read) => companyGhosts(read, bridges), numberOf: (read, bridgeId, ghost) => ghostNumber(read, bridges, bridgeId, ghost) },
      waiting: {
        park(_tx, roomIds, by) {
          let count = 0;
          for (const roomId of roomIds) {
            const waits = waiting.get(`${roomId} ${by}`) ?? 0;
            if (waits === 0) continue;
            waiting.delete(`${roomId} ${by}`);
            parked.push({ roomId, by });
            count += waits;
          }
          return count;
        },
        openOf: (_db, roomIds, by) => roomIds.flatMap((roomId) => Array.from({ length: waiting.get(`${roomId} ${by}`) ?? 0 }, (_, n) => ({ roomId, eventId: `$waits-${roomId.slice(1)}-${by.slice(1, 5)}-${n}` as EventId }))),
        countByRoom: (_db, roomIds) => new Map(roomIds.map((roomId) => [roomId, [...waiting].filter(([key]) => key.startsWith(`${roomId} `)).reduce((sum, [, n]) => sum + n, 0)])),
      },
      messages: {
        message: ({ serviceUserId, roomId, transactionId }, content) => homeserver.sendAs(serviceUserId, roomId, 'm.room.message', content, transactionId),
      },
      leaving: { lock: (tx, userId) => void tx.prepare("UPDATE person SET state = 'locked' WHERE user_id = ?").run(userId) },
      conversations: {
        open: async (_actor, accountId, identifier) => {
          const make = opens.get(`${accountId} ${identifier}`);
          if (!make) throw new Error('the network knows nobody by this number');
          return { roomId: await make() };
        },
      },
    };
    const ownership: Ownership = createOwnership(deps);
    if (start) {
      jobs.start();
      sagas.start();
    }
    return { jobs, sagas, ownership };
  }

  const insert = (sql: string, ...values: unknown[]) => db.write((tx) => void tx.prepare(sql).run(...values));

  return {
    db, clock, homeserver, audit, waiting, parked, told,
    get ownership() { return parts.ownership; },
    get sagas() { return parts.sagas; },
    get jobs() { return parts.jobs; },

    team(slug: string): TeamId {
      const id = newTeamId();
      insert('INSERT INTO team (id, slug, name, created_at) VALUES (?, ?, ?, ?)', id, slug, slug, clock.now());
      return id;
    },
    hire(name: string, { team = null, roles = ['employee'], languages = [], cap = null }: { team?: TeamId | null; roles?: Role[]; languages?: string[]; cap?: number | null } = {}): Hired {
      const personId: PersonId = newPersonId();
      const userId = `@${name}:box.test` as UserId;
      insert(
        `INSERT INTO person (id, user_id, sign_in_name, name, roles, team_id, languages, room_cap, state, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'active', ?)`,
        personId, userId, name, name, JSON.stringify(roles), team, JSON.stringify(languages), cap, clock.now(),
      );
      void homeserver.ensureUser(userId);
      return { kind: 'person', personId, userId, roles, teamId: team, sessionId: 'sess_0000000000000000' as SessionId };
    },
    account(slug: string, { team = null, owner = null }: { team?: TeamId | null; owner?: Hired | null } = {}): AccountId {
      const id = newAccountId();
      const serviceUser = `@acct_loopback_${slug}:box.test`;
      insert(
        `INSERT INTO account (id, bridge_id, slug, label, team_id, owner_user_id, service_user_id, login_id, state, state_since, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'connected', ?, ?)`,
        id, bridge, slug, slug, team, owner?.userId ?? null, serviceUser, slug, clock.now(), clock.now(),
      );
      return id;
    },
    client(language: string | null = null): ClientId {
      const id = newClientId();
      insert('INSERT INTO client (id, name, name_folded, named_by, language, created_at) VALUES (?, ?, ?, ?, ?, ?)', id, 'client', 'client', 'network', language, clock.now());
      return id;
    },
    /** A portal as the bridge made it and the directory wrote it; with an owner who is in it, or left to routing. */
    portal(name: string, { account, owner, client, lastEventAt = clock.now(), state = 'open', lastClientAt }: PortalOptions = {}): RoomId {
      const roomId = `!${name}` as RoomId;
      const service = account && (db.prepare('SELECT service_user_id AS s FROM account WHERE id = ?').get(account) as { s: UserId }).s;
      homeserver.createRoom(roomId, bot, [...(service ? [service] : []), ...(owner ? [owner.userId] : [])]);
      insert(
        `INSERT INTO portal (room_id, bridge_id, account_id, login_id, remote_id, is_direct, client_id, state, created_at, last_event_at, last_client_at)
         VALUES (?, ?, ?, 'login', ?, 1, ?, ?, ?, ?, ?)`,
        roomId, bridge, account ?? null, name, client ?? null, state, clock.now(), lastEventAt, lastClientAt ?? null,
      );
      if (owner !== undefined) {
        db.write((tx: WriteTx) => {
          tx.prepare('INSERT INTO ownership (room_id, owner_user_id, since) VALUES (?, ?, ?)').run(roomId, owner?.userId ?? null, clock.now());
          tx.prepare("INSERT INTO ownership_period (room_id, owner_user_id, from_at, via) VALUES (?, ?, ?, 'assignment')").run(roomId, owner?.userId ?? null, clock.now());
        });
      }
      return roomId;
    },
    /** What the directory does when the journal brought the portal. */
    opened: (roomId: RoomId) => db.write((tx) => parts.ownership.answering.portalOpened(tx, roomId)),
    event: (roomId: RoomId, more: Partial<CapturedEvent> = {}) => db.write((tx) => parts.ownership.reader.read(tx, { roomId, eventId: '$e' as EventId, ...more } as CapturedEvent)),
    onOpen: (account: AccountId, identifier: string, make: () => Promise<RoomId>) => void opens.set(`${account} ${identifier}`, make),
    lock: (person: Hired) => insert("UPDATE person SET state = 'locked' WHERE user_id = ?", person.userId),
    unlock: (person: Hired) => insert("UPDATE person SET state = 'active' WHERE user_id = ?", person.userId),

    owner: (roomId: RoomId) => ownerOf(db, roomId),
    periods: (roomId: RoomId) => ownersOverTime(db, roomId),
    /** The employees in the room, by name. */
    inRoom: (roomId: RoomId) => homeserver.memberIds(roomId).filter((userId) => userId !== bot && !userId.startsWith('@acct_')).map((userId) => userId.slice(1, userId.indexOf(':'))).sort(),
    actions: (prefix = '') => audit.list(db, { limit: 10_000 }).map(({ action }) => action as string).filter((action) => action.startsWith(prefix)),
    texts: (roomId: RoomId) => homeserver.events(roomId).filter(({ type }) => type === 'm.room.message').map(({ content }) => content['body']),

    /** Everything that can happen now has happened. */
    async settled(): Promise<void> {
      for (let round = 0; round < 3; round += 1) {
        await parts.jobs.settled();
        await parts.sagas.idle();
      }
    },
    /** Time passes in steps, so that what is retried is retried. */
    async pass(ms: number, steps = 1): Promise<void> {
      for (let step = 0; step < steps; step += 1) {
        clock.advance(Math.ceil(ms / steps));
        await this.settled();
      }
    },
    dieAt: (at: (name: string) => void) => void (failpoint = at),
    /** A new process on the same record. */
    async restart(): Promise<void> {
      failpoint = () => {};
      await parts.sagas.stop();
      await parts.jobs.stop();
      parts = build();
    },
    async stop(): Promise<void> {
      await parts.sagas.stop();
      await parts.jobs.stop();
    },
  };
}
