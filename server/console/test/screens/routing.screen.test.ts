import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsoleScreen, type ConsoleScreen } from '../support/console-screen.ts';

let screen: ConsoleScreen;
beforeAll(async () => (screen = await openConsoleScreen()));
afterAll(async () => {
  expect(screen.complaints).toEqual([]);
  await screen.close();
});

const places = async (page: Awaited<ReturnType<ConsoleScreen['open']>>): Promise<string[]> => page.locator('.routing-rules .rule-list-name').allTextContents();

test('rules are sentences, moved by the keyboard, tried before they are saved', async () => {
  const page = await screen.open('/routing');
  await page.getByText('Every client who writes in Polish to Sales Poland, Mon–Fri 09:00–17:00').waitFor();
  expect(await places(page)).toEqual(['Key clients', 'Polish', 'Nights', 'Ukrainian and Russian']);
  await page.getByRole('button', { name: /^Polish/ }).focus();
  await page.keyboard.press('Alt+ArrowUp');
  expect(await places(page)).toEqual(['Polish', 'Key clients', 'Nights', 'Ukrainian and Russian']);
  await page.getByRole('combobox', { name: 'Language' }).fill('polish');
  await page.keyboard.press('Enter');
  await page.getByText('by rule 1, Polish').waitFor();
  await page.keyboard.press('Control+s');
  await page.getByText('The rules hold from now on', { exact: true }).first().waitFor();
  await page.reload();
  await page.context().close();
});

test('a new rule is written without the mouse, and nobody leaves it behind unsaved unasked', async () => {
  const page = await screen.open('/routing', { scene: 'empty' });
  await page.getByRole('button', { name: 'New rule' }).first().press('Enter');
  await page.getByRole('textbox', { name: 'Name' }).fill('Night');
  await page.getByRole('radio', { name: 'A person' }).click();
  await page.getByRole('combobox', { name: 'Person' }).fill('anna');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Put into the list' }).press('Enter');
  await page.getByText('Every client who writes').waitFor();
  await page.getByRole('link', { name: 'Clients' }).click();
  await page.getByRole('dialog', { name: 'The rules are not saved' }).getByRole('button', { name: 'Stay here' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The rules hold from now on', { exact: true }).first().waitFor();
  await page.context().close();
});

test('a rule that the box refuses says which and why, nothing of the draft is lost, and mended it holds', async () => {
  const page = await screen.open('/routing');
  const choose = async (name: string): Promise<void> => {
    await page.getByRole('combobox', { name: 'Person' }).fill(name);
    await page.getByRole('option', { name: new RegExp(name, 'i') }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Put into the list' }).press('Enter');
  };
  await page.getByRole('button', { name: 'New rule' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Evenings');
  await page.getByRole('radio', { name: 'A person' }).click();
  await choose('olek');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('One rule cannot be saved as it is; it says why.').waitFor();
  const refused = page.locator('.rule-list li', { hasText: 'Evenings' });
  expect(await refused.getByRole('alert').innerText()).toContain('Whoever should get it cannot: choose somebody else.');
  expect(await page.locator('.rule-list-fault').count()).toBe(1);
  expect(await places(page)).toEqual(['Key clients', 'Polish', 'Nights', 'Ukrainian and Russian', 'Evenings']);
  await refused.locator('[data-rule]').press('Enter');
  await choose('anna');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The rules hold from now on', { exact: true }).first().waitFor();
  expect(await page.locator('.rule-list-fault').count()).toBe(0);
  await page.context().close();
});

test('two who work on the rules: the second keeps theirs and sees the others', async () => {
  const page = await screen.open('/routing');
  await page.getByRole('switch', { name: 'Nights holds' }).click();
  await page.evaluate(async () => {
    const { harness } = window as unknown as { harness: { box: { send: typeof fetch } } };
    await harness.box.send('/api/v1/routing-rules', { method: 'PUT', body: JSON.stringify({ rules: [], version: 3 }) });
  });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Somebody else changed the rules').waitFor();
  expect(await places(page)).toHaveLength(4);
  await page.getByRole('button', { name: 'Save mine over theirs' }).click();
  await page.getByText('The rules hold from now on', { exact: true }).first().waitFor();
  await page.context().close();
});

test('a greeting is previewed as the client will read it, and braces that fill nothing are told', async () => {
  const page = await screen.open('/routing/greetings');
  await page.getByRole('button', { name: 'New greeting' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Farewell');
  await page.getByRole('textbox', { name: 'English' }).fill('Hello {name}');
  await page.getByText('Nothing is filled in for {name}').waitFor();
  await page.getByRole('textbox', { name: 'English' }).fill('Hello {client}');
  await page.getByText('Hello Zofia').waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('row', { name: /Farewell/ }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog', { name: 'Delete Farewell?' }).getByRole('button', { name: 'Delete' }).click();
  await expect.poll(() => page.getByRole('row', { name: /Farewell/ }).count()).toBe(0);
  await page.context().close();
});

test('the notice says to whom it goes before it goes, and who has it', async () => {
  const page = await screen.open('/routing/notice', { roles: 'compliance-officer' });
  await page.getByText('clients have it').waitFor();
  await page.getByRole('radio', { name: 'Everybody' }).click();
  await page.getByRole('textbox', { name: 'English' }).fill('We keep what is written here.');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('It cannot be called back from their phones.').waitFor();
  await page.getByText('1,240 clients who have it do not get it again.').waitFor();
  await page.getByRole('button', { name: 'Send it to everybody' }).click();
  await page.getByText('This holds from now on', { exact: true }).first().waitFor();
  await page.getByRole('radio', { name: 'About to get it' }).click();
  await expect.poll(() => page.getByRole('row').count()).toBe(3);
  await page.context().close();
});

for (const theme of ['light', 'dark'] as const) {
  test(`nothing is in the way of a screen reader, ${theme}`, async () => {
    for (const [path, roles] of [['/routing', 'administrator'], ['/routing/greetings?greeting=gret_0000000000000001', 'administrator'], ['/routing/notice', 'compliance-officer']] as const) {
      const page = await screen.open(path, { roles }, { colorScheme: theme });
      await page.getByText(/Who would get this|New colleague|clients have it/).first().waitFor();
      await page.waitForTimeout(400);
      expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${path} ${id}: ${nodes[0]?.html}`)).toEqual([]);
      await page.context().close();
    }
  });
}
