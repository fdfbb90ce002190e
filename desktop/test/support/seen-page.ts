import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { ScreenPage } from './screen-page.ts';

const faults = new WeakMap<Page, string[]>();

/** Opens a page whose every complaint is remembered: a broken policy, a failed script, a component that threw. */
export async function openSeen(screen: ScreenPage, query: string, options: BrowserContextOptions = {}): Promise<Page> {
  const said: string[] = [];
  const page = await screen.open(query, { viewport: { width: 1440, height: 900 }, ...options }, (blank) => {
    blank.on('console', (message) => message.type() === 'error' && !message.location().url.endsWith('/favicon.ico') && said.push(message.text()));
    blank.on('pageerror', (error) => said.push(error.message));
  });
  faults.set(page, said);
  return page;
}

/** Closes it, and nothing may have been complained about but what the test itself called for. */
export async function closeSeen(page: Page, expected: RegExp | null = null): Promise<void> {
  expect((faults.get(page) ?? []).filter((text) => expected === null || !expected.test(text))).toEqual([]);
  await page.context().close();
}

/** What axe finds against WCAG 2.2 AA and its own good practice, with the places. */
export async function violations(page: Page, without: readonly string[] = []): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).disableRules([...without]).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

/** Elements that stand out of the page sideways, and the page itself when it can be scrolled sideways. */
export const sideways = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(`(() => {
    const root = document.scrollingElement;
    const out = root.scrollWidth > root.clientWidth ? ['the page: ' + root.scrollWidth + ' in ' + root.clientWidth] : [];
    for (const each of document.querySelectorAll('body *')) {
      const style = getComputedStyle(each);
      if (!['auto', 'scroll'].includes(style.overflowX) || each.scrollWidth <= each.clientWidth + 1 || each.matches('pre, textarea, [data-sideways]')) continue;
      out.push(each.className + ': ' + each.scrollWidth + ' in ' + each.clientWidth);
    }
    return out;
  })()`);

export const elementCount = (page: Page): Promise<number> => page.evaluate<number>('document.querySelectorAll("*").length');
