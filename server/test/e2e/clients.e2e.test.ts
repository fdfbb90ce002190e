import type { Client, ClientImport, ClientNotice, ClientNoticeSendList, ClientSummaryList, OwnedRoom, RoutingTest } from '@holdfast/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSession } from '../support/box-api.ts';
import type { Phone } from '../support/phone.ts';
import { until } from '../support/until.ts';
import { createWorld, type Colleague, type World } from '../support/world.ts';

let world: World;
let anna: Colleague;
let boris: Colleague;
let jan: Phone;
const notice = 'This conversation is recorded.';
const noticePl = 'Ta rozmowa jest nagrywana.';

beforeAll(async () => {
  world = await createWorld();
  await world.link();
  anna = await world.hire('anna');
  boris = await world.hire('boris', { roomCap: 0 });
});
afterAll(() => world.close());

async function upload(csv: string): Promise<ClientImport> {
  const token = await openSession(world.urls.api, { method: 'password', name: 'admin', password: world.secret('administrator-password') });
  const reply = await fetch(`${world.urls.api}/api/v1/client-imports`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' }, body: csv });
  expect(reply.status).toBe(201);
  return (await reply.json()) as ClientImport;
}
const ownerOf = async (roomId: string): Promise<string | null> => (await world.api.get<OwnedRoom>(`/rooms/${encodeURIComponent(roomId)}`)).owner;

test('somebody imported is known when they first write, goes to the owner named, and is told about recording once, though the box is killed meanwhile', async () => {
  const shown = await upload('numer;nazwa;firma;język;tagi;opiekun\n+48511000011;Jan Żółkowski;Źródło;pl;vip;boris\n+48511000012;Olga;;ru;;\nbad;Eve;;;;\n');
  expect(shown.counts).toEqual({ new: 2, changed: 0, unchanged: 0, broken: 1 });
  await world.api.post(`/client-imports/${shown.importId}/run`, { version: shown.version });
  await until('the import is done', async () => (await world.api.get<ClientImport>(`/client-imports/${shown.importId}`)).state === 'done');
  await world.api.call('PUT', '/routing-rules', { rules: [{ name: 'everybody', enabled: true, conditions: {}, action: { kind: 'person', userId: anna.userId } }] });
  expect(await world.api.call<ClientNotice>('PUT', '/client-notice', { policy: 'first-contact', texts: { en: notice, pl: noticePl }, fallback: 'en' })).toMatchObject({ wording: 1 });

  jan = await world.phone('+48511000011', { name: 'Jan of the network' });
  world.homeserver.freeze(); // what is ordered cannot be sent while the box dies
  const writing = jan.write(world.companyNumber, 'Good morning');
  await world.controlPlane.kill();
  world.homeserver.thaw();
  await world.controlPlane.start();
  await writing;
  const roomId = await boris.findsRoom('Good morning', 60_000);
  await jan.heard(noticePl);
  expect(await ownerOf(roomId)).toBe(boris.userId);
  const { clients } = await world.api.get<ClientSummaryList>('/clients/search?q=%C5%BC%C3%B3%C5%82k');
  expect(clients).toMatchObject([{ name: 'Jan Żółkowski', firm: 'Źródło', tags: ['vip'], channels: 1, owners: [{ name: 'boris' }], waitingSince: expect.any(Number) as number }]);

  await jan.write(world.companyNumber, 'Are you there?');
  await world.controlPlane.kill();
  await world.controlPlane.start();
  await boris.findsRoom('Are you there?', 60_000);
  await boris.say(roomId, 'Good morning to you');
  await jan.heard('Good morning to you');
  const { sends } = await world.api.get<ClientNoticeSendList>('/client-notice/sends');
  expect(sends).toMatchObject([{ roomId, clientName: 'Jan Żółkowski', language: 'pl', state: 'sent' }]);
  const heard = (await jan.entries()).filter(({ content }) => content?.text === noticePl);
  expect(heard).toHaveLength(1);
});

test('whom nobody imported goes by the rule, which the tester foretold', async () => {
  const { accountId } = await world.api.account('sales');
  expect(await world.api.post<RoutingTest>('/routing-rules/test', { accountId })).toMatchObject({ owner: anna.userId, decidedBy: 'rule', ruleIndex: 0 });
  const ewa = await world.phone('+48511000013', { name: 'Ewa' });
  await ewa.write(world.companyNumber, 'I am new here');
  const roomId = await anna.findsRoom('I am new here', 60_000);
  expect(await ownerOf(roomId)).toBe(anna.userId);
  await ewa.heard(notice);
});

test('a handover greets with a saved greeting in the client’s language, and what was merged is split again', async () => {
  const found = async (q: string) => (await world.api.get<ClientSummaryList>(`/clients/search?q=${encodeURIComponent(q)}`)).clients[0]!;
  const [known, ewa] = [await found('żółkowski'), await found('ewa')];
  const merged = await world.api.post<Client>(`/clients/${known.clientId}/merge`, { from: ewa.clientId, version: known.version });
  expect(merged.roomIds).toHaveLength(2);
  const rooms = (await world.api.get<Client>(`/clients/${known.clientId}`)).channels;
  const ewasRoom = rooms.find(({ ownerUserId }) => ownerUserId === anna.userId)!.roomId;
  expect(await world.api.post<Client>(`/clients/${known.clientId}/split`, { roomIds: [ewasRoom] })).toMatchObject({ clientId: ewa.clientId, name: 'Ewa', roomIds: [ewasRoom] });

  const { greetingId } = await world.api.post<{ greetingId: string }>('/greetings', { name: 'Takes over', texts: { en: '{employee} here now, {client}.', pl: '{client}, teraz pisze {employee}.' } });
  const moved = rooms.filter(({ roomId }) => roomId !== ewasRoom).map(({ roomId }) => roomId);
  const { handoverId } = await world.api.post<{ handoverId: string }>('/handovers', { scope: { kind: 'rooms', roomIds: moved }, successors: { userIds: [anna.userId] }, reason: 'moves', greetingId });
  await world.api.handoverIs(handoverId, 'done');
  await jan.heard('Jan Żółkowski, teraz pisze anna.');
  await world.nothingUnderWay();
  await world.check();
});
