import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type BrowserContextOptions, type Locator, type Page } from 'playwright-core';
import type { World } from './world.ts';

const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', '--autoplay-policy=no-user-gesture-required'];
const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
export type PhonesPage = ReturnType<typeof createPhonesPage>;

/** The page with the clients' phones, as the bridge of a box serves it, in real Chromium. What it complains of is kept. */
export async function openPhones(world: World) {
  const browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args });
  const address = `${world.urls.bridge}/phones/`;
  const complaints: string[] = [];
  return {
    address,
    complaints: (): readonly string[] => complaints,
    /** Without a key of one's own it is the one that the trial prints; an empty one leaves it out. */
    async open({ key = world.secret('loopback-provisioning'), ...options }: BrowserContextOptions & { key?: string } = {}): Promise<PhonesPage> {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', ...options });
      await context.addInitScript('document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => console.error(`policy ${violatedDirective} refused ${blockedURI}`))');
      context.setDefaultTimeout(15_000);
      const page = await context.newPage();
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', (failure) => complaints.push(`${failure.name}: ${failure.message}`));
      await page.goto(key === '' ? address : `${address}#${key}`);
      return createPhonesPage(page);
    },
    close: (): Promise<void> => browser.close(),
  };
}

/** One person with all the phones before them: they see what is drawn, and act with mouse and keyboard. */
function createPhonesPage(page: Page) {
  const row = (text: string | RegExp): Locator => page.locator('.row').filter({ hasText: text }).last();
  const field = page.locator('.composer-text');
  const menuItem = (name: string): Locator => page.getByRole('menuitem', { name, exact: true });
  async function menuOf(target: Locator): Promise<void> {
    await target.hover();
    await target.locator('.row-more').click();
    await page.locator('.menu').waitFor();
  }
  return {
    page,
    row,
    field,
    menuOf,
    phone: (name: string): Locator => page.locator('.phone-button').filter({ hasText: name }),
    button: (name: string | RegExp): Locator => page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name }),
    sees: (text: string | RegExp): Promise<void> => row(text).waitFor({ timeout: 15_000 }),
    /** How far a message of the phone's own has come, the moment it is so. */
    tick: (text: string, how: string): Promise<void> => row(text).locator(`.tick.is-${how}`).waitFor({ timeout: 15_000 }),
    /** Puts a phone down when one is in the hand and takes up this one, with its conversation. */
    async pickUp(name: string): Promise<void> {
      await page.locator('.phone-button').filter({ hasText: name }).click();
      await field.waitFor();
    },
    async write(text: string): Promise<void> {
      await field.fill(text);
      await field.press('Enter');
    },
    /** Something done with a message by its menu. */
    async choose(text: string | RegExp, name: string): Promise<void> {
      await menuOf(row(text));
      await menuItem(name).click();
    },
    async react(text: string, emoji: string): Promise<void> {
      await menuOf(row(text));
      await page.locator('.quick-reactions').getByRole('button', { name: emoji, exact: true }).click();
    },
    async attach(name: string): Promise<void> {
      await page.getByRole('button', { name: 'Attach', exact: true }).click();
      await menuItem(name).click();
    },
    /** Presses the button of the dialog that says what will happen. */
    confirm: (): Promise<void> => page.locator('.dialog .is-main').click(),
    async goes(where: 'Go offline' | 'Come back'): Promise<void> {
      await page.locator('.stage-bar').getByRole('button', { name: where, exact: true }).click();
      await page.locator(where === 'Go offline' ? '.handset.is-offline' : '.handset:not(.is-offline)').waitFor();
    },
    texts: (): Promise<string[]> => page.locator('.row .text').allInnerTexts(),
    /** What keeps somebody from reading or reaching a thing that is on the page now; one line each. */
    async violations(): Promise<string[]> {
      await page.evaluate('Promise.all(document.getAnimations().filter((each) => each.effect.getTiming().iterations !== Infinity).map((each) => each.finished))');
      const { violations } = await new AxeBuilder({ page }).withTags(standards).analyze();
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
    },
  };
}
