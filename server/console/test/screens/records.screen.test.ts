import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsoleScreen, type ConsoleScreen } from '../support/console-screen.ts';

/** What is recorded, in numbers and words; and a compliance officer who looks into a live conversation. */
let screen: ConsoleScreen;
beforeAll(async () => {
  screen = await openConsoleScreen();
});
afterAll(() => screen.close());
const officer = { roles: 'compliance-officer' };

test('a day opens beside the table and leads to what was refused on it', async () => {
  const page = await screen.open('/records', officer);
  await page.getByRole('row', { name: /Sales Poland/ }).first().click();
  const sheet = page.getByRole('dialog', { name: 'Sales Poland' });
  await sheet.getByText('Typed on the handset').waitFor();
  await sheet.getByRole('link', { name: '2' }).click();
  await page.getByText('The author does not answer this conversation').first().waitFor();
  await page.getByText('Refused (FROM_A_NEWER_BOX)').first().waitFor();
  await page.context().close();
});

test('a doubt is told with what was decided by whom', async () => {
  const page = await screen.open('/records/decisions?state=decided', officer);
  await page.getByRole('row', { name: /Discarded/ }).first().click();
  await page.getByRole('dialog').getByText('The client had called meanwhile').waitFor();
  await page.context().close();
});

test('who looked at whom, when and why, is found by person', async () => {
  const page = await screen.open('/records/access', officer);
  await page.getByRole('row', { name: /Complaint of 12 March/ }).first().click();
  await page.getByRole('dialog').getByRole('link', { name: 'All acts on this client' }).waitFor();
  await page.context().close();
});

test('a live conversation is found by name, opened for a reason, read with its marks, and left', async () => {
  const page = await screen.open('/records/looks', officer);
  await page.getByText('Live conversations can be read by whoever administers').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('a');
  await page.getByRole('grid', { name: 'Conversations' }).getByRole('row').nth(1).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Look into the conversation' }).click();
  await dialog.getByText('Say why').waitFor();
  await dialog.getByLabel('Reason').fill('Complaint of 12 March');
  await dialog.getByRole('button', { name: 'Look into the conversation' }).click();
  await page.getByText('You look into a live conversation. This is on record, and who answers it is told.').waitFor();
  await page.getByText(/^(30:00|29:\d\d) left$/).waitFor();
  await page.getByText('We ship on Wednesday').waitFor();
  expect(await page.locator('del', { hasText: 'We ship on Tuesday' }).count()).toBe(1);
  await page.getByText(/^Withdrawn /).waitFor();
  await page.getByText('Never left the box').waitFor();
  await page.getByText('<b>call my new number</b>').waitFor(); // as text, never as a page
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
  await page.getByRole('button', { name: 'Stop looking' }).click();
  await page.getByRole('grid', { name: 'Your looks' }).getByText('Over').waitFor();
  await page.context().close();
});

test('who may not read conversations sees no way to look into one', async () => {
  const page = await screen.open('/records', { roles: 'administrator' });
  await page.getByRole('link', { name: 'Refused' }).waitFor();
  expect(await page.getByRole('link', { name: 'Look into a conversation' }).count()).toBe(0);
  await page.context().close();
});

test('a box that records nothing yet says when it begins', async () => {
  const page = await screen.open('/records', { ...officer, scene: 'empty' });
  await page.getByText('It begins with the first message').waitFor();
  await page.context().close();
});

test.each(['light', 'dark'] as const)('nothing stands in the way of anybody (axe, %s)', async (colorScheme) => {
  for (const path of ['/records', '/records/refusals', '/records/decisions', '/records/access', '/records/looks']) {
    const page = await screen.open(path, officer, { colorScheme });
    await page.locator('h1').waitFor();
    await page.waitForLoadState('networkidle');
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${path} ${id} ${nodes[0]?.html}`)).toEqual([]);
    await page.context().close();
  }
});

test('no page broke its policy or failed', () => expect(screen.complaints).toEqual([]));
