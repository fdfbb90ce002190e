import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildApp, isAppBuilt, requireAppTools, sourceStamp } from './build-screens.ts';

let checkout: string;
const put = (path: string, content: string) => {
  mkdirSync(dirname(join(checkout, path)), { recursive: true });
  writeFileSync(join(checkout, path), content);
};
beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'holdfast-app-'));
  put('desktop/app/main.ts', 'export const app = 1;');
  put('server/contract/src/index.ts', 'export const contract = 1;');
});
afterEach(() => rmSync(checkout, { recursive: true, force: true }));

const buildsWith = (script: string) => put('package.json', JSON.stringify({ scripts: { 'build:app': script } }));

test('an app is built once, and again when its source or the contract changes', async () => {
  buildsWith('mkdir -p desktop/out/renderer && echo page > desktop/out/renderer/index.html');
  expect(isAppBuilt(checkout)).toBe(false);
  await buildApp(checkout, () => undefined);
  expect(isAppBuilt(checkout)).toBe(true);
  put('desktop/app/main.ts', 'export const app = 2;');
  expect(isAppBuilt(checkout)).toBe(false);
  await buildApp(checkout, () => undefined);
  put('server/contract/src/index.ts', 'export const contract = 2;');
  expect(isAppBuilt(checkout)).toBe(false);
});

test('what was built, what was installed and what only tests read does not make it older', () => {
  const before = sourceStamp(checkout);
  for (const path of ['desktop/out/renderer/index.js', 'desktop/node_modules/x/index.js', 'desktop/app/main.test.ts']) put(path, 'x');
  expect(sourceStamp(checkout)).toBe(before);
  put('desktop/ui/theme.css', 'x');
  expect(sourceStamp(checkout)).not.toBe(before);
});

test('a page that was removed is built again', async () => {
  buildsWith('mkdir -p desktop/out/renderer && echo page > desktop/out/renderer/index.html');
  await buildApp(checkout, () => undefined);
  rmSync(join(checkout, 'desktop/out/renderer'), { recursive: true });
  expect(isAppBuilt(checkout)).toBe(false);
});

test('a build that fails, or leaves no page, says so and counts as none', async () => {
  buildsWith('echo "no such component" >&2; exit 3');
  await expect(buildApp(checkout, () => undefined)).rejects.toThrow(/could not be built:\nno such component/);
  buildsWith('true');
  await expect(buildApp(checkout, () => undefined)).rejects.toThrow(/left no page to serve/);
  expect(isAppBuilt(checkout)).toBe(false);
});

test('without the packages of the checkout it says how to get them', async () => {
  await expect(requireAppTools(checkout)).rejects.toThrow(/npm ci/);
});
