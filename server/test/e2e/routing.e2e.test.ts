import type { Account, Client, OwnedRoom, OwnershipHistory, QueuedRoom, QueueMessages, RoutingPreview, StartedConversation } from '@holdfast/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HttpFailure } from '../support/json-http.ts';
import { until } from '../support/until.ts';
import { createWorld, type Colleague, type World } from '../support/world.ts';

let world: World;
let anna: Colleague;
let boris: Colleague;
let sveta: Colleague;
let sales: Account;
let vip: Account;
const vipNumber = '48600000002';
const room = (roomId: string): string => encodeURIComponent(roomId);

beforeAll(async () => {
  world = await createWorld();
  sales = await world.link();
  sveta = await world.hire('sveta', { team: 'service' });
});
afterAll(() => world.close());

const queue = async (of = world.api): Promise<QueuedRoom[]> => (await of.get<{ rooms: QueuedRoom[] }>('/queue')).rooms;
const codeOf = (call: Promise<unknown>): Promise<string> => call.then(() => 'done', (failure: unknown) => (failure instanceof HttpFailure ? failure.code : String(failure)));
const preview = (accountId: string, clientId?: string): Promise<RoutingPreview> =>
  world.api.get<RoutingPreview>(`/queue/routing-preview?accountId=${accountId}${clientId === undefined ? '' : `&clientId=${clientId}`}`);
const owner = async (roomId: string): Promise<string | null> => (await world.api.get<OwnedRoom>(`/rooms/${room(roomId)}`)).owner;
const members = async (employee: Colleague, roomId: string): Promise<string[]> =>
  Object.keys((await employee.call<{ joined: object }>('GET', `/client/v3/rooms/${room(roomId)}/joined_members`)).joined);
const clientOfRoom = async (roomId: string): Promise<Client> => {
  const { clients } = await world.api.get<{ clients: Client[] }>('/clients?limit=200');
  const found = clients.find(({ roomIds }) => (roomIds as string[]).includes(roomId));
  if (!found) throw new Error('no client has this room');
  return found;
};

test('with nobody to take it a conversation waits in the queue, read by the team on record, claimed by exactly one', async () => {
  const jan = await world.phone('+48511000001', { name: 'Jan' });
  await jan.write(world.companyNumber, 'Is anybody there?');
  const waiting = await until('the queue has it', async () => (await queue())[0]);
  expect(waiting).toMatchObject({ accountId: sales.accountId, teamId: sales.teamId });
  expect(await preview(sales.accountId)).toMatchObject({ owner: null, rule: 'unassigned' });

  // Nobody takes new conversations by routing: a cap of none leaves them to be claimed.
  anna = await world.hire('anna', { roomCap: 0 });
  boris = await world.hire('boris', { roomCap: 0 });
  const text = await anna.api.get<QueueMessages>(`/queue/${room(waiting.roomId)}/messages`);
  expect(text.messages.map(({ content }) => content['body'])).toContain('Is anybody there?');
  expect(await anna.rooms()).toEqual([]);
  expect(await queue(sveta.api)).toEqual([]);
  expect(await codeOf(sveta.api.get(`/queue/${room(waiting.roomId)}/messages`))).toBe('ROOM_NOT_PORTAL');
  expect(await codeOf(sveta.api.post(`/queue/${room(waiting.roomId)}/claim`))).toBe('ROOM_NOT_PORTAL');
  expect(await codeOf(world.api.get(`/queue/${room(waiting.roomId)}/messages`))).toBe('FORBIDDEN');
  expect(await codeOf(world.api.post(`/queue/${room(waiting.roomId)}/claim`))).toBe('FORBIDDEN');

  const claims = await Promise.all([anna, boris, anna, boris].map((employee) => codeOf(employee.api.post(`/queue/${room(waiting.roomId)}/claim`))));
  expect(new Set(claims)).toEqual(new Set(['done', 'ROOM_ALREADY_OWNED']));
  const won = claims[0] === 'done' ? anna : boris;
  const lost = won === anna ? boris : anna;
  expect(await won.findsRoom('Is anybody there?')).toBe(waiting.roomId);
  expect(await owner(waiting.roomId)).toBe(won.userId);
  expect(await lost.rooms()).toEqual([]);
  expect(await codeOf(lost.api.get(`/queue/${room(waiting.roomId)}/messages`))).toBe('ROOM_ALREADY_OWNED');
  expect(await queue()).toEqual([]);
  await won.say(waiting.roomId, 'Now somebody is');
  await jan.heard('Now somebody is');
  const { entries } = await world.api.get<{ entries: { action: string; target: string; actor: string }[] }>('/audit?limit=500');
  const trail = entries.filter(({ target }) => target === waiting.roomId).map(({ action }) => action);
  expect(trail.toSorted()).toEqual(['queue.read', 'room.assigned', 'room.claimed']);
});

test('the least loaded gets the next one, within the cap', async () => {
  const [loaded, free] = (await owner((await world.api.get<{ rooms: OwnedRoom[] }>('/rooms')).rooms[0]?.roomId ?? '')) === anna.userId ? [anna, boris] : [boris, anna];
  for (const { person } of [anna, boris]) await world.api.call('PATCH', `/people/${person.personId}`, { roomCap: null });
  const eva = await world.clientOf(free, '+48511000002', 'Eva meets the one with time');
  expect(await owner(eva.roomId)).toBe(free.userId);
  await world.api.call('PATCH', `/people/${free.person.personId}`, { roomCap: 1 });
  const adam = await world.clientOf(loaded, '+48511000003', 'Adam meets the one below the cap');
  expect(await owner(adam.roomId)).toBe(loaded.userId);
  await world.api.call('PATCH', `/people/${loaded.person.personId}`, { roomCap: 2 });
  expect(await preview(sales.accountId)).toMatchObject({ owner: null, rule: 'unassigned' });
  for (const { person } of [anna, boris]) await world.api.call('PATCH', `/people/${person.personId}`, { roomCap: null });
});

test('an account’s owner gets its new clients, and who knew a client gets them on any number', async () => {
  await world.api.post('/accounts', { bridgeId: 'loopback', slug: 'vip', label: 'VIP', number: `+${vipNumber}`, teamId: sales.teamId, ownerUserId: boris.userId });
  vip = await world.link('vip', `+${vipNumber}`);
  const count = (await boris.rooms()).length;
  const rich = await world.phone('+48511000010', { name: 'Rich' });
  await rich.write(`+${vipNumber}`, 'I am important');
  const first = await boris.findsRoom('I am important');
  expect((await boris.rooms()).length).toBe(count + 1);
  await rich.write(world.companyNumber, 'The other number, the same me');
  const second = await boris.findsRoom('The other number, the same me');
  expect(second).not.toBe(first);
  expect((await clientOfRoom(second)).roomIds.toSorted()).toEqual([first, second].toSorted());

  const greta = await world.clientOf(await leastLoaded(), '+48511000011', 'Greta starts at sales');
  const knows = await owner(greta.roomId);
  await greta.phone.write(`+${vipNumber}`, 'Greta tries the VIP number');
  const keeper = knows === anna.userId ? anna : boris;
  expect(await owner(await keeper.findsRoom('Greta tries the VIP number'))).toBe(knows);
});
const leastLoaded = async (): Promise<Colleague> => ((await preview(sales.accountId)).owner === anna.userId ? anna : boris);

test('a client whose employee left meets somebody who speaks the language', async () => {
  const petro = await world.hire('petro', { languages: ['uk'], roomCap: null });
  const ola = await world.clientOf(petro, '+48511000012', 'Добрий день');
  const client = await clientOfRoom(ola.roomId);
  await world.api.call('PATCH', `/clients/${client.clientId}`, { language: 'uk' });
  const taras = await world.hire('taras', { languages: ['uk'], roomCap: null });
  await world.api.call('PATCH', `/people/${taras.person.personId}`, { roomCap: 100 });
  expect(await preview(sales.accountId, client.clientId)).toMatchObject({ owner: petro.userId, rule: 'last-owner' });
  const handover = await world.handOver(petro, taras, { successors: { userIds: [], otherwise: 'unassigned' } });
  await world.api.handoverIs(handover.handoverId, 'done');
  expect((await queue()).map(({ roomId }) => roomId)).toEqual([ola.roomId]);
  expect(await preview(sales.accountId, client.clientId)).toMatchObject({ owner: taras.userId, rule: 'least-loaded' });
  await taras.api.post(`/queue/${room(ola.roomId)}/claim`);
  expect(await taras.findsRoom('Добрий день')).toBe(ola.roomId);
  const { periods } = await world.api.get<OwnershipHistory>(`/rooms/${room(ola.roomId)}/owners`);
  expect(periods.map((period) => period.owner)).toEqual(expect.arrayContaining([petro.userId, null, taras.userId]));
  expect(periods.filter(({ untilAt }) => untilAt === null).map((period) => period.owner)).toEqual([taras.userId]);
});

test('a cover answers in the owner’s place while it lasts, and not a moment longer', async () => {
  const otto = await world.hire('otto', { languages: ['de'] });
  const kurt = await world.clientOf(otto, '+48511000013', 'Kurt needs something');
  const cover = await world.api.post<{ coverId: string }>('/covers', { ownerUserId: otto.userId, coverUserId: anna.userId, untilAt: Date.now() + 3_600_000, reason: 'holiday' });
  expect(await anna.findsRoom('Kurt needs something')).toBe(kurt.roomId);
  await anna.say(kurt.roomId, 'Anna answers for Otto');
  await kurt.phone.heard('Anna answers for Otto');
  expect(await owner(kurt.roomId)).toBe(otto.userId);
  expect((await preview(sales.accountId)).owner).not.toBe(otto.userId); // away: gets nothing new
  expect(await codeOf(world.api.post('/covers', { ownerUserId: otto.userId, coverUserId: otto.userId, untilAt: Date.now() + 3_600_000, reason: 'x' }))).not.toBe('done');

  await world.api.post(`/covers/${cover.coverId}/end`);
  await until('Anna is out', async () => !(await members(otto, kurt.roomId)).includes(anna.userId));
  expect(await anna.refusal('PUT', `/client/v3/rooms/${room(kurt.roomId)}/send/m.room.message/after`, { msgtype: 'm.text', body: 'one more thing' })).toBe('M_FORBIDDEN');
  await otto.say(kurt.roomId, 'Otto is back');
  await kurt.phone.heard('Otto is back');
  expect((await kurt.phone.received()).filter(({ kind }) => kind === 'message').map(({ from }) => from)).toEqual(['48600000001', '48600000001']);
});

test('an employee writes first: to somebody new, to somebody known, to nobody', async () => {
  const start = (employee: Colleague, identifier: string, accountId = sales.accountId) => employee.api.post<StartedConversation>('/conversations', { accountId, identifier });
  const lena = await world.phone('+48511000020', { name: 'Lena' });
  const made = await start(anna, '+48 511 000 020');
  expect(made.owner).toBe(anna.userId);
  await until('Anna is in', async () => (await anna.rooms()).includes(made.roomId));
  await anna.say(made.roomId, 'Good morning, Lena');
  await lena.heard('Good morning, Lena');
  expect(await start(anna, '+48511000020')).toEqual(made);
  expect(await codeOf(start(boris, '+48511000020'))).toBe('ROOM_ALREADY_OWNED');
  await lena.write(world.companyNumber, 'Good morning to you');
  await anna.sees(made.roomId, 'the answer', (event) => event.content['body'] === 'Good morning to you');

  await world.phone('+48511000021', { name: 'Gone', on_network: false });
  for (const identifier of ['+48511000021', '+48511777777', 'not a number', '@admin:box.test']) expect(await codeOf(start(anna, identifier)), identifier).toMatch(/^(NOT_ON_NETWORK|IDENTIFIER_INVALID|NOT_FOUND)$/);
  expect(await codeOf(start(anna, '+48511\u0000000021'))).toBe('BAD_REQUEST');
  expect(await codeOf(start(sveta, '+48511000022'))).toBe('NOT_FOUND'); // another team's number
  expect(await codeOf(world.api.post('/conversations', { accountId: sales.accountId, identifier: '+48511000020' }))).toBe('FORBIDDEN');

  await world.phone('+48511000023', { name: 'Wanted by two' });
  const race = await Promise.all([anna, boris].map((employee) => codeOf(start(employee, '+48511000023'))));
  expect(race.toSorted()).toEqual(['ROOM_ALREADY_OWNED', 'done']);
});

test('everything routed is on record and nothing was doubled', async () => {
  const actions = await world.api.auditActions();
  for (const action of ['room.assigned', 'room.claimed', 'queue.read', 'cover.placed', 'cover.ended', 'conversation.started', 'client.changed']) expect(actions).toContain(action);
  expect(vip.state).toBe('connected');
  await world.check({ settled: true });
});
