import type { Portal } from '@holdfast/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RoomEvent } from '../support/employee.ts';
import type { Phone } from '../support/phone.ts';
import { until } from '../support/until.ts';
import { createWorld, type Colleague, type World } from '../support/world.ts';

let world: World;
let anna: Colleague; // answers the sales number
let sveta: Colleague; // answers the service number
let jan: Phone;
let eva: Phone;
let sales: Phone;
let service: Phone;
const salesNumber = '48600000001';
const serviceNumber = '48600000002';

beforeAll(async () => {
  world = await createWorld();
  const teams = (await world.api.get<{ teams: { teamId: string; slug: string }[] }>('/teams')).teams;
  await world.api.post('/accounts', { bridgeId: 'loopback', slug: 'service', label: 'Service', number: `+${serviceNumber}`, teamId: teams.find(({ slug }) => slug === 'service')?.teamId });
  await world.link();
  await world.link('service', `+${serviceNumber}`);
  anna = await world.hire('anna');
  sveta = await world.hire('sveta', { team: 'service' });
  jan = await world.phone('+48511000001', { name: 'Jan' });
  eva = await world.phone('+48511000002', { name: 'Eva' });
  sales = await world.phone(`+${salesNumber}`);
  service = await world.phone(`+${serviceNumber}`);
});
afterAll(() => world.close());

const group = async (founder: Phone, name: string, members: string[]): Promise<string> =>
  (await world.loopback.call<{ id: string }>('POST', '/groups', { founder: founder.number, name, members })).id;
const portal = (employee: Colleague, roomId: string): Promise<Portal> => employee.api.get<Portal>(`/portals/${encodeURIComponent(roomId)}`);
const bodyIs = (body: string) => (event: RoomEvent): boolean => event.content['body'] === body;
const who = (events: readonly RoomEvent[]) => events.filter(({ type }) => type === 'm.room.message').map(({ sender, content }) => [sender, content['body']]);

test('a group of several clients is one conversation: everybody is heard, everybody hears the answer once', async () => {
  const id = await group(jan, 'Renovation', [eva.number, salesNumber]);
  await jan.write(id, 'Jan opens the group');
  const room = await anna.findsRoom('Jan opens the group');
  await eva.write(id, 'Eva joins in');
  await anna.sees(room, 'Eva', bodyIs('Eva joins in'));
  await anna.say(room, 'Anna answers both');
  for (const phone of [jan, eva]) expect((await phone.heard('Anna answers both')).filter((text) => text === 'Anna answers both')).toHaveLength(1);
  expect(who(await anna.events(room))).toEqual([
    ['@loopback_48511000001:box.test', 'Jan opens the group'],
    ['@loopback_48511000002:box.test', 'Eva joins in'],
    [anna.userId, 'Anna answers both'],
  ]);
  expect(await portal(anna, room)).toMatchObject({ direct: false, clientId: null, state: 'open', ownerUserId: anna.userId, name: 'Renovation' });

  const ola = await world.phone('+48511000003', { name: 'Ola' });
  await world.loopback.call('PATCH', `/groups/${id}`, { by: jan.number, name: 'Renovation, second floor', add: [ola.number] });
  await until('the group is renamed', async () => (await portal(anna, room)).name === 'Renovation, second floor');
  await ola.write(id, 'Ola came later');
  await anna.sees(room, 'Ola', ({ sender, content }) => sender === '@loopback_48511000003:box.test' && content['body'] === 'Ola came later');
  await world.loopback.call('PATCH', `/groups/${id}`, { by: jan.number, remove: [eva.number] });
  await anna.say(room, 'Only for Jan now');
  await jan.heard('Only for Jan now');
  expect(await eva.texts()).not.toContain('Only for Jan now');
});

test('two company numbers in one group are two conversations, each with its own owner, and nothing is sent twice', async () => {
  const id = await group(jan, 'Both numbers', [salesNumber, serviceNumber]);
  await jan.write(id, 'Jan asks both numbers');
  const salesRoom = await anna.findsRoom('Jan asks both numbers');
  const serviceRoom = await sveta.findsRoom('Jan asks both numbers');
  expect(salesRoom).not.toBe(serviceRoom);
  await anna.say(salesRoom, 'Anna answers for sales');
  await sveta.sees(serviceRoom, 'Anna as the sales number', bodyIs('Anna answers for sales'));
  await sveta.say(serviceRoom, 'Sveta answers for service');
  await anna.sees(salesRoom, 'Sveta as the service number', bodyIs('Sveta answers for service'));
  await jan.heard('Sveta answers for service');
  const heard = (await jan.received()).filter(({ kind, chat }) => kind === 'message' && chat === id).map(({ from, content }) => [from, content?.text]);
  expect(heard).toEqual([[salesNumber, 'Anna answers for sales'], [serviceNumber, 'Sveta answers for service']]);

  expect(await anna.rooms()).not.toContain(serviceRoom);
  expect(await anna.refusal('PUT', `/client/v3/rooms/${encodeURIComponent(serviceRoom)}/send/m.room.message/1`, { msgtype: 'm.text', body: 'the wrong number' })).toBe('M_FORBIDDEN');
  const echoed = [...(await anna.events(salesRoom)), ...(await sveta.events(serviceRoom))].filter(({ sender, content }) => sender.startsWith('@acct_') && content['body'] !== undefined);
  expect(echoed.map(({ content }) => content['body'])).toEqual([]);
});

test('the gate holds per number: one paused, the other goes on', async () => {
  const id = await group(eva, 'One is paused', [salesNumber, serviceNumber]);
  await eva.write(id, 'Eva asks both numbers');
  const salesRoom = await anna.findsRoom('Eva asks both numbers');
  const serviceRoom = await sveta.findsRoom('Eva asks both numbers');
  const { accountId } = await world.api.account('sales');
  await world.api.post(`/accounts/${accountId}/pause`, { reason: 'a test' });
  const held = await anna.say(salesRoom, 'sales is paused');
  await sveta.say(serviceRoom, 'service is not');
  await eva.heard('service is not');
  expect((await world.api.delivery(held, 'waiting')).accountId).toBe(accountId);
  expect(await eva.texts()).not.toContain('sales is paused');
  await world.api.post(`/accounts/${accountId}/resume`, { reason: 'the test goes on' });
  await eva.heard('sales is paused');
});

test('one company number writing to the other is company on both sides: answered, and nobody’s client', async () => {
  const clientsBefore = (await world.api.get<{ clients: unknown[] }>('/clients?limit=200')).clients.length;
  await service.write(`+${salesNumber}`, 'Service asks sales');
  const salesRoom = await anna.findsRoom('Service asks sales');
  const serviceRoom = await sveta.findsRoom('Service asks sales');
  expect(await portal(anna, salesRoom)).toMatchObject({ direct: true, clientId: null, state: 'open', lastClientAt: null });
  expect(await portal(sveta, serviceRoom)).toMatchObject({ clientId: null, lastClientAt: null });
  await anna.say(salesRoom, 'Sales answers service');
  await service.heard('Sales answers service');
  await sveta.sees(serviceRoom, 'the answer', bodyIs('Sales answers service'));
  await sveta.say(serviceRoom, 'Service thanks sales');
  await sales.heard('Service thanks sales');
  await anna.sees(salesRoom, 'the thanks', bodyIs('Service thanks sales'));
  for (const [employee, room] of [[anna, salesRoom], [sveta, serviceRoom]] as const) {
    const texts = who(await employee.events(room)).map(([, body]) => body);
    expect(texts).toEqual(['Service asks sales', 'Sales answers service', 'Service thanks sales']);
  }
  expect((await world.api.get<{ clients: unknown[] }>('/clients?limit=200')).clients).toHaveLength(clientsBefore);
  expect((await world.api.auditActions()).filter((action) => action === 'account.linked')).toHaveLength(2);
  await world.nothingUnderWay();
  await world.check();
});
