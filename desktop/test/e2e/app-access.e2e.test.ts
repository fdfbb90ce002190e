import { existsSync, readdirSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../../server/test/support/until.ts';
import { createWorld, type Colleague, type World } from '../../../server/test/support/world.ts';
import type { Phone } from '../../../server/test/support/phone.ts';
import { openApps, type AppPage, type Apps } from '../support/app.ts';

/** What somebody may see and take, what of it is on record, and how it ends. Every screen on the way is looked at by axe in both themes. */
const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
let world: World;
let apps: Apps;
let anna: Colleague;
let app: AppPage;
let jan: Phone;

beforeAll(async () => {
  world = await createWorld();
  await world.link();
  jan = await world.phone('+48511222333', { name: 'Jan Kowalski' });
  await jan.write(world.companyNumber, 'Is anybody there?');
  await until('nobody has the room', async () => (await world.api.get<{ rooms: unknown[] }>('/queue')).rooms.length === 1);
  anna = await world.hire('anna', { name: 'Anna Nowak' });
  apps = await openApps(world, ['anna']);
  apps.allow(/status of 400 .*simplified_msc3575\/sync/); // locked and opened again: the position before it is nobody's, and the sync begins anew
});
afterAll(async () => {
  try {
    await apps?.close();
  } finally {
    await world?.close();
  }
});

/** No violation of WCAG 2.2 AA on what is on the screen now, light and dark. */
async function accessible(screen: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await app.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await app.page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => undefined))));
    const dialog = app.page.locator('[role="dialog"][aria-modal="true"]'); // dims what lies behind it, and is all there is to read
    // The initials in a face are a picture; the rule, an experimental one, takes them for a label.
    const { violations } = await (await dialog.count() > 0 ? new AxeBuilder({ page: app.page }).include('[role="dialog"]') : new AxeBuilder({ page: app.page })).withTags(standards).disableRules(['label-content-name-mismatch']).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`), `${screen}, ${colorScheme}`).toEqual([]);
  }
}
const audited = async (action: string): Promise<number> => (await world.api.auditActions()).filter((each) => each === action).length;

test('the way in can be used by everybody: sign-in, notice, own password', async () => {
  app = await apps.open('anna');
  const secret = app.page.locator('input[name="password"]');
  await secret.waitFor();
  await accessible('sign-in');
  await secret.fill(anna.password);
  await secret.press('Enter');
  const signature = app.page.locator('.notice-sign input');
  await signature.waitFor();
  await accessible('notice');
  await signature.fill('Anna Nowak');
  await signature.press('Enter');
  await app.page.locator('input[autocomplete="new-password"]').first().waitFor();
  await accessible('own password');
  await app.page.locator('.session-acts button:not([type="submit"])').click();
  await app.shows('Nothing here yet.');
  await accessible('empty inbox');
});

test('whom nobody answers: read first, which is on record, then taken, with all that was said', async () => {
  await app.page.keyboard.press('g');
  await app.page.keyboard.press('u');
  await app.page.getByText('Jan Kowalski').first().click();
  await app.page.locator('.queue-message').getByText('Is anybody there?').waitFor();
  await app.shows('It is on record that you read these messages before taking the conversation.');
  await accessible('queue');
  await app.button('Take this conversation').click();
  await app.sees('Is anybody there?');
  await app.write('I am');
  await jan.heard('I am');
  await app.stateIs('I am', /^Sent$/);
  await app.page.keyboard.press('Escape');
  await app.page.keyboard.press('g');
  await app.page.keyboard.press('i');
  await app.item('Jan Kowalski').waitFor();
});

test('the number of a client is hidden until a reason is given, and the reason is on record', async () => {
  await app.page.locator('.client-pane').waitFor();
  await accessible('conversation and client');
  expect(await app.page.locator('.client-pane').innerText()).not.toContain('48511222333');
  await app.page.locator('.client-pane').getByRole('button', { name: 'Show', exact: true }).click();
  const reason = app.page.getByLabel('Why do you need them?');
  await reason.waitFor();
  await accessible('reason');
  await reason.fill('x');
  await app.button('Show and record').click();
  await app.shows('Say it in a few words.');
  expect(await audited('client.contact-revealed')).toBe(0);
  await reason.fill('calling back about order 1042');
  await app.button('Show and record').click();
  await app.page.locator('.client-contacts').getByText('48511222333').waitFor();
  expect(await audited('client.contact-revealed')).toBe(1);
});

test('a note about the client is kept by the box with its author', async () => {
  await app.page.getByPlaceholder('What should a colleague know?').fill('Pays late, always kind');
  await app.button('Add note').last().click();
  await app.page.locator('.client-pane').getByText('Pays late, always kind').waitFor();
  const [room] = world.askRecord<{ n: number }>("SELECT count(*) AS n FROM client_note");
  expect(room?.n).toBe(1);
});

test.each([
  { what: 'a number that nobody has', number: '+48511999000', prepare: undefined, says: /^Nobody has this number on / },
  { what: 'no number at all', number: 'nonsense', prepare: undefined, says: /finds nobody by this/ },
  { what: 'somebody who takes no messages', number: '+48511222444', prepare: () => world.loopback.fault({ operations: ['start'], fail: 'blocked', times: 1 }), says: 'This person takes no messages from this number.' },
  { what: 'a number that is limited', number: '+48511222444', prepare: () => world.loopback.fault({ operations: ['start'], fail: 'limited', times: 1 }), says: /lets this number start no more conversations for now/ },
])('writing first to $what: the network’s answer in plain words, and nothing is started', async ({ number, prepare, says }) => {
  await world.loopback.phone('48511222444', { name: 'Ola Zielińska' });
  await prepare?.();
  await app.page.keyboard.press('Escape');
  await app.item('Jan Kowalski').locator('.inbox-item-main').focus();
  await app.page.keyboard.press('n');
  const dialog = app.page.getByRole('dialog');
  await dialog.getByLabel('Client or number').fill(number);
  await dialog.locator('button[type="submit"]').click();
  await dialog.getByText(says).waitFor();
  if (number === 'nonsense') await accessible('starting');
  await app.page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

test('writing first to somebody who is there opens their conversation', async () => {
  await app.item('Jan Kowalski').locator('.inbox-item-main').focus();
  await app.page.keyboard.press('n');
  const dialog = app.page.getByRole('dialog');
  await dialog.getByLabel('Client or number').fill('+48 511 222 444');
  await dialog.locator('button[type="submit"]').click();
  await app.page.locator('.conversation-header-name', { hasText: 'Ola Zielińska' }).waitFor();
  await app.write('Your order is ready');
  const ola = await world.phone('+48511222444', { name: 'Ola Zielińska' });
  await ola.heard('Your order is ready');
});

test('search finds words by their beginning, in every conversation, and says how complete it is', async () => {
  await app.item('Jan Kowalski').locator('.inbox-item-main').focus();
  await app.page.keyboard.press('/');
  await app.page.getByRole('searchbox').fill('anyb');
  await app.page.locator('.search-hit').getByText('anybody').waitFor();
  await app.page.locator('.search-panel').getByText('All messages of your 2 conversations are searched.').waitFor(); // the background filling has come to its end
  await accessible('search');
  await app.page.keyboard.press('Escape');
});

test('settings, palette and keys', async () => {
  for (const [keys, screen] of [['Control+,', 'settings'], ['Control+k', 'palette'], ['?', 'keys']] as const) {
    await app.item('Jan Kowalski').locator('.inbox-item-main').focus();
    await app.page.keyboard.press(keys);
    const dialog = app.page.getByRole('dialog');
    await dialog.waitFor();
    await accessible(screen);
    if (screen === 'settings') {
      for (const tab of await dialog.getByRole('tab').all()) {
        await tab.click();
        await accessible(`settings, ${await tab.innerText()}`);
      }
    }
    await app.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  }
});

test('locked by oneself: nothing can be read until the PIN is right, also not by starting anew', async () => {
  await app.item('Jan Kowalski').locator('.inbox-item-main').focus();
  await app.page.keyboard.press('Control+,');
  await app.page.getByRole('tab', { name: 'Security' }).click();
  await app.button('Set a PIN').click();
  await app.page.getByLabel('New PIN').fill('2580');
  await app.page.locator('button[form="pin-form"]').click();
  await app.shows('The PIN was set.');
  await app.page.keyboard.press('Escape');
  await app.page.getByRole('dialog').waitFor({ state: 'detached' });
  await app.page.keyboard.press('Control+Shift+L');
  const pin = app.page.locator('input[type="password"]');
  await pin.waitFor();
  await accessible('lock');
  expect(await app.page.content()).not.toContain('Is anybody there?');
  await app.page.reload();
  await pin.waitFor();
  expect(await app.page.content()).not.toContain('Jan Kowalski');
  await pin.fill('1111');
  await pin.press('Enter');
  await app.page.getByRole('alert').first().waitFor();
  await pin.fill('2580');
  await pin.press('Enter');
  await app.item('Jan Kowalski').waitFor();
});

test('locked by the administrator: within ten seconds the app is over and nothing of it is left on the computer', async () => {
  apps.allow(/status of 401/, /status of 403/, /M_UNKNOWN_TOKEN|M_USER_LOCKED/);
  const profile = apps.host.profileOf('anna');
  const from = Date.now();
  await world.api.post(`/people/${anna.person.personId}/lock`, { reason: 'left the firm' });
  await app.shows(/Everything stored on this computer was removed/, 10_000);
  await until('nothing of her conversations is on the disk', () => !existsSync(profile) || readdirSync(profile).every((name) => name === 'device.sealed'), { timeoutMs: 10_000 });
  expect(Date.now() - from).toBeLessThan(10_000);
  expect(await app.page.content()).not.toContain('Jan Kowalski');
  await accessible('ended');
});
