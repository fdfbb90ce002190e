import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '../../../test/support/world.ts';
import { openConsoles, password, type Consoles } from '../support/consoles.ts';

/** The way into the console of a real box, as the first administrator goes it. */
let world: World;
let consoles: Consoles;
let page: Page;
let recoveryCodes: string[];
let link: string;
beforeAll(async () => {
  world = await createWorld();
  consoles = await openConsoles(world);
});
afterAll(async () => {
  await consoles?.close();
  await world?.close();
});

const fill = async (on: Page, name: string, word: string): Promise<void> => {
  await on.getByLabel('Sign-in name').fill(name);
  await on.getByLabel('Password', { exact: true }).fill(word);
  await on.keyboard.press('Enter');
};

test('whoever has the one-time link becomes administrator, with a second step, and is in', async () => {
  link = (await world.api.post<{ url: string }>('/sign-in-links', {})).url;
  page = await consoles.open(link);
  await page.getByLabel('Your name').waitFor();
  expect(page.url()).not.toContain('hfl_'); // not in the address bar any more
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  recoveryCodes = await consoles.becomeAdministrator(page, 'Olga Petrova', 'olga');
  await page.locator('.console-nav').waitFor();
  expect(recoveryCodes).toHaveLength(10);
});

test('the link is over for everybody else, and says so', async () => {
  const other = await consoles.open(link);
  await other.getByText('This link is over').waitFor();
  await other.getByText('It was used already').waitFor();
  await other.context().close();
});

test('a page behind the sign-in is opened after it; wrong words and used codes are told apart', async () => {
  const other = await consoles.open('/people?state=active');
  await fill(other, 'olga', 'wrong');
  await other.getByText('Name or password is not right.').waitFor();
  await fill(other, 'olga', password);
  await other.getByRole('button', { name: 'Use a recovery code' }).click();
  await other.getByLabel('Recovery code').fill(recoveryCodes[0]!.toUpperCase());
  await other.keyboard.press('Enter');
  await other.locator('.console-nav').waitFor();
  expect(other.url()).toBe(`${consoles.base}/people?state=active`);
  await other.context().close();
  const again = await consoles.open('/');
  await fill(again, 'olga', password);
  await again.getByRole('button', { name: 'Use a recovery code' }).click();
  await again.getByLabel('Recovery code').fill(recoveryCodes[0]!);
  await again.keyboard.press('Enter');
  await again.getByText('or it was used already').waitFor();
  await again.context().close();
});

test('an employee is told that the console is not theirs', async () => {
  const anna = await world.hire('anna');
  const other = await consoles.open('/');
  await fill(other, 'anna', anna.password);
  await other.getByText('You answer clients in the app.').waitFor();
  await other.context().close();
});

test('a passkey is added and opens the console from then on', async () => {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'usb', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
  await page.goto(`${consoles.base}/own-account`);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByLabel('Name').fill('Blue key');
  await page.keyboard.press('Enter');
  await page.getByText('Added. It is asked for from now on.').first().waitFor();
  await page.locator('.person-menu').click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await fill(page, 'olga', password);
  await page.getByRole('button', { name: 'Use your passkey' }).click();
  await page.locator('.console-nav').waitFor();
  const acts = world.askRecord<{ action: string }>('SELECT DISTINCT action FROM audit_entry').map(({ action }) => action);
  expect(acts).toEqual(expect.arrayContaining(['sign-in-link.used', 'second-factor.added', 'session.opened', 'session.closed', 'session.refused']));
});

test('a session ended from elsewhere is over on the screen, with words, and goes on where it was', async () => {
  await page.goto(`${consoles.base}/audit`);
  const { people } = await world.api.get<{ people: { personId: string; signInName: string }[] }>('/people');
  const olga = people.find(({ signInName }) => signInName === 'olga')!;
  await world.api.post(`/people/${olga.personId}/sign-out`, { reason: 'lost laptop' });
  await page.getByText('You were signed out.').waitFor();
  expect(page.url()).toContain('to=/audit');
});

test('nothing broke the policy of the pages', () => expect(consoles.complaints()).toEqual([]));
