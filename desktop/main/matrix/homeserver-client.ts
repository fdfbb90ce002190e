import { Type, type Static, type TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { AppRefusal } from '../app-refusal.ts';
import type { Fetch } from '../ports.ts';

const Refused = Type.Object({ errcode: Type.String(), error: Type.Optional(Type.String()), retry_after_ms: Type.Optional(Type.Number()), soft_logout: Type.Optional(Type.Boolean()) });
const LoggedIn = Type.Object({ user_id: Type.String(), device_id: Type.String(), access_token: Type.String() });
const WhoAmI = Type.Object({ user_id: Type.String() });
const Joined = Type.Object({ joined_rooms: Type.Array(Type.String()) });
const Sent = Type.Object({ event_id: Type.String() });
const Created = Type.Object({ content_uri: Type.String() });

const patienceMs = 30_000;

/** Retry-After in seconds, which the spec prefers to the field in the body. */
function pauseOf(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? NaN);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
}

/** The few Matrix calls that main makes itself (client-server spec). Refusals keep the homeserver's errcode; no answer is OFFLINE. */
export function createHomeserverClient(fetch: Fetch, base: string, token?: string) {
  async function ask<Reply extends TSchema>(reply: Reply, method: string, path: string, options: { body?: unknown; raw?: ReadableStream<Uint8Array>; type?: string; length?: number; signal?: AbortSignal; patienceMs?: number } = {}): Promise<Static<Reply>> {
    const signals = [AbortSignal.timeout(options.patienceMs ?? patienceMs), ...(options.signal ? [options.signal] : [])];
    const headers: Record<string, string> = {};
    if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
    if (options.raw) {
      headers['content-type'] = options.type ?? 'application/octet-stream';
      if (options.length !== undefined) headers['content-length'] = String(options.length);
    } else if (options.body !== undefined) headers['content-type'] = 'application/json';
    let response: Response;
    try {
      response = await fetch(`${base}${path}`, {
        method,
        headers,
        signal: AbortSignal.any(signals),
        ...(options.raw ? { body: options.raw, duplex: 'half' } : options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      });
    } catch (failure) {
      throw new AppRefusal('OFFLINE', 'the homeserver does not answer', { cause: failure });
    }
    const value: unknown = await response.json().catch(() => undefined);
    if (!response.ok) {
      const refused = Value.Check(Refused, value) ? value : { errcode: `HTTP_${response.status}` };
      if (response.status >= 500) throw new AppRefusal('OFFLINE', `the homeserver answers ${response.status}`);
      // The spec's word for it, also where only something in front of the homeserver said so.
      const errcode = response.status === 429 ? 'M_LIMIT_EXCEEDED' : refused.errcode;
      throw new AppRefusal(errcode, 'the homeserver refused', { retryAfterMs: pauseOf(response) ?? ('retry_after_ms' in refused ? refused.retry_after_ms : undefined) });
    }
    if (!Value.Check(reply, value)) throw new AppRefusal('OFFLINE', 'the homeserver answered in an unknown shape');
    return value;
  }
  const inRoom = (roomId: string): string => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`;

  return {
    logIn: (user: string, password: string, deviceName: string) =>
      ask(LoggedIn, 'POST', '/_matrix/client/v3/login', { body: { type: 'm.login.password', identifier: { type: 'm.id.user', user }, password, initial_device_display_name: deviceName } }),
    whoAmI: () => ask(WhoAmI, 'GET', '/_matrix/client/v3/account/whoami', { patienceMs: 8_000 }),
    logOut: () => ask(Type.Object({}), 'POST', '/_matrix/client/v3/logout', { body: {}, patienceMs: 5_000 }),
    joinedRooms: async () => (await ask(Joined, 'GET', '/_matrix/client/v3/joined_rooms')).joined_rooms,
    /** Repeating it with the same transaction id is the same event (spec: transaction identifiers). */
    send: async (roomId: string, type: string, transactionId: string, content: object) => (await ask(Sent, 'PUT', `${inRoom(roomId)}/send/${encodeURIComponent(type)}/${encodeURIComponent(transactionId)}`, { body: content })).event_id,
    redact: async (roomId: string, eventId: string, transactionId: string) => (await ask(Sent, 'PUT', `${inRoom(roomId)}/redact/${encodeURIComponent(eventId)}/${encodeURIComponent(transactionId)}`, { body: {} })).event_id,
    createMedia: async () => (await ask(Created, 'POST', '/_matrix/media/v1/create', { body: {} })).content_uri,
    putMedia: async (mxc: string, name: string, type: string, length: number, raw: ReadableStream<Uint8Array>, signal: AbortSignal) => {
      await ask(Type.Object({}), 'PUT', `/_matrix/media/v3/upload/${mxc.replace('mxc://', '')}?filename=${encodeURIComponent(name)}`, { raw, type, length, signal, patienceMs: 60 * 60_000 });
    },
    async changePassword(user: string, current: string, next: string): Promise<void> {
      const path = '/_matrix/client/v3/account/password';
      // User-interactive authentication (spec): the first answer names the session, the second carries the password.
      const started = await fetch(`${base}${path}`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify({ new_password: next, logout_devices: false }), signal: AbortSignal.timeout(patienceMs) }).catch((failure: unknown) => {
        throw new AppRefusal('OFFLINE', 'the homeserver does not answer', { cause: failure });
      });
      const flows: unknown = await started.json().catch(() => ({}));
      if (started.ok) return;
      const session = (flows as { session?: unknown }).session;
      if (started.status !== 401 || typeof session !== 'string') throw new AppRefusal(Value.Check(Refused, flows) ? flows.errcode : 'OFFLINE', 'the homeserver refused the new password');
      const answer = await fetch(`${base}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ new_password: next, logout_devices: false, auth: { type: 'm.login.password', identifier: { type: 'm.id.user', user }, password: current, session } }),
        signal: AbortSignal.timeout(patienceMs),
      });
      if (answer.ok) return;
      const refused: unknown = await answer.json().catch(() => ({}));
      throw new AppRefusal(Value.Check(Refused, refused) ? refused.errcode : 'M_FORBIDDEN', 'the homeserver refused');
    },
  };
}
export type HomeserverClient = ReturnType<typeof createHomeserverClient>;
