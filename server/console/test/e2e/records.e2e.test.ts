import { readFileSync } from 'node:fs';
import type { ArchiveStatus } from '@holdfast/contract';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../../test/support/until.ts';
import { createWorld, type Colleague, type World } from '../../../test/support/world.ts';
import { openConsoles, password, type Consoles } from '../support/consoles.ts';

/** A compliance officer looks into a conversation of a real box, and an administrator takes the audit trail out. */
let world: World;
let consoles: Consoles;
let page: Page;
let anna: Colleague;
let roomId: string;
beforeAll(async () => {
  world = await createWorld();
  await world.link();
  consoles = await openConsoles(world);
  page = await consoles.administrator('olga');
  anna = await world.hire('anna');
  roomId = (await world.clientsOf(anna, ['+48511000401'], 'When do you deliver?'))[0]!.roomId;
});
afterAll(async () => {
  await consoles?.close();
  await world?.close();
});

test('a look is opened for a reason, shows the conversation, and its owner is told in it', async () => {
  const { oneTimePassword } = await world.api.post<{ oneTimePassword: string }>('/people', { signInName: 'kira', name: 'Kira', roles: ['compliance-officer'], teamId: null, languages: ['en'] });
  const officer = await consoles.open(`/records/looks?room=${encodeURIComponent(roomId)}`);
  await officer.getByLabel('Sign-in name').fill('kira');
  await officer.getByLabel('Password', { exact: true }).fill(oneTimePassword);
  await officer.keyboard.press('Enter');
  await consoles.enrol(officer, 'kira');
  await officer.getByLabel('Reason').fill('Complaint of 12 March');
  await officer.getByRole('button', { name: 'Look into the conversation' }).click();
  await officer.getByText('You look into a live conversation. This is on record, and who answers it is told.').waitFor();
  await officer.getByText('When do you deliver?').waitFor();
  const remark = await until('the remark stands in the conversation', async () => (await anna.events(roomId)).find(({ type, content }) => type === 'io.holdfast.note' && 'io.holdfast.look' in content));
  expect(remark.content['body']).toContain('Kira');
  expect(JSON.stringify(remark.content)).not.toContain('Complaint'); // why stays between the officer and the record
  await officer.getByRole('button', { name: 'Stop looking' }).click();
  await officer.getByText('Over', { exact: true }).waitFor();
  await officer.context().close();
});

test('the trail is found by its words and taken out for a reason; that stands in it', async () => {
  await page.goto(`${consoles.base}/audit?action=look.opened`);
  await page.getByRole('row', { name: /Live conversation opened.*Kira/ }).waitFor();
  await page.getByRole('button', { name: 'Export as CSV' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export the audit trail' });
  await dialog.getByLabel('Reason').fill('Yearly check');
  const file = page.waitForEvent('download', { timeout: 60_000 });
  await dialog.getByRole('button', { name: 'Export as CSV' }).click();
  const proof = page.locator('.reauth-dialog input[type=password]');
  const saved = await Promise.race([file, proof.waitFor({ timeout: 60_000 }).then(() => null, () => null)]);
  if (saved === null) {
    await proof.fill(password);
    await page.keyboard.press('Enter');
  }
  const text = readFileSync(await (await file).path(), 'utf8');
  expect(text).toContain('look.opened');
  expect(text).toContain('Complaint of 12 March');
  expect(text).not.toContain('When do you deliver?');
  await page.goto(`${consoles.base}/audit?action=audit.exported`);
  await page.getByRole('row', { name: /Audit trail exported.*Olga.*Yearly check/ }).waitFor();
});


test('the archive of a real box says that it seals, who can open it, and is looked over for a reason', async () => {
  await page.goto(`${consoles.base}/records/archive`);
  await page.getByText('What is recorded is sealed at once. This box cannot open it again; only the key holders can.').waitFor();
  const { policy, logKey } = await world.api.get<ArchiveStatus>('/archive');
  for (const name of policy?.holders ?? []) await page.getByRole('listitem').filter({ hasText: name }).waitFor();
  await page.getByText(logKey, { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Verify now' }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('Yearly check');
  await page.getByRole('dialog').getByRole('button', { name: 'Verify now' }).click();
  await page.getByText('As it was written', { exact: true }).waitFor({ timeout: 60_000 });
  const { entries } = await world.api.get<{ entries: { action: string; reason: string | null }[] }>('/audit?order=newest');
  expect(entries.find(({ action }) => action === 'archive.verified')).toMatchObject({ reason: 'Yearly check' });
  await page.getByRole('tab', { name: 'Gaps' }).click();
  await page.getByText(/No gap was found|What was away/).first().waitFor();
  await page.getByRole('tab', { name: 'Daily certificates' }).click();
  await page.getByText('There is no certificate yet.').waitFor();
});

test('no page broke its policy or failed', () => expect(consoles.complaints()).toEqual([]));
