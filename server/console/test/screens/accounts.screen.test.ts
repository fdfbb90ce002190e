import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsoleScreen, type ConsoleScreen } from '../support/console-screen.ts';

/** Company numbers as an administrator meets them: how each stands, linking one, what it knew before, and its phone. */
let screen: ConsoleScreen;
beforeAll(async () => {
  screen = await openConsoleScreen();
});
afterAll(() => screen.close());

const account = (n: number): string => `/accounts/acct_000000000000000${n}`;
const [sales, support, trial] = [account(0), account(1), account(2)];
const pathOf = (page: Page): string => new URL(page.url()).pathname;
const calls = (page: Page, begins: string): Promise<string[]> => page.evaluate<string[]>(`window.harness.box.calls.filter((call) => call.startsWith(${JSON.stringify(begins)}))`);
const press = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('button', { name, exact: typeof name === 'string' }).click();
/** The phone does something, and the box tells the screen. */
const phone = (page: Page, what: 'scan' | 'refresh', body = {}): Promise<unknown> =>
  page.evaluate(`window.harness.box.send('/api/v1/fake/${what}', { method: 'POST', body: '${JSON.stringify(body)}' }).then(() => window.harness.news.tell({ kind: 'linking.changed', linkingId: 'link_9' }))`);
/** `rules`: the theme changes colours only. */
const axe = async (page: Page, rules?: readonly string[]): Promise<void> => expect((await (rules ? new AxeBuilder({ page }).withRules([...rules]) : new AxeBuilder({ page })).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
async function choose(page: Page, label: string, name: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).fill(name);
  await page.getByRole('option', { name: new RegExp(name) }).first().waitFor();
  await page.keyboard.press('Enter');
}

test('the list says how each number stands, in words; what is not known is unknown', async () => {
  const page = await screen.open('/accounts');
  await page.getByRole('row', { name: /Support \+48600100201 Kyiv support Unknown Unknown 4 Signed out by the network/ }).waitFor();
  await page.getByRole('row', { name: /Sales Poland .* 3 days .*Connected/ }).waitFor();
  await page.getByRole('row', { name: /Trial line .* Unknown Unknown .*Not linked yet/ }).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('telegram');
  await expect.poll(() => page.getByRole('row').count()).toBe(2);
  await page.keyboard.press('Tab'); // the filters
  await page.keyboard.press('Tab'); // the head of a column
  for (let tabs = 0; tabs < 8 && !(await page.evaluate('document.activeElement.classList.contains("ui-table-row")')); tabs += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect.poll(() => pathOf(page)).toBe(support);
  await page.getByText('The network ended the link. Answers wait until the number is linked again.').waitFor();
  await page.getByText('4 messages wait').waitFor();
  await page.getByText('Unknown: the bridge does not say').waitFor();
  await page.context().close();
});

test('a number is added: what the form says of it, and on to linking it', async () => {
  const page = await screen.open('/accounts', { scene: 'empty' });
  await page.getByText('No company number yet.').waitFor();
  await page.getByRole('button', { name: 'Add a number' }).last().click();
  await page.getByLabel('Name', { exact: true }).fill('Продажи Łódź');
  expect(await page.getByLabel('Short name').inputValue()).toBe('prodazhy-lodz');
  await page.getByRole('textbox', { name: 'Number optional' }).fill('600 100 200');
  await press(page, 'Add and link');
  await page.getByText('A whole number with country code, such as').waitFor();
  await page.getByText('This box has no bridge to a messenger.').waitFor();
  await page.context().close();
  const form = await screen.open('/accounts?add=true'); // a link to the form opens it, with its networks
  await expect.poll(() => form.evaluate('document.activeElement?.closest(".ui-field")?.innerText')).toContain('Name');
  await form.keyboard.type('WhatsApp');
  await form.getByRole('textbox', { name: 'Number optional' }).fill('0048 600-100-299');
  await form.keyboard.press('Enter');
  await form.getByText('A number with this short name exists already.').waitFor();
  await form.getByLabel('Short name').fill('sales');
  await form.keyboard.press('Enter');
  await expect.poll(() => pathOf(form)).toBe('/accounts/acct_new0000000000000/link');
  await form.getByRole('heading', { name: 'Link WhatsApp' }).waitFor();
  await form.goBack();
  await form.getByRole('row', { name: /WhatsApp WhatsApp/ }).waitFor();
  expect(await form.getByRole('dialog').count()).toBe(0);
  await form.context().close();
});

test('linking by QR: the risk before everything, new or used, a code that renews itself, the second factor, and left in between', async () => {
  const page = await screen.open(`${trial}/link?step=way`); // a link skips no acceptance
  await page.getByText('Trial messenger may limit or ban the number for it').waitFor();
  await page.getByText('when the phone was not online for 14 days').waitFor();
  await press(page, 'Next');
  await page.getByText('Accept the risk first, or leave it.').waitFor();
  await page.getByLabel('I accept this risk for the company').click();
  await press(page, 'Next');
  await press(page, 'Next');
  await page.getByText('Say whether the number is new or was used before.').waitFor();
  await page.getByLabel('Used before').click();
  await press(page, 'Next');
  expect(await calls(page, 'POST ')).toEqual([]); // nothing began yet
  await press(page, 'Show the code');
  const code = page.getByRole('img', { name: 'QR code to link Trial line' });
  const revision = await code.getAttribute('data-revision');
  await phone(page, 'refresh');
  await expect.poll(() => code.getAttribute('data-revision')).not.toBe(revision);
  await page.getByRole('link', { name: 'Trial line' }).click();
  await press(page, 'Continue linking');
  await code.waitFor();
  await phone(page, 'scan');
  await page.getByLabel('Second factor').waitFor();
  await page.keyboard.press('Enter'); // the field has the focus
  await page.getByText('Fill this in.').waitFor();
  await page.keyboard.type('correct');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Trial line is linked' }).waitFor();
  await page.getByText('Clients can write now, and answers go out.').waitFor();
  await press(page, 'Decide on its old chats');
  await page.getByRole('row', { name: /Zofia Baran/ }).waitFor();
  await page.context().close();
});

test('linking by a code on the phone, with a passkey of the network’s own page; another number is refused; stopped, and begun anew', async () => {
  const page = await screen.open(`${support}/link`);
  await page.getByLabel('Enter the number and a code').click();
  await press(page, 'Begin');
  expect(await page.getByLabel('Phone number').inputValue()).toBe('+48600100201');
  await page.getByLabel('Phone number').fill('+1');
  await page.keyboard.press('Enter');
  await page.getByText('This does not fit the question any more, or its form is not right.').waitFor();
  await page.getByLabel('Phone number').fill('+48600100201');
  await page.keyboard.press('Enter');
  await page.getByText('KQ7M-4XPD').waitFor();
  await phone(page, 'scan');
  await page.getByRole('heading', { name: 'Confirm with the passkey' }).waitFor();
  expect(await page.getByRole('link', { name: 'Open the page' }).getAttribute('href')).toBe('https://network.example/passkey');
  await page.getByLabel('The answer').fill('nothing of it');
  await press(page, 'Next');
  await page.getByText('This is not what the page answered').waitFor();
  await press(page, 'Stop linking');
  await page.getByText('What the network had begun is being undone.').waitFor();
  await press(page, 'Try again');
  await press(page, 'Show the code');
  await phone(page, 'scan', { wrong: true });
  await page.getByText('It is being logged out and nothing of it stays here. Expected was +48600100201.').waitFor();
  expect(await page.locator('[aria-current=step]').innerText()).toContain('Link'); // and not done
  await press(page, 'Try again');
  await press(page, 'Show the code');
  await phone(page, 'scan');
  await page.getByLabel('Second factor').fill('wrong');
  await page.keyboard.press('Enter');
  await page.getByText('The password of the second factor was wrong.').waitFor();
  await page.context().close();
});

test('old chats are decided one by one, some, and all that are left; brought in is not said before it is', async () => {
  const page = await screen.open(`${support}/old-chats`);
  await page.getByRole('row', { name: /Mum/ }).click();
  const mum = page.getByRole('dialog', { name: 'Mum' });
  await mum.getByLabel('Never').click();
  await mum.getByRole('button', { name: 'Never open 1 chat' }).click();
  await expect.poll(() => page.getByRole('row', { name: /Mum/ }).count()).toBe(0);
  for (const name of ['Zofia Baran', 'Nordic Freight']) await page.getByRole('row', { name: new RegExp(name) }).getByRole('checkbox').click();
  await press(page, 'Decide on 2 old chats');
  const two = page.getByRole('dialog', { name: 'Decide on 2 old chats' });
  await two.getByLabel('Bring in').click();
  await two.getByRole('button', { name: 'Bring in 2 chats' }).click();
  await two.getByText('Choose who answers.').waitFor();
  await choose(page, 'Who answers', 'Anna');
  await two.getByRole('button', { name: 'Bring in 2 chats' }).click();
  await two.waitFor({ state: 'detached' });
  await press(page, 'Decide on the 4 left');
  await page.getByRole('dialog').getByRole('button', { name: 'Let 4 chats wait' }).click();
  await page.getByText('Everything is decided.').waitFor();
  await page.getByRole('main').getByRole('button', { name: 'All' }).first().click();
  await page.getByRole('row', { name: /Zofia Baran .*Anna Kowalska.* Is being brought in/ }).waitFor();
  await page.getByRole('row', { name: /Łukasz Unknown .*Waits until they write/ }).waitFor();
  await page.context().close();
});

test('paused, resumed and logged out with a reason, each after what it means; somebody faster is told', async () => {
  const page = await screen.open(sales);
  await page.getByText('The network unlinks it in 3 days').waitFor();
  await press(page, 'Pause');
  const asked = page.getByRole('dialog');
  await page.getByRole('dialog', { name: 'Pause Sales Poland?' }).waitFor();
  await asked.getByText('What clients write is still received.').waitFor();
  await asked.getByRole('button', { name: 'Pause' }).click();
  await asked.getByText('Say why').waitFor();
  await page.evaluate(`window.harness.box.send('/api/v1${sales}', { method: 'PATCH', body: '{"label":"Sales PL"}' })`);
  await asked.getByLabel('Reason').fill('Stocktaking');
  await asked.getByRole('button', { name: 'Pause' }).click();
  await asked.getByText('Somebody changed this while you were at it.').waitFor();
  await page.getByRole('heading', { name: 'Sales PL' }).waitFor({ state: 'attached' });
  await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
  await page.getByText('Clients are heard, answers wait.').waitFor();
  await press(page, 'Resume');
  await page.getByLabel('Reason').fill('Done counting');
  await page.getByRole('dialog').getByRole('button', { name: 'Resume' }).click();
  await page.getByText('Clients are heard and answers go out.').waitFor();
  await press(page, 'More acts');
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await page.getByText('The network forgets this box.').waitFor();
  await page.getByLabel('Reason').fill('Handset stolen');
  await page.getByRole('dialog').getByRole('button', { name: 'Log out' }).click();
  await page.getByText('Answers wait until the number is linked again.').waitFor();
  await press(page, 'Link again');
  await page.getByRole('heading', { name: 'Link Sales PL again' }).waitFor();
  await page.context().close();
});

test('a test message is followed until it is settled; a number that is nobody’s is refused', async () => {
  const page = await screen.open(sales);
  await press(page, 'Send a test message');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('To this number').fill('+48 511 000 404');
  await page.keyboard.press('Enter');
  await dialog.getByText('This number is not on the network.').waitFor();
  await dialog.getByLabel('To this number').fill('+48 511 000 001');
  await page.keyboard.press('Enter');
  await dialog.getByText('On its way through the box').waitFor();
  await page.evaluate('for (const state of ["sending", "delivered"]) setTimeout(() => window.harness.news.tell({ kind: "delivery.changed", state }), state === "sending" ? 50 : 300)');
  await dialog.getByText('The network has it after 1.4 s').waitFor();
  await page.context().close();
});

test('a handset is entered, handed out and comes back; what was written with one stands there as an alarm', async () => {
  const page = await screen.open(support);
  await page.getByRole('link', { name: 'Somebody wrote with it, past the box' }).first().waitFor();
  await page.getByRole('link', { name: 'Handset 2' }).click();
  const sheet = page.getByRole('dialog', { name: 'Handset 2', exact: true });
  await sheet.getByText('Every message from it raises an alarm').waitFor();
  await sheet.getByRole('link', { name: 'Somebody wrote with it, past the box' }).first().waitFor();
  await sheet.getByRole('button', { name: 'It is back' }).click();
  await page.getByRole('dialog', { name: 'Is Handset 2 back in the safe?' }).getByRole('button', { name: 'It is back' }).click();
  await sheet.getByText('A message from it is an alarm').waitFor();
  await sheet.getByRole('button', { name: 'Hand out' }).click();
  await choose(page, 'To whom', 'Ewa');
  await page.getByRole('dialog', { name: 'Hand out Handset 2' }).getByRole('button', { name: 'Hand out' }).click();
  await page.getByText('Ewa Wiśniewska has it now.').last().waitFor();
  await page.goto(`${screen.base}/handsets?add=acct_0000000000000001`);
  await page.getByLabel('Name', { exact: true }).fill('Nokia in drawer 3');
  expect(await page.getByRole('dialog').getByText('Support').count()).toBeGreaterThan(0);
  await page.getByLabel('IMEI').fill('12');
  await press(page, 'Enter');
  await page.getByText('14 to 16 digits.', { exact: true }).waitFor();
  await page.getByLabel('IMEI').fill('35-693803-564380-9');
  await press(page, 'Enter');
  await page.getByRole('dialog', { name: 'Nokia in drawer 3' }).getByText('356938035643809').waitFor();
  await page.context().close();
});

test('a box that is away says so, keeps what was seen and is asked again; a lead sees and cannot act', async () => {
  const page = await screen.open('/accounts');
  await page.getByRole('row', { name: /Sales Poland/ }).waitFor();
  await page.evaluate('window.harness.box.isAway = true; window.harness.news.tell({ kind: "lost" })');
  await page.getByText('The box does not answer. It is not known').first().waitFor();
  await page.getByRole('row', { name: /Support .*Signed out/ }).click(); // what was seen is still there
  await page.getByRole('button', { name: 'Try again' }).first().waitFor();
  await page.evaluate('window.harness.box.isAway = false');
  await page.getByRole('button', { name: 'Try again' }).first().click({ timeout: 3_000 }).catch(() => undefined); // the page asks by itself too, and may have been faster
  await page.getByRole('heading', { name: 'Support' }).waitFor();
  await page.context().close();
  const lead = await screen.open(sales, { roles: 'team-lead' });
  await lead.getByText('1,804').waitFor();
  for (const name of ['Pause', 'Send a test message', 'More acts', 'Link again']) expect(await lead.getByRole('button', { name }).count(), name).toBe(0);
  await lead.context().close();
});

test.each([['light', undefined, [[support, '1,804'], [`${trial}/link`, 'I accept this risk'], ['/handsets?handset=hset_0000000000000001', 'Where it has been']]], ['dark', ['color-contrast'], [[support, '1,804'], ['/accounts?add=true', 'Add and link']]]] as const)('everybody can use them, %s', async (colorScheme, rules, places) => {
  for (const [path, text] of places) {
    const page = await screen.open(path, {}, { colorScheme });
    await page.getByText(text).first().waitFor();
    await page.waitForTimeout(300); // what fades in has its colours then
    await axe(page, rules);
    await page.context().close();
  }
});

test('no page broke its policy or failed', () => expect(screen.complaints.filter((line) => !line.includes('fake box'))).toEqual([]));
