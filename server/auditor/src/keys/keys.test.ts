import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recipientOf } from '@holdfast/archive-format';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { holderCard, indexKeyOf, makeHolderKey, openKeyFile, readRecoveryLines, sheetHtml, sheetOf, waitAfter, writeKeyFile } from './index.ts';
import { recoveryLines } from './recovery-code.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'holdfast-keys-'))));
afterEach(() => rmSync(folder, { recursive: true }));
const passphrase = 'correct horse battery';

test('a key file opens with its passphrase alone, is private and is never overwritten', async () => {
  const path = join(folder, 'home', 'key.age');
  const key = await makeHolderKey('anna', { postQuantum: false });
  await writeKeyFile(path, key, passphrase, { workFactor: 10 });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readFileSync(path).includes(key.identity)).toBe(false);
  expect(await openKeyFile(path, async () => passphrase)).toEqual({ ...key, seed: Buffer.from(key.seed) });
  await expect(writeKeyFile(path, key, passphrase)).rejects.toThrowError(/there already/);
  await expect(writeKeyFile(join(folder, 'b'), key, 'short')).rejects.toThrowError(/shorter than 12/);
  await expect(makeHolderKey('../anna +1', { postQuantum: false })).rejects.toThrowError(/cannot be a key holder/);
});

test('wrong passphrases cost time, and the right one ends it', async () => {
  const path = join(folder, 'key.age');
  await writeKeyFile(path, await makeHolderKey('anna', { postQuantum: false }), passphrase, { workFactor: 10 });
  let at = 1_000_000;
  const attempt = (given: string) => openKeyFile(path, async () => given, { now: () => at });
  for (let n = 0; n < 3; n++) await expect(attempt('wrong wrong wrong')).rejects.toMatchObject({ code: 'PASSPHRASE' });
  await expect(attempt(passphrase)).rejects.toMatchObject({ code: 'BACK_OFF', remedy: 'Try again in 1 s.' });
  at += 1000;
  await expect(attempt('wrong wrong wrong')).rejects.toMatchObject({ code: 'PASSPHRASE' });
  await expect(attempt(passphrase)).rejects.toMatchObject({ remedy: 'Try again in 2 s.' });
  at += 2000;
  expect((await attempt(passphrase)).name).toBe('anna');
  await expect(attempt('wrong wrong wrong')).rejects.toMatchObject({ code: 'PASSPHRASE', remedy: 'Try again.' });
  expect([0, 2, 3, 4, 20].map(waitAfter)).toEqual([0, 0, 1, 2, 900]);
  writeFileSync(`${path}.attempts`, '{"failed":');
  at = Date.now();
  await expect(attempt(passphrase)).rejects.toMatchObject({ code: 'BACK_OFF' });
});

test.each([false, true])('a key comes back from its printed lines as it was typed (post-quantum: %s)', async (postQuantum) => {
  const key = await makeHolderKey('Анна.Новак', { postQuantum });
  const lines = recoveryLines(key);
  const typed = lines.map((line) => line.toLowerCase().replaceAll('0', 'o')).join('\n');
  const back = readRecoveryLines(typed);
  expect(back).toEqual({ ...key, seed: Uint8Array.from(key.seed) });
  expect(await recipientOf(back.identity)).toBe(await recipientOf(key.identity));
  const slip = lines.map((line, n) => (n === 2 ? `${line.slice(0, 5)}${line[5] === 'A' ? 'B' : 'A'}${line.slice(6)}` : line)).join('\n');
  expect(() => readRecoveryLines(slip)).toThrowError(/line 3|one sheet/);
  expect(() => readRecoveryLines(lines.slice(0, -2).join('\n'))).toThrowError(/lines are missing/);
  expect(() => readRecoveryLines([...lines.slice(1)].join('\n'))).toThrowError(/line 1/);
  expect(() => readRecoveryLines('')).toThrowError(/lines are missing/);
});

test('lines of two sheets do not make a third', async () => {
  const [a, b] = [recoveryLines(await makeHolderKey('anna', { postQuantum: false })), recoveryLines(await makeHolderKey('anna', { postQuantum: false }))];
  expect(() => readRecoveryLines([...a.slice(0, 3), ...b.slice(3)].join('\n'))).toThrowError(/not those of one sheet/);
});

test('the sheet holds no script and says whose it is', async () => {
  const key = await makeHolderKey('anna', { postQuantum: false });
  const html = sheetHtml(sheetOf(key, await holderCard(key), new Date(0)));
  expect(html).not.toContain('<script');
  expect(html).toContain('Recovery sheet of anna');
  expect(html).toContain(recoveryLines(key)[0]);
});

test('each archive’s index has a key of its own', async () => {
  const key = await makeHolderKey('anna', { postQuantum: false });
  expect(Buffer.from(indexKeyOf(key, 'a')).equals(indexKeyOf(key, 'b'))).toBe(false);
});

test('a damaged key file and one that others may read are told apart from a wrong passphrase', async () => {
  const path = join(folder, 'key.age');
  writeFileSync(path, 'not a key', { mode: 0o600 });
  await expect(openKeyFile(path, async () => passphrase)).rejects.toMatchObject({ code: 'KEY_FILE' });
  writeFileSync(join(folder, 'open.age'), 'x', { mode: 0o644 });
  await expect(openKeyFile(join(folder, 'open.age'), async () => passphrase)).rejects.toThrowError(/read by others/);
  await expect(openKeyFile(join(folder, 'none'), async () => passphrase)).rejects.toMatchObject({ code: 'FILE_MISSING' });
});
