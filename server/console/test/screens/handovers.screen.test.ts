import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsoleScreen, type ConsoleScreen } from '../support/console-screen.ts';

/** Handovers: what runs, what waits for a second person, what can be given back, and chosen conversations on their way. */
let screen: ConsoleScreen;
beforeAll(async () => {
  screen = await openConsoleScreen();
});
afterAll(() => screen.close());

const [over, waiting, own, running] = ['0', '1', '2', '3'].map((n) => `/handovers/hand_000000000000000${n}`) as [string, string, string, string];
const pathOf = (page: Page): string => new URL(page.url()).pathname;

test('the list is narrowed by an address, and the keyboard opens what waits', async () => {
  const page = await screen.open('/handovers?state=awaiting-approval');
  await page.getByRole('row', { name: /Piotr Zieliński Somebody leaves/ }).waitFor();
  expect(await page.getByRole('row').count()).toBe(3);
  await page.getByRole('row', { name: /Piotr Zieliński/ }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => pathOf(page)).toBe(waiting);
  await page.goBack();
  await page.getByRole('button', { name: 'Remove State: Waits for approval' }).click();
  await page.getByRole('row', { name: /Halyna Shevchenko .* Done/ }).waitFor();
  await page.context().close();
});

test('a second person sees every conversation and why, and agrees; then it runs', async () => {
  const page = await screen.open(waiting);
  await page.getByText('Nothing has moved yet: 184 conversations wait.').waitFor();
  await page.getByText('More than 50 conversations move.').waitFor();
  await page.getByRole('row', { name: /Nordic Freight .* Ewa Melnyk/ }).first().waitFor();
  await page.getByRole('button', { name: 'Approve' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Move 184 conversations' }).click();
  await page.getByText('Piotr Zieliński can no longer write to clients.').waitFor();
  await page.getByText(/\d+ left/).first().waitFor();
  await page.context().close();
});

test('whoever ordered it does not approve it', async () => {
  const page = await screen.open(own);
  await page.getByText('You ordered it, so another administrator decides.').waitFor();
  expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
  await page.context().close();
});

test('progress is told by the news, what failed is told, and the report is for paper', async () => {
  const page = await screen.open(running);
  await page.getByText('1 conversation could not be moved yet.').waitFor();
  const done = async () => Number((await page.locator('.ui-progress-row .ui-numbers').first().innerText()).split(' / ')[0]);
  const before = await done();
  await page.waitForTimeout(1_200);
  await page.evaluate("window.harness.news.tell({ kind: 'handover.changed', handoverId: 'hand_0000000000000003' })");
  await expect.poll(done).toBeGreaterThan(before);
  await page.getByRole('link', { name: 'Report' }).click();
  await page.locator('.report').getByText('Ordered by').waitFor();
  await page.evaluate("dispatchEvent(new Event('beforeprint'))");
  expect(await page.locator('.report tbody tr').count(), 'all of it is on paper').toBe(184);
  await expect.poll(() => page.locator('.report tbody tr').count()).toBe(184);
  await page.emulateMedia({ media: 'print' });
  for (const part of ['.console-side', '.page-actions', '.report-back']) expect(await page.locator(part).isVisible(), part).toBe(false);
  await page.context().close();
});

test('what is done can be given back with a reason while there is time', async () => {
  const page = await screen.open(over);
  await page.getByRole('button', { name: /^Undo \(\d+ h left\)$/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Give 30 conversations back' });
  await dialog.getByText('A locked person stays locked').waitFor();
  await dialog.getByRole('button', { name: 'Give 30 conversations back' }).click();
  await dialog.getByText('Say why').waitFor();
  await dialog.getByLabel('Reason').fill('Came back');
  await dialog.getByRole('button', { name: 'Give 30 conversations back' }).click();
  await page.locator('.fact-list').getByText('Undone').waitFor();
  await page.context().close();
});

test('chosen conversations are given to somebody else, with a preview and a reason', async () => {
  const page = await screen.open('/handovers/new?rooms=!room1:box.test,!room2:box.test');
  await page.getByText('2 conversations chosen.').waitFor();
  await page.getByRole('combobox', { name: 'Who takes over' }).fill('Dmytro');
  await page.getByRole('option', { name: /Dmytro/ }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('2 conversations would move.').waitFor();
  await page.getByRole('button', { name: 'Move 2 conversations' }).click();
  await page.getByText('Say why').waitFor();
  await page.getByLabel('Reason').fill('Too much for one');
  await page.getByRole('button', { name: 'Move 2 conversations' }).click();
  await expect.poll(() => pathOf(page)).toMatch(/^\/handovers\/hand_/);
  await page.context().close();
});

test('who answered before may read along for a while, and not into the past; the handover says until when', async () => {
  const page = await screen.open('/handovers/new?rooms=!room1:box.test', {}, { timezoneId: 'Europe/Warsaw' });
  await page.getByRole('combobox', { name: 'Who takes over' }).fill('Dmytro');
  await page.getByRole('option', { name: /Dmytro/ }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByLabel('Reason').fill('Shown around first');
  const until = page.getByLabel('Who answered before reads along until');
  await until.fill('2020-03-01T09:00');
  await page.getByText('This time has passed. Choose a later one.').waitFor();
  await page.getByRole('button', { name: 'Move 1 conversation' }).click();
  expect(pathOf(page)).toBe('/handovers/new');
  await until.fill('2099-03-01T09:00');
  await page.getByRole('button', { name: 'Move 1 conversation' }).click();
  await page.locator('.fact-list > div', { hasText: 'Predecessor reads along until' }).getByText('1 Mar 2099, 9:00').waitFor();
  await page.context().close();
});

test('nothing chosen and nothing handed over yet say what to do', async () => {
  const page = await screen.open('/handovers', { scene: 'empty' });
  await page.getByText('Somebody leaves? Open their page and choose Leave.').waitFor();
  await page.goto(`${screen.base}/handovers/new`);
  await page.getByText('Choose some among the clients.').waitFor();
  await page.context().close();
});

test.each(['light', 'dark'] as const)('everybody can use them, %s', async (colorScheme) => {
  for (const path of ['/handovers', waiting, running, '/handovers/new?rooms=!room1:box.test']) {
    const page = await screen.open(path, {}, { colorScheme });
    await page.locator('h1').waitFor();
    await page.waitForTimeout(400); // what fades in has its colours then
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${path} ${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
    await page.context().close();
  }
});

test('no page broke its policy or failed', () => expect(screen.complaints.filter((line) => !line.includes('fake box'))).toEqual([]));
