import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../../server/test/support/until.ts';
import { createWorld, type Colleague, type World } from '../../../server/test/support/world.ts';
import type { Phone } from '../../../server/test/support/phone.ts';
import { openApps, type AppPage, type Apps } from '../support/app.ts';

/** The main job with the keyboard alone. No test of this file touches the mouse, or puts the focus anywhere by itself. */
let world: World;
let apps: Apps;
let app: AppPage;
let anna: Colleague;
let [jan, ola]: Phone[] = [];

beforeAll(async () => {
  world = await createWorld();
  await world.link();
  anna = await world.hire('anna', { name: 'Anna Nowak' });
  apps = await openApps(world, ['anna']);
  app = await apps.open('anna');
});
afterAll(async () => {
  try {
    await apps?.close();
  } finally {
    await world?.close();
  }
});

const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) await app.page.keyboard.press(key);
};
const type = (text: string): Promise<void> => app.page.keyboard.type(text);
/** What stands under the keyboard now: its label, its words, or what it is. */
const focus = (): Promise<string> => app.page.evaluate(() => {
  const at = document.activeElement;
  return at?.getAttribute('aria-label') ?? (at instanceof HTMLElement ? at.innerText.trim() : '') ?? at?.tagName ?? '';
});
const header = (name: string): Promise<void> => app.page.locator('.conversation-header-name', { hasText: name }).waitFor();
const dialogGone = (): Promise<void> => app.page.locator('[role="dialog"]').waitFor({ state: 'detached' });
/** Tab until something is reached; a person gives up after a while. */
async function tabTo(label: RegExp): Promise<void> {
  for (let n = 0; n < 40; n++) {
    if (label.test(await focus())) return;
    await press('Tab');
  }
  throw new Error(`no way by Tab to ${label.source}; the focus is at ${await focus()}`);
}

test('signs in, reads and signs the notice, and puts off a password of her own', async () => {
  await app.page.locator('input[name="password"]').waitFor();
  await until('the password has the focus', () => app.page.evaluate(() => document.activeElement?.getAttribute('name') === 'password'));
  await type(anna.password);
  await press('Enter');
  await app.page.locator('.notice-sign input').waitFor();
  await tabTo(/./); // from the top of the page into the notice
  for (let n = 0; n < 10 && !(await app.page.evaluate(() => document.activeElement?.closest('.notice-sign') != null)); n++) await press('Tab');
  await type('Anna Nowak');
  await press('Enter');
  await app.page.locator('input[autocomplete="new-password"]').first().waitFor();
  await tabTo(/^Later$/);
  await press('Enter');
  await app.shows('Nothing here yet.');
});

test('j and k move through the list, Enter opens, r answers, Escape goes back', async () => {
  jan = await world.phone('+48511222333', { name: 'Jan Kowalski' });
  ola = await world.phone('+48511222444', { name: 'Ola Zielińska' });
  await jan.write(world.companyNumber, 'Is my order ready?');
  await app.item('Jan Kowalski').waitFor();
  await ola.write(world.companyNumber, 'And mine?');
  await app.item('Ola Zielińska').waitFor();
  await press('j');
  const first = await until('a conversation has the focus', async () => /^(Jan|Ola)/.exec(await focus())?.[0]);
  const topOf = async (name: string): Promise<number> => (await app.item(name).boundingBox())?.y ?? 0;
  const [away, back] = ((await topOf('Jan Kowalski')) < (await topOf('Ola Zielińska'))) === (first === 'Jan') ? ['j', 'k'] : ['k', 'j'];
  await press(away);
  await until('the other has it', async () => /^(Jan|Ola)/.test(await focus()) && !(await focus()).startsWith(first));
  await press(back);
  await until('and the first again', async () => (await focus()).startsWith(first));
  if (first !== 'Jan') await press(away);
  await until('Jan has the focus', async () => (await focus()).startsWith('Jan'));
  await press('Enter');
  await header('Jan Kowalski');
  await app.sees('Is my order ready?');
  await press('r');
  await type('It is');
  await press('Enter');
  await jan.heard('It is');
  await app.stateIs('It is', /^Sent$/);
});

test('an earlier message is reached, answered to and reacted to; ↑ in an empty field changes the last one', async () => {
  await press('ArrowUp');
  await app.page.locator('.message-composer').getByText('Editing your message').waitFor();
  await press('End');
  await type(', come by');
  await press('Enter');
  await jan!.saw('the change', ({ kind, content }) => kind === 'edit' && content?.text === 'It is, come by');

  await press('Shift+Tab');
  await tabTo(/./);
  for (let n = 0; n < 20 && !(await app.page.evaluate(() => document.activeElement?.classList.contains('message-row') ?? false)); n++) await press(await app.page.evaluate(() => document.activeElement?.classList.contains('timeline-list') ?? false) ? 'ArrowUp' : 'Shift+Tab');
  for (let n = 0; n < 5 && !(await app.page.evaluate(() => document.activeElement?.textContent?.includes('Is my order ready?') ?? false)); n++) await press('ArrowUp');
  await press('r');
  await app.page.locator('.message-composer').getByText('Reply to Jan Kowalski').waitFor();
  await type('We close at six');
  await press('Enter');
  const reply = await jan!.saw('the reply', ({ content }) => content?.text === 'We close at six');
  expect(reply.reply_to).toBeTruthy();
});

test('a note is written and stays here; the palette goes to another client; e is done with one', async () => {
  await press('Alt+n');
  await type('He always comes late');
  await press('Enter');
  await app.row('He always comes late').waitFor();
  await press('Alt+n');
  await press('Control+k');
  await type('ola');
  await press('Enter');
  await header('Ola Zielińska');
  await press('r');
  await type('Tomorrow');
  await press('Enter');
  await ola!.heard('Tomorrow');
  expect(await jan!.texts()).not.toContain('He always comes late');
  await press('Escape');
  await until('no field has the focus', () => app.page.evaluate(() => !['INPUT', 'TEXTAREA'].includes(document.activeElement?.tagName ?? '')));
  await press('e');
  await app.shows('Ola Zielińska: done');
});

test('search, settings and help open, are used and close without a mouse', async () => {
  await press('/');
  await app.page.getByRole('searchbox').waitFor();
  await type('order');
  await app.page.locator('.search-hit').first().waitFor();
  await press('ArrowDown');
  await press('Enter');
  await header('Jan Kowalski');
  await app.sees('Is my order ready?');
  await press('Control+,');
  await app.page.locator('.settings-tab').first().waitFor();
  await tabTo(/^Appearance$/);
  await press('ArrowDown', 'ArrowDown');
  await app.shows('Tell me about new messages');
  await press('Escape');
  await dialogGone();
  await press('Control+k');
  await type('shortcuts');
  await press('Enter');
  await app.shows('Keyboard shortcuts');
  await press('Escape');
  await dialogGone();
});
