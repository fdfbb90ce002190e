import type { DoctorReport, Look, LookPage, Person, RecordDayList, Settings } from '@holdfast/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBoxApi, openSession, type BoxApi } from '../support/box-api.ts';
import { until } from '../support/until.ts';
import { createWorld, type Colleague, type World } from '../support/world.ts';

let world: World;
let anna: Colleague;
let officer: BoxApi;

beforeAll(async () => {
  world = await createWorld();
  await world.link();
  anna = await world.hire('anna');
  const { oneTimePassword } = await world.api.post<{ person: Person; oneTimePassword: string }>('/people', { signInName: 'olga', name: 'Olga', roles: ['compliance-officer'] });
  const token = await openSession(world.urls.api, { method: 'password', name: 'olga', password: oneTimePassword });
  officer = createBoxApi(world.urls.api, () => token);
});
afterAll(() => world.close());

test('a compliance officer reads a live conversation, its owner sees that, and the client hears nothing of it', async () => {
  const { phone, roomId } = await world.clientOf(anna, '+48511000001', 'Is my order ready?');
  const room = encodeURIComponent(roomId);
  const first = await anna.say(roomId, 'It ships today');
  await phone.heard('It ships today');
  await anna.edit(roomId, first, 'It ships tomorrow');
  const slip = await anna.say(roomId, 'He pays late');
  await phone.heard('He pays late');
  await anna.redact(roomId, slip);
  await anna.note(roomId, 'pays late');
  await until('nothing waits', async () => (await officer.get<{ deliveries: { state: string }[] }>(`/deliveries?roomId=${room}`)).deliveries.every(({ state }) => state === 'delivered'));
  const heard = await phone.texts();

  const look = await officer.post<Look>(`/rooms/${room}/looks`, { reason: 'a complaint about delivery' });
  expect(look).toMatchObject({ roomId, open: true, visibleToOwner: true, owner: { userId: anna.userId, name: 'anna' } });
  await until('the conversation was told', async () => (await officer.get<Look>(`/looks/${look.lookId}`)).toldAt !== null);

  const page = await officer.get<LookPage>(`/looks/${look.lookId}/messages`);
  expect(page.messages.map(({ side, kind, text, senderName }) => ({ side, kind, text, senderName }))).toMatchObject([
    { side: 'client', kind: 'message', text: 'Is my order ready?', senderName: null },
    { side: 'employee', kind: 'message', text: 'It ships today', senderName: 'anna' },
    { side: 'employee', kind: 'edit', text: 'It ships tomorrow' },
    { side: 'employee', kind: 'message', text: null },
    { side: 'employee', kind: 'note', text: 'pays late' },
    { side: 'box', kind: 'note', text: expect.stringContaining('Olga') as unknown },
  ]);
  expect(page.messages[1]!.edited).toMatchObject({ text: 'It ships tomorrow' });
  expect(page.messages[3]!.deleted).toMatchObject({ by: anna.userId });
  expect(page.next).toBeNull();
  const newest = await officer.get<LookPage>(`/looks/${look.lookId}/messages?limit=4`);
  const older = await officer.get<LookPage>(`/looks/${look.lookId}/messages?limit=4&after=${encodeURIComponent(newest.next!)}`);
  expect([...older.messages, ...newest.messages].map(({ eventId }) => eventId)).toEqual(page.messages.map(({ eventId }) => eventId));
  await officer.post(`/looks/${look.lookId}/end`, {});

  const acts = (await officer.get<{ entries: { action: string; reason: string | null }[] }>(`/audit?target=${room}&actor=${look.personId}`)).entries;
  expect(acts.map(({ action }) => action)).toEqual(['look.opened', 'room.read', 'room.read', 'room.read', 'look.ended']);
  expect(acts.slice(0, 4).every(({ reason }) => reason === 'a complaint about delivery')).toBe(true);
  expect(await phone.texts()).toEqual(heard);
});

test('what the journal holds is counted as it is recorded', async () => {
  const { totals, counting } = await officer.get<RecordDayList>('/records/days');
  expect(totals).toMatchObject({ received: 1, sentFromBox: 2, sentFromHandset: 0, edits: 1, deletions: 1, notes: 1, refused: 0, media: 0 });
  expect(counting).toBeNull();
});

test('a setting counts at once and outlives a restart of the box', async () => {
  const { version } = await world.api.get<Settings>('/settings');
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${await openSession(world.urls.api, { method: 'password', name: 'admin', password: world.secret('administrator-password') })}` };
  const answer = await fetch(`${world.urls.api}/api/v1/settings`, { method: 'PATCH', headers, body: JSON.stringify({ version, offlineHours: 7 }) });
  expect(answer.status).toBe(200);
  const hours = async () => (await anna.api.get<{ box: { offlineHours: number } }>('/me')).box.offlineHours;
  expect(await hours()).toBe(7);
  await world.controlPlane.kill();
  await world.controlPlane.start();
  expect(await hours()).toBe(7);
});

test('the doctor looks the box over when it is asked in the console', async () => {
  const report = await world.api.post<DoctorReport>('/health/doctor', {});
  expect(report).toMatchObject({ running: false, failure: null });
  expect(report.checks.find(({ name }) => name === 'homeserver answers')).toMatchObject({ state: 'ok' });
  expect((await world.api.get<DoctorReport>('/health/doctor')).checks).toEqual(report.checks);
});

test('the record holds', () => world.check());
