import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron } from 'playwright-core';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
const binary = dist === undefined ? undefined : [join(dist, 'electron'), join(dist, 'electron.exe'), join(dist, 'Electron.app/Contents/MacOS/Electron')].find((path) => existsSync(path));
const why = 'no Electron binary on this machine: set ELECTRON_OVERRIDE_DIST_PATH to a distribution of the version in desktop/package.json';

test('the packed app starts, shows the sign-in page under its own scheme, and gives the page nothing of Node', { timeout: 120_000 }, async ({ skip }) => {
  if (binary === undefined) {
    process.stderr.write(`not run: ${why}\n`);
    return skip(why);
  }
  const profile = mkdtempSync(join(tmpdir(), 'holdfast-electron-'));
  const app = await _electron.launch({ executablePath: binary, args: [join(root, 'desktop'), `--user-data-dir=${profile}`, '--no-sandbox'] });
  try {
    const page = await app.firstWindow();
    await page.waitForSelector('form');
    expect(page.url()).toBe('box://app/');
    expect(await page.evaluate(() => [typeof Reflect.get(globalThis, 'require'), typeof Reflect.get(globalThis, 'process'), typeof Reflect.get(globalThis, 'box')])).toEqual(['undefined', 'undefined', 'object']);
    await expect(page.evaluate(() => fetch('https://example.org/'))).rejects.toThrow();
  } finally {
    await app.close();
    rmSync(profile, { recursive: true, force: true });
  }
});
