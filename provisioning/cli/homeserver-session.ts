import { randomUUID } from 'node:crypto';
import { Type, type Static, type TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { OperatorError } from '../apply/operator-error.ts';

export type HomeserverSessionData = { readonly userId: string; readonly deviceId: string; readonly accessToken: string };

const LoggedIn = Type.Object({ user_id: Type.String(), device_id: Type.String(), access_token: Type.String() });
const Joined = Type.Object({ joined_rooms: Type.Array(Type.String()) });
const Sent = Type.Object({ event_id: Type.String() });
const RoomEvent = Type.Object({
  event_id: Type.String(),
  sender: Type.String(),
  type: Type.String(),
  origin_server_ts: Type.Number(),
  state_key: Type.Optional(Type.String()),
  content: Type.Record(Type.String(), Type.Unknown()),
});
export type RoomEvent = Static<typeof RoomEvent>;
const Chunk = Type.Object({ chunk: Type.Array(RoomEvent), end: Type.Optional(Type.String()), start: Type.Optional(Type.String()) });
const Refused = Type.Object({ errcode: Type.String(), error: Type.Optional(Type.String()) });

/** The homeserver understood and refused: what a raw Matrix client would be told. */
export class HomeserverRefusal extends OperatorError {
  readonly errcode: string;
  constructor(errcode: string, words: string) {
    super(`the homeserver refused: ${words} (${errcode})`, errcode === 'M_UNKNOWN_TOKEN' ? 'The session has ended: `holdfast sign-in` opens another.' : 'Nothing was changed.');
    this.errcode = errcode;
  }
}

async function ask<Reply extends TSchema>(reply: Reply, url: string, { method = 'GET', token, body, signal }: { method?: string; token?: string; body?: unknown; signal?: AbortSignal }): Promise<Static<Reply>> {
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new OperatorError(`the homeserver does not answer on ${new URL(url).origin}`, 'Is the box up? `holdfast status` tells; `holdfast up` starts it.');
  }
  const value: unknown = await response.json().catch(() => undefined);
  if (!response.ok) {
    const refused = Value.Check(Refused, value) ? value : { errcode: `HTTP_${response.status}`, error: 'without a reason' };
    throw new HomeserverRefusal(refused.errcode, refused.error ?? '');
  }
  if (!Value.Check(reply, value)) throw new Error(`the homeserver answered ${new URL(url).pathname} in an unknown shape`);
  return value;
}

/** Logs in with a password, as a device of its own that the box's people see in their list. */
export async function logInAtHomeserver(base: string, userId: string, password: string): Promise<HomeserverSessionData> {
  const reply = await ask(LoggedIn, `${base}/_matrix/client/v3/login`, {
    method: 'POST',
    body: { type: 'm.login.password', identifier: { type: 'm.id.user', user: userId }, password, initial_device_display_name: 'holdfast command' },
  });
  return { userId: reply.user_id, deviceId: reply.device_id, accessToken: reply.access_token };
}

/** A Matrix client just large enough to answer clients from a command line. It does what an employee's app would do, as the employee. */
export class HomeserverSession {
  readonly userId: string;
  readonly #base: string;
  readonly #token: string;

  constructor(base: string, { userId, accessToken }: HomeserverSessionData) {
    this.userId = userId;
    this.#base = `${base}/_matrix/client/v3`;
    this.#token = accessToken;
  }

  async joinedRooms(): Promise<string[]> {
    return (await ask(Joined, `${this.#base}/joined_rooms`, { token: this.#token })).joined_rooms;
  }

  /** Content of one piece of state; undefined when the room has none of it. */
  async state(roomId: string, type: string): Promise<Record<string, unknown> | undefined> {
    const url = `${this.#base}/rooms/${encodeURIComponent(roomId)}/state/${type}`;
    return ask(Type.Record(Type.String(), Type.Unknown()), url, { token: this.#token }).catch((refusal: unknown) => {
      if (refusal instanceof HomeserverRefusal && refusal.errcode === 'M_NOT_FOUND') return undefined;
      throw refusal;
    });
  }

  /** The newest events, oldest first. */
  async lastEvents(roomId: string, limit: number): Promise<RoomEvent[]> {
    const { chunk } = await ask(Chunk, `${this.#base}/rooms/${encodeURIComponent(roomId)}/messages?dir=b&limit=${limit}`, { token: this.#token });
    return chunk.reverse();
  }

  /** Events as they come, from now on, until aborted. */
  async *follow(roomId: string, signal: AbortSignal): AsyncGenerator<RoomEvent> {
    const newest = await ask(Chunk, `${this.#base}/rooms/${encodeURIComponent(roomId)}/messages?dir=b&limit=1`, { token: this.#token, signal });
    let from = newest.start;
    while (!signal.aborted) {
      const page = await ask(Chunk, `${this.#base}/rooms/${encodeURIComponent(roomId)}/messages?dir=f&limit=100${from === undefined ? '' : `&from=${encodeURIComponent(from)}`}`, { token: this.#token, signal });
      yield* page.chunk;
      if (page.chunk.length === 0) await new Promise((resolve) => setTimeout(resolve, 500));
      from = page.end ?? from;
    }
  }

  async send(roomId: string, type: string, content: object): Promise<string> {
    const url = `${this.#base}/rooms/${encodeURIComponent(roomId)}/send/${encodeURIComponent(type)}/${randomUUID()}`;
    return (await ask(Sent, url, { method: 'PUT', token: this.#token, body: content })).event_id;
  }

  async redact(roomId: string, eventId: string): Promise<string> {
    const url = `${this.#base}/rooms/${encodeURIComponent(roomId)}/redact/${encodeURIComponent(eventId)}/${randomUUID()}`;
    return (await ask(Sent, url, { method: 'PUT', token: this.#token, body: {} })).event_id;
  }
}
