import { readFileSync } from 'node:fs';
import type { OwnedRoom } from '@holdfast/contract';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type Colleague, type World } from '../../../test/support/world.ts';
import { openConsoles, password, type Consoles } from '../support/consoles.ts';

/** Clients, a file of them, and rules, by the mouse on a real box with two administrators. */
let world: World;
let consoles: Consoles;
let page: Page;
let second: Page;
let boris: Colleague;
beforeAll(async () => {
  world = await createWorld();
  await world.link();
  await world.hire('anna');
  boris = await world.hire('boris');
  consoles = await openConsoles(world);
  consoles.allow(/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE|ERR_NETWORK/, /^50[234] /); // the box is killed on purpose
  page = await consoles.administrator('olga');
  second = await consoles.administrator('pavel');
});
afterAll(async () => {
  await consoles?.close();
  await world?.close();
});

/** Whoever signed in a while ago proves that it is still them; the act goes on by itself. */
async function proved(on: Page, done: () => Promise<unknown>): Promise<void> {
  const asked = on.locator('.reauth-dialog input[type=password]');
  const finished = done().then(() => 'done');
  const first = await Promise.race([finished, asked.waitFor({ timeout: 60_000 }).then(() => 'asked', () => 'done')]);
  if (first === 'asked') {
    await asked.fill(password);
    await on.keyboard.press('Enter');
  }
  await finished;
}
const inCyrillicOfWindows = (text: string): Buffer =>
  Buffer.from([...text].map((letter) => (letter >= 'А' && letter <= 'я' ? letter.codePointAt(0)! - 0x410 + 0xc0 : letter === 'ё' ? 0xb8 : letter.codePointAt(0)!)));

test('ten thousand lines of which some are broken are shown, put in though the box is killed, and the broken ones come back', async () => {
  const lines = Array.from({ length: 10_000 }, (_, n) => {
    if (n % 100 === 1) return `12;Сломанный ${n};;ru;;`;
    if (n % 100 === 2) return '+48700000000;Повтор;;ru;;';
    if (n % 100 === 3) return `+4872${String(n).padStart(7, '0')};Чужой ${n};;ru;;nobody.here`;
    return `+48${700_000_000 + n};Клиент ${n};${n % 2 ? 'Ромашка' : ''};ru;${n === 0 ? 'vip' : ''};${n % 3 ? '' : 'boris'}`;
  });
  await page.goto(`${consoles.base}/clients/import`);
  await page.locator('input[type=file]').setInputFiles({ name: 'clients 2026.csv', mimeType: 'text/csv', buffer: inCyrillicOfWindows(`Номер;Имя;Фирма;Язык;Метки;Ответственный\r\n${lines.join('\r\n')}\r\n`) });
  await page.getByRole('heading', { name: 'clients 2026.csv' }).waitFor({ timeout: 60_000 });
  await page.getByText('10,000 lines, windows-1251, Semicolons').waitFor();
  await page.getByRole('radio', { name: 'Broken · 300' }).waitFor();
  await page.getByRole('row', { name: /Not a number with its country/ }).first().waitFor();
  await page.getByRole('row', { name: /Nobody signs in by this name/ }).first().waitFor();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save 300 broken lines' }).click();
  expect(readFileSync(await (await saving).path(), 'utf8')).toContain('OWNER_UNKNOWN');
  await page.getByRole('button', { name: 'Import 9,700 clients' }).click();
  await page.getByRole('progressbar', { name: 'Importing' }).or(page.getByText('Imported: 9,700 new')).first().waitFor();
  await world.controlPlane.kill();
  await world.controlPlane.start();
  await page.getByText('Imported: 9,700 new, 0 changed. Broken lines left out: 300.').waitFor({ timeout: 120_000 });
  await page.goto(`${consoles.base}/clients`);
  await page.getByRole('row', { name: /Клиент/ }).first().waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('клиент 4242');
  await page.getByRole('row', { name: /Клиент 4242/ }).waitFor();
  await expect.poll(() => page.getByRole('row').count()).toBe(2);
});

test('the second of two administrators who change one client is told, and nothing is lost', async () => {
  await page.getByRole('row', { name: /Клиент 4242/ }).click();
  await page.getByRole('button', { name: 'Change' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Клиент сорок два');
  await second.goto(page.url());
  await second.getByRole('button', { name: 'Change' }).click();
  await second.getByRole('textbox', { name: 'Firm' }).fill('Василёк');
  await second.getByRole('button', { name: 'Save' }).click();
  await second.getByText('Василёк').first().waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Somebody else changed this client').waitFor();
  await page.getByText('There now: Василёк').waitFor();
  await page.getByRole('button', { name: 'Save what I typed' }).click();
  await second.getByRole('heading', { name: 'Клиент сорок два' }).waitFor(); // news: the other screen follows by itself
  await second.getByText('Василёк').first().waitFor();
});

test('a rule written and tried in the console gives a new client to whom it says', async () => {
  await page.goto(`${consoles.base}/routing`);
  await page.getByRole('button', { name: 'New rule' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Newcomers');
  await page.getByRole('radio', { name: 'New clients' }).click();
  await page.getByRole('radio', { name: 'A person' }).click();
  await page.getByRole('combobox', { name: 'Person' }).fill('boris');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Put into the list' }).click();
  await page.getByText('by rule 1, Newcomers').waitFor(); // the tester asks the draft
  await page.getByRole('button', { name: 'Save' }).click();
  await proved(page, () => page.getByText('The rules hold from now on', { exact: true }).waitFor({ timeout: 60_000 }));
  const ewa = await world.phone('+48511000777', { name: 'Ewa' });
  await ewa.write(world.companyNumber, 'Is anybody there?');
  const roomId = await boris.findsRoom('Is anybody there?', 60_000);
  expect((await world.api.get<OwnedRoom>(`/rooms/${encodeURIComponent(roomId)}`)).owner).toBe(boris.userId);
  await page.goto(`${consoles.base}/clients/conversations?q=ewa`);
  await page.getByRole('row', { name: /Ewa.*boris/ }).click();
  await page.getByRole('dialog').getByText('by routing').waitFor();
});

test('nothing broke the policy of the pages, and the record holds', async () => {
  expect(consoles.complaints()).toEqual([]);
  const acts = world.askRecord<{ action: string }>('SELECT DISTINCT action FROM audit_entry').map(({ action }) => action);
  expect(acts).toEqual(expect.arrayContaining(['client-import.uploaded', 'client-import.started', 'client-import.finished', 'client.changed', 'routing-rules.changed']));
  await world.nothingUnderWay();
  await world.check();
});
