import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsoleScreen, type ConsoleScreen } from '../support/console-screen.ts';

/** The parts of the box, its checks with remedies, and alerts that lead to where they are solved. */
let screen: ConsoleScreen;
beforeAll(async () => {
  screen = await openConsoleScreen();
});
afterAll(() => screen.close());

test('a probe goes through the box and says of each messenger what came of it', async () => {
  const page = await screen.open('/box');
  await page.getByRole('button', { name: 'Send a probe' }).click();
  await page.getByText('There and back in 84 ms').waitFor();
  await page.getByText('Did not come back (BRIDGE_UNAVAILABLE)').waitFor();
  await page.context().close();
});

test('the checks say how to mend what is not right, and may be run again', async () => {
  const page = await screen.open('/box?tab=checks');
  await page.getByText('Put the box on an encrypted volume').waitFor();
  await page.getByText('1 to look at').waitFor();
  await page.getByRole('button', { name: 'Run again' }).click();
  await expect.poll(() => page.getByText('1 to look at').count()).toBe(0);
  await page.context().close();
});

test('an alert of a moment is acknowledged and moves to those that are over', async () => {
  const page = await screen.open('/box?tab=alerts');
  const row = page.getByRole('row', { name: /from a lost handset/ });
  await row.click();
  await page.getByRole('link', { name: 'Open the handset' }).waitFor();
  expect(new URL(page.url()).searchParams.get('alert')).toMatch(/^alrt_/);
  await page.getByRole('button', { name: 'I have seen it' }).click();
  await page.getByRole('dialog', { name: 'Has this been looked at?' }).getByRole('button', { name: 'I have seen it' }).click();
  await expect.poll(() => row.count()).toBe(0);
  await page.context().close();
});

test('a box without trouble is quiet, and one whose checks never ran says what they do', async () => {
  const page = await screen.open('/box?tab=alerts', { scene: 'empty' });
  await page.getByText('Nothing needs a look.').waitFor();
  await page.getByRole('tab', { name: 'Checks' }).click();
  await page.getByText('The checks have not been run yet').waitFor();
  await page.context().close();
});

test('a team lead sees the alerts of the team, and neither checks nor probe', async () => {
  const page = await screen.open('/box', { roles: 'team-lead' });
  await page.getByRole('tab', { name: 'Alerts' }).waitFor();
  expect(await page.getByRole('tab', { name: 'Checks' }).count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Send a probe' }).count()).toBe(0);
  await page.context().close();
});

test.each(['light', 'dark'] as const)('nothing stands in the way of anybody (axe, %s)', async (colorScheme) => {
  for (const [path, words] of [['/box', 'Outgoing messages'], ['/box?tab=checks', 'How to mend it:'], ['/box?tab=alerts', 'from a lost handset']] as const) {
    const page = await screen.open(path, {}, { colorScheme });
    await page.getByText(words).first().waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${path} ${id} ${nodes[0]?.html}`)).toEqual([]);
    await page.context().close();
  }
});

test('no page broke its policy or failed', () => expect(screen.complaints).toEqual([]));
