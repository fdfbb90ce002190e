import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsoleScreen, type ConsoleScreen } from '../support/console-screen.ts';

/** Who did what, when and why: a million rows, found by what stands in the address, taken out only for a reason. */
let screen: ConsoleScreen;
beforeAll(async () => {
  screen = await openConsoleScreen();
});
afterAll(() => screen.close());
const calls = 'window.harness.box.calls';

test('a million rows are there at once, from either end, and a small firm is called one', async () => {
  const page = await screen.open('/audit', { scene: 'crowded' });
  const grid = page.getByRole('grid', { name: 'Audit trail' });
  await grid.getByRole('row').nth(5).waitFor();
  await page.getByText('one person may hold two roles').waitFor();
  await grid.getByRole('row').nth(1).focus();
  await page.keyboard.press('End');
  await expect.poll(() => page.evaluate<boolean>(`${calls}.some((call) => call.includes('before=999901'))`)).toBe(true);
  await page.getByText('Oldest first').click();
  await expect.poll(() => page.evaluate<boolean>(`${calls}.some((call) => call.includes('order=oldest'))`)).toBe(true);
  expect(new URL(page.url()).searchParams.get('order')).toBe('oldest');
  await page.context().close();
});

test('an act is chosen in words and stands as a chip and in the address; the link shows the same', async () => {
  const page = await screen.open('/audit');
  await page.getByRole('button', { name: 'Filters' }).click();
  await page.getByRole('combobox', { name: /^Act/ }).fill('locked');
  await page.keyboard.press('Enter');
  await expect.poll(() => new URL(page.url()).searchParams.get('action')).toBe('person.locked');
  await page.keyboard.press('Escape');
  const again = await screen.open('/audit?action=person.locked');
  await again.getByRole('button', { name: /Person locked/ }).waitFor();
  await again.getByRole('row', { name: /Person locked/ }).first().waitFor();
  expect(await again.getByRole('row', { name: /Signed in/ }).count()).toBe(0);
  await again.getByRole('button', { name: /Person locked/ }).click();
  await expect.poll(() => new URL(again.url()).searchParams.get('action')).toBeNull();
  await again.context().close();
  await page.context().close();
});

test('with the keyboard: a row opens beside the list, and leads on to everything on the same', async () => {
  const page = await screen.open('/audit');
  await page.getByRole('row').nth(2).waitFor();
  await page.getByRole('row').nth(1).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog');
  await sheet.getByText('Number in the trail').waitFor();
  await sheet.getByRole('button', { name: 'All on this' }).click();
  await expect.poll(() => new URL(page.url()).searchParams.get('target')).not.toBeNull();
  await page.context().close();
});

test('the trail is taken out only for a reason, and only what the filters show', async () => {
  const page = await screen.open('/audit?action=person.locked');
  await page.getByRole('button', { name: 'Export as CSV' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Export the audit trail' });
  await dialog.getByRole('button', { name: 'Export as CSV' }).click();
  await dialog.getByText('Say why').waitFor();
  await dialog.getByLabel('Reason').fill('Yearly check');
  const file = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Export as CSV' }).click();
  expect((await file).suggestedFilename()).toBe('audit.csv');
  expect(await page.evaluate<string>(`${calls}.find((call) => call.startsWith('GET /audit/export'))`)).toContain('action=person.locked&reason=Yearly+check');
  await page.context().close();
});

test('nothing recorded yet, nothing found, and a box that is away are told apart', async () => {
  const page = await screen.open('/audit', { scene: 'empty' });
  await page.getByText('Nothing is recorded yet.').waitFor();
  await page.context().close();
  const narrow = await screen.open('/audit?target=nobody');
  await narrow.getByText('No act matches these filters.').waitFor();
  await narrow.evaluate('window.harness.box.isAway = true');
  await narrow.getByRole('button', { name: 'Ask again' }).click();
  await narrow.getByText('The box does not answer.').first().waitFor();
  await narrow.context().close();
});

test.each(['light', 'dark'] as const)('nothing stands in the way of anybody (axe, %s)', async (colorScheme) => {
  const page = await screen.open('/audit?entry=235', { scene: 'normal' }, { colorScheme });
  await page.getByText('Number in the trail').waitFor();
  const sheet = await new AxeBuilder({ page }).analyze();
  await page.keyboard.press('Escape');
  await page.getByText('Number in the trail').waitFor({ state: 'detached' });
  const list = await new AxeBuilder({ page }).analyze();
  expect([...sheet.violations, ...list.violations].map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
  await page.context().close();
});

test('no page broke its policy or failed', () => expect(screen.complaints).toEqual([]));
