import type { AccountId, BridgeId, PersonId, RoomId, SessionId, UserId } from '@holdfast/contract';
import { createAuditTrail } from '../../src/audit/index.ts';
import { openDb, type Db, type WriteTx } from '../../src/db/index.ts';
import { createDirectory, type Answering } from '../../src/directory/index.ts';
import { createJobs } from '../../src/jobs/index.ts';
import type { CapturedEvent, JournalReader } from '../../src/journal/index.ts';
import { createNews, manualClock, silentLog, type PersonActor } from '../../src/kernel/index.ts';
import { createFakeHomeserver, type FakeEvent } from '../fakes/fake-homeserver.ts';
import { createFakeProvisioning } from '../fakes/fake-provisioning.ts';

export const loopback = 'loopback' as BridgeId;
export const bot = '@loopbackbot:box.test' as UserId;
export const ghost = (id: string) => `@loopback_${id}:box.test` as UserId;
export const administrator: PersonActor = {
  kind: 'person', personId: 'pers_0000000000000000' as PersonId, userId: null, roles: ['administrator'], teamId: null, sessionId: 'sess_0000000000000000' as SessionId,
};

/** A recorded event, as the journal gives it to its readers. */
export function captured(event: FakeEvent, seq = event.streamOrdering): CapturedEvent {
  const relates = event.content['m.relates_to'] as { rel_type?: string; event_id?: string } | undefined;
  return {
    ...event, seq, recordedAt: event.originServerTs, late: false, relatesTo: (relates?.event_id ?? null) as CapturedEvent['relatesTo'],
    relation: relates?.rel_type === 'm.replace' ? 'edit' : null,
  };
}

type Options = { db?: Db; smallFirm?: boolean; linkable?: boolean; bridge?: ReturnType<typeof createFakeProvisioning>; homeserver?: ReturnType<typeof createFakeHomeserver>; clock?: ReturnType<typeof manualClock> };

/** The directory on real SQLite beside a homeserver and a bridge in memory; what the homeserver does reaches it as the journal would bring it. */
export type DirectoryWorld = ReturnType<typeof directoryWorld>;
export function directoryWorld({ db = openDb(':memory:'), smallFirm = false, linkable = true, ...options }: Options = {}) {
  const clock = options.clock ?? manualClock();
  const news = createNews();
  const audit = createAuditTrail({ clock });
  const jobs = createJobs({ db, clock, log: silentLog });
  const homeserver = options.homeserver ?? createFakeHomeserver({ bots: { loopback: bot }, now: clock.now });
  const bridge = options.bridge ?? createFakeProvisioning(loopback, { now: clock.now });
  const alarms: { kind: string; target: string; open: boolean }[] = [];
  const closedSessions: PersonId[] = [];
  const removedDevices: PersonId[] = [];
  const owners = new Map<RoomId, UserId>();
  const opened: RoomId[] = [];
  const excluded: RoomId[] = [];
  const readers: JournalReader[] = [];
  const phones = new Map<string, number>();
  const chats = new Map<string, number>();
  const told: string[] = [];
  news.subscribe((event) => void told.push(event.kind));

  const answering: Answering = {
    ownerOf: (_db, roomId) => owners.get(roomId) ?? null,
    roomsAnsweredBy: (_db, userId) => [...owners].filter(([, owner]) => owner === userId).map(([roomId]) => roomId),
    portalOpened: (_tx, roomId) => void opened.push(roomId),
    assignImported: (_tx, roomId, owner) => void owners.set(roomId, owner),
    portalExcluded(_tx, roomId) {
      owners.delete(roomId);
      excluded.push(roomId);
    },
  };

  const directory = createDirectory({
    db, clock, log: silentLog, audit, news, jobs, homeserver, homeserverAdmin: homeserver,
    alarms: {
      raise: (_tx, { kind, target }) => {
        if (!alarms.some((alarm) => alarm.kind === kind && alarm.target === target && alarm.open)) alarms.push({ kind, target, open: true });
      },
      resolve: (_tx, about) => alarms.filter(({ kind, target }) => kind === about.kind && target === about.target).forEach((alarm) => (alarm.open = false)),
    },
    bridges: [{ id: loopback, network: 'Loopback', botUserId: bot, ghostUserIdPattern: '^@loopback_(.+):box\\.test$', provisioningSecretFile: linkable ? 'secret' : null }],
    provisioning: new Map(linkable ? [[loopback, bridge.provisioning]] : []),
    devices: { removeAll: (_tx: WriteTx, personId) => void removedDevices.push(personId) },
    sessions: { closeAll: (_tx: WriteTx, personId) => void closedSessions.push(personId) },
    passwords: { hash: async (password) => `hash of ${password.length}` },
    answering,
    address: { url: 'https://box.test', everywhere: true },
    phones: { lastSeenAt: (_bridge, login) => phones.get(login) ?? null, lastChatsAt: () => chats },
    serverName: 'box.test',
    smallFirm,
    pauseMs: () => 1,
    appearsWithinMs: 200,
  });
  readers.push(directory.reader);

  const stopListening = homeserver.onEvent((event) => db.write((tx) => readers.forEach((reader) => reader.read(tx, captured(event)))));

  return {
    db, clock, news, audit, jobs, homeserver, bridge, directory, alarms, closedSessions, removedDevices, owners, opened, excluded, told, readers, phones, chats,

    actions: () => audit.list(db, { limit: 500 }).map(({ action }) => action),
    openAlarms: () => alarms.filter(({ open }) => open).map(({ kind }) => kind),

    /** Runs what is due, moving time on over whatever waits for its next attempt. */
    async work(): Promise<void> {
      jobs.start();
      await jobs.settled();
    },

    account(slug = 'sales', input: Partial<Parameters<typeof directory.accounts.create>[1]> = {}): AccountId {
      return directory.accounts.create(administrator, { bridgeId: loopback, slug, label: slug, number: '+48123', ...input }).accountId;
    },
    /** An account whose number was paired. */
    async linked(slug = 'sales', number = '48123', input: Partial<Parameters<typeof directory.accounts.create>[1]> = {}): Promise<AccountId> {
      const accountId = this.account(slug, { number: `+${number}`, ...input });
      await directory.linkings.start(administrator, accountId, { flowId: 'qr', acceptRisk: true });
      await settle();
      bridge.scan(number);
      await this.until(() => directory.linkings.latest(accountId).state === 'completed');
      await this.work();
      return accountId;
    },
    employee: async (signInName: string, input: { languages?: string[] } = {}) =>
      (await directory.people.create(administrator, { signInName, name: signInName, roles: ['employee'], ...input })).person,

    /** A room as the bridge makes it for a conversation: declared first, then its people come in. */
    portal(roomId: string, { login = '48123', remote = '48999', people = ['48999'], direct = true, name = 'Jan Kowalski', by = bot } = {}): RoomId {
      const room = homeserver.createRoom(roomId as RoomId, by);
      for (const type of ['uk.half-shot.bridge', 'm.bridge']) {
        homeserver.put(room, by, type, 'loopback', {
          bridgebot: by, channel: { id: remote, 'fi.mau.receiver': login }, ...(direct ? { 'com.beeper.room_type': 'dm' } : {}), 'com.beeper.room_type.v2': direct ? 'dm' : 'default',
        });
      }
      for (const id of people) homeserver.put(room, ghost(id), 'm.room.member', ghost(id), { membership: 'join', ...(name === null ? {} : { displayname: name }) });
      return room;
    },
    writes: (roomId: RoomId, sender: UserId, content: Record<string, unknown> = { msgtype: 'm.text', body: 'hello' }) => homeserver.put(roomId, sender, 'm.room.message', null, content),

    async until(holds: () => boolean): Promise<void> {
      for (let left = 400; !holds(); left -= 1) {
        if (left === 0) throw new Error('did not come about');
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    },
    async stop(): Promise<void> {
      stopListening();
      await directory.stop();
      await jobs.stop();
    },
    login: (accountId: AccountId) => directory.accounts.get(administrator, 'all', accountId).loginId,
  };
}

/** Lets everything that can run now run. */
export const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 5));
