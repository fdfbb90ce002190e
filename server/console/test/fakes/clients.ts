import type { Client, ClientId, ClientNote, ClientOwners, ClientSummary, RoomId, RoomSummary, UserId } from '@holdfast/contract';
import { FakeFile, FakeRefusal, type FakeHandlers } from './fake-box.ts';
import type { Scene } from './scene.ts';
import { accountsOf, colleaguesOf } from './who.ts';

const day = 86_400_000;
const names = ['Zofia Baran', 'ООО «Ромашка»', 'Lviv Print Studio', 'Ярослав Мудренко', 'Pani Halina', 'Nordic Freight', 'Kateryna M.', 'Marek Zając', 'Dobre Drzwi', 'Iryna Savchuk', 'Anatoly K.', 'Biuro Rachunkowe Lis', 'Юлія Гончар', 'T. Schulz'];
const tags = [['vip', 'doors'], [], ['wholesale'], ['doors'], [], ['wholesale', 'north'], []];
const id = (n: number): ClientId => `clnt_${String(n).padStart(16, '0')}` as ClientId;

function clientOf(n: number, scene: Scene): Client {
  const now = Date.now();
  const people = colleaguesOf(scene);
  const count = n % 5 === 4 ? 0 : 1 + (n % 3);
  const channels = Array.from({ length: count }, (_, c) => {
    const account = accountsOf()[(n + c) % 4]!;
    return { roomId: `!room${n}-${c}` as RoomId, accountId: account.accountId, network: account.network, accountLabel: account.label, direct: true, state: c === 2 ? ('closed' as const) : ('open' as const), ownerUserId: n % 6 === 1 ? null : people[(n + c) % people.length]!.userId, lastEventAt: now - n * 3_600_000 - c * day };
  });
  const name = scene === 'crowded' && n === 2 ? 'Very long name '.repeat(266) : scene === 'crowded' && n === 3 ? 'شركة النور للتجارة' : `${names[n % 14]}${n > 13 ? ` ${n}` : ''}`;
  return {
    clientId: id(n), name, firm: n % 3 === 0 ? 'Baran i Synowie sp. z o.o.' : null, language: ['pl', 'ru', 'uk', null][n % 4] ?? null, tags: tags[n % 7]!, roomIds: channels.map(({ roomId }) => roomId), channels,
    lastEventAt: channels[0]?.lastEventAt ?? null, createdAt: now - (30 + n) * day, waitingSince: n % 4 === 0 && count > 0 ? now - (n === 0 ? 190 : 20) * 60_000 : null, version: 1,
  };
}

/** Clients with their conversations and notes. 'Nordic Freight' was changed by somebody else when one saves it. */
export function clientHandlers(scene: Scene): FakeHandlers {
  const count = scene === 'empty' ? 0 : scene === 'crowded' ? 3000 : 14;
  let clients = Array.from({ length: count }, (_, n) => clientOf(n, scene));
  let made = count;
  const people = new Map(colleaguesOf(scene).map((person) => [person.userId, person.name]));
  const nameOf = (userId: UserId | null): string | null => (userId === null ? null : (people.get(userId) ?? null));
  const notes: ClientNote[] = [{ noteId: 'note_0000000000000001' as ClientNote['noteId'], clientId: id(0), authorUserId: '@person3:box.test' as UserId, authorName: 'Dmytro Lis', text: 'Prefers to be called after four.\nAsks for an invoice in euro.', at: Date.now() - 3 * day, removedAt: null }];
  const find = (clientId: string | undefined): Client => {
    const found = clients.find((client) => client.clientId === clientId);
    if (!found) throw new FakeRefusal(404, 'NOT_FOUND');
    return found;
  };
  const put = (client: Client): Client => {
    clients = clients.map((one) => (one.clientId === client.clientId ? client : one));
    return client;
  };
  let isFirstSave = true;
  const summary = (client: Client): ClientSummary => ({
    clientId: client.clientId, name: client.name, firm: client.firm, language: client.language, tags: client.tags, channels: client.channels.length, networks: [...new Set(client.channels.map(({ network }) => network))],
    owners: [...new Set(client.channels.map(({ ownerUserId }) => ownerUserId))].flatMap((userId) => (userId === null ? [] : [{ userId, name: nameOf(userId) ?? '' }])),
    unassigned: client.channels.some(({ ownerUserId, state }) => ownerUserId === null && state === 'open'), waitingSince: client.waitingSince, lastEventAt: client.lastEventAt, version: client.version,
  });
  const matches = (client: Client, query: URLSearchParams): boolean => {
    const q = (query.get('q') ?? '').toLowerCase();
    return (
      [client.name, client.firm ?? '', ...client.tags].some((text) => text.toLowerCase().includes(q)) && (!query.get('tag') || client.tags.includes(query.get('tag')!)) &&
      (query.get('waiting') !== 'true' || client.waitingSince !== null) && (!query.get('accountId') || client.channels.some(({ accountId }) => accountId === query.get('accountId')))
    );
  };
  const page = <Row>(rows: readonly Row[], query: URLSearchParams): { rows: readonly Row[]; next: string | null } => {
    const from = Number(query.get('after') ?? 0);
    const limit = Number(query.get('limit') ?? 100);
    return { rows: rows.slice(from, from + limit), next: from + limit < rows.length ? String(from + limit) : null };
  };
  const rooms = (): RoomSummary[] =>
    clients.flatMap((client) =>
      client.channels.map((channel) => ({
        roomId: channel.roomId, name: client.name, state: channel.state, direct: true, network: channel.network, accountId: channel.accountId, accountLabel: channel.accountLabel, teamId: null, clientId: client.clientId, clientName: client.name, firm: client.firm,
        owner: channel.ownerUserId, ownerName: nameOf(channel.ownerUserId), since: client.createdAt, waitingSince: client.waitingSince, lastEventAt: channel.lastEventAt, moving: null,
      })),
    );
  const foundRooms = (query: URLSearchParams): RoomSummary[] => rooms().filter((room) => matches(find(room.clientId!), query) && (!query.get('owner') || room.owner === query.get('owner')) && (!query.get('state') || room.state === query.get('state')));
  return {
    'GET /clients/search'({ query }) {
      const found = clients.filter((client) => matches(client, query)).map(summary);
      if (query.get('sort') === 'name') found.sort((one, other) => one.name.localeCompare(other.name));
      if (query.get('sort') === 'waiting') found.sort((one, other) => (one.waitingSince ?? Infinity) - (other.waitingSince ?? Infinity));
      const { rows, next } = page(found, query);
      return { clients: rows, next };
    },
    'GET /clients/tags': () => ({ tags: count === 0 ? [] : [{ tag: 'doors', clients: 4 }, { tag: 'wholesale', clients: 4 }, { tag: 'vip', clients: 2 }, { tag: 'north', clients: 2 }] }),
    'GET /clients/export': ({ query }) => new FakeFile(query.get('numbers') ? 'name;number\r\n' : 'name\r\n', 'clients.csv'),
    'GET /rooms/search'({ query }) {
      const { rows, next } = page(foundRooms(query), query);
      return { rooms: rows, next };
    },
    'GET /rooms/selection'({ query }) {
      const found = foundRooms(query);
      return { roomIds: found.slice(0, 5000).map(({ roomId }) => roomId), total: found.length, complete: found.length <= 5000 };
    },
    'GET /rooms/:roomId/owners': ({ params }) => ({ roomId: params['roomId'], periods: [{ owner: '@person1:box.test', fromAt: Date.now() - 20 * day, untilAt: null, via: 'routing', handoverId: null, covers: [] }] }),
    'GET /clients/:clientId': ({ params }) => find(params['clientId']),
    'GET /clients/:clientId/owners'({ params }): ClientOwners {
      const client = find(params['clientId']);
      const now = Date.now();
      return {
        clientId: client.clientId,
        periods: client.channels.flatMap((channel, c) => {
          const base = { roomId: channel.roomId, network: channel.network, accountLabel: channel.accountLabel };
          const first = '@person5:box.test' as UserId;
          const from = now - (40 - c * 14) * day;
          const cut = now - (12 - c * 3) * day;
          return [
            { ...base, owner: channel.ownerUserId, ownerName: nameOf(channel.ownerUserId), fromAt: cut, untilAt: null, via: 'handover', handoverId: 'hand_0000000000000001' },
            { ...base, owner: first, ownerName: nameOf(first), fromAt: from + 2 * day, untilAt: cut, via: 'claim', handoverId: null },
            { ...base, owner: null, ownerName: null, fromAt: from, untilAt: from + 2 * day, via: 'routing', handoverId: null },
          ];
        }),
      };
    },
    'GET /clients/:clientId/notes': ({ params }) => ({ notes: notes.filter(({ clientId }) => clientId === params['clientId']), next: null }),
    'POST /clients/:clientId/notes'({ params, body }) {
      const note: ClientNote = { noteId: `note_${String(notes.length + 1).padStart(16, '0')}` as ClientNote['noteId'], clientId: params['clientId'] as ClientId, authorUserId: null, authorName: 'Olga Petrova', text: (body as { text: string }).text, at: Date.now(), removedAt: null };
      notes.unshift(note);
      return note;
    },
    'POST /clients/:clientId/reveal': ({ params }) => ({ contacts: find(params['clientId']).channels.map(({ roomId, network }, n) => ({ roomId, network, identifier: `+4850012345${n}`, userId: '@loopback_1:box.test' })) }),
    'PATCH /clients/:clientId'({ params, body }) {
      const client = find(params['clientId']);
      const { version, ...changes } = body as Partial<Client>;
      if (client.name.startsWith('Nordic') && isFirstSave) {
        isFirstSave = false;
        put({ ...client, firm: 'Nordic Freight AB', version: client.version + 1 });
      }
      if (version !== undefined && version !== find(params['clientId']).version) throw new FakeRefusal(409, 'CHANGED_MEANWHILE', '/version');
      return put({ ...find(params['clientId']), ...changes, version: client.version + 1 });
    },
    'POST /clients/:clientId/merge'({ params, body }) {
      const going = find((body as { from: string }).from);
      clients = clients.filter((client) => client !== going);
      const staying = find(params['clientId']);
      return put({ ...staying, roomIds: [...staying.roomIds, ...going.roomIds], channels: [...staying.channels, ...going.channels], version: staying.version + 1 });
    },
    'POST /clients/:clientId/split'({ params, body }) {
      const { roomIds, name } = body as { roomIds: RoomId[]; name?: string };
      const client = find(params['clientId']);
      const gone = client.channels.filter(({ roomId }) => roomIds.includes(roomId));
      const fresh: Client = { ...client, clientId: id(made++), name: name ?? 'Somebody else', firm: null, tags: [], channels: gone, roomIds, version: 1 };
      clients = [...clients, fresh];
      put({ ...client, channels: client.channels.filter((channel) => !gone.includes(channel)), roomIds: client.roomIds.filter((roomId) => !roomIds.includes(roomId)), version: client.version + 1 });
      return fresh;
    },
  };
}
