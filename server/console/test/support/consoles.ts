import { chromium, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { totpCode } from '../../../src/sessions/index.ts';
import type { World } from '../../../test/support/world.ts';

const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
export const password = 'nine blue herons';
export type Consoles = Awaited<ReturnType<typeof openConsoles>>;

/** Base32, as an authenticator app reads it. */
export function secretBytes(letters: string): Buffer {
  const bits = [...letters.replaceAll(/\s/g, '')].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
}

/** The console of a real box in the system's Chromium. Browsers bind passkeys to names, so it is opened by `localhost`. */
export async function openConsoles(world: World) {
  const base = world.urls.api.replace('127.0.0.1', 'localhost');
  const browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args });
  const complaints: string[] = [];
  const expected: RegExp[] = [/the server responded with a status of 4\d\d/, /ERR_INCOMPLETE_CHUNKED_ENCODING/]; // a refusal is drawn on the page; a line that the box ends is opened again
  const secrets = new Map<string, Buffer>();
  const taken = new Map<string, string>();

  async function open(path = '/', options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', ...options });
    await context.addInitScript(() => document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => console.error(`policy ${violatedDirective} refused ${blockedURI}`)));
    return show(context, path);
  }
  async function show(context: BrowserContext, path: string): Promise<Page> {
    const page = await context.newPage();
    const complain = (what: string): void => void (expected.some((known) => known.test(what)) || complaints.push(what));
    page.on('pageerror', (failure) => complain(`${failure.name}: ${failure.message}`));
    page.on('console', (line) => line.type() === 'error' && complain(line.text().slice(0, 400)));
    page.on('response', (answer) => answer.status() >= 500 && complain(`${answer.status()} ${new URL(answer.url()).pathname}`));
    await page.goto(path.startsWith('http') ? path.replace('127.0.0.1', 'localhost') : `${base}${path}`);
    return page;
  }

  /** A code the authenticator shows and the box has not taken yet: waits for the next one where it must. */
  async function codeOf(name: string): Promise<string> {
    const secret = secrets.get(name);
    if (!secret) throw new Error(`${name} has no authenticator`);
    for (;;) {
      const code = totpCode(secret, Date.now());
      if (taken.get(name) !== code) {
        taken.set(name, code);
        return code;
      }
      await new Promise((resolve) => setTimeout(resolve, 30_000 - (Date.now() % 30_000) + 50)); // the next code begins then, by RFC 6238
    }
  }

  /** Adds an authenticator on the page that asks for a second step, and keeps the codes. */
  async function enrol(page: Page, name: string): Promise<string[]> {
    await page.getByRole('button', { name: 'Authenticator app' }).click();
    secrets.set(name, secretBytes(await page.locator('.enrol-step-secret code').innerText()));
    await page.getByLabel('Six-digit code').fill(await codeOf(name));
    await page.keyboard.press('Enter');
    await page.getByText('Keep these codes').waitFor();
    const codes = await page.locator('.recovery-codes-list code').allInnerTexts();
    await page.getByRole('button', { name: 'I have kept them' }).click();
    return codes;
  }

  /** Follows a one-time link as its receiver does, up to the first page of the console. */
  async function becomeAdministrator(page: Page, name: string, signInName: string): Promise<string[]> {
    await page.getByLabel('Your name').fill(name);
    await page.getByLabel('Sign-in name').fill(signInName);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByLabel('Password once more').fill(password);
    await page.keyboard.press('Enter');
    return enrol(page, signInName);
  }

  return {
    base,
    browser,
    open,
    enrol,
    codeOf,
    becomeAdministrator,
    /** A signed-in administrator made by a fresh link. */
    async administrator(signInName = 'olga', options: BrowserContextOptions = {}): Promise<Page> {
      const { url } = await world.api.post<{ url: string }>('/sign-in-links', {});
      const page = await open(url, options);
      await becomeAdministrator(page, `${signInName[0]?.toUpperCase()}${signInName.slice(1)}`, signInName);
      await page.locator('.console-nav').waitFor();
      return page;
    },
    /** What a test does on purpose and the browser complains of. */
    allow: (...complaint: RegExp[]): void => void expected.push(...complaint),
    complaints: (): readonly string[] => complaints,
    close: () => browser.close(),
  };
}
