import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsoleScreen, type ConsoleScreen } from '../support/console-screen.ts';

/** What needs attention now, and that each of it leads on. */
let screen: ConsoleScreen;
beforeAll(async () => {
  screen = await openConsoleScreen();
});
afterAll(() => screen.close());

test('who waits longest stands first, and a press leads to them', async () => {
  const page = await screen.open('/', { scene: 'crowded' });
  await page.getByRole('region', { name: 'Clients waiting' }).getByText('1,284', { exact: true }).waitFor();
  const first = page.locator('.home-row').first();
  expect(await first.innerText()).toContain('3 h 12');
  await first.click();
  await expect.poll(() => new URL(page.url()).pathname).toMatch(/^\/clients\//);
  await page.context().close();
});

test('when nothing waits it says so and is quiet', async () => {
  const page = await screen.open('/', { scene: 'empty' });
  await page.getByText('Nothing waits.').waitFor();
  expect(await page.locator('.home-section').count()).toBe(0);
  await page.context().close();
});

test('it is never older than two seconds, and stays on screen with a line when the box is away', async () => {
  const page = await screen.open('/');
  await page.getByText('Clients waiting').waitFor();
  const asked = () => page.evaluate<number>("window.harness.box.calls.filter((call) => call === 'GET /home').length");
  const before = await asked();
  await expect.poll(asked, { timeout: 5_000 }).toBeGreaterThan(before);
  await page.evaluate('window.harness.box.isAway = true');
  await page.getByText('The box does not answer. What you see may be out of date.').waitFor();
  expect(await page.getByText('Clients waiting').count()).toBe(1);
  await page.evaluate('window.harness.box.isAway = false');
  await page.getByText('The box answers again.').first().waitFor();
  await page.context().close();
});

test('with the keyboard: the palette goes anywhere, g and a letter too', async () => {
  const page = await screen.open('/');
  await page.getByText('Clients waiting').waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('audit');
  await page.keyboard.press('Enter');
  await expect.poll(() => new URL(page.url()).pathname).toBe('/audit');
  await page.keyboard.press('g');
  await page.keyboard.press('h');
  await expect.poll(() => new URL(page.url()).pathname).toBe('/');
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await page.context().close();
});

test.each([['team-lead', false], ['compliance-officer', true], ['administrator', true]] as const)('a %s sees only the places that are theirs', async (roles, hasSettings) => {
  const page = await screen.open('/', { roles });
  await page.locator('.console-nav').waitFor();
  expect(await page.locator('.console-nav').getByText('Settings').count()).toBe(hasSettings ? 1 : 0);
  if (!hasSettings) {
    await page.goto(`${screen.base}/settings`);
    await page.getByText('There is nothing at this address, or it is not yours to see.').waitFor();
  }
  await page.context().close();
});

test('on a telephone the places are behind one button', async () => {
  const page = await screen.open('/', {}, { viewport: { width: 390, height: 800 } });
  await page.getByText('Clients waiting').waitFor();
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.locator('.console-nav').getByText('People', { exact: true }).last().click();
  await expect.poll(() => new URL(page.url()).pathname).toBe('/people');
  expect(await page.locator('.console-side').isVisible()).toBe(false);
  await page.context().close();
});

test('no page broke its policy or failed', () => expect(screen.complaints.filter((line) => !line.includes('fake box'))).toEqual([]));
