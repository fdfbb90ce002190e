import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createKeyFileVault } from './key-file-vault.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-vault-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const secret = new Uint8Array(Buffer.from('half a key'));
const modeOf = (path: string): number => statSync(path).mode & 0o777;

test('the key is a file of its owner alone, and one that was opened to others is closed again', () => {
  const path = join(folder, 'keys/anna.key');
  createKeyFileVault(path);
  expect([modeOf(path), modeOf(join(folder, 'keys'))]).toEqual([0o600, 0o700]);
  chmodSync(path, 0o644);
  createKeyFileVault(path);
  expect(modeOf(path)).toBe(0o600);
});
test('what was sealed opens again after a restart, differs each time, and shows nothing', () => {
  const sealed = createKeyFileVault(join(folder, 'boris.key')).seal(secret);
  const again = createKeyFileVault(join(folder, 'boris.key'));
  expect(again.isAvailable()).toBe(true);
  expect(again.open(sealed)).toEqual(secret);
  expect(Buffer.from(again.seal(secret)).equals(Buffer.from(sealed))).toBe(false);
  expect(Buffer.from(sealed).includes(Buffer.from(secret))).toBe(false);
});
test.each<[string, (sealed: Uint8Array) => Uint8Array]>([
  ['sealed by another’s key', () => createKeyFileVault(join(folder, 'other.key')).seal(secret)],
  ['with one bit turned', (sealed) => sealed.map((byte, at) => (at === 14 ? byte ^ 1 : byte))],
  ['cut off', (sealed) => sealed.subarray(0, -1)],
  ['empty', () => new Uint8Array()],
])('what is %s does not open', (_what, change) => {
  const vault = createKeyFileVault(join(folder, 'clara.key'));
  expect(() => vault.open(change(vault.seal(secret)))).toThrow();
});
