import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsoleScreen, type ConsoleScreen } from '../support/console-screen.ts';

let screen: ConsoleScreen;
beforeAll(async () => (screen = await openConsoleScreen()));
afterAll(async () => {
  expect(screen.complaints).toEqual([]);
  await screen.close();
});

test('a client is found while one types, from the keyboard, and a link shows the same', async () => {
  const page = await screen.open('/clients');
  await page.getByRole('row', { name: /Zofia Baran/ }).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('lviv');
  await expect.poll(() => page.getByRole('row').count()).toBe(2);
  await expect.poll(() => page.url()).toContain('q=lviv');
  await page.keyboard.press('Tab');
  await page.getByRole('row', { name: /Lviv Print Studio/ }).press('Enter');
  await page.getByRole('heading', { name: 'Lviv Print Studio' }).waitFor();
  await page.goBack();
  await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('lviv');
  await page.context().close();
});

test('filters are chips that let go, and what is chosen goes to the handover', async () => {
  const page = await screen.open('/clients?waiting=true&tag=doors');
  await page.getByText('Tag: doors').waitFor();
  await page.getByRole('button', { name: 'Remove Tag: doors' }).click();
  await expect.poll(() => page.url()).not.toContain('tag=');
  await page.getByRole('link', { name: 'Conversations' }).click();
  await page.getByRole('checkbox', { name: 'Zofia Baran' }).first().click();
  await page.getByRole('checkbox', { name: /Nordic/ }).first().click();
  await page.getByRole('button', { name: 'Move 2 conversations' }).click();
  await expect.poll(() => page.url()).toContain('/handovers/new?rooms=');
  expect(await page.evaluate(() => (history.state as { rooms: string[] }).rooms.length)).toBe(2);
  await page.context().close();
});

test('the second of two who change a client is told, keeps what was typed and sees what is there', async () => {
  const page = await screen.open('/clients/clnt_0000000000000005');
  await page.getByRole('heading', { name: 'Nordic Freight' }).waitFor();
  await page.keyboard.press('e');
  await page.getByRole('textbox', { name: 'Name' }).fill('Nordic Freight Poland');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Somebody else changed this client').waitFor();
  await page.getByText('There now: Nordic Freight AB').waitFor();
  expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Nordic Freight Poland');
  await page.getByRole('button', { name: 'Save what I typed' }).click();
  await page.getByRole('heading', { name: 'Nordic Freight Poland' }).waitFor();
  await page.getByText('Nordic Freight AB').first().waitFor(); // the field nobody typed in kept theirs
  await page.context().close();
});

test('two clients that are one person are merged and split again', async () => {
  const page = await screen.open('/clients/clnt_0000000000000000');
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Merge with another client' }).click();
  await page.getByRole('combobox', { name: 'The other client' }).fill('lviv');
  await page.getByRole('option', { name: /Lviv Print Studio/ }).click();
  await page.getByText('3 conversations of Lviv Print Studio move to Zofia Baran').waitFor();
  await page.getByRole('button', { name: 'Merge both' }).click();
  await page.getByText('Lviv Print Studio is now part of Zofia Baran').first().waitFor();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Split in two' }).click();
  await page.getByRole('dialog').getByRole('checkbox').first().click();
  await page.getByRole('textbox', { name: 'Name of the new client' }).fill('Lviv again');
  await page.getByRole('button', { name: 'Split off 1 conversation' }).click();
  await page.getByText('Lviv again is a client of their own now').first().waitFor();
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await page.getByRole('heading', { name: 'Lviv again' }).waitFor();
  await page.context().close();
});

test('numbers are shown for a reason only, and hidden again; an administrator never sees the button', async () => {
  const page = await screen.open('/clients/clnt_0000000000000000', { roles: 'compliance-officer' });
  await page.getByRole('button', { name: 'Show numbers' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Show numbers' }).click();
  await page.getByText('Say why').first().waitFor();
  await page.getByRole('textbox', { name: 'Reason' }).fill('Complaint 17');
  await page.getByRole('dialog').getByRole('button', { name: 'Show numbers' }).click();
  await page.getByText('+48500123450').waitFor();
  await page.getByRole('button', { name: 'Hide now' }).click();
  expect(await page.getByText('+48500123450').count()).toBe(0);
  await page.context().close();
  const admin = await screen.open('/clients/clnt_0000000000000000');
  await admin.getByRole('heading', { name: 'Answered over time' }).waitFor();
  expect(await admin.getByRole('button', { name: 'Show numbers' }).count()).toBe(0);
  expect(await admin.getByRole('heading', { name: 'Notes' }).count()).toBe(0);
  await admin.context().close();
});

test('without clients the page says how they come', async () => {
  const page = await screen.open('/clients', { scene: 'empty' });
  await page.getByText('No clients yet.').waitFor();
  await page.context().close();
});

for (const theme of ['light', 'dark'] as const) {
  test(`nothing is in the way of a screen reader, ${theme}`, async () => {
    for (const path of ['/clients', '/clients/conversations', '/clients/clnt_0000000000000000']) {
      const page = await screen.open(path, { roles: 'team-lead' }, { colorScheme: theme });
      await page.getByText('Zofia Baran').first().waitFor();
      await page.waitForTimeout(200);
      expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${path} ${id}: ${nodes[0]?.html}`)).toEqual([]);
      await page.context().close();
    }
  });
}
