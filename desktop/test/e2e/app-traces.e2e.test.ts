import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type Colleague, type World } from '../../../server/test/support/world.ts';
import { openApps, type Apps } from '../support/app.ts';
import { samplePng } from '../support/sample-png.ts';

/** What an hour of work leaves on the disk, in the browser's own profile and in the app's. */
const canaries = ['canary-Zażółć-канарейка', 'canary-offer-2026.png', '48511777888', 'canary draft never sent'];
let world: World;
let apps: Apps;
let browserProfile: string;
let anna: Colleague;

beforeAll(async () => {
  world = await createWorld();
  await world.link();
  anna = await world.hire('anna', { name: 'Anna Nowak' });
  apps = await openApps(world, ['anna']);
  browserProfile = mkdtempSync(join(tmpdir(), 'holdfast-browser-'));
});
afterAll(async () => {
  try {
    await apps?.close();
  } finally {
    await world?.close();
    rmSync(browserProfile, { recursive: true, force: true });
  }
});

test('after a client’s words, picture and number were on the screen, none of them is in any file of the browser or of the app', async () => {
  const client = await world.phone(`+${canaries[2]}`, { name: 'Jan Kanarek' });
  const app = await apps.openKeeping('anna', browserProfile);
  await app.signIn({ password: anna.password, signature: 'Anna Nowak' });
  await client.write(world.companyNumber, canaries[0]!);
  await app.openConversation('Jan Kanarek');
  await app.sees(canaries[0]!);
  const tray = app.page.waitForEvent('filechooser');
  await app.page.locator('.composer-tools button').first().click();
  await (await tray).setFiles({ name: canaries[1]!, mimeType: 'image/png', buffer: samplePng(64, 64) });
  await app.page.locator('.file-tray').waitFor();
  await app.field.press('Enter');
  await app.page.locator('.message-row img').first().waitFor();
  await app.field.fill(canaries[3]!);
  await app.page.waitForResponse(() => true, { timeout: 2_000 }).catch(() => undefined);
  const profile = (): string[] => filesUnder(apps.host.profileOf('anna'));
  expect(profile().length, 'the app kept a store at all').toBeGreaterThan(3);
  expect(traces(profile()), 'while it is open').toEqual([]);
  await app.page.context().close();
  await apps.host.kill();
  expect(traces(profile()), 'after kill -9').toEqual([]);
  await apps.host.start();
  const files = filesUnder(browserProfile);
  expect(files.length, 'the browser kept a profile at all').toBeGreaterThan(20);
  expect(traces(files)).toEqual([]);
  await apps.host.stop();
  expect(traces(profile()), 'after it was closed').toEqual([]);
  await apps.host.start();
});

test('a file that a client sent is saved whole, under its own name, byte for byte', async () => {
  const client = await world.phone('+48511777999', { name: 'Ola Plik' });
  const bytes = Buffer.alloc(2_000_000, 'an offer in many pages. ');
  await client.send({ to: world.companyNumber, media: { data: bytes.toString('base64'), mime_type: 'application/pdf', file_name: 'Oferta – żółta.pdf' } });
  const app = await apps.open('anna'); // the host is still signed in
  await app.openConversation('Ola Plik');
  const download = app.page.waitForEvent('download');
  await app.button('Save Oferta – żółta.pdf').click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe('Oferta – żółta.pdf');
  expect(readFileSync(await saved.path()).equals(bytes)).toBe(true);
});

const filesUnder = (directory: string): string[] => readdirSync(directory, { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []));

/** Files in which a canary stands, in UTF-8 or UTF-16 (as browsers keep forms and history). */
function traces(files: readonly string[]): string[] {
  const needles = canaries.flatMap((canary) => [Buffer.from(canary, 'utf8'), Buffer.from(canary, 'utf16le')]);
  return files.filter((file) => needles.some((needle) => readFileSync(file).includes(needle)));
}
