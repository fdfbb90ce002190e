import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsoleScreen, type ConsoleScreen } from '../support/console-screen.ts';

/** People as an administrator meets them: who they are, bringing them in, standing in for them, letting them go. */
let screen: ConsoleScreen;
beforeAll(async () => {
  screen = await openConsoleScreen();
});
afterAll(() => screen.close());

const anna = '/people/pers_0000000000000000';
const pathOf = (page: Page): string => new URL(page.url()).pathname;
const calls = (page: Page, begins: string): Promise<number> => page.evaluate<number>(`window.harness.box.calls.filter((call) => call.startsWith(${JSON.stringify(begins)})).length`);
async function choose(page: Page, label: string, name: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).fill(name);
  await page.getByRole('option', { name: new RegExp(name) }).first().waitFor();
  await page.keyboard.press('Enter');
}
const axe = async (page: Page): Promise<void> => expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);

test('a thousand people are found by letters and by what they are, and a row leads to the person', async () => {
  const page = await screen.open('/people', { scene: 'crowded' });
  await page.getByRole('row', { name: /Anna Kowalska Employee/ }).first().waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('kowalska');
  await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('kowalska');
  await page.getByRole('button', { name: 'Conversations' }).click();
  await page.getByRole('button', { name: 'Conversations' }).click();
  await page.getByRole('row', { name: /Anna Kowalska Employee Warsaw sales .*1,000/ }).click();
  await expect.poll(() => pathOf(page)).toBe(anna);
  await page.getByText('1,000 conversations').waitFor();
  await page.context().close();
});

test('whoever is invited gets a link for the app and, this once, a password', async () => {
  const page = await screen.open('/people');
  await page.getByRole('button', { name: 'Invite somebody' }).click();
  await expect.poll(() => page.evaluate('document.activeElement?.closest(".ui-field")?.innerText')).toContain('Name');
  await page.keyboard.type('Łucja Żak');
  expect(await page.getByLabel('Sign-in name').inputValue()).toBe('lucja');
  await page.getByLabel('Sign-in name').fill('person1');
  await page.keyboard.press('Enter');
  await page.getByText('This sign-in name is taken.').waitFor();
  await page.getByLabel('Sign-in name').fill('lucja');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await page.getByRole('img', { name: 'The same link as a QR code' }).waitFor();
  await page.getByText('quiet-otter-9-lantern').waitFor();
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('.console-frame').isVisible()).toBe(false);
  expect(await page.getByText('quiet-otter-9-lantern').isVisible()).toBe(true);
  await page.emulateMedia({ media: null });
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('row', { name: /Łucja Żak/ }).waitFor();
  expect(await page.getByText('quiet-otter-9-lantern').count()).toBe(0);
  await page.context().close();
});

test('two who change one person: the second is told, and sees what is there now', async () => {
  const page = await screen.open('/people/pers_0000000000000001');
  await page.getByRole('button', { name: 'Change' }).click();
  await page.getByRole('menuitem', { name: 'Change' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Piotr N.');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Somebody changed this while you were at it.').waitFor();
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Piotr N.');
  await page.getByRole('button', { name: 'Show what is there now' }).click();
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Piotr Nowak-Lis');
  await page.context().close();
});

test('a cover that overlaps is told before it is placed', async () => {
  const page = await screen.open('/people/pers_0000000000000002');
  await page.getByText('answers here').waitFor();
  await page.getByRole('button', { name: 'Place a cover' }).click();
  await choose(page, 'Who answers meanwhile', 'Ewa');
  const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel('Until and including').fill(day);
  await page.getByText(/Anna Kowalska already answers from/).waitFor();
  await page.getByLabel('Reason').fill('Holidays');
  await page.getByRole('button', { name: 'Place the cover' }).click();
  expect(await calls(page, 'POST /covers')).toBe(0);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'End now' }).click();
  await page.getByText('Nobody answers in this place').waitFor();
  await page.context().close();
});

test('somebody leaves: handset, successors, one conversation by hand, the order; a reload goes on where it was', async () => {
  const page = await screen.open(`${anna}/leave`);
  await page.getByRole('button', { name: 'It is in the safe' }).click();
  await page.getByText('No company handset is with this person.').waitFor();
  await page.getByRole('button', { name: 'Next' }).click();
  await expect.poll(() => page.getByRole('button', { name: 'Next' }).isDisabled()).toBe(true);
  await choose(page, 'Who takes over', 'Dmytro');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('12 conversations would move.').waitFor();
  expect(new URL(page.url()).searchParams.get('step')).toBe('preview');
  await page.getByRole('row', { name: /Zofia Baran/ }).first().getByRole('combobox').selectOption({ label: 'Unassigned' });
  await page.getByText('Chosen by hand').waitFor();
  await page.getByText('It cannot begin like this').waitFor(); // nobody said that a conversation may be left without an owner
  await page.getByRole('button', { name: 'Who takes over' }).click();
  await page.getByLabel('Put it into the unassigned queue').click();
  await expect.poll(() => calls(page, 'PUT /people/pers_0000000000000000/leave-draft')).toBeGreaterThan(0);
  await page.goBack();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByLabel('Reason').fill('Resigned');
  await page.getByText('Nobody takes over: 1 conversation goes to the unassigned queue.').waitFor();
  await page.getByRole('button', { name: 'Let go and move 12 conversations' }).click();
  await page.getByText('Anna Kowalska can no longer write to clients.').waitFor();
  expect(pathOf(page)).toMatch(/^\/handovers\/hand_/);
  await page.goBack();
  await page.context().close();
});

test('the plan is the box’s: what another administrator chose meanwhile is not overwritten', async () => {
  const page = await screen.open(`${anna}/leave?step=successors`);
  await choose(page, 'Who takes over', 'Dmytro');
  await expect.poll(() => calls(page, 'PUT ')).toBeGreaterThan(0);
  await page.evaluate(`window.harness.box.send('/api/v1${anna}/leave-draft').then((answer) => answer.json()).then(({ version, choices }) => window.harness.box.send('/api/v1${anna}/leave-draft', { method: 'PUT', body: JSON.stringify({ version, choices: { ...choices, successors: { userIds: ['@person6:box.test'] } } }) }))`);
  await page.getByLabel('Put it into the unassigned queue').click();
  await page.getByText('Somebody else changed this plan meanwhile.').waitFor();
  await page.getByRole('button', { name: 'Show theirs' }).click();
  await page.getByText('Irina Petrova').waitFor();
  expect(await page.locator('.successors-form-chosen').innerText()).not.toContain('Dmytro');
  await page.context().close();
});

test('an order goes out again while the box is away, and is one', async () => {
  const page = await screen.open(`${anna}/leave?step=successors`);
  await choose(page, 'Who takes over', 'Dmytro');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByLabel('Reason').fill('Resigned');
  await page.evaluate('window.harness.box.isAway = true');
  await page.getByRole('button', { name: /Let go and move/ }).click();
  await page.getByText('The same order goes out again until it does').waitFor();
  await page.evaluate('window.harness.box.isAway = false');
  await page.getByText('can no longer write to clients.').waitFor();
  await page.context().close();
});

test('the red button, on a telephone, from anywhere: what will happen, one press, what happened', async () => {
  const page = await screen.open('/', {}, { viewport: { width: 390, height: 800 } });
  await page.getByText('Clients waiting').waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('access off');
  await page.keyboard.press('Enter');
  await choose(page, 'Who', 'Anna');
  await page.getByRole('button', { name: 'Access off now: Anna Kowalska' }).click();
  const dialog = page.getByRole('dialog', { name: 'Cut off Anna Kowalska now?' });
  await dialog.getByText('12 conversations go to the unassigned queue').waitFor();
  await dialog.getByText('Nobody else has to agree.').waitFor();
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  await axe(page);
  await dialog.getByRole('button', { name: 'Cut off and take 12 conversations' }).click();
  await page.getByText('Anna Kowalska can no longer write to clients.').waitFor();
  await page.context().close();
});

test('a lead sees their people and no act that is an administrator’s', async () => {
  const page = await screen.open(anna, { roles: 'team-lead' });
  await page.getByRole('heading', { name: 'Anna Kowalska' }).waitFor();
  await page.getByText('12 conversations').waitFor();
  for (const name of ['Leave', 'Access off now', 'Change']) expect(await page.getByRole('button', { name, exact: true }).count(), name).toBe(0);
  await page.context().close();
});

test('nobody found says so with a way on; a box that does not answer says so and is asked again', async () => {
  const page = await screen.open('/people?q=zzz', { scene: 'empty' });
  await page.getByText('Nobody matches.').waitFor();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.getByRole('row', { name: /Anna Kowalska/ }).waitFor();
  await page.evaluate('window.harness.box.isAway = true');
  await page.getByRole('row', { name: /Anna Kowalska/ }).click();
  await page.getByRole('button', { name: 'Try again' }).first().waitFor();
  await page.evaluate('window.harness.box.isAway = false');
  await page.getByRole('button', { name: 'Try again' }).first().click();
  await page.getByText('person0').waitFor();
  await page.context().close();
});

test.each(['light', 'dark'] as const)('everybody can use them, %s', async (colorScheme) => {
  for (const path of ['/people', anna, `${anna}/leave?step=handsets`]) {
    const page = await screen.open(path, {}, { colorScheme });
    await page.getByText(/Anna Kowalska/).first().waitFor();
    await page.waitForTimeout(300); // what fades in has its colours then
    await axe(page);
    await page.context().close();
  }
});

test('no page broke its policy or failed', () => expect(screen.complaints.filter((line) => !line.includes('fake box'))).toEqual([]));
