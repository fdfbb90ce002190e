import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { chromium, type BrowserContextOptions, type Page } from 'playwright-core';
import { build } from 'vite';

const types: Readonly<Record<string, string>> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.woff2': 'font/woff2', '.svg': 'image/svg+xml' };
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; media-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types vue";
const switches = { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false', __VUE_I18N_LEGACY_API__: 'false', __INTLIFY_PROD_DEVTOOLS__: 'false', __VUE_I18N_FULL_INSTALL__: 'false' };
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export type ConsoleScreen = Awaited<ReturnType<typeof openConsoleScreen>>;

/** The console over its fake box, built as the product is and served under the product's policy, in the system's Chromium. */
export async function openConsoleScreen() {
  const root = fileURLToPath(new URL('../screens/', import.meta.url));
  const outDir = mkdtempSync(join(tmpdir(), 'holdfast-console-'));
  await build({
    root, base: '/', configFile: false, logLevel: 'error', plugins: [vue()], define: switches, publicDir: fileURLToPath(new URL('../../public/', import.meta.url)),
    build: { outDir, emptyOutDir: true, target: 'chrome120', assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 5_000 },
  });
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://box').pathname);
    const asked = join(outDir, normalize(path));
    const file = extname(asked) !== '' && asked.startsWith(outDir) && existsSync(asked) ? asked : join(outDir, 'index.html');
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream', 'content-security-policy': policy, 'cross-origin-opener-policy': 'same-origin' }).end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args });
  /** What the pages complained of: exceptions and violations of the policy. A screen test ends by finding none. */
  const complaints: string[] = [];

  return {
    base,
    complaints,
    /** Opens a page of the console: `/people`, in a scene, as somebody. */
    async open(path: string, { scene = 'normal', roles = 'administrator', ...more }: Readonly<Record<string, string>> = {}, options: BrowserContextOptions = {}): Promise<Page> {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', ...options });
      const page = await context.newPage();
      page.on('pageerror', (failure) => complaints.push(String(failure)));
      page.on('console', (line) => {
        if (line.type() === 'error' && !/the server responded with a status of/.test(line.text())) complaints.push(line.text());
      });
      const [bare = path, query = ''] = path.split('?');
      await page.goto(`${base}${bare}?${new URLSearchParams({ ...Object.fromEntries(new URLSearchParams(query)), scene, roles, ...more }).toString()}`);
      return page;
    },
    async close(): Promise<void> {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}
