import type { BridgeId, EventId, RoomId, UserId } from '@holdfast/contract';
import { AppError, type Secret } from '../kernel/index.ts';
import { createJsonClient, NetworkFailure, type JsonReply, type JsonRequest } from '../net/index.ts';
import {
  HomeserverError,
  type Homeserver,
  type Membership,
  type RoomEvent,
  type RoomMessage,
} from './homeserver.ts';

export type BotIdentity = { readonly userId: UserId; readonly asToken: Secret };

export type MatrixCaller = {
  /** One call; throws AppError HOMESERVER_UNAVAILABLE or HomeserverError. */
  call(request: JsonRequest): Promise<Record<string, unknown>>;
  close(): Promise<void>;
};

/** Turns answers of the homeserver into values or into the two kinds of error the rest of the house knows. */
export function createMatrixCaller(url: string): MatrixCaller {
  const http = createJsonClient(url);
  return {
    async call(request) {
      let reply: JsonReply;
      try {
        reply = await http.request(request);
      } catch (cause) {
        if (cause instanceof NetworkFailure) throw unavailable(cause);
        throw cause;
      }
      const body = (reply.body ?? {}) as Record<string, unknown>;
      if (reply.status < 300) return body;
      if (reply.status >= 500) throw unavailable(reply.status);
      throw new HomeserverError(reply.status, text(body['errcode']) ?? 'M_UNKNOWN', text(body['error']) ?? `HTTP ${reply.status}`);
    },
    close: () => http.close(),
  };
}

function unavailable(cause: unknown): AppError {
  return new AppError('HOMESERVER_UNAVAILABLE', 'the homeserver does not answer', { cause });
}

const enc = encodeURIComponent;
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const room = (roomId: RoomId): string => `/_matrix/client/v3/rooms/${enc(roomId)}`;

type Deps = { caller: MatrixCaller; asToken: Secret; bots: ReadonlyMap<BridgeId, BotIdentity> };

const lookedTypes = ['m.room.message', 'm.sticker', 'm.reaction', 'io.holdfast.note', 'org.matrix.msc3381.poll.start', 'm.poll.start'];

/** Device of the control plane on every service user: scopes transaction ids, so that a repeat is one event. */
const deviceId = 'HOLDFAST';

/** The client API, called as the control plane's application service, as a bridge's bot or as a service user. */
export function createHomeserver({ caller, asToken, bots }: Deps): Homeserver {
  const tokens = new Map<UserId, Promise<string>>();

  function bot(id: BridgeId): BotIdentity {
    const identity = bots.get(id);
    if (!identity) throw new AppError('UNKNOWN_BRIDGE', `no bridge ${id} on this box`);
    return identity;
  }
  const asUser = (userId: UserId) => ({ token: asToken.reveal(), query: { user_id: userId } });
  const asBot = (id: BridgeId) => ({ token: bot(id).asToken.reveal(), query: { user_id: bot(id).userId } });

  /** A token with a device of its own, got once per start: without one, a replay after a restart doubles (DESIGN.md §6). */
  function tokenOf(userId: UserId): Promise<string> {
    let token = tokens.get(userId);
    if (!token) {
      token = caller
        .call({
          method: 'POST',
          path: '/_matrix/client/v3/login',
          token: asToken.reveal(),
          body: { type: 'm.login.application_service', identifier: { type: 'm.id.user', user: userId }, device_id: deviceId },
        })
        .then((body) => body['access_token'] as string);
      tokens.set(userId, token);
      token.catch(() => tokens.delete(userId));
    }
    return token;
  }

  async function asDevice(userId: UserId, request: Omit<JsonRequest, 'token'>): Promise<Record<string, unknown>> {
    try {
      return await caller.call({ ...request, token: await tokenOf(userId) });
    } catch (failure) {
      if (!(failure instanceof HomeserverError) || failure.errcode !== 'M_UNKNOWN_TOKEN') throw failure;
      tokens.delete(userId); // somebody deleted our device: get it back and try once more
      return caller.call({ ...request, token: await tokenOf(userId) });
    }
  }

  return {
    isUp: () => caller.call({ method: 'GET', path: '/_matrix/client/versions', timeoutMs: 3_000 }).then(() => true, () => false),

    async ensureUser(userId, displayName) {
      const localpart = userId.slice(1, userId.indexOf(':'));
      try {
        await caller.call({
          method: 'POST',
          path: '/_matrix/client/v3/register',
          query: { kind: 'user' },
          token: asToken.reveal(),
          body: { type: 'm.login.application_service', username: localpart, inhibit_login: true },
        });
      } catch (failure) {
        if (!(failure instanceof HomeserverError) || failure.errcode !== 'M_USER_IN_USE') throw failure;
      }
      if (displayName !== undefined) await this.setDisplayName(userId, displayName);
    },
    async setDisplayName(userId, displayName) {
      const path = `/_matrix/client/v3/profile/${enc(userId)}/displayname`;
      await caller.call({ method: 'PUT', path, ...asUser(userId), body: { displayname: displayName } });
    },

    async invite(bridge, roomId, userId) {
      await caller.call({ method: 'POST', path: `${room(roomId)}/invite`, ...asBot(bridge), body: { user_id: userId } });
    },
    async kick(bridge, roomId, userId, reason) {
      await caller.call({ method: 'POST', path: `${room(roomId)}/kick`, ...asBot(bridge), body: { user_id: userId, reason } });
    },
    async powerLevels(bridge, roomId) {
      return (await caller.call({ method: 'GET', path: `${room(roomId)}/state/m.room.power_levels/`, ...asBot(bridge) }));
    },
    async setPowerLevels(bridge, roomId, levels) {
      await caller.call({ method: 'PUT', path: `${room(roomId)}/state/m.room.power_levels/`, ...asBot(bridge), body: levels });
    },
    async members(bridge, roomId) {
      const body = await caller.call({ method: 'GET', path: `${room(roomId)}/members`, ...asBot(bridge) });
      const found = new Map<UserId, Membership>();
      for (const event of (body['chunk'] ?? []) as { state_key: string; content: { membership: Membership } }[]) {
        found.set(event.state_key as UserId, event.content.membership);
      }
      return found;
    },
    async membership(bridge, roomId, userId) {
      try {
        const body = await caller.call({ method: 'GET', path: `${room(roomId)}/state/m.room.member/${enc(userId)}`, ...asBot(bridge) });
        return (text(body['membership']) as Membership | undefined) ?? null;
      } catch (failure) {
        if (failure instanceof HomeserverError && failure.status === 404) return null;
        throw failure;
      }
    },
    async sendAsBot(bridge, roomId, type, content, transactionId) {
      const path = `${room(roomId)}/send/${enc(type)}/${enc(transactionId)}`;
      return (await caller.call({ method: 'PUT', path, ...asBot(bridge), body: content }))['event_id'] as EventId;
    },

    async join(userId, roomId) {
      await caller.call({ method: 'POST', path: `/_matrix/client/v3/join/${enc(roomId)}`, ...asUser(userId), body: {} });
    },
    async sendAs(userId, roomId, type, content, transactionId) {
      const path = `${room(roomId)}/send/${enc(type)}/${enc(transactionId)}`;
      return (await asDevice(userId, { method: 'PUT', path, body: content }))['event_id'] as EventId;
    },
    async redactAs(userId, roomId, target, transactionId) {
      const path = `${room(roomId)}/redact/${enc(target)}/${enc(transactionId)}`;
      return (await asDevice(userId, { method: 'PUT', path, body: {} }))['event_id'] as EventId;
    },
    async lastMessages(bridge, roomId, limit) {
      const identity = asBot(bridge);
      const filter = JSON.stringify({ types: ['m.room.message', 'm.sticker', 'io.holdfast.note'] });
      const body = await caller.call({
        method: 'GET',
        path: `${room(roomId)}/messages`,
        token: identity.token,
        query: { ...identity.query, dir: 'b', limit, filter },
      });
      return ((body['chunk'] ?? []) as Record<string, unknown>[]).map(roomMessage).reverse();
    },
    async messagesBefore(bridge, roomId, limit, before) {
      const { token, query } = asBot(bridge);
      const filter = JSON.stringify({ types: lookedTypes });
      const body = await caller.call({ method: 'GET', path: `${room(roomId)}/messages`, token, query: { ...query, dir: 'b', limit, filter, ...(before === undefined ? {} : { from: before }) } });
      const events = ((body['chunk'] ?? []) as Record<string, unknown>[]).map((event): RoomEvent => ({ ...roomMessage(event), unsigned: (event['unsigned'] ?? {}) as Record<string, unknown> }));
      return { events: events.reverse(), next: events.length < limit ? null : (text(body['end']) ?? null) };
    },

    async isPassword(userId, password) {
      try {
        const body = { type: 'm.login.password', identifier: { type: 'm.id.user', user: userId }, password, initial_device_display_name: 'Holdfast console' };
        const { access_token: token } = await caller.call({ method: 'POST', path: '/_matrix/client/v3/login', body });
        await caller.call({ method: 'POST', path: '/_matrix/client/v3/logout', token: token as string, body: {} });
        return true;
      } catch (failure) {
        if (failure instanceof HomeserverError && failure.status !== 429) return false;
        throw failure instanceof HomeserverError ? new AppError('TOO_MANY_REQUESTS', 'the homeserver counts too many sign-ins', { retryAfterSeconds: 60 }) : failure;
      }
    },
    async whoAmI(accessToken) {
      try {
        return (await caller.call({ method: 'GET', path: '/_matrix/client/v3/account/whoami', token: accessToken }))['user_id'] as UserId;
      } catch (failure) {
        if (failure instanceof HomeserverError) return null;
        throw failure;
      }
    },
  };
}

function roomMessage(event: Record<string, unknown>): RoomMessage {
  return {
    eventId: event['event_id'] as EventId,
    sender: event['sender'] as UserId,
    type: event['type'] as string,
    originServerTs: event['origin_server_ts'] as number,
    content: (event['content'] ?? {}) as Record<string, unknown>,
  };
}
