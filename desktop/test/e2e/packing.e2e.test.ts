import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { extractFile, getRawHeader, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeStubElectron } from '../support/stub-electron.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const tool = (name: string): string => join(root, 'node_modules/.bin', name);

/** The product as electron-builder packs it, with a stub in the place of Electron's binary, which is out of reach here. */
let directory: string;
let packed: string;
let files: string[];
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'holdfast-pack-'));
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')) as { version: string };
  makeStubElectron(join(directory, 'electron'), version);
  // `make test` has built it; by itself the test builds what is missing.
  if (!existsSync(join(root, 'desktop/out/main/index.js'))) await run(tool('electron-vite'), ['build'], { cwd: join(root, 'desktop'), maxBuffer: 1 << 26 });
  await run(
    tool('electron-builder'),
    ['--linux', '--dir', '--config', join(root, 'electron-builder.yml'), `-c.electronDist=${join(directory, 'electron')}`, `-c.electronVersion=${version}`, `-c.directories.output=${join(directory, 'release')}`],
    { cwd: root, maxBuffer: 1 << 26, env: { ...process.env, ELECTRON_BUILDER_OFFLINE: 'true' } },
  );
  packed = join(directory, 'release/linux-unpacked');
  files = listPackage(join(packed, 'resources/app.asar'), { isPack: false });
}, 240_000);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('the archive holds the three programs, the worker and the native module of this platform, and nothing else of ours', () => {
  for (const file of ['/out/main/index.js', '/out/main/store-worker.js', '/out/preload/api.cjs', '/out/renderer/index.html', '/package.json']) expect(files).toContain(file);
  expect(files.filter((file) => file.endsWith('.node')).map((file) => file.split('/').at(-1))).toEqual([`${process.platform}-${process.arch}.node`]);
  const tops = new Set(files.map((file) => file.split('/')[1]));
  expect([...tops].sort()).toEqual(['node_modules', 'out', 'package.json']);
  const packages = new Set(files.filter((file) => file.startsWith('/node_modules/')).map((file) => file.split('/')[2]));
  expect([...packages].sort()).toEqual(['better-sqlite3-multiple-ciphers', 'node-addon-api']);
  expect(files.some((file) => /\.(ts|vue|map)$/.test(file) && !file.startsWith('/node_modules/'))).toBe(false);
});

test('the browser host is not part of it, neither as a file nor inside of one', () => {
  expect(files.filter((file) => /host/.test(file) && file.startsWith('/out/main'))).toEqual([]);
  const programs = files.filter((file) => /^\/out\/(main|preload)\/.+\.c?js$/.test(file));
  expect(programs.length).toBeGreaterThanOrEqual(3);
  for (const program of programs) {
    const code = extractFile(join(packed, 'resources/app.asar'), program.slice(1)).toString('utf8');
    for (const mark of ['_host/launch', '_host/socket', 'WebSocketServer', 'holdfast-desktop=', 'vitest']) expect(code.includes(mark), `${mark} in ${program}`).toBe(false);
  }
});

test('the native module lies outside of the archive, where the operating system can open it', () => {
  const unpacked = join(packed, 'resources/app.asar.unpacked/node_modules/better-sqlite3-multiple-ciphers');
  expect(existsSync(unpacked)).toBe(true);
  expect(readdirSync(unpacked, { recursive: true }).some((file) => String(file).endsWith('.node'))).toBe(true);
  expect(getRawHeader(join(packed, 'resources/app.asar')).headerSize).toBeGreaterThan(0);
});

test('every fuse is set as the design wants it', async () => {
  const wire = await getCurrentFuseWire(join(packed, 'holdfast'));
  const on = '1'.charCodeAt(0);
  const off = '0'.charCodeAt(0);
  expect({
    runAsNode: wire[FuseV1Options.RunAsNode],
    cookieEncryption: wire[FuseV1Options.EnableCookieEncryption],
    nodeOptions: wire[FuseV1Options.EnableNodeOptionsEnvironmentVariable],
    inspect: wire[FuseV1Options.EnableNodeCliInspectArguments],
    integrity: wire[FuseV1Options.EnableEmbeddedAsarIntegrityValidation],
    onlyAsar: wire[FuseV1Options.OnlyLoadAppFromAsar],
    ownSnapshot: wire[FuseV1Options.LoadBrowserProcessSpecificV8Snapshot],
    fileProtocol: wire[FuseV1Options.GrantFileProtocolExtraPrivileges],
  }).toEqual({ runAsNode: off, cookieEncryption: on, nodeOptions: off, inspect: off, integrity: on, onlyAsar: on, ownSnapshot: off, fileProtocol: off });
});
