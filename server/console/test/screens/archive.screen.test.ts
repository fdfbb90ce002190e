import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsoleScreen, type ConsoleScreen } from '../support/console-screen.ts';

/** How the sealed archive is, as an administrator and a compliance officer see it. */
let screen: ConsoleScreen;
beforeAll(async () => {
  screen = await openConsoleScreen();
});
afterAll(() => screen.close());
const officer = { roles: 'compliance-officer' };
type Harness = { harness: { box: { calls: string[]; isAway: boolean; send: typeof fetch }; news: { tell(event: unknown): void } } };
const asked = (page: Page): Promise<number> => page.evaluate(() => (window as unknown as Harness).harness.box.calls.filter((call) => call === 'GET /archive').length);

test('an archive in order says so, who opens it, who watches, and what to tell key holders', async () => {
  const page = await screen.open('/records', officer);
  await page.getByRole('link', { name: 'State of the archive' }).click();
  await page.getByText('What is recorded is sealed at once. This box cannot open it again; only the key holders can.').waitFor();
  await page.getByText('Each of them opens the archive alone.').waitFor();
  await page.getByText('As it was written', { exact: true }).waitFor();
  await page.getByText('Live conversations can be read by whoever administers').waitFor();
  expect(await page.getByRole('listitem').filter({ hasText: 'second-site.example.com' }).getByText('Away').isVisible()).toBe(true);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy: Key of the log' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^box\.example\.com\/archive\+/);
  expect(await page.locator('.archive-state').getByRole('alert').count()).toBe(0);
  await page.context().close();
});

test('the box looks its archive over for a reason, and a bad result says what is still good and whom to tell', async () => {
  const page = await screen.open('/records/archive', officer);
  for (const [reason, found] of [['Quarterly check', 'The archive is as it was written.'], ['Once more', 'The archive is not as it was written.']] as const) {
    await page.getByRole('button', { name: 'Verify now' }).click();
    const dialog = page.getByRole('dialog', { name: 'Look the whole archive over now?' });
    await dialog.getByLabel('Reason').fill(reason);
    await dialog.getByRole('button', { name: 'Verify now' }).click();
    await page.getByText(found, { exact: true }).waitFor();
  }
  const warning = page.getByRole('alert').filter({ hasText: 'Tell the key holders' });
  await warning.getByText('The first bad record is number 881,203.').waitFor();
  await warning.getByText('Records before number 881,203 are as they were written.').waitFor();
  await warning.getByText('BODY_ALTERED').waitFor();
  await page.context().close();
});

test('a look that somebody else began is shown as long as it goes on, and its result comes by itself', async () => {
  const page = await screen.open('/records/archive', officer);
  const before = page.getByText(/^1,203,800 records looked over/);
  await before.waitFor();
  await page.evaluate(() => void (window as unknown as Harness).harness.box.send('/api/v1/archive/verify', { method: 'POST', body: JSON.stringify({ reason: 'slow, at night' }) }));
  await page.evaluate(() => (window as unknown as Harness).harness.news.tell({ kind: 'alert.raised', alertId: 'alrt_0000000000000001' }));
  await page.getByText('The archive is being looked over').waitFor();
  await page.getByText('You can leave this page; the result will stand here.').waitFor();
  expect(await page.getByRole('button', { name: 'Verify now' }).getAttribute('aria-busy')).toBe('true');
  await page.getByText('The archive is being looked over').waitFor({ state: 'detached' });
  await page.getByText('As it was written', { exact: true }).waitFor();
  await page.context().close();
});

test('a reason that the box refuses is said on the page, and nothing changes', async () => {
  const page = await screen.open('/records/archive', officer);
  await page.getByRole('button', { name: 'Verify now' }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('x');
  await page.getByRole('dialog').getByRole('button', { name: 'Verify now' }).click();
  await page.getByText('Give a reason of at least three letters.').waitFor();
  await page.getByText('As it was written', { exact: true }).waitFor();
  await page.context().close();
});

test('a frozen archive and one without key holders are alarms with what to do', async () => {
  const frozen = await screen.open('/records/archive', { ...officer, scene: 'crowded' });
  const alarm = frozen.getByRole('alert').filter({ hasText: 'Frozen' });
  await alarm.getByText('The record is older than the archive, as after a restore from a copy.').waitFor();
  await alarm.getByText('Change nothing on the machine.').waitFor();
  await frozen.getByText('2 of 3 must come together to open anything.').waitFor();
  await frozen.context().close();
  const none = await screen.open('/records/archive', { ...officer, scene: 'empty' });
  await none.getByRole('alert').getByText('holdfast archive policy policy.txt').waitFor();
  await none.getByText('The box has not looked its archive over yet.').waitFor();
  expect(await none.getByText('To be told to key holders').count()).toBe(0); // there is nobody to tell yet
  await none.context().close();
});

test('a gap opens beside the ledger, whoever follows an address finds it open, and a list of hundreds goes on', async () => {
  const page = await screen.open('/records/archive?tab=gaps', officer);
  await page.getByRole('row', { name: /Goes on/ }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByText('During this time 41 clients had conversations over it.').waitFor();
  await sheet.getByText('Nothing of this time was recorded afterwards.').waitFor();
  expect(new URL(page.url()).searchParams.get('gap')).toBe('600');
  await page.keyboard.press('Escape');
  await expect.poll(() => new URL(page.url()).searchParams.get('gap')).toBeNull();
  await page.context().close();
  const linked = await screen.open('/records/archive?tab=gaps&gap=599', officer);
  await linked.getByRole('dialog', { name: 'WhatsApp' }).getByText('12 entries of this time were recorded afterwards.').waitFor();
  await linked.context().close();
  const long = await screen.open('/records/archive?tab=gaps', { ...officer, scene: 'crowded' });
  await long.getByRole('grid', { name: 'Gaps' }).getByRole('row').nth(2).click();
  await long.getByRole('dialog').press('Escape');
  await long.getByRole('dialog').waitFor({ state: 'detached' });
  await long.getByRole('grid', { name: 'Gaps' }).getByRole('row').nth(2).press('End');
  await expect.poll(() => long.evaluate(() => (window as unknown as Harness).harness.box.calls.filter((call) => call.startsWith('GET /archive/gaps')).length)).toBeGreaterThan(1);
  await long.context().close();
});

test('a certificate names what differs and who lacks it', async () => {
  const page = await screen.open('/records/archive?tab=days', officer);
  await page.getByRole('row', { name: /2 differ/ }).first().click();
  const sheet = page.getByRole('dialog');
  await sheet.getByText(/lost-on-the-way/).waitFor();
  await sheet.getByText('Missing in: Archive').waitFor();
  const address = page.url();
  expect(new URL(address).searchParams.get('day')).toMatch(/^\d{4}-\d\d-\d\d\.acct_/);
  await page.context().close();
  const linked = await screen.open(new URL(address).pathname + new URL(address).search, officer);
  await linked.getByRole('dialog').getByText(/lost-on-the-way/).waitFor();
  await linked.keyboard.press('Escape');
  await linked.getByRole('row', { name: /Messenger unread/ }).first().waitFor();
  await linked.context().close();
  const empty = await screen.open('/records/archive?tab=days', { ...officer, scene: 'empty' });
  await empty.getByText('There is no certificate yet.').waitFor();
  await empty.getByRole('tab', { name: 'Gaps' }).click();
  await empty.getByText('No gap was found').waitFor();
  await empty.context().close();
});

test('tabs are walked with the arrows, news bring the present, and a box that is away is said', async () => {
  const page = await screen.open('/records/archive', officer);
  await page.getByText('As it was written', { exact: true }).waitFor();
  const before = await asked(page);
  await page.evaluate(() => (window as unknown as Harness).harness.news.tell({ kind: 'alert.raised', alertId: 'alrt_0000000000000001' }));
  await expect.poll(() => asked(page)).toBeGreaterThan(before);
  await page.getByRole('tab', { name: 'State' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => new URL(page.url()).searchParams.get('tab')).toBe('gaps');
  await page.evaluate(() => void ((window as unknown as Harness).harness.box.isAway = true));
  await page.keyboard.press('ArrowRight');
  await page.getByRole('button', { name: 'Try again' }).first().waitFor();
  await page.evaluate(() => void ((window as unknown as Harness).harness.box.isAway = false));
  await page.getByRole('button', { name: 'Try again' }).first().click();
  await page.getByRole('row', { name: /The same/ }).first().waitFor();
  await page.context().close();
});

test('an alarm of the archive leads there', async () => {
  const page = await screen.open('/box?tab=alerts');
  await page.getByRole('row', { name: /archive/i }).first().click();
  await page.getByRole('dialog').getByRole('link', { name: 'See how the archive is' }).click();
  await page.getByRole('heading', { name: 'Records' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/records/archive');
  await page.context().close();
});

test.each(['pl-PL', 'ru-RU', 'uk-UA'])('all of it has words in %s', async (locale) => {
  const page = await screen.open('/records/archive', { ...officer, scene: 'crowded' }, { locale });
  await page.locator('.archive-state').waitFor();
  const text = await page.locator('main').innerText();
  expect(text).not.toMatch(/records\.archive|shell\.|Key holders|Witnesses/);
  await page.context().close();
});

test.each(['light', 'dark'] as const)('nothing stands in the way of anybody (axe, %s)', async (colorScheme) => {
  for (const [path, scene] of [['/records/archive', 'normal'], ['/records/archive', 'crowded'], ['/records/archive?tab=gaps&gap=599', 'normal'], ['/records/archive?tab=days', 'normal']] as const) {
    const page = await screen.open(path, { ...officer, scene }, { colorScheme });
    await page.locator('h1').waitFor();
    await page.waitForLoadState('networkidle');
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${path} ${id} ${nodes[0]?.html}`)).toEqual([]);
    await page.context().close();
  }
});

test('no page broke its policy or failed', () => expect(screen.complaints).toEqual([]));
