import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EventId, UserId } from '@holdfast/contract';
import type { MatrixEvent } from '../../ipc/index.ts';

const server = 'seeded.test';
const user = `@anna:${server}`;
const bot = `@loopbackbot:${server}`;
const day = 86_400_000;

export const clientOfSeeded = (index: number): UserId => `@loopback_${index}:${server}` as UserId;
export type SeededBox = { readonly address: string; /** What every sync tells anew of a conversation: its newest twenty. */ newestOf(index: number): MatrixEvent[]; stop(): Promise<void> };

/**
 * A box beneath the client's contract: as many conversations as asked for, made up when they are asked for. It answers what
 * the app asks of homeserver and control plane at a start, and nothing else. For sets that would take Synapse hours to make.
 */
export async function startSeededBox(rooms: number): Promise<SeededBox> {
  const startedAt = Date.now();
  const idOf = (index: number): string => `!room${String(index).padStart(5, '0')}`;
  const at = (index: number): number => startedAt - index * 60_000;
  const facts = (index: number) => ({
    roomId: idOf(index), state: 'open', direct: true, name: `Client ${index}`, right: 'owner', ownerUserId: user,
    account: { accountId: 'acct_0000000000000001', bridgeId: 'loopback', network: 'Loopback', label: 'Sales', number: '+48600000001', serviceUserId: `@acct_loopback_sales:${server}`, state: 'connected', stateReason: null, paused: false },
    client: { clientId: `clnt_${String(index).padStart(16, '0')}`, name: `Client ${index}`, firm: `Firm ${index % 50}`, language: 'en', tags: [] },
    botUserId: bot, companyGhosts: [], predecessorRoomId: null, lastEventAt: at(index), lastClientAt: at(index), lastCompanyAt: null,
  });
  const event = (index: number, n: number): MatrixEvent => ({
    event_id: `$e${index}-${n}` as EventId, type: 'm.room.message', sender: n % 3 === 2 ? (user as UserId) : clientOfSeeded(index), origin_server_ts: at(index) - (20 - n) * 1000, content: { msgtype: 'm.text', body: `Message ${n} of client ${index}: is the order ready?` },
  });
  const state = (index: number) => [
    { event_id: `$n${index}`, type: 'm.room.name', state_key: '', sender: bot, origin_server_ts: at(index), content: { name: `Client ${index}` } },
    { event_id: `$m${index}`, type: 'm.room.member', state_key: `@loopback_${index}:${server}`, sender: bot, origin_server_ts: at(index), content: { membership: 'join', displayname: `Client ${index}` } },
  ];

  function slidingSync(body: { lists?: Record<string, { ranges?: number[][]; timeline_limit?: number }>; room_subscriptions?: Record<string, { timeline_limit?: number }> }, pos: string | null) {
    const known = pos === null ? 0 : Number(pos);
    const answer: Record<string, unknown> = {};
    let most = known;
    for (const list of Object.values(body.lists ?? {})) {
      for (const [from = 0, to = 0] of list.ranges ?? []) {
        for (let index = from; index <= Math.min(to, rooms - 1); index++) {
          if (index < known) continue;
          const limit = Math.min(20, list.timeline_limit ?? 1);
          answer[idOf(index)] = { name: `Client ${index}`, initial: true, limited: false, prev_batch: `p${index}`, required_state: state(index), timeline: Array.from({ length: limit }, (_, n) => event(index, 20 - limit + n)), notification_count: 1, joined_count: 3, bump_stamp: rooms - index };
          most = Math.max(most, index + 1);
        }
      }
    }
    return { grew: most > known, value: { pos: String(most), lists: Object.fromEntries(Object.keys(body.lists ?? {}).map((name) => [name, { count: rooms }])), rooms: answer, extensions: {} } };
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://seeded.invalid');
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const send = (value: unknown, status = 200): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const lease = () => ({ share: 'A'.repeat(43), lease: { offlineHours: 24, leasedAt: Date.now(), endsAt: Date.now() + day } });
    const path = url.pathname.replace('/api/v1', '');
    if (path === '/health') return send({ status: 'ok', product: 'holdfast', api: 1, serverName: server, homeserver: address(), at: Date.now() });
    if (path.endsWith('/login')) return send({ user_id: user, device_id: 'SEEDED', access_token: 'seeded' });
    if (path.endsWith('/whoami')) return send({ user_id: user });
    if (path.endsWith('/joined_rooms')) return send({ joined_rooms: Array.from({ length: rooms }, (_, index) => idOf(index)) });
    if (path === '/sessions') {
      const session = { sessionId: 'sess_0000000000000001', via: 'matrix', console: false, label: null, openedAt: Date.now(), lastSeenAt: Date.now(), expiresAt: Date.now() + day, current: true };
      return send({ token: 'seeded', session, person: { personId: 'pers_0000000000000001', userId: user, roles: ['employee'], teamId: null, permissions: [] } }, 201);
    }
    if (path === '/me') return send({ personId: 'pers_0000000000000001', userId: user, name: 'Anna Nowak', signInName: 'anna', roles: ['employee'], team: null, languages: ['en'], box: { serverName: server, trial: true, liveHistoryMonths: 24, offlineHours: 24, languages: ['en', 'ru', 'uk', 'pl'], responseDueMinutes: { amber: 15, red: 60 }, consoleIdleMinutes: 30, homeserver: address() } });
    if (path === '/notices/recording') return send({ version: '2026-11-25', language: 'en', languages: ['en'], title: 't', paragraphs: [], hash: '0'.repeat(64), signedAt: 1, firstSignIn: false });
    if (path === '/devices') return send({ deviceId: 'devc_0000000000000001', ...lease() }, 201);
    if (path.endsWith('/lease')) return send(lease());
    if (path === '/colleagues') return send({ colleagues: [{ userId: user, name: 'Anna Nowak', teamId: null, state: 'active' }] });
    if (path === '/inbox') {
      const from = Number(url.searchParams.get('after') ?? 0);
      const until = Math.min(rooms, from + Number(url.searchParams.get('limit') ?? 100));
      return send({ rooms: Array.from({ length: until - from }, (_, n) => facts(from + n)), next: until < rooms ? String(until) : null });
    }
    if (path === '/queue') return send({ rooms: [] });
    if (path === '/templates') return send({ templates: [] });
    if (path === '/deliveries') return send({ deliveries: [] });
    if (path === '/stream') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`event: heartbeat\ndata: {"kind":"heartbeat","at":${Date.now()}}\n\n`);
      return;
    }
    if (path.endsWith('/sync')) {
      const { grew, value } = slidingSync(JSON.parse(text === '' ? '{}' : text) as never, url.searchParams.get('pos'));
      if (!grew) await new Promise((resolve) => setTimeout(resolve, Math.min(5_000, Number(url.searchParams.get('timeout') ?? 0)))); // a long poll in which nothing happens
      return send(value);
    }
    if (path.endsWith('/messages')) return send({ chunk: [], start: 's' });
    return send({ errcode: 'M_UNRECOGNIZED', error: 'not seeded' }, 404);
  }

  const listener = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  const address = (): string => `http://127.0.0.1:${port}`;
  return {
    address: address(),
    newestOf: (index) => Array.from({ length: 20 }, (_, n) => event(index, n)),
    async stop() {
      listener.closeAllConnections();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}
