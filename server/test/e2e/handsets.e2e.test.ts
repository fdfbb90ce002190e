import type { Alert, Handset, Home, TestMessage } from '@holdfast/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Phone } from '../support/phone.ts';
import { until } from '../support/until.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
let jan: Phone;
let accountId: string;
const janNumber = '+48511000001';

beforeAll(async () => {
  world = await createWorld();
  ({ accountId } = await world.link());
  const anna = await world.hire('anna');
  ({ phone: jan } = await world.clientOf(anna, janNumber, 'Jan says hello'));
});
afterAll(() => world.close());

test('somebody writes from a handset that should be in the safe: Home says so until it is acknowledged', async () => {
  const handset = await world.api.post<Handset>('/handsets', { label: 'Nokia in the safe', accountId });
  await (await world.phone(world.companyNumber)).write(janNumber, 'typed on the handset');
  const alert = await until('the alert', async () => (await world.api.get<Home>('/home')).alerts.newest.find(({ kind }) => kind === 'handset.message-from-safe'));
  expect(alert.detail).toMatchObject({ accountId, handsetId: handset.handsetId, holder: null });
  expect(JSON.stringify(alert)).not.toContain('typed on');
  await world.api.post<Alert>(`/alerts/${alert.alertId}/acknowledge`, { reason: 'it was the caretaker' });
  expect((await world.api.get<Home>('/home')).alerts.newest.map(({ alertId }) => alertId)).not.toContain(alert.alertId);
});

test('a test message arrives on the phone once, and its delivery is told', async () => {
  const order = { number: janNumber, idempotencyKey: 'first-test' };
  const sent = await world.api.post<TestMessage>(`/accounts/${accountId}/test-message`, order);
  expect((await world.api.post<TestMessage>(`/accounts/${accountId}/test-message`, order)).testMessageId).toBe(sent.testMessageId);
  await until('the delivery', async () => (await world.api.get<TestMessage>(`/accounts/${accountId}/test-messages/${sent.testMessageId}`)).state === 'delivered');
  expect(JSON.stringify(await jan.entries()).split('This is a test of').length - 1).toBe(1);
});
