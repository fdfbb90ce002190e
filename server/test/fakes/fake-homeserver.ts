import type { BridgeId, EventId, RoomId, UserId } from '@holdfast/contract';
import { AppError } from '../../src/kernel/index.ts';
import { HomeserverError, type Homeserver, type HomeserverAdmin, type Membership, type PowerLevels, type RoomEvent, type RoomMessage } from '../../src/matrix/homeserver.ts';

/** An event as the fake keeps it: what a journal reader of a test is fed with. */
export type FakeEvent = {
  readonly streamOrdering: number;
  readonly eventId: EventId;
  readonly roomId: RoomId;
  readonly sender: UserId;
  readonly type: string;
  readonly stateKey: string | null;
  readonly originServerTs: number;
  readonly content: Readonly<Record<string, unknown>>;
  readonly transactionId: string | null;
};

type FakeRoom = { readonly creator: UserId; readonly state: Map<string, FakeEvent>; readonly events: FakeEvent[] };
type FakeUser = { displayName: string; password: string | null; locked: boolean; devices: Map<string, { token: string; lastSeenAt: number | null }> };
type Operation = keyof Homeserver | keyof HomeserverAdmin;
type Options = { serverName?: string; bots: Readonly<Record<string, UserId>>; now?: () => number };

const forbidden = (why: string) => new HomeserverError(403, 'M_FORBIDDEN', why);
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/**
 * A homeserver in memory that refuses what Synapse refuses: inviting a member, kicking who is not there, joining without
 * an invitation, listing the creator in power levels (room version 12). Repeats of the same state make no event; repeats
 * of a transaction id give the same event. `down` and `breakOn` make it fail the way a real one does.
 */
export type FakeHomeserver = ReturnType<typeof createFakeHomeserver>;
export function createFakeHomeserver({ serverName = 'box.test', bots, now = Date.now }: Options) {
  const rooms = new Map<RoomId, FakeRoom>();
  const users = new Map<UserId, FakeUser>();
  const transactions = new Map<string, EventId>();
  const listeners = new Set<(event: FakeEvent) => void>();
  const broken = new Map<Operation, { left: number; failure: () => Error }>();
  const calls: { operation: Operation; roomId?: RoomId; userId?: UserId }[] = [];
  let ordering = 0;
  let down = false;

  for (const bot of Object.values(bots)) addUser(bot);

  function addUser(userId: UserId, displayName = '', password: string | null = null): FakeUser {
    const user: FakeUser = users.get(userId) ?? { displayName, password, locked: false, devices: new Map() };
    users.set(userId, user);
    return user;
  }

  async function enter(operation: Operation, about: { roomId?: RoomId; userId?: UserId } = {}): Promise<void> {
    await Promise.resolve(); // a network is between us: nothing happens in the caller's own turn
    calls.push({ operation, ...about });
    if (down) throw new AppError('HOMESERVER_UNAVAILABLE', 'the homeserver does not answer');
    const fault = broken.get(operation);
    if (fault && fault.left > 0) {
      fault.left -= 1;
      throw fault.failure();
    }
  }

  const botOf = (bridge: BridgeId): UserId => bots[bridge] ?? raise(new HomeserverError(403, 'M_EXCLUSIVE', `no bot of ${bridge}`));
  const roomOf = (roomId: RoomId): FakeRoom => rooms.get(roomId) ?? raise(forbidden('not in a room that does not exist'));
  const userOf = (userId: UserId): FakeUser => users.get(userId) ?? raise(new HomeserverError(404, 'M_NOT_FOUND', 'User not found'));

  function membershipOf(room: FakeRoom, userId: UserId): Membership | null {
    return (room.state.get(`m.room.member ${userId}`)?.content['membership'] as Membership | undefined) ?? null;
  }

  function append(roomId: RoomId, sender: UserId, type: string, stateKey: string | null, content: Record<string, unknown>, transactionId: string | null = null): FakeEvent {
    const room = roomOf(roomId);
    const key = `${type} ${stateKey ?? ''}`;
    if (stateKey !== null) {
      const before = room.state.get(key);
      if (before && before.sender === sender && same(before.content, content)) return before;
    }
    ordering += 1;
    const event: FakeEvent = {
      streamOrdering: ordering, eventId: `$fake${ordering}` as EventId, roomId, sender, type, stateKey,
      originServerTs: now(), content: structuredClone(content), transactionId,
    };
    room.events.push(event);
    if (stateKey !== null) room.state.set(key, event);
    for (const listener of listeners) listener(event);
    return event;
  }

  function mustBeIn(room: FakeRoom, userId: UserId): void {
    if (membershipOf(room, userId) !== 'join') throw forbidden(`${userId} is not in the room`);
  }

  function levelOf(room: FakeRoom, userId: UserId): number {
    if (userId === room.creator) return Number.MAX_SAFE_INTEGER;
    const levels = room.state.get('m.room.power_levels ')?.content as { users?: Record<string, number>; users_default?: number } | undefined;
    return levels?.users?.[userId] ?? levels?.users_default ?? 0;
  }

  function required(room: FakeRoom, action: 'invite' | 'kick'): number {
    const levels = room.state.get('m.room.power_levels ')?.content as Record<string, number> | undefined;
    return levels?.[action] ?? (action === 'invite' ? 0 : 50);
  }

  function sendOnce(userId: UserId, roomId: RoomId, type: string, content: object, transactionId: string): EventId {
    const key = `${userId} ${transactionId}`;
    const sent = transactions.get(key);
    if (sent) return sent;
    mustBeIn(roomOf(roomId), userId);
    const { eventId } = append(roomId, userId, type, null, content as Record<string, unknown>, transactionId);
    transactions.set(key, eventId);
    return eventId;
  }

  const port: Homeserver & HomeserverAdmin = {
    isUp: async () => !down,
    async ensureUser(userId, displayName) {
      await enter('ensureUser', { userId });
      addUser(userId, displayName);
    },
    async setDisplayName(userId, displayName) {
      await enter('setDisplayName', { userId });
      userOf(userId).displayName = displayName;
    },
    async invite(bridge, roomId, userId) {
      await enter('invite', { roomId, userId });
      const room = roomOf(roomId);
      const bot = botOf(bridge);
      mustBeIn(room, bot);
      const membership = membershipOf(room, userId);
      if (membership === 'join') throw forbidden(`${userId} is already in the room.`);
      if (membership === 'ban') throw forbidden(`${userId} is banned from the room`);
      if (levelOf(room, bot) < required(room, 'invite')) throw forbidden("You don't have permission to invite users");
      append(roomId, bot, 'm.room.member', userId, { membership: 'invite' });
    },
    async kick(bridge, roomId, userId, reason) {
      await enter('kick', { roomId, userId });
      const room = roomOf(roomId);
      const bot = botOf(bridge);
      mustBeIn(room, bot);
      const membership = membershipOf(room, userId);
      if (membership === null || membership === 'leave' || membership === 'ban') throw forbidden('The target user is not in the room');
      if (levelOf(room, bot) < required(room, 'kick') || levelOf(room, userId) >= levelOf(room, bot)) throw forbidden(`You cannot kick user ${userId}.`);
      append(roomId, bot, 'm.room.member', userId, { membership: 'leave', reason });
    },
    async powerLevels(bridge, roomId) {
      await enter('powerLevels', { roomId });
      const room = roomOf(roomId);
      mustBeIn(room, botOf(bridge));
      return structuredClone((room.state.get('m.room.power_levels ')?.content ?? {}) as PowerLevels);
    },
    async setPowerLevels(bridge, roomId, levels) {
      await enter('setPowerLevels', { roomId });
      const room = roomOf(roomId);
      const bot = botOf(bridge);
      mustBeIn(room, bot);
      if (levelOf(room, bot) < 50) throw forbidden("You don't have permission to change power levels");
      if (levels.users && room.creator in levels.users) throw new HomeserverError(400, 'M_BAD_JSON', 'Creator user must not appear in content.users');
      append(roomId, bot, 'm.room.power_levels', '', levels);
    },
    async members(bridge, roomId) {
      await enter('members', { roomId });
      const room = roomOf(roomId);
      mustBeIn(room, botOf(bridge));
      return membersOf(room);
    },
    async membership(bridge, roomId, userId) {
      await enter('membership', { roomId, userId });
      const room = roomOf(roomId);
      mustBeIn(room, botOf(bridge));
      return membershipOf(room, userId);
    },
    async sendAsBot(bridge, roomId, type, content, transactionId) {
      await enter('sendAsBot', { roomId });
      return sendOnce(botOf(bridge), roomId, type, content, transactionId);
    },
    async join(userId, roomId) {
      await enter('join', { roomId, userId });
      const room = roomOf(roomId);
      if (!users.has(userId)) throw forbidden('Application service has not registered this user');
      const membership = membershipOf(room, userId);
      if (membership === 'join') return;
      if (membership !== 'invite') throw forbidden('You are not invited to this room.');
      append(roomId, userId, 'm.room.member', userId, { membership: 'join', displayname: userOf(userId).displayName });
    },
    async sendAs(userId, roomId, type, content, transactionId) {
      await enter('sendAs', { roomId, userId });
      return sendOnce(userId, roomId, type, content, transactionId);
    },
    async redactAs(userId, roomId, target, transactionId) {
      await enter('redactAs', { roomId, userId });
      return sendOnce(userId, roomId, 'm.room.redaction', { redacts: target }, transactionId);
    },
    async lastMessages(bridge, roomId, limit) {
      await enter('lastMessages', { roomId });
      const room = roomOf(roomId);
      mustBeIn(room, botOf(bridge));
      return room.events
        .filter((event) => event.type === 'm.room.message')
        .slice(-limit)
        .map(({ eventId, sender, type, originServerTs, content }): RoomMessage => ({ eventId, sender, type, originServerTs, content }));
    },
    async messagesBefore(bridge, roomId, limit, before) {
      await enter('messagesBefore', { roomId });
      const room = roomOf(roomId);
      mustBeIn(room, botOf(bridge));
      const types = ['m.room.message', 'm.sticker', 'm.reaction', 'io.holdfast.note'];
      const all = room.events.filter(({ type }) => types.includes(type));
      const end = before === undefined ? all.length : Number(before.slice(1));
      const start = Math.max(0, end - limit);
      const events = all.slice(start, end).map(({ eventId, sender, type, originServerTs, content }): RoomEvent => ({ eventId, sender, type, originServerTs, content, unsigned: {} }));
      return { events, next: start === 0 ? null : `t${start}` };
    },
    async isPassword(userId, password) {
      await enter('whoAmI');
      const user = users.get(userId);
      return user !== undefined && !user.locked && user.password === password;
    },
    async whoAmI(accessToken) {
      await enter('whoAmI');
      for (const [userId, user] of users) {
        for (const device of user.devices.values()) if (device.token === accessToken) return user.locked ? null : userId;
      }
      return null;
    },

    async createUser(userId, { displayName, password }) {
      await enter('createUser', { userId });
      if (users.has(userId)) throw new HomeserverError(400, 'M_USER_IN_USE', 'User ID already taken');
      addUser(userId, displayName, password);
    },
    async exists(userId) {
      await enter('exists', { userId });
      return users.has(userId);
    },
    async setPassword(userId, password) {
      await enter('setPassword', { userId });
      userOf(userId).password = password;
    },
    async lock(userId) {
      await enter('lock', { userId });
      userOf(userId).locked = true;
    },
    async unlock(userId) {
      await enter('unlock', { userId });
      userOf(userId).locked = false;
    },
    async signOutEverywhere(userId) {
      await enter('signOutEverywhere', { userId });
      const { devices } = userOf(userId);
      const count = devices.size;
      devices.clear();
      return count;
    },
    async devices(userId) {
      await enter('devices', { userId });
      return [...userOf(userId).devices].map(([deviceId, { lastSeenAt }]) => ({ deviceId, lastSeenAt }));
    },
    async version() {
      await enter('version');
      return '1.163.2';
    },
  };

  return {
    ...port,
    calls,
    serverName,

    /** Every event from now on, in order; returns its own unsubscribe. */
    onEvent(listener: (event: FakeEvent) => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    events: (roomId: RoomId): readonly FakeEvent[] => roomOf(roomId).events,
    /** How many membership events the room has had since `from` (a stream ordering). */
    membershipEvents: (roomId: RoomId, from = 0): FakeEvent[] =>
      roomOf(roomId).events.filter((event) => event.type === 'm.room.member' && event.streamOrdering > from),
    lastOrdering: () => ordering,
    memberIds: (roomId: RoomId): UserId[] => [...membersOf(roomOf(roomId))].filter(([, membership]) => membership === 'join').map(([userId]) => userId),
    user: (userId: UserId) => users.get(userId),

    /** A room as a bridge makes it: created by `creator`, who is in it with the given members. */
    createRoom(roomId: RoomId, creator: UserId, members: readonly UserId[] = [], levels: Record<string, unknown> = {}): RoomId {
      rooms.set(roomId, { creator, state: new Map(), events: [] });
      append(roomId, creator, 'm.room.create', '', { room_version: '12' });
      append(roomId, creator, 'm.room.member', creator, { membership: 'join' });
      append(roomId, creator, 'm.room.power_levels', '', { events: { 'm.room.tombstone': 100 }, invite: 0, ...levels });
      for (const member of members) {
        addUser(member);
        append(roomId, creator, 'm.room.member', member, { membership: 'invite' });
        append(roomId, member, 'm.room.member', member, { membership: 'join' });
      }
      return roomId;
    },
    /** An event as somebody else than the control plane makes it; follows no rule. */
    put: append,
    /** A client signing in: gives a device with a token that `whoAmI` knows. */
    signIn(userId: UserId, deviceId: string): string {
      const token = `token-${userId}-${deviceId}`;
      userOf(userId).devices.set(deviceId, { token, lastSeenAt: now() });
      return token;
    },

    goDown: () => void (down = true),
    comeBack: () => void (down = false),
    /** The next `times` calls of an operation fail, before they change anything. */
    breakOn(operation: Operation, times = Infinity, failure: () => Error = () => new AppError('HOMESERVER_UNAVAILABLE', `${operation} failed`)): void {
      broken.set(operation, { left: times, failure });
    },
    mend: () => broken.clear(),
  };

  function membersOf(room: FakeRoom): Map<UserId, Membership> {
    const members = new Map<UserId, Membership>();
    for (const event of room.state.values()) {
      if (event.type === 'm.room.member') members.set(event.stateKey as UserId, event.content['membership'] as Membership);
    }
    return members;
  }
}

function raise(failure: Error): never {
  throw failure;
}
