import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsoleScreen, type ConsoleScreen } from '../support/console-screen.ts';

let screen: ConsoleScreen;
beforeAll(async () => (screen = await openConsoleScreen()));
afterAll(async () => {
  expect(screen.complaints).toEqual([]);
  await screen.close();
});

test('whoever waits longest stands first, is opened by the keyboard and given to somebody by some letters of a name', async () => {
  const page = await screen.open('/queue');
  await page.getByRole('row', { name: /Zofia Baran/ }).waitFor();
  expect(await page.getByRole('row').nth(1).textContent()).toContain('3 h 10');
  await page.getByRole('row', { name: /Zofia Baran/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Zofia Baran' }).getByText('Administrators do not read').waitFor();
  expect(page.url()).toContain('room=');
  await page.getByRole('button', { name: 'Assign', exact: true }).press('Enter');
  const who = page.getByRole('combobox', { name: 'Answers from now on' });
  await who.waitFor();
  await who.fill('anna');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Who answers Zofia Baran?' }).getByRole('button', { name: 'Assign', exact: true }).click();
  await page.getByText(/^Anna .* answers 1 more conversation/).first().waitFor();
  await expect.poll(() => page.getByRole('row', { name: /Zofia Baran/ }).count()).toBe(0);
  await page.context().close();
});

test('many are given at once, and what somebody else took meanwhile is left to them and told', async () => {
  const page = await screen.open('/queue');
  await page.getByRole('checkbox', { name: 'Choose all shown' }).click();
  await page.getByRole('button', { name: 'Assign 7 conversations' }).click();
  await page.getByRole('combobox', { name: 'Answers from now on' }).fill('anna');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Assign 7 conversations' }).click();
  await page.getByText('1 conversation was taken by somebody else meanwhile', { exact: true }).first().waitFor();
  await page.getByText(/answers 6 more conversations/).first().waitFor();
  await page.context().close();
});

test('a team lead reads the last messages, on record; markup of a client is text', async () => {
  const page = await screen.open('/queue?room=!queue0', { roles: 'team-lead' });
  await page.getByText('<b>Chodzi o te drzwi</b>').waitFor();
  await page.getByText('It is on record that you read these messages.').waitFor();
  await page.context().close();
});

test('nobody waits, the box is away, and nothing matches: each says so', async () => {
  const empty = await screen.open('/queue', { scene: 'empty' });
  await empty.getByText('Every client has somebody who answers.').waitFor();
  await empty.context().close();
  const page = await screen.open('/queue?account=acct_0000000000000009');
  await page.getByText('No unassigned conversation matches').waitFor();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.getByRole('row', { name: /Zofia Baran/ }).waitFor();
  await page.evaluate(() => {
    const { harness } = window as unknown as { harness: { box: { isAway: boolean }; news: { tell(event: unknown): void } } };
    harness.box.isAway = true;
    harness.news.tell({ kind: 'lost' });
  });
  await page.getByRole('alert').getByText(/does not answer/).first().waitFor();
  await page.getByRole('row', { name: /Zofia Baran/ }).waitFor(); // what was here stays
  await page.context().close();
});

for (const theme of ['light', 'dark'] as const) {
  test(`nothing is in the way of a screen reader, ${theme}`, async () => {
    const page = await screen.open('/queue?room=!queue0', { roles: 'team-lead' }, { colorScheme: theme });
    await page.getByText('Last messages').waitFor();
    await page.waitForTimeout(200);
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    await page.context().close();
  });
}
