import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import vue from '@vitejs/plugin-vue';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { build } from 'vite';
import { fileTypes, pageHeaders } from '../../main/page-headers.ts';

export type ScreenPage = {
  readonly base: string;
  /** `before` sees the page while it is still blank. */
  open(query: string, options?: BrowserContextOptions, before?: (page: Page) => void): Promise<Page>;
  close(): Promise<void>;
};
/** What the page's own host answers under /media/: bytes and type, or a status. */
export type MediaAnswer = { readonly bytes: Buffer; readonly type: string } | { readonly status: number };

const switches = { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false', __VUE_I18N_LEGACY_API__: 'false', __INTLIFY_PROD_DEVTOOLS__: 'false', __VUE_I18N_FULL_INSTALL__: 'false' };

/** Builds a harness page as the product is built and serves it under the product's own policy, to the system's Chromium. */
export async function screenPage(root: string, media: (path: string) => MediaAnswer): Promise<ScreenPage> {
  const outDir = mkdtempSync(join(tmpdir(), 'holdfast-screen-'));
  await build({
    root, base: './', configFile: false, logLevel: 'error', plugins: [vue()], define: switches,
    build: { outDir, emptyOutDir: true, target: 'chrome140', assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 5_000 },
  });
  const server: Server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://box').pathname);
    const headers = { ...pageHeaders };
    if (path.startsWith('/media/')) {
      const answer = media(path.slice('/media/'.length));
      if ('status' in answer) return void response.writeHead(answer.status, headers).end();
      return void response.writeHead(200, { ...headers, 'content-type': answer.type, 'content-length': answer.bytes.length }).end(request.method === 'HEAD' ? undefined : answer.bytes);
    }
    const file = join(outDir, normalize(path === '/' ? '/index.html' : path));
    const type = fileTypes[extname(file)];
    if (!file.startsWith(outDir) || !existsSync(file) || type === undefined) return void response.writeHead(404, headers).end();
    response.writeHead(200, { ...headers, 'content-type': type });
    if (extname(file) === '.html') response.end(readFileSync(file));
    else createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const browser: Browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', '--autoplay-policy=no-user-gesture-required'],
  });
  return {
    base,
    async open(query, options = {}, before) {
      const context = await browser.newContext({ viewport: { width: 900, height: 900 }, ...options });
      const page = await context.newPage();
      before?.(page);
      await page.goto(`${base}?${query}`);
      return page;
    },
    async close() {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}
