import { existsSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../../server/test/support/until.ts';
import { createWorld, type Colleague, type World } from '../../../server/test/support/world.ts';
import type { Phone } from '../../../server/test/support/phone.ts';
import { openApps, type AppPage, type Apps } from '../support/app.ts';
import { startNetwork, type Network } from '../support/network.ts';

/** Somebody takes over what a colleague and the company phone wrote: they decide about it, correct it, withdraw it, and find it again. */
const handset = '48600000001';
let world: World;
let network: Network;
let apps: Apps;
let [anna, boris]: Colleague[] = [];
let app: AppPage;
let jan: Phone;

beforeAll(async () => {
  world = await createWorld();
  await world.link();
  anna = await world.hire('anna', { name: 'Anna Nowak' });
  boris = await world.hire('boris', { name: 'Boris Wilk' });
  jan = await world.phone('+48511222333', { name: 'Jan Kowalski' });
  await jan.write(world.companyNumber, 'Is my order ready?');
  const roomId = await anna.findsRoom('Is my order ready?');
  await anna.say(roomId, 'It is ready');
  await jan.heard('It is ready');
  await anna.say(roomId, 'Never mind what it costs');
  await jan.heard('Never mind what it costs');
  await world.loopback.call('POST', `/phones/${handset}/messages`, { to: jan.number, text: 'From the company phone' });
  await world.loopback.state(handset, 'transient_disconnect');
  await world.api.accountIs('sales', 'transient-disconnect');
  await anna.say(roomId, 'Left waiting, still true');
  await anna.say(roomId, 'Left waiting, not true any more');
  await until('both wait at the gate', () => world.outbox().filter(({ state }) => state === 'waiting').length === 2);
  const { handoverId } = await world.handOver(anna, boris);
  await world.api.handoverIs(handoverId, 'done');

  network = await startNetwork();
  apps = await openApps(world, ['boris'], { environment: network.environment });
  apps.allow(/status of 502/); // while the line is cut here
  app = await apps.openFor(boris);
  await app.openConversation('Jan Kowalski');
});
afterAll(async () => {
  try {
    await apps?.close();
  } finally {
    await network?.close();
    await world?.close();
  }
});

/** Through the menu over the message, as with a mouse. */
async function choose(text: string, action: string): Promise<void> {
  await app.row(text).hover();
  await app.row(text).getByRole('button', { name: 'What can be done with this message' }).click();
  await app.page.getByRole('menuitem', { name: action }).click();
}
const audited = async (action: string): Promise<number> => (await world.api.auditActions()).filter((each) => each === action).length;

test('what had not left when the conversation changed hands is asked about, one by one: sent or discarded, and nothing by itself', async () => {
  await world.loopback.state(handset, 'connected');
  await world.api.accountIs('sales', 'connected');
  for (const text of ['Left waiting, still true', 'Left waiting, not true any more']) {
    await app.row(text).locator('.delivery-decision').getByText('Your predecessor wrote it and it had not been sent when the conversation became yours.').waitFor();
    expect(await app.row(text).locator('.delivery-decision').getByRole('button').allInnerTexts()).toEqual(['Send', 'Discard']);
  }
  await app.row('Left waiting, not true any more').getByRole('button', { name: 'Discard', exact: true }).click();
  await app.stateIs('Left waiting, not true any more', /^Discarded, not sent/);
  await app.row('Left waiting, still true').getByRole('button', { name: 'Send', exact: true }).click();
  await jan.heard('Left waiting, still true');
  await app.page.locator('.delivery-decision').waitFor({ state: 'detached' });
  expect(await jan.texts()).toEqual(['It is ready', 'Never mind what it costs', 'From the company phone', 'Left waiting, still true']);
});

test.each([
  { by: 'a predecessor', text: 'It is ready', now: 'It is ready from noon' },
  { by: 'the company phone', text: 'From the company phone', now: 'From the company phone, by Boris' },
])('what $by sent is corrected: on the client’s phone, as a change, and on record', async ({ text, now }) => {
  const before = await audited('message.corrected');
  await choose(text, 'Correct');
  await until('the words are in the field', async () => (await app.field.inputValue()) === text);
  await app.field.fill(now);
  await app.field.press('Enter');
  await jan.saw('the correction', ({ kind, content }) => kind === 'edit' && content?.text === now);
  await app.sees(now);
  await app.row(now).getByText('edited').waitFor();
  expect(await audited('message.corrected')).toBe(before + 1);
});

test('what a predecessor sent is withdrawn with a reason: gone from the client’s phone, and on record', async () => {
  const { message } = await jan.saw('it', ({ content }) => content?.text === 'Never mind what it costs');
  await choose('Never mind what it costs', 'Withdraw for everybody');
  const dialog = app.page.getByRole('dialog');
  await dialog.getByText('Withdraw this message?').waitFor();
  await dialog.getByLabel(/^Reason/).fill('promised too much');
  await dialog.getByRole('button', { name: 'Withdraw for everybody' }).click();
  await jan.saw('that it is gone', (entry) => entry.kind === 'delete' && entry.message === message);
  await app.shows('Deleted by Sales'); // in the name of the number, as the question said; who did it is on record
  expect(await app.screen()).not.toContain('Never mind what it costs');
  expect(await audited('message.withdrawn')).toBe(1);
});

test('one’s own reaction is given and taken back, one’s own message is deleted', async () => {
  const question = app.row('Is my order ready?');
  await question.hover();
  await question.getByRole('button', { name: 'React', exact: true }).click();
  await app.page.getByRole('dialog').or(app.page.locator('[popover]:popover-open')).getByText('🙏').first().click();
  await jan.saw('the reaction', ({ kind, emoji }) => kind === 'reaction' && emoji === '🙏');
  await question.locator('.message-reaction.is-mine').click();
  await jan.saw('that it was taken back', ({ kind, emoji }) => kind === 'reaction' && emoji === undefined);
  await question.locator('.message-reaction').first().waitFor({ state: 'detached' });

  await app.write('Wrong window');
  const { message } = await jan.saw('the message', ({ content }) => content?.text === 'Wrong window');
  await choose('Wrong window', 'Delete for everybody');
  await app.page.getByRole('dialog').getByRole('button', { name: 'Delete for everybody' }).click();
  await jan.saw('that it is gone', (entry) => entry.kind === 'delete' && entry.message === message);
  await app.row('Wrong window').waitFor({ state: 'detached' });
  await world.check({ settled: true });
});

test('without a line the search finds what colleagues and clients wrote, in its place, and the deleted is not found', async () => {
  network.cut();
  await app.status().filter({ hasText: 'No contact with the box' }).waitFor();
  await app.item('Jan Kowalski').locator('.inbox-item-main').focus();
  await app.page.keyboard.press('/');
  const search = app.page.getByRole('searchbox').first();
  for (const [words, hits] of [['noon', 1], ['ORD rea', 1], ['"from the company"', 1], ['costs', 0], ['wrong', 0]] as const) {
    await search.fill(words);
    await until(`"${words}" has ${hits} hits`, async () => (await app.page.locator('.search-hit').count()) === hits && (hits > 0 || (await app.page.locator('.search-panel').innerText()).includes('Nothing found')));
  }
  await search.fill('noon');
  await app.page.locator('.search-hit').first().click();
  await app.row('It is ready from noon').waitFor();
  await app.page.keyboard.press('Escape');
  network.heal();
  await app.status().waitFor({ state: 'hidden' });
});

test('their sessions are ended by the administrator: within ten seconds the app is over and nothing of it is left on the computer', async () => {
  apps.allow(/status of 40[13]/, /M_UNKNOWN_TOKEN/);
  const profile = apps.host.profileOf('boris');
  const from = Date.now();
  await world.api.post(`/people/${boris!.person.personId}/sign-out`, { reason: 'a laptop was lost' });
  await app.shows(/Everything stored on this computer was removed/, 10_000);
  await until('nothing of the conversations is on the disk', () => !existsSync(profile) || readdirSync(profile).every((name) => name === 'device.sealed'), { timeoutMs: 10_000 });
  expect(Date.now() - from).toBeLessThan(10_000);
  expect(await app.page.content()).not.toContain('Jan Kowalski');
});
