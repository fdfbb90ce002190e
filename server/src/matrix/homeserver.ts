import type { BridgeId, EventId, RoomId, UserId } from '@holdfast/contract';

export type Membership = 'invite' | 'join' | 'leave' | 'ban' | 'knock';

export type PowerLevels = {
  readonly users?: Readonly<Record<string, number>>;
  readonly events?: Readonly<Record<string, number>>;
  readonly [key: string]: unknown;
};

/** A message as the client API shows it. */
export type RoomMessage = {
  readonly eventId: EventId;
  readonly sender: UserId;
  readonly type: string;
  readonly originServerTs: number;
  readonly content: Readonly<Record<string, unknown>>;
};

/** The same with what the homeserver adds: redactions and newest edits. */
export type RoomEvent = RoomMessage & { readonly unsigned: Readonly<Record<string, unknown>> };

/**
 * The homeserver as the control plane uses it. Membership and power levels are changed by a bridge's bot, because its
 * events are never bridged; joining is done in the employee's own name. All calls may be repeated.
 * Throws AppError HOMESERVER_UNAVAILABLE when it cannot be reached, HomeserverError for an answer that refuses.
 */
export interface Homeserver {
  isUp(): Promise<boolean>;
  /** Makes sure the user exists (application-service registration); no-op when it does. */
  ensureUser(userId: UserId, displayName?: string): Promise<void>;
  setDisplayName(userId: UserId, displayName: string): Promise<void>;

  invite(bot: BridgeId, roomId: RoomId, userId: UserId): Promise<void>;
  /** Removes by kick. On 403 the caller reads `membership` and decides. */
  kick(bot: BridgeId, roomId: RoomId, userId: UserId, reason: string): Promise<void>;
  powerLevels(bot: BridgeId, roomId: RoomId): Promise<PowerLevels>;
  setPowerLevels(bot: BridgeId, roomId: RoomId, levels: PowerLevels): Promise<void>;
  members(bot: BridgeId, roomId: RoomId): Promise<ReadonlyMap<UserId, Membership>>;
  membership(bot: BridgeId, roomId: RoomId, userId: UserId): Promise<Membership | null>;
  /** Sends as the bridge's bot: answers of the gate in the room. Same transaction id, same event. */
  sendAsBot(bot: BridgeId, roomId: RoomId, type: string, content: object, transactionId: string): Promise<EventId>;

  join(userId: UserId, roomId: RoomId): Promise<void>;
  /** Sends as a service user with its own device and a persisted, globally unique transaction id (DESIGN.md §6). */
  sendAs(userId: UserId, roomId: RoomId, type: string, content: object, transactionId: string): Promise<EventId>;
  redactAs(userId: UserId, roomId: RoomId, target: EventId, transactionId: string): Promise<EventId>;
  /** The last messages of a room, newest last; read as the bridge's bot, which is in every portal. */
  lastMessages(bot: BridgeId, roomId: RoomId, limit: number): Promise<RoomMessage[]>;
  /** A page of what was said, notes and reactions included, newest last; `before` is `next` of the newer page. Null when there is nothing older. */
  messagesBefore(bot: BridgeId, roomId: RoomId, limit: number, before?: string): Promise<{ events: RoomEvent[]; next: string | null }>;

  /** Whose access token this is; null when it is not valid (expired, locked, never issued). */
  whoAmI(accessToken: string): Promise<UserId | null>;
  /** Whether this is the user's password now. Signs in for the question and out again; leaves no device behind. */
  isPassword(userId: UserId, password: string): Promise<boolean>;
}

/** Synapse's admin API: people of the box as homeserver users. */
export interface HomeserverAdmin {
  createUser(userId: UserId, options: { displayName: string; password: string }): Promise<void>;
  /** Throws PERSON_EXISTS-like refusals as HomeserverError; `exists` asks first. */
  exists(userId: UserId): Promise<boolean>;
  setPassword(userId: UserId, password: string): Promise<void>;
  /** Log-in and every request answer M_USER_LOCKED from now on. */
  lock(userId: UserId): Promise<void>;
  unlock(userId: UserId): Promise<void>;
  /** Signs out everywhere: lists devices and deletes them, which also ends open syncs, refresh tokens and pushers. */
  signOutEverywhere(userId: UserId): Promise<number>;
  devices(userId: UserId): Promise<{ deviceId: string; lastSeenAt: number | null }[]>;
  version(): Promise<string | null>;
}

/** The homeserver understood and refused. */
export class HomeserverError extends Error {
  readonly status: number;
  readonly errcode: string;
  constructor(status: number, errcode: string, message: string) {
    super(message);
    this.name = 'HomeserverError';
    this.status = status;
    this.errcode = errcode;
  }
}
