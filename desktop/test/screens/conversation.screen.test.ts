import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { screenPage, type ScreenPage } from '../support/screen-page.ts';

/** One conversation over the fake box in the real browser: what stays bounded, what never runs, what can be read by everybody. */
let screen: ScreenPage;
beforeAll(async () => {
  screen = await screenPage(new URL('conversation', import.meta.url).pathname, () => ({ status: 404 }));
});
afterAll(() => screen.close());

test('what a client writes never runs and never widens the page', async () => {
  const page = await screen.open('scene=hostile');
  await page.locator('[data-key]').first().waitFor();
  expect(await page.evaluate('window.hacked')).toBeUndefined();
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  expect(await page.locator('[data-key] :is(iframe, script, [onclick], [onerror], [onload], a[href^="javascript"])').count()).toBe(0);
  await page.context().close();
});

test('a hundred thousand messages: few of them in the page, at the end and on the way up', async () => {
  const page = await screen.open('scene=long');
  await page.getByText('99998:', { exact: false }).first().waitFor();
  expect(await page.locator('[data-key]').count()).toBeLessThan(150);
  await page.mouse.move(450, 400);
  for (let turn = 0; turn < 10; turn += 1) await page.mouse.wheel(0, -1_500);
  await page.getByText('99998:', { exact: false }).first().waitFor({ state: 'detached' });
  expect(await page.locator('[data-key]').count()).toBeLessThan(150);
  await page.context().close();
});

describe.each(['light', 'dark'])('everybody can read it, %s', (theme) => {
  test.each(['everything', 'states'])('%s', async (scene) => {
    const page = await screen.open(`scene=${scene}&theme=${theme}`, { reducedMotion: 'reduce' });
    await page.locator('[data-key]').first().waitFor();
    const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)).toEqual([]);
    await page.context().close();
  });
});
