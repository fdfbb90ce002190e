import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsoleScreen, type ConsoleScreen } from '../support/console-screen.ts';

/** What may change while the box runs, how alerts leave it, and who signed the recording notice. */
let screen: ConsoleScreen;
beforeAll(async () => {
  screen = await openConsoleScreen();
});
afterAll(() => screen.close());

test('a number is changed within its bounds, and says from then on who set it', async () => {
  const page = await screen.open('/settings');
  const field = page.getByLabel('Waiting client turns red');
  await field.fill('99999');
  await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true');
  await field.fill('90');
  await page.keyboard.press('Enter');
  await page.getByText('Saved. It holds from now on.').first().waitFor();
  await expect.poll(() => page.getByText('Set here by Piotr Nowak').count()).toBe(2);
  await page.context().close();
});

test('the second of two who change the same keeps what was typed and sees what is there now', async () => {
  const page = await screen.open('/settings');
  const field = page.getByLabel('Waiting client turns amber');
  await field.fill('41');
  await page.keyboard.press('Enter');
  await page.getByText('Somebody changed this while you were at it').waitFor();
  await page.getByText('There now: 20 minutes').waitFor();
  expect(await field.inputValue()).toBe('41');
  await field.press('Enter');
  await page.getByText('Saved. It holds from now on.').first().waitFor();
  await page.context().close();
});

test('mail is filled in, saved and tried; what the server answered is told in words, and the password never comes back', async () => {
  const page = await screen.open('/settings/alerts');
  await page.getByLabel('Mail server').fill('refused.test');
  await page.getByRole('textbox', { name: /^Password/ }).fill('nine blue herons');
  await page.getByText('Save first: the test tries what is saved.').waitFor();
  await page.getByRole('button', { name: 'Save e-mail' }).click();
  await page.getByText('Saved. It holds from now on.').first().waitFor();
  expect(await page.getByRole('textbox', { name: /^Password/ }).inputValue()).toBe('');
  await page.getByRole('button', { name: 'Send a test e-mail' }).click();
  await page.getByText('The server does not accept user name and password. The server answered 535.').waitFor();
  await page.context().close();
});

test('who has not signed is found, and the text each signed is shown', async () => {
  const page = await screen.open('/settings/notice', { roles: 'compliance-officer' });
  await page.getByText('9 signed, 3 have not.').waitFor();
  await page.getByText('Missing', { exact: true }).click();
  await expect.poll(() => page.getByRole('row').count()).toBe(4);
  await page.getByText('Text: English').click();
  await page.getByText('Conversations with clients are recorded.').waitFor();
  await page.context().close();
});

test('a compliance officer reads the settings and changes none', async () => {
  const page = await screen.open('/settings', { roles: 'compliance-officer' });
  await page.getByText('15 minutes').first().waitFor();
  expect(await page.getByRole('textbox').count()).toBe(0);
  await page.context().close();
});

test.each(['light', 'dark'] as const)('nothing stands in the way of anybody (axe, %s)', async (colorScheme) => {
  for (const path of ['/settings', '/settings/alerts', '/settings/notice']) {
    const page = await screen.open(path, {}, { colorScheme });
    await page.locator('h1').waitFor();
    await page.waitForLoadState('networkidle');
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${path} ${id} ${nodes[0]?.html}`)).toEqual([]);
    await page.context().close();
  }
});

test('no page broke its policy or failed', () => expect(screen.complaints).toEqual([]));
