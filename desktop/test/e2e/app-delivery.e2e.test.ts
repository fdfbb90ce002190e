import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../../server/test/support/until.ts';
import { createWorld, type Colleague, type World } from '../../../server/test/support/world.ts';
import type { Phone } from '../../../server/test/support/phone.ts';
import { openApps, type AppPage, type Apps } from '../support/app.ts';

/** What a person is told of their message, and what they can do next: always true, and never more than is known. */
let world: World;
let apps: Apps;
let anna: Colleague;
let app: AppPage;
let jan: Phone;

beforeAll(async () => {
  world = await createWorld();
  await world.link();
  anna = await world.hire('anna', { name: 'Anna Nowak' });
  apps = await openApps(world, ['anna']);
  app = await apps.openFor(anna);
  jan = await world.phone('+48511222333', { name: 'Jan Kowalski' });
  await jan.write(world.companyNumber, 'Is my order ready?');
  await app.openConversation('Jan Kowalski');
  await app.sees('Is my order ready?');
});
afterAll(async () => {
  try {
    await apps?.close();
  } finally {
    await world?.close();
  }
});

const copies = async (text: string): Promise<number> => (await jan.texts()).filter((heard) => heard === text).length;
const step = (text: string, name: string) => app.row(text).getByRole('button', { name, exact: true });

test('a number without a line: not sent yet, and why; it goes out by itself, once, when the line is back', async () => {
  await world.loopback.state('48600000001', 'transient_disconnect');
  await world.api.accountIs('sales', 'transient-disconnect');
  await app.write('While the number was away');
  await app.stateIs('While the number was away', 'Not sent yet: number disconnected');
  await app.page.locator('.conversation-banner').waitFor();
  expect(await copies('While the number was away')).toBe(0);
  await world.loopback.state('48600000001', 'connected');
  await app.stateIs('While the number was away', /^Sent$/);
  expect(await copies('While the number was away')).toBe(1);
});

test('refused by the box: said with the reason, nothing went out, and the words go back into the field', async () => {
  const command = `${world.secret('loopback-command-prefix')} logout 48600000001`;
  await app.write(command);
  await app.stateIs(command, 'Refused: the text looks like a command to the system');
  await step(command, 'Put it back into the field').click();
  await until('the words are back', async () => (await app.field.inputValue()) === command);
  await app.field.fill('');
  expect(await jan.texts()).not.toContain(command);
});

test('not accepted by the network: failed, and sent again on one’s word, once', async () => {
  await world.loopback.fault({ fail: 'certain', operations: ['message'], times: 1 });
  await app.write('The network said no');
  await app.stateIs('The network said no', /^Not sent: /);
  expect(await copies('The network said no')).toBe(0);
  await step('The network said no', 'Send again').click();
  await app.stateIs('The network said no', /^Sent$/);
  expect(await copies('The network said no')).toBe(1);
});

test('failed and given up: discarded stays in the thread as what never went out', async () => {
  await world.loopback.fault({ fail: 'certain', operations: ['message'], times: 1 });
  await app.write('Better not');
  await app.stateIs('Better not', /^Not sent: /);
  await step('Better not', 'Discard').click();
  await app.stateIs('Better not', /^Discarded, not sent/);
  expect(await copies('Better not')).toBe(0);
});

test.each([
  { text: 'Unsure, and it had arrived', taken: true, choice: 'Leave it', after: 1 },
  { text: 'Unsure, and it had not', taken: false, choice: 'Send again', after: 1 },
])('nobody knows ($text): both facts, two choices, and the choice is done', async ({ text, taken, choice, after }) => {
  await world.loopback.fault({ fail: 'uncertain', taken, operations: ['message'], times: 1 });
  await app.write(text);
  const card = app.row(text).locator('.delivery-decision');
  await card.waitFor({ timeout: 60_000 });
  const words = await card.innerText();
  expect(words).toContain('Nobody can know whether this arrived.');
  expect(words).toContain('The client may have it already. Sent again, they may read it twice; left, they may never read it.');
  expect(await card.getByRole('button').allInnerTexts()).toEqual(['Send again', 'Leave it']);
  expect(await copies(text)).toBe(taken ? 1 : 0);
  await card.getByRole('button', { name: choice, exact: true }).click();
  await card.waitFor({ state: 'detached' });
  await until('the choice was done', async () => (await copies(text)) === after);
});

test('paused by the administrator: it waits with that reason, and goes on afterwards', async () => {
  const { accountId } = await world.api.account('sales');
  await world.api.post(`/accounts/${accountId}/pause`, { reason: 'checking the number' });
  await app.write('While sending was paused');
  await app.stateIs('While sending was paused', 'Not sent yet: sending is paused');
  await world.api.post(`/accounts/${accountId}/resume`, { reason: 'checked' });
  await app.stateIs('While sending was paused', /^Sent$/);
  expect(await copies('While sending was paused')).toBe(1);
  await world.check({ settled: true });
});
