import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Colleague, World } from '../../../server/test/support/world.ts';
import { startAppHost } from './app-host.ts';
import { createAppPage, type AppPage, type SignIn } from './app-page.ts';

const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', '--autoplay-policy=no-user-gesture-required'];
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
export type Apps = Awaited<ReturnType<typeof openApps>>;
export type { AppPage };

/**
 * The app of several colleagues against a real box: one host, a profile and a browser context each, in real Chromium. What a
 * page complains of (errors, violations of the policy) is kept and must be empty at the end; `close` leaves neither process
 * nor folder.
 */
export async function openApps(world: World, names: readonly string[], { environment = {} }: { environment?: Record<string, string> } = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'holdfast-app-'));
  const host = await startAppHost({ directory, box: world.urls.api, names, environment });
  const browser: Browser = await chromium.launch({ executablePath, args });
  const complaints: string[] = [];
  const expected: RegExp[] = [];

  function listen(page: Page, name: string): void {
    const complain = (what: string): void => void (expected.some((known) => known.test(what)) || complaints.push(`${name}: ${what}`));
    page.on('console', (message) => message.type() === 'error' && complain(`${message.text().slice(0, 400)} ${message.location().url}`));
    page.on('pageerror', (failure) => complain(`${failure.name}: ${failure.message}\n${failure.stack?.slice(0, 600) ?? ''}`));
  }

  async function open(name: string, options: BrowserContextOptions = {}): Promise<AppPage> {
    return show(await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', ...options }), name);
  }

  async function show(context: BrowserContext, name: string): Promise<AppPage> {
    await context.addInitScript(() => document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => console.error(`policy ${violatedDirective} refused ${blockedURI}`)));
    const page = await context.newPage();
    listen(page, name);
    await page.goto(host.address(name));
    return createAppPage(page);
  }

  return {
    host,
    browser,
    open,
    /** Opens somebody's app and signs in for the first time with the password they were given. */
    async openFor(colleague: Colleague, { signIn = {}, ...options }: BrowserContextOptions & { signIn?: Partial<SignIn> } = {}): Promise<AppPage> {
      const app = await open(colleague.name, options);
      await app.signIn({ password: colleague.password, signature: colleague.person.name, ...signIn });
      return app;
    },
    /** The same in a browser that keeps a profile on the disk, as people's browsers do. The test closes its context. */
    openKeeping: async (name: string, browserProfile: string): Promise<AppPage> => show(await chromium.launchPersistentContext(browserProfile, { executablePath, args, locale: 'en-GB' }), name),
    /** What a test does on purpose and the browser complains of, such as a host that does not answer. */
    allow: (...complaint: RegExp[]): void => void expected.push(...complaint),
    complaints: (): readonly string[] => complaints,
    /** With APP_SHOTS set to a folder, what everybody has before them at the end is kept there: to see why a test failed. */
    async close(): Promise<void> {
      const shots = process.env['APP_SHOTS'];
      if (shots !== undefined) for (const [at, page] of browser.contexts().flatMap((context) => context.pages()).entries()) await page.screenshot({ path: join(shots, `${at}.png`) });
      await browser.close();
      await host.stop();
      const log = host.log();
      rmSync(directory, { recursive: true, force: true });
      expect(complaints, 'what the pages complained of').toEqual([]);
      expect(log.split('\n').filter((line) => /"level":"error"|Unhandled|^\w*Error/.test(line) && !expected.some((known) => known.test(line))), 'what the host complained of').toEqual([]);
    },
  };
}
