import { randomUUID } from 'node:crypto';
import { HttpFailure, requestJson, type Json } from './json-http.ts';
import { until } from './until.ts';

export type RoomEvent = { event_id: string; sender: string; type: string; content: Json; state_key?: string; unsigned?: Json };

/** An employee's own Matrix client: an ordinary account on the homeserver, with nothing that Holdfast gave it. */
export async function signInEmployee(homeserver: string, userId: string, password: string) {
  const session = await requestJson<{ access_token: string; device_id: string }>('POST', `${homeserver}/_matrix/client/v3/login`, {
    body: { type: 'm.login.password', identifier: { type: 'm.id.user', user: userId }, password, initial_device_display_name: 'test' },
  });
  return createEmployee(homeserver, userId, session.access_token);
}
export type Employee = ReturnType<typeof createEmployee>;

function createEmployee(homeserver: string, userId: string, token: string) {
  const call = <T = Json>(method: string, path: string, body?: unknown): Promise<T> =>
    requestJson<T>(method, `${homeserver}/_matrix${path}`, { token, ...(body === undefined ? {} : { body }) });
  const roomPath = (roomId: string): string => `/client/v3/rooms/${encodeURIComponent(roomId)}`;

  async function sendEvent(roomId: string, type: string, content: Json): Promise<string> {
    const sent = await call<{ event_id: string }>('PUT', `${roomPath(roomId)}/send/${type}/${randomUUID()}`, content);
    return sent.event_id;
  }
  const events = async (roomId: string, limit = 200): Promise<RoomEvent[]> =>
    (await call<{ chunk: RoomEvent[] }>('GET', `${roomPath(roomId)}/messages?dir=b&limit=${limit}`)).chunk.reverse();

  return {
    userId,
    token,
    call,
    events,
    sendEvent,
    say: (roomId: string, body: string, extra: Json = {}) => sendEvent(roomId, 'm.room.message', { msgtype: 'm.text', body, ...extra }),
    reply: (roomId: string, to: string, body: string) =>
      sendEvent(roomId, 'm.room.message', { msgtype: 'm.text', body, 'm.relates_to': { 'm.in_reply_to': { event_id: to } } }),
    edit: (roomId: string, target: string, body: string) =>
      sendEvent(roomId, 'm.room.message', {
        msgtype: 'm.text',
        body: `* ${body}`,
        'm.new_content': { msgtype: 'm.text', body },
        'm.relates_to': { rel_type: 'm.replace', event_id: target },
      }),
    react: (roomId: string, target: string, key: string) =>
      sendEvent(roomId, 'm.reaction', { 'm.relates_to': { rel_type: 'm.annotation', event_id: target, key } }),
    note: (roomId: string, body: string) => sendEvent(roomId, 'io.holdfast.note', { body }),
    redact: async (roomId: string, target: string): Promise<string> =>
      (await call<{ event_id: string }>('PUT', `${roomPath(roomId)}/redact/${encodeURIComponent(target)}/${randomUUID()}`, {})).event_id,
    typing: (roomId: string, typing: boolean) =>
      call('PUT', `${roomPath(roomId)}/typing/${encodeURIComponent(userId)}`, typing ? { typing, timeout: 20_000 } : { typing }),
    /** Who is typing and what was read in a room, as a client that has just been opened shows it. */
    ephemeral: async (roomId: string): Promise<RoomEvent[]> => {
      // Synapse keeps the answer to a first sync for two minutes; a filter that nobody used before gets a fresh one.
      const filter = encodeURIComponent(JSON.stringify({ room: { rooms: [roomId], not_rooms: [`!${randomUUID()}:none.test`], timeline: { limit: 1 } }, presence: { types: [] } }));
      type Sync = { rooms?: { join?: Record<string, { ephemeral?: { events: RoomEvent[] } }> } };
      return (await call<Sync>('GET', `/client/v3/sync?timeout=0&filter=${filter}`)).rooms?.join?.[roomId]?.ephemeral?.events ?? [];
    },
    state: (roomId: string, type: string, key = '') => call('GET', `${roomPath(roomId)}/state/${type}/${encodeURIComponent(key)}`),
    async download(mxc: string): Promise<Uint8Array> {
      const reply = await fetch(`${homeserver}/_matrix/client/v1/media/download/${mxc.replace('mxc://', '')}`, { headers: { authorization: `Bearer ${token}` } });
      if (!reply.ok) throw new Error(`download answers ${reply.status}`);
      return new Uint8Array(await reply.arrayBuffer());
    },
    read: (roomId: string, eventId: string) => call('POST', `${roomPath(roomId)}/receipt/m.read/${encodeURIComponent(eventId)}`, {}),
    async upload(bytes: Uint8Array, type: string): Promise<string> {
      const reply = await fetch(`${homeserver}/_matrix/media/v3/upload`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': type }, body: Buffer.from(bytes) });
      return ((await reply.json()) as { content_uri: string }).content_uri;
    },
    rooms: async (): Promise<string[]> => (await call<{ joined_rooms: string[] }>('GET', '/client/v3/joined_rooms')).joined_rooms,
    /** Waits until the employee is in a room whose timeline has this text; returns the room. */
    findsRoom: (text: string, timeoutMs = 30_000): Promise<string> =>
      until(`${userId} finds "${text.slice(0, 40)}"`, async () => {
        for (const roomId of (await call<{ joined_rooms: string[] }>('GET', '/client/v3/joined_rooms')).joined_rooms) {
          if ((await events(roomId)).some((event) => event.content['body'] === text)) return roomId;
        }
        return undefined;
      }, { timeoutMs, everyMs: 100 }),
    sees: (roomId: string, what: string, matches: (event: RoomEvent) => boolean, timeoutMs = 30_000): Promise<RoomEvent> =>
      until(`${userId} sees ${what}`, async () => (await events(roomId)).find(matches), { timeoutMs, everyMs: 100 }),
    /** The gate's answer about one of their events. */
    answerTo: (roomId: string, eventId: string): Promise<{ state: string; reason?: string; detail?: string }> =>
      until(`an answer about ${eventId}`, async () => {
        const answer = (await events(roomId)).findLast(
          (event) => event.type === 'io.holdfast.delivery' && (event.content['m.relates_to'] as Json | undefined)?.['event_id'] === eventId,
        );
        return answer?.content as { state: string; reason?: string; detail?: string } | undefined;
      }, { everyMs: 100 }),
    /** The code with which the homeserver refuses a call; undefined when it does not refuse. */
    async refusal(method: string, path: string, body?: unknown): Promise<string | undefined> {
      try {
        await call(method, path, body);
        return undefined;
      } catch (failure) {
        if (failure instanceof HttpFailure) return failure.code;
        throw failure;
      }
    },
  };
}
