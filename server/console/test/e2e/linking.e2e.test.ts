import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HttpFailure } from '../../../test/support/json-http.ts';
import type { Phone } from '../../../test/support/phone.ts';
import { until } from '../../../test/support/until.ts';
import { createWorld, type Colleague, type World } from '../../../test/support/world.ts';
import { openConsoles, password, type Consoles } from '../support/consoles.ts';

/** Company numbers by the mouse on a real box: linked by QR and by a code, what they knew decided, paused, resumed, logged out, linked again. */
let world: World;
let consoles: Consoles;
let page: Page;
let anna: Colleague;
let known: Phone;
let quiet: Phone;
let mother: Phone;
const sales = '48600000001';
const service = '48600000002';
const stranger = '48600000099';
beforeAll(async () => {
  world = await createWorld({
    prepare: ({ layout }) => {
      const path = join(layout.config, 'bridge-loopback.yaml');
      const text = readFileSync(path, 'utf8');
      const hurried = text.replace(/qr_lifetime_seconds: \d+/, 'qr_lifetime_seconds: 12'); // so that a code grows old while we look
      expect(hurried).not.toBe(text);
      writeFileSync(path, hurried);
    },
  });
  anna = await world.hire('anna');
  await world.phone(sales, { name: 'Sales handset' });
  known = await world.phone('+48511000031', { name: 'Known client' });
  quiet = await world.phone('+48511000032', { name: 'Quiet client' });
  mother = await world.phone('+48511000033', { name: 'Mum' });
  for (const [phone, text] of [[known, 'an old order'], [quiet, 'an old question'], [mother, 'dinner on Sunday?']] as const) await phone.write(`+${sales}`, text, { sent_at: Date.now() - 86_400_000 });
  consoles = await openConsoles(world);
  consoles.allow(/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE|ERR_NETWORK/, /^50[234] /); // box and bridge are killed on purpose
  page = await consoles.administrator('olga');
});
afterAll(async () => {
  await consoles?.close();
  await world?.close();
});

const press = (name: string | RegExp): Promise<void> => page.getByRole('button', { name, exact: typeof name === 'string' }).click();
const dialog = () => page.getByRole('dialog');
const heading = (name: string | RegExp): Promise<void> => page.getByRole('heading', { name }).waitFor({ timeout: 60_000 });
/** The code that is on the screen, in letters; what is drawn changes with it. */
const shown = (not: readonly string[] = []): Promise<string> =>
  until('a fresh code on the screen', async () => {
    const code = await page.locator('.link-letters code').textContent({ timeout: 5_000 }).catch(() => null);
    return code !== null && !not.includes(code) ? code : undefined;
  }, { timeoutMs: 60_000, everyMs: 200 });
/** Whoever signed in a while ago proves that it is still them; the act goes on by itself. */
async function proved(done: Promise<unknown>): Promise<void> {
  const asked = page.locator('.reauth-dialog input[type=password]');
  const first = await Promise.race([done.then(() => 'done'), asked.waitFor({ timeout: 60_000 }).then(() => 'asked', () => 'done')]);
  if (first === 'asked') {
    await asked.fill(password);
    await page.keyboard.press('Enter');
  }
  await done;
}
async function showTheCode(): Promise<string> {
  await press('Show the code');
  await proved(page.locator('.link-qr').waitFor({ timeout: 60_000 }));
  return shown();
}
const scan = (code: string, number: string): Promise<string> => world.loopback.scan(code, number).then(() => 'done', (failure: unknown) => (failure instanceof HttpFailure ? failure.code : String(failure)));
/** Scans what the screen shows; a code may grow old between the look and the scan, as in anybody's hand. */
async function scanned(number: string): Promise<void> {
  const code = await shown();
  if ((await scan(code, number)) !== 'done') expect(await scan(await shown([code]), number)).toBe('done');
}
const isLinked = async (number: string): Promise<unknown> => (await world.loopback.call('GET', `/logins/${number}/state`).catch(() => ({ linked: false })) as { linked: unknown }).linked;
const actsOn = async (accountId: string): Promise<string[]> =>
  (await world.api.get<{ entries: { action: string }[] }>(`/audit?limit=500&target=${accountId}`)).entries.map(({ action }) => action);
async function withReason(button: string, reason: string): Promise<void> {
  await dialog().getByLabel('Reason').fill(reason);
  await dialog().getByRole('button', { name: button }).click();
}

test('a used number is linked by QR: the risk is accepted first, the code renews itself, and the wizard outlives a killed control plane', async () => {
  await page.goto(`${consoles.base}/accounts`);
  await page.getByRole('row', { name: /Sales .*Unknown Unknown .*Not linked yet/ }).click();
  await page.getByText('Nobody can write to it through this box before it is linked.').waitFor();
  await press('Link');
  await page.getByText('may limit or ban the number for it').waitFor();
  await page.getByLabel('I accept this risk for the company').click();
  await press('Next');
  expect(await page.getByRole('textbox', { name: 'Number' }).inputValue()).toBe(`+${sales}`);
  await page.getByLabel('Used before').click();
  await press('Next');
  const old = await showTheCode();
  const address = page.url();
  const fresh = await shown([old]);
  expect(await scan(old, sales)).not.toBe('done');
  await world.controlPlane.kill();
  await page.getByText('The box does not answer.').first().waitFor({ timeout: 60_000 });
  await world.controlPlane.start();
  await page.getByText('The box does not answer.').first().waitFor({ state: 'hidden', timeout: 60_000 });
  expect(page.url()).toBe(address); // the same linking, not another one
  const later = await shown([old]);
  expect([fresh, later]).not.toContain(old);
  await scanned(sales);
  await heading('Sales is linked');
  await page.getByText('Clients can write now, and answers go out.').waitFor({ timeout: 60_000 });
  expect(await isLinked(sales)).toBe(true);
});

test('what it knew before is decided: never, wait, bring in; and nobody else is seen', async () => {
  await press('Decide on its old chats');
  await page.getByRole('row', { name: /Known client/ }).waitFor();
  await page.getByRole('row', { name: /Mum .*Not decided/ }).click();
  await dialog().getByLabel('Never').click();
  await dialog().getByRole('button', { name: 'Never open 1 chat' }).click();
  await expect.poll(() => page.getByRole('row', { name: /Mum/ }).count()).toBe(0);
  await page.getByRole('row', { name: /Known client/ }).click();
  await dialog().getByLabel('Bring in').click();
  await dialog().getByRole('combobox', { name: 'Who answers' }).fill('anna');
  await page.getByRole('option', { name: /anna/ }).first().waitFor();
  await page.keyboard.press('Enter');
  await dialog().getByRole('button', { name: 'Bring in 1 chat' }).click();
  await expect.poll(() => page.getByRole('row', { name: /Known client/ }).count()).toBe(0);
  await press('Decide on the 1 left');
  await dialog().getByRole('button', { name: 'Let 1 chat wait' }).click();
  await page.getByText('Everything is decided.').waitFor();
  const imported = await anna.findsRoom('an old order', 60_000);
  await page.goto(`${page.url().split('?')[0]}?show=all`);
  await page.getByRole('row', { name: /Known client .*anna.* Brought in/ }).waitFor();
  await page.getByRole('row', { name: /Quiet client .*Waits until they write/ }).waitFor();
  await anna.say(imported, 'About your old order');
  await known.heard('About your old order');
  await mother.write(`+${sales}`, 'call your mother');
  await quiet.write(`+${sales}`, 'a new question');
  await anna.findsRoom('a new question', 60_000);
  expect(await anna.rooms()).toHaveLength(2);
});

test('paused, resumed, logged out and linked again: what was written meanwhile waits, is counted, and goes out once', async () => {
  const { accountId } = await world.api.account('sales');
  const roomId = await anna.findsRoom('an old order');
  await page.goto(`${consoles.base}/accounts/${accountId}`);
  await press('Pause');
  await withReason('Pause', 'stocktaking');
  await page.getByText('Clients are heard, answers wait.').waitFor();
  await world.api.delivery(await anna.say(roomId, 'written while paused'), 'waiting');
  await page.getByText('1 message waits').waitFor({ timeout: 30_000 });
  await known.write(`+${sales}`, 'heard while paused');
  await anna.sees(roomId, 'the client', (event) => event.content['body'] === 'heard while paused');
  expect(await known.texts()).not.toContain('written while paused');
  await press('Resume');
  await withReason('Resume', 'done counting');
  await page.getByText('Clients are heard and answers go out.').waitFor();
  await known.heard('written while paused');

  await press('More acts');
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await dialog().getByText('The network forgets this box.').waitFor();
  await withReason('Log out', 'handset lost for an hour');
  await proved(page.getByText('Answers wait until the number is linked again.').waitFor({ timeout: 60_000 }));
  await until('the network forgot the box', async () => (await isLinked(sales)) !== true);
  const waiting = await anna.say(roomId, 'written while logged out');
  await world.api.delivery(waiting, 'waiting');
  await press('Link again');
  await heading('Link Sales again');
  await showTheCode(); // the risk was accepted and the number is known: nothing is asked twice
  await scanned(sales);
  await heading('Sales is linked');
  await world.api.delivery(waiting, 'delivered');
  await known.heard('written while logged out');
  expect((await known.texts()).filter((text) => text.startsWith('written while'))).toEqual(['written while paused', 'written while logged out']);
});

test('a number is added and linked by a code and its second factor, after a stranger’s phone was refused, a linking stopped, and a bridge died under one', async () => {
  await world.phone(stranger, { name: 'Somebody’s own phone' });
  const phone = await world.phone(service, { name: 'Service handset', password: 'tajne hasło' });
  await page.goto(`${consoles.base}/accounts?add=true`);
  await page.getByLabel('Name', { exact: true }).fill('Service');
  await page.getByRole('textbox', { name: 'Number optional' }).fill(`+${service}`);
  await press('Add and link');
  await page.getByLabel('I accept this risk for the company').click();
  await press('Next');
  await page.getByLabel('New', { exact: true }).click();
  await press('Next');
  await showTheCode();
  await scanned(stranger);
  await page.getByText(`Expected was +${service}.`).waitFor({ timeout: 60_000 });
  await until('the stranger is logged out', async () => (await isLinked(stranger)) !== true);

  await press('Try again');
  const stopped = await showTheCode();
  await press('Stop linking');
  await page.getByText('What the network had begun is being undone.').waitFor();
  await until('the code links nothing', async () => (await scan(stopped, service)) !== 'done');

  await press('Try again');
  await showTheCode();
  await world.bridge.kill();
  await world.bridge.start();
  await page.getByText('Begin again.').waitFor({ timeout: 90_000 });

  await press('Try again');
  await page.getByLabel('Enter the number and a code').click();
  await press('Begin');
  await proved(page.getByLabel('Phone number').waitFor({ timeout: 60_000 }));
  await page.getByLabel('Phone number').press('Enter');
  await page.getByLabel('The code').waitFor({ timeout: 60_000 });
  await page.keyboard.type(await phone.code());
  await page.keyboard.press('Enter');
  await page.getByLabel('Second factor').waitFor({ timeout: 60_000 });
  await page.keyboard.type('tajne hasło');
  await page.keyboard.press('Enter');
  await heading('Service is linked');
  await world.api.accountIs('service', 'connected');
  await press('To the number');
  await page.getByText('Another number was scanned').or(page.getByText('Wrong number')).first().waitFor(); // its history
  await page.locator('.linking-runs').getByText('Cancelled').waitFor();
  await page.locator('.linking-runs').getByText('Begin again.').waitFor();
});

test('when the phone was last heard of, and the days that leaves, are what the bridge’s database says', async () => {
  const { accountId } = await world.api.account('service');
  await world.controlPlane.kill(); // it looks when it starts, and every five minutes
  await world.controlPlane.start();
  const { lastPhoneContactAt, unlinksAt } = await until('it is known', async () => {
    const account = await world.api.account('service');
    return account.lastPhoneContactAt === 'unknown' ? undefined : account;
  });
  expect(Date.now() - Number(lastPhoneContactAt)).toBeLessThan(120_000);
  expect(Number(unlinksAt) - Number(lastPhoneContactAt)).toBe(14 * 86_400_000);
  await page.goto(`${consoles.base}/accounts/${accountId}`);
  await page.getByText(/^13 days \(.*unless the phone is online before\)$/).waitFor();
});

test('nothing broke the policy of the pages, and the record holds', async () => {
  expect(consoles.complaints()).toEqual([]);
  const [first, second] = await Promise.all(['sales', 'service'].map(async (slug) => actsOn((await world.api.account(slug)).accountId)));
  expect(first).toEqual(expect.arrayContaining(['account.risk-accepted', 'account.link-started', 'account.linked', 'account.old-chats-decided', 'account.paused', 'account.resumed', 'account.logged-out']));
  expect(first!.filter((action) => action === 'account.risk-accepted')).toHaveLength(1);
  expect(first!.filter((action) => action === 'account.linked')).toHaveLength(2);
  expect(first!.filter((action) => action === 'account.old-chats-decided')).toHaveLength(3);
  expect(second).toEqual(expect.arrayContaining(['account.created', 'account.risk-accepted', 'account.link-cancelled', 'account.link-failed', 'account.linked']));
  expect(readFileSync(world.recordDb).includes('tajne hasło')).toBe(false);
  await world.check({ settled: true });
});
