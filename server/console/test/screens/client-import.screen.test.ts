import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openConsoleScreen, type ConsoleScreen } from '../support/console-screen.ts';

let screen: ConsoleScreen;
beforeAll(async () => (screen = await openConsoleScreen()));
afterAll(async () => {
  expect(screen.complaints).toEqual([]);
  await screen.close();
});

const file = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

test('a file says what it would do, runs while one is elsewhere, and says what it did', async () => {
  const page = await screen.open('/clients/import');
  await page.getByText('Drop a CSV file here').waitFor();
  await page.locator('input[type=file]').setInputFiles(file('new clients.csv', `Number;Name\n${'+48600100200;Zofia\n'.repeat(10_000)}`));
  await page.getByRole('heading', { name: 'new clients.csv' }).waitFor();
  await page.getByText('Комментарий бухгалтера').waitFor();
  await page.getByText('left alone').waitFor();
  await page.getByRole('radio', { name: /Broken · 100/ }).waitFor();
  await page.getByRole('row', { name: /Nobody signs in by this name/ }).first().waitFor();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save 100 broken lines' }).click();
  expect(readFileSync(await (await saved).path(), 'utf8')).toContain('NUMBER_INVALID');
  await page.getByRole('radio', { name: /New · 9,860/ }).click();
  await expect.poll(() => page.url()).toContain('side=new');
  expect(await page.locator('.ui-table-row').count()).toBeLessThan(60); // the page holds what is before the eyes
  await page.getByRole('button', { name: 'Import 9,890 clients' }).click();
  await page.getByRole('progressbar', { name: 'Importing' }).waitFor();
  await page.getByRole('button', { name: 'Continue in background' }).click();
  await page.getByRole('heading', { name: 'Clients' }).waitFor();
  await page.getByRole('link', { name: 'Import', exact: true }).click();
  await page.getByRole('link', { name: 'new clients.csv' }).click();
  await page.getByText(/Imported: 9,860 new, 30 changed. Broken lines left out: 100./).waitFor({ timeout: 20_000 });
  await page.context().close();
});

test('a file that is no table is refused in words, before it travels where that can be seen', async () => {
  const page = await screen.open('/clients/import', { scene: 'empty' });
  await page.locator('input[type=file]').setInputFiles(file('clients.xlsx', 'PK'));
  await page.getByText('This is not a CSV file.').waitFor();
  await page.locator('input[type=file]').setInputFiles(file('clients.csv', 'no columns here'));
  await page.getByText('This file cannot be read as a table with columns.').waitFor();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save an empty table' }).click();
  expect(readFileSync(await (await saved).path(), 'utf8')).toBe('﻿Number;Network;Name;Firm;Language;Tags;Owner;Account\r\n');
  await page.context().close();
});

test('what is discarded changed nothing, and says so', async () => {
  const page = await screen.open('/clients/import/cimp_0000000000000001');
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByText('Discarded. Nothing was changed.').waitFor();
  await page.context().close();
});

for (const theme of ['light', 'dark'] as const) {
  test(`nothing is in the way of a screen reader, ${theme}`, async () => {
    for (const path of ['/clients/import', '/clients/import/cimp_0000000000000001']) {
      const page = await screen.open(path, {}, { colorScheme: theme });
      await page.getByText('clients-2026.csv').first().waitFor();
      await page.waitForTimeout(300);
      expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${path} ${id}: ${nodes[0]?.html}`)).toEqual([]);
      await page.context().close();
    }
  });
}
