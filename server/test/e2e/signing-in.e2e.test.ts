import { readFileSync } from 'node:fs';
import type { AddedDevice, DeviceList, LeasedShare, Liveness, Me, NoticeSignature, RecordingNotice } from '@holdfast/contract';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createBoxApi, openSession } from '../support/box-api.ts';
import { signInEmployee } from '../support/employee.ts';
import { requestJson, type HttpFailure } from '../support/json-http.ts';
import { createWorld, type Colleague, type World } from '../support/world.ts';

let world: World;
let anna: Colleague;
beforeAll(async () => {
  world = await createWorld();
  anna = await world.hire('anna', { languages: ['pl', 'en'] });
});
afterEach(() => world.check());
afterAll(() => world.close());

const codeOf = (asked: Promise<unknown>): Promise<string> => asked.then(() => 'accepted', (failure: unknown) => (failure as HttpFailure).code);
const filesOfRecord = (): Buffer => Buffer.concat([readFileSync(world.recordDb), readFileSync(`${world.recordDb}-wal`)]);

test('a box says what it is to who knows only its address', async () => {
  const found = await requestJson<Liveness>('GET', `${world.urls.api}/health`);
  expect(found).toMatchObject({ status: 'ok', product: 'holdfast', api: 1, serverName: 'box.test', homeserver: world.urls.homeserver });
  expect(Math.abs(found.at - Date.now())).toBeLessThan(5_000);
});

test('who signed in is told who they are, reads what is recorded and signs it', async () => {
  const me = await anna.api.get<Me>('/me');
  expect(me).toMatchObject({
    userId: anna.userId, signInName: 'anna', roles: ['employee'], team: { name: 'Sales' }, languages: ['pl', 'en'],
    box: { serverName: 'box.test', trial: true, liveHistoryMonths: 24, offlineHours: 24, homeserver: world.urls.homeserver },
  });
  const notice = await anna.api.get<RecordingNotice>('/notices/recording?language=pl');
  expect(notice).toMatchObject({ firstSignIn: true, signedAt: null, title: 'Co jest tu zapisywane' });
  const { version, language, hash } = notice;
  const { at } = await anna.api.post<NoticeSignature>('/notices/recording/signatures', { version, language, hash, signedName: 'Anna Nowak' });
  expect(await anna.api.get<RecordingNotice>('/notices/recording?language=en')).toMatchObject({ firstSignIn: false, signedAt: at });
  expect(await codeOf(world.api.get('/notices/recording'))).toBe('FORBIDDEN'); // an administrator answers nobody
});

test('a device’s share is leased, survives a restart of the box, and is nowhere once its person is locked', async () => {
  const { deviceId, share, lease } = await anna.api.post<AddedDevice>('/devices', { name: 'Laptop' });
  expect(lease.endsAt - lease.leasedAt).toBe(24 * 3_600_000);
  await world.controlPlane.kill();
  await world.controlPlane.start();
  expect(await anna.api.post<LeasedShare>(`/devices/${deviceId}/lease`)).toMatchObject({ share });
  expect(filesOfRecord().includes(Buffer.from(share, 'base64url'))).toBe(true);

  await world.api.post('/access-off', { userId: anna.userId, reason: 'dismissed' });
  expect(await codeOf(anna.api.post(`/devices/${deviceId}/lease`))).toBe('UNAUTHENTICATED');
  expect(filesOfRecord().includes(Buffer.from(share, 'base64url'))).toBe(false);
  expect(await world.api.auditActions()).toEqual(expect.arrayContaining(['notice.signed', 'device.added', 'access.cut', 'person.locked', 'device.removed']));
});

test('somebody who is let in again finds no device of theirs: what those stored is lost for good', async () => {
  await world.api.post(`/people/${anna.person.personId}/unlock`, { reason: 'a mistake' });
  const { oneTimePassword } = await world.api.post<{ oneTimePassword: string }>(`/people/${anna.person.personId}/reset-password`, { reason: 'a mistake' });
  const again = await signInEmployee(world.urls.homeserver, anna.userId, oneTimePassword);
  const token = await openSession(world.urls.api, { method: 'matrix', accessToken: again.token });
  const api = createBoxApi(world.urls.api, () => token);
  expect((await api.get<DeviceList>('/devices')).devices).toEqual([]);
  expect(await codeOf(api.post('/devices/devc_0000000000000000/lease'))).toBe('DEVICE_UNKNOWN');
});
