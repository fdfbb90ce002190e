import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { createProfile } from '../../host/profile.ts';
import type { CallHandlers } from '../../ipc/index.ts';
import { startAppHost, type AppHost } from '../support/app-host.ts';

/** Chromium as the bench starts it. */
export const browserArgs = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export type Desk = Awaited<ReturnType<typeof openDesk>>;

/** One employee's computer as the bench needs it: signed in, its host a process of its own that is started and stopped at will, its page in Chromium. */
export async function openDesk({ box, name, password, seed }: { box: string; name: string; password: string; seed?: (handlers: CallHandlers) => Promise<void> }) {
  const directory = mkdtempSync(join(tmpdir(), 'holdfast-desk-'));
  const launchKeyFile = join(directory, `${name}.launch`);
  const profiles = join(directory, 'profiles');
  mkdirSync(profiles);
  writeFileSync(launchKeyFile, `launch key of ${name}`, { mode: 0o600 });
  const browser: Browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: browserArgs });

  // Signed in, and the notice signed, before any page exists: nothing of the conversations is on this computer yet.
  const profile = createProfile({ name, launchKeyFile }, { profiles, box });
  const { handlers } = await profile.services();
  await handlers.signIn({ address: box, name, password });
  if ((await handlers.readSession({})).state === 'needs-notice') {
    const { version, hash, language } = await handlers.readNotice({ language: 'en' });
    await handlers.signNotice({ version, hash, language, signedName: name });
  }
  await seed?.(handlers);
  await profile.stop();
  let host: AppHost | undefined;

  return {
    browser,
    async start(): Promise<void> {
      if (host) await host.start();
      else host = await startAppHost({ directory, box, names: [name] });
    },
    async stop(): Promise<void> {
      await host?.stop();
    },
    /** A new page; resolves when it was asked for, with the moment of asking. */
    async open(): Promise<{ page: Page; askedAt: number }> {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
      const page = await context.newPage();
      const askedAt = Date.now();
      await page.goto(host?.address(name) ?? '', { waitUntil: 'commit' });
      return { page, askedAt };
    },
    async close(): Promise<void> {
      await browser.close();
      await host?.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** When an element first could be seen: the moment its frame was drawn, in milliseconds since 1970. Refuses after half a minute. */
export async function paintedAt(page: Page, selector: string, text: string | null = null): Promise<number> {
  return page.evaluate(
    ([what, words]) =>
      new Promise<number>((resolve, reject) => {
        setTimeout(() => reject(new Error(`nothing like "${words ?? what}" was painted`)), 30_000);
        const look = (): boolean => [...document.querySelectorAll(what)].some((element) => words === null || (element.textContent ?? '').includes(words));
        // A message posted before a frame is drawn is delivered when it was.
        const drawn = new MessageChannel();
        drawn.port1.onmessage = () => resolve(Date.now());
        const done = (): void => void requestAnimationFrame(() => drawn.port2.postMessage(null));
        if (look()) return done();
        const observer = new MutationObserver(() => {
          if (!look()) return;
          observer.disconnect();
          done();
        });
        observer.observe(document, { childList: true, subtree: true, characterData: true });
      }),
    [selector, text] as const,
  );
}
