import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { screenPage, type ScreenPage } from '../support/screen-page.ts';
import { closeSeen, elementCount, openSeen, sideways } from '../support/seen-page.ts';

/** The list of conversations in the real browser, with three thousand of them and with none. */
let screen: ScreenPage;
beforeAll(async () => {
  screen = await screenPage(new URL('./app', import.meta.url).pathname, () => ({ status: 404 }));
});
afterAll(() => screen.close());

type Row = { roomId: string; top: number; waitingSince: number | null; doneAt: number | null; right: string; network: string; sortAt: number };
const rowsOf = (page: Page): Promise<Row[]> =>
  page.evaluate<Row[]>(`[...document.querySelectorAll('[data-room]')].map((each) => {
    const found = window.harness.api.state.conversations.get(each.dataset.room);
    return { roomId: found.roomId, top: each.getBoundingClientRect().top, waitingSince: found.waitingSince, doneAt: found.doneAt, right: found.right, network: found.account.network, sortAt: found.sortAt };
  }).sort((a, b) => a.top - b.top)`);
const total = (page: Page, condition = 'true'): Promise<number> => page.evaluate<number>(`[...window.harness.api.state.conversations.values()].filter((each) => ${condition}).length`);
const shown = async (page: Page): Promise<number> => Number((await page.locator('.inbox-list-rows').getAttribute('aria-label'))!.replace(/\D/g, ''));
const scrollTo = async (page: Page, share: number): Promise<void> => {
  await page.evaluate<null>(`(() => { const list = document.querySelector('.inbox-list'); list.scrollTop = (list.scrollHeight - list.clientHeight) * ${share}; return null; })()`);
  await page.evaluate<null>('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))');
};
const chip = (page: Page, name: RegExp) => page.getByRole('group', { name: 'Filter' }).getByRole('button', { name });
async function openList(scene: string): Promise<Page> {
  const page = await openSeen(screen, `scene=${scene}`);
  await page.locator('[data-room]').first().waitFor();
  return page;
}

describe('three thousand conversations', () => {
  test('the page holds a screenful of them wherever one is, and none stands out of its line', async () => {
    const page = await openList('crowded');
    expect(await shown(page)).toBe(await total(page, 'each.doneAt === null'));
    for (const share of [0, 0.31, 0.5, 0.77, 1, 0]) {
      await scrollTo(page, share);
      const rows = await rowsOf(page);
      expect(rows.length, `at ${share}`).toBeGreaterThan(8);
      expect(rows.length, `at ${share}`).toBeLessThan(60);
      expect(rows.some(({ top }) => top < 450) && rows.some(({ top }) => top > 450), `the view is filled at ${share}`).toBe(true);
      expect(await elementCount(page)).toBeLessThan(2_500);
      expect(await sideways(page)).toEqual([]);
    }
    await closeSeen(page);
  });

  test('the newest stands first in its section, and what arrives goes there without the list being made anew', async () => {
    const page = await openList('crowded');
    const before = (await rowsOf(page)).filter(({ waitingSince }) => waitingSince !== null);
    expect(before.map(({ sortAt }) => sortAt)).toEqual(before.map(({ sortAt }) => sortAt).toSorted((a, b) => b - a));
    const read = await page.evaluate<number>('window.harness.api.control.inputsOf("listConversations").length');
    await page.evaluate<null>(`(() => {
      const roomId = '!roomcrowd2999:box.test';
      window.harness.api.control.append(roomId, { side: 'client', senderId: '@ghost:box.test', body: { kind: 'text', text: 'Here I am again', html: null, emote: false } });
      return null;
    })()`);
    await expect.poll(async () => (await rowsOf(page))[0]?.roomId).toBe('!roomcrowd2999:box.test');
    const asked = await page.evaluate<unknown[]>(`window.harness.api.control.inputsOf("listConversations").slice(${read})`);
    expect(asked.every((input) => (input as { roomIds?: string[] }).roomIds?.length === 1)).toBe(true); // only what changed is read
    await closeSeen(page);
  });

  test('each filter shows what it names, as many as it says, and its second press takes it back', async () => {
    const page = await openList('crowded');
    const all = await shown(page);
    const filters: [RegExp, string, (row: Row) => boolean][] = [
      [/^Waiting/, 'each.waitingSince !== null && each.doneAt === null', (row) => row.waitingSince !== null && row.doneAt === null],
      [/^Covering/, 'each.right === "cover" && each.doneAt === null', (row) => row.right === 'cover'],
      [/^Done/, 'each.doneAt !== null', (row) => row.doneAt !== null],
    ];
    for (const [name, condition, fits] of filters) {
      const count = await total(page, condition);
      await chip(page, name).click();
      await expect.poll(() => shown(page), { message: name.source }).toBe(count);
      expect((await chip(page, name).innerText()).replace(/\D/g, ''), name.source).toBe(String(count));
      await scrollTo(page, 0.6);
      expect((await rowsOf(page)).every(fits), name.source).toBe(true);
      await chip(page, name).click();
      await expect.poll(() => shown(page), { message: name.source }).toBe(all);
    }
    await chip(page, /^Filter$/).click();
    await page.getByRole('group', { name: 'Messenger' }).getByRole('button', { name: 'Signal' }).click();
    await expect.poll(() => shown(page)).toBe(await total(page, 'each.account.network === "signal" && each.doneAt === null'));
    await chip(page, /^Waiting/).click(); // filters narrow each other
    await expect.poll(() => shown(page)).toBe(await total(page, 'each.account.network === "signal" && each.doneAt === null && each.waitingSince !== null'));
    await closeSeen(page);
  });

  test('in the order of waiting the longest stands first, and everybody who waits before everybody who does not', async () => {
    const page = await openList('crowded');
    await page.getByRole('button', { name: 'Newest first' }).click();
    await page.getByRole('button', { name: 'Longest wait first' }).waitFor();
    const longest = await page.evaluate<string>('[...window.harness.api.state.conversations.values()].filter((each) => each.waitingSince !== null && each.doneAt === null).sort((a, b) => a.waitingSince - b.waitingSince)[0].roomId');
    await expect.poll(async () => (await rowsOf(page))[0]?.roomId).toBe(longest);
    const passed: (number | null)[] = [];
    for (const share of [0, 0.2, 0.4, 0.6, 0.8, 1]) {
      await scrollTo(page, share);
      passed.push(...(await rowsOf(page)).filter(({ top }) => top > 0 && top < 900).map(({ waitingSince }) => waitingSince)); // the row of the cursor is kept, out of sight
    }
    const order = passed.map((waitingSince) => waitingSince ?? Infinity);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order.at(-1)).toBe(Infinity);
    await closeSeen(page);
  });

  test('one tab stop; the keys go to the last and back, and Enter opens what has the focus', async () => {
    const page = await openList('crowded');
    expect(await page.locator('[data-room][tabindex="0"]').count()).toBe(1);
    await page.locator('[data-room][tabindex="0"]').focus();
    const first = await page.evaluate<string>('document.activeElement.dataset.room');
    await page.keyboard.press('End');
    await expect.poll(() => page.evaluate<string>('document.activeElement.dataset.room')).not.toBe(first);
    const last = await page.evaluate<string>('document.activeElement.dataset.room');
    expect((await rowsOf(page)).at(-1)?.roomId).toBe(last);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate<string>('window.harness.matrix.opened.at(-1)')).toBe(last);
    await page.locator(`[data-room="${last}"]`).focus();
    await page.keyboard.press('Home');
    await expect.poll(() => page.evaluate<string>('document.activeElement.dataset.room')).toBe(first);
    await closeSeen(page);
  });
});

describe('a client with several conversations', () => {
  test('they stand under each other; a quiet one is folded, said so, and shown when asked for', async () => {
    const page = await openList('normal');
    const fold = page.getByRole('button', { name: 'Show the other conversations of Jan Kowalski' });
    expect(await fold.innerText()).toBe('and 1 more conversation');
    expect((await rowsOf(page)).map(({ roomId }) => roomId)).not.toContain('!room6:box.test');
    await fold.click();
    const order = (await rowsOf(page)).map(({ roomId }) => roomId);
    expect(order.indexOf('!room6:box.test')).toBe(order.indexOf('!room1:box.test') + 1);
    await fold.click();
    await expect.poll(async () => (await rowsOf(page)).length).toBe(order.length - 1);
    await closeSeen(page);
  });

  test('one that speaks is never folded away', async () => {
    const page = await openList('normal');
    await page.evaluate<null>(`(window.harness.api.control.append('!room6:box.test', { side: 'client', senderId: '@ghost_6:box.test', body: { kind: 'text', text: 'Hello from the other messenger', html: null, emote: false } }), null)`);
    await page.getByText('Hello from the other messenger').waitFor();
    const order = (await rowsOf(page)).map(({ roomId }) => roomId);
    expect(Math.abs(order.indexOf('!room6:box.test') - order.indexOf('!room1:box.test'))).toBe(1);
    expect(await page.getByRole('button', { name: 'Show the other conversations of Jan Kowalski' }).count()).toBe(0);
    await closeSeen(page);
  });
});

describe('nothing to show', () => {
  test('an empty list says what comes here and leads to what nobody answers', async () => {
    const page = await openSeen(screen, 'scene=empty');
    await page.getByText('As soon as a client is yours, their conversation stands here.').waitFor();
    await page.getByRole('button', { name: 'See what nobody answers' }).click();
    expect(await page.getByRole('button', { name: /^Nobody answers/ }).getAttribute('aria-current')).toBe('page');
    await closeSeen(page);
  });

  test('when everybody has an answer that is said, and one press shows the rest again', async () => {
    const page = await openList('normal');
    await page.evaluate<null>(`(() => {
      const { state, push } = window.harness.api;
      for (const [roomId, each] of state.conversations) state.conversations.set(roomId, { ...each, waitingSince: null });
      push({ push: 'conversations.changed' });
      return null;
    })()`);
    await chip(page, /^Waiting/).click();
    await page.getByText('Everybody has an answer.').waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.locator('[data-room]').first().waitFor();
    await closeSeen(page);
  });

  test('a list that could not be read says so and is read at the next press; it never looks empty', async () => {
    const page = await openSeen(screen, 'scene=failing');
    await page.getByText('The conversations could not be read from this computer.').waitFor();
    expect(await page.getByText('Nothing here yet.').count()).toBe(0);
    await page.evaluate<null>('(window.harness.api.control.fail("listConversations", null), null)');
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await page.locator('[data-room]').first().waitFor();
    await closeSeen(page);
  });

  test('a reading that fails later leaves what was on screen on screen', async () => {
    const page = await openList('normal');
    const before = (await rowsOf(page)).length;
    await page.evaluate<null>('(window.harness.api.control.fail("listConversations", "STORE_CORRUPT"), window.harness.api.push({ push: "conversations.changed" }), null)');
    await page.waitForTimeout(100);
    expect((await rowsOf(page)).length).toBe(before);
    await closeSeen(page);
  });
});
