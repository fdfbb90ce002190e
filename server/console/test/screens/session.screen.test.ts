import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsoleScreen, type ConsoleScreen } from '../support/console-screen.ts';

/** Getting in and one's own account, on a fake box: what is said, where the focus is, and that nothing is lost on the way. */
let screen: ConsoleScreen;
beforeAll(async () => {
  screen = await openConsoleScreen();
});
afterAll(() => screen.close());
const themes = ['light', 'dark'] as const;

test('with the keyboard alone: name, password, code, and on to the page one wanted', async () => {
  const page = await screen.open('/own-account', { roles: '' });
  await page.locator('input[autocomplete=username]:focus').waitFor(); // the first field has the focus, once the page is there
  await page.keyboard.type('olga');
  await page.keyboard.press('Tab');
  await page.keyboard.type('wrong');
  await page.keyboard.press('Enter');
  await page.getByText('Name or password is not right.').waitFor();
  await page.getByLabel('Password', { exact: true }).fill('nine blue herons');
  await page.keyboard.press('Enter');
  const code = page.locator('input[autocomplete=one-time-code]:focus');
  await code.waitFor();
  await page.keyboard.type('000000');
  await page.keyboard.press('Enter');
  await page.getByText('That code is not right').waitFor();
  await code.waitFor(); // the focus is back
  await expect.poll(() => code.inputValue()).toBe(''); // in the emptied field
  await page.keyboard.type('123456');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Your account' }).waitFor();
  await page.locator('.person-menu', { hasText: /Olga Petrova\s+Administrator/ }).waitFor();
  await page.context().close();
});

test('the words follow the language at once, before anybody is signed in', async () => {
  const page = await screen.open('/sign-in', { roles: '' }, { locale: 'pl-PL' });
  await page.getByRole('heading', { name: 'Logowanie' }).waitFor();
  await page.getByRole('combobox').selectOption('uk');
  await page.getByRole('heading', { name: 'Вхід' }).waitFor();
  await page.context().close();
});

test('whoever must wait sees how long, and an employee is told where they belong', async () => {
  const page = await screen.open('/sign-in', { roles: '' });
  for (const [name, words] of [['slow', /Try again in \d+ seconds/], ['anna', /You answer clients in the app/]] as const) {
    await page.getByLabel('Sign-in name').fill(name);
    await page.getByLabel('Password', { exact: true }).fill('x');
    await page.keyboard.press('Enter');
    await page.getByText(words).waitFor();
  }
  await page.context().close();
});

test('a first authenticator gives recovery codes, which are shown until they are kept', async () => {
  const page = await screen.open('/sign-in', { roles: '' });
  await page.getByLabel('Sign-in name').fill('new');
  await page.getByLabel('Password', { exact: true }).fill('nine blue herons');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Authenticator app' }).click();
  await page.getByLabel('Six-digit code').fill('123456');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('.recovery-codes-list li').count()).toBe(10);
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await page.locator('.console-nav').waitFor();
  await page.context().close();
});

test('a box that is away is said to be away, and the page goes on when it is back', async () => {
  const page = await screen.open('/own-account', { away: '1' });
  await page.getByText('Nothing that was done is lost').waitFor();
  await page.evaluate('window.harness.box.isAway = false');
  await page.getByRole('heading', { name: 'Your account' }).waitFor();
  await page.context().close();
});

test('a session is ended, a passkey taken away', async () => {
  const page = await screen.open('/own-account');
  await page.getByText('Safari, iPhone').waitFor();
  await page.getByRole('button', { name: 'End' }).first().click();
  await expect.poll(() => page.getByText('Safari, iPhone').count()).toBe(0);
  await page.locator('.own-account-line', { hasText: 'Blue key' }).getByRole('button', { name: 'Remove' }).click();
  await expect.poll(() => page.getByText('Blue key').count()).toBe(0);
  await page.context().close();
});

test.each(themes)('nothing stands in the way of anybody (axe, %s)', async (colorScheme) => {
  for (const [path, roles] of [['/sign-in', ''], ['/own-account', 'administrator'], ['/', 'administrator'], ['/', 'team-lead']] as const) {
    const page = await screen.open(path, { roles }, { colorScheme });
    await page.locator('h1').waitFor();
    await page.waitForLoadState('networkidle');
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${path} ${id} ${nodes[0]?.html}`)).toEqual([]);
    await page.context().close();
  }
});

test('no page broke its policy or failed', () => expect(screen.complaints).toEqual([]));
