import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const desktop = join(root, 'desktop');

/** Every module a program reaches from its entry, by what its text imports; packages by their name. */
function reachedFrom(...entries: readonly string[]): { files: Set<string>; packages: Set<string> } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const waiting = entries.map((entry) => join(desktop, entry));
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    if (!/\.(ts|vue)$/.test(file)) continue;
    const text = readFileSync(file, 'utf8').replaceAll(/^import type .*$/gm, '');
    for (const [, name = ''] of text.matchAll(/(?:from\s*|import\s*\(?\s*|new URL\()['"]([^'"\n]+)['"]/g)) {
      if (!name.startsWith('.')) {
        packages.add(name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : (name.split('/')[0] ?? name));
        continue;
      }
      const target = join(dirname(file), name.replace(/\?.*$/, ''));
      if (existsSync(target) && statSync(target).isFile()) waiting.push(target);
    }
  }
  return { files: new Set([...files].map((file) => relative(desktop, file))), packages };
}
const main = reachedFrom('main/electron/index.ts', 'store/worker.ts');
const preload = reachedFrom('preload/api.ts');
const page = reachedFrom('app/main.ts', 'ui/src/index.ts');
const roomsOf = ({ files }: { files: Set<string> }): string[] => [...new Set([...files].map((file) => file.split('/')[0] ?? ''))].sort();

test('the walk follows imports: it comes from the entry to the far ends of each program', () => {
  for (const file of ['main/services.ts', 'main/matrix/allowed-calls.ts', 'main/media/sniff.ts', 'ipc/calls.ts', 'store/index.ts']) expect([...main.files]).toContain(file);
  for (const file of ['app/App.vue', 'app/matrix/engine.ts', 'app/conversation/dialogs/PictureViewer.vue']) expect([...page.files]).toContain(file);
  expect(page.files.size).toBeGreaterThan(100);
});
test('no program of the product reaches the browser’s host, a test or a fake', () => {
  expect(roomsOf(main)).toEqual(['ipc', 'main', 'store']);
  expect(roomsOf(preload)).toEqual(['preload']);
  expect(roomsOf(page)).toEqual(['app', 'ipc', 'ui']);
  for (const { files } of [main, preload, page]) expect([...files].filter((file) => /\.test\.|(^|\/)(host\/host|test|fakes|gallery)\//.test(file))).toEqual([]);
});
test('the WebSocket server, test tools and their like are in none of them; each tool lives in its own program', () => {
  for (const { packages } of [main, preload, page]) for (const name of ['ws', 'vitest', 'playwright-core', 'happy-dom', '@vue/test-utils']) expect([...packages]).not.toContain(name);
  expect([...page.packages].filter((name) => name === 'electron' || name.startsWith('node:'))).toEqual([]);
  expect([...preload.packages]).toEqual(['electron']);
  expect([...main.packages].filter((name) => /^(vue|pinia|matrix-js-sdk)/.test(name))).toEqual([]);
});
test('Electron is imported in one room of main, and nowhere else', () => {
  const importers = [...main.files].filter((file) => /from 'electron'/.test(readFileSync(join(desktop, file), 'utf8')));
  expect(importers.length).toBeGreaterThan(5);
  expect(importers.filter((file) => !file.startsWith('main/electron/'))).toEqual([]);
});
test('the packer takes what was built for the three programs, and nothing by accident', () => {
  const packing = readFileSync(join(root, 'electron-builder.yml'), 'utf8');
  const listed = /^files:\n((?: {2}- .+\n)+)/m.exec(packing)?.[1]?.trim().split('\n').map((line) => line.replace(/^\s*- /, '').replaceAll("'", '')) ?? [];
  expect(listed.filter((pattern) => !pattern.startsWith('!'))).toEqual(['out/main/**', 'out/preload/**', 'out/renderer/**', 'package.json', expect.stringContaining('node_modules/better-sqlite3-multiple-ciphers/prebuilds/')]);
  expect(packing).not.toMatch(/^extra(Files|Resources):/m);
  const build = readFileSync(join(desktop, 'electron.vite.config.ts'), 'utf8');
  expect([...build.matchAll(/here\('((?:main|store|preload|app|host|test)\/[^']+)'\)/g)].map(([, entry]) => entry)).toEqual(['main/electron/index.ts', 'store/worker.ts', 'preload/api.ts', 'app/index.html']);
});
