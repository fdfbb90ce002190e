import type { RoomId } from '@holdfast/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { calibration, percentile, writeSection } from '../../../server/test/bench/report.ts';
import { clientOfSeeded, startSeededBox, type SeededBox } from './seeded-box.ts';
import { createSmallTalk } from './small-talk.ts';
import { openDesk, paintedAt, type Desk } from './desk.ts';

const messages = 100_000;
const batch = 2_000;
const seconds = 10;
const pace = 60;

/** A conversation of 100,000 messages in the store, scrolled; the floor is a page of plain paragraphs in the same browser. */
let box: SeededBox;
let desk: Desk;
let page: Page;

beforeAll(async () => {
  box = await startSeededBox(3);
  const newest = box.newestOf(0);
  const last = newest[0]!.origin_server_ts;
  const talk = createSmallTalk(3);
  desk = await openDesk({
    box: box.address, name: 'anna', password: 'seeded-password',
    async seed(handlers) {
      for (let from = 0; from < messages; from += batch) {
        const timeline = Array.from({ length: batch }, (_, n) => ({
          ...newest[0]!, event_id: `$h${from + n}` as never, sender: talk.dice() < 0.6 ? clientOfSeeded(0) : newest[2]!.sender, origin_server_ts: last - (messages - from - n) * 60_000, content: { msgtype: 'm.text', body: talk.message() },
        }));
        await handlers.applySync({ rooms: [{ roomId: '!room00000' as RoomId, state: [], timeline, limited: false, initial: false, prevBatch: null, receipts: [] }] });
      }
      await handlers.applySync({ rooms: [{ roomId: '!room00000' as RoomId, state: [], timeline: newest, limited: false, initial: false, prevBatch: null, receipts: [] }] });
    },
  });
  await desk.start();
  ({ page } = await desk.open());
  await paintedAt(page, '.inbox-item-name', 'Client 0');
  await page.locator('.inbox-item-main').first().click();
  await paintedAt(page, '.message-row', 'Message 19 of client 0');
}, 600_000);
afterAll(async () => {
  await desk?.close();
  await box?.stop();
});

/** Moves a scroller by so many pixels at every frame; answers what passed between the frames, and how far it came. */
const scrolled = (where: Page, selector: string, by: number): Promise<{ frames: number[]; distance: number }> =>
  where.evaluate(
    ([what, step, lasts]) =>
      new Promise((resolve) => {
        const view = document.querySelector(what)!;
        const frames: number[] = [];
        let distance = 0;
        let before = 0;
        let began = 0;
        const frame = (now: number): void => {
          if (before === 0) began = now;
          else frames.push(now - before);
          before = now;
          const from = view.scrollTop;
          view.scrollTop += step;
          distance += Math.abs(view.scrollTop - from);
          if (now - began < lasts) requestAnimationFrame(frame);
          else resolve({ frames, distance });
        };
        requestAnimationFrame(frame);
      }),
    [selector, by, seconds * 1000] as const,
  );

test('scrolling a conversation of 100,000 messages', async () => {
  const before = calibration();
  const plain = await (await desk.browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  const talk = createSmallTalk(3);
  await plain.setContent(`<div id="list" style="height:800px;overflow-y:scroll">${Array.from({ length: 2_000 }, () => `<p>${talk.message()}</p>`).join('')}</div>`);
  await plain.locator('#list').evaluate((list) => list.scrollTo(0, list.scrollHeight));
  const floor = await scrolled(plain, '#list', -pace);
  await plain.context().close();
  await page.bringToFront();
  const up = await scrolled(page, '.timeline-list', -pace);
  const fast = await scrolled(page, '.timeline-list', -4 * pace);
  const down = await scrolled(page, '.timeline-list', pace);
  const rows = await page.locator('.message-row').count();

  const fps = ({ frames }: { frames: number[] }): number => frames.length / (frames.reduce((sum, ms) => sum + ms, 0) / 1000);
  const line = (name: string, run: { frames: number[]; distance: number }) => ({
    name: `${name} / plain page`,
    value: `${fps(run).toFixed(1)} / ${fps(floor).toFixed(1)} frames a second; slowest twentieth from ${percentile(run.frames, 0.95).toFixed(1)} / ${percentile(floor.frames, 0.95).toFixed(1)} ms; ${Math.round(run.distance).toLocaleString('en')} px`,
    target: '60 frames a second',
    met: fps(run) >= 59,
  });
  writeSection(
    'Scrolling 100,000 messages',
    `${messages.toLocaleString('en')} messages in one conversation, put into the encrypted store through the app's own calls. ${seconds} seconds each, every frame moving by ${pace} px (${(pace * 60).toLocaleString('en')} px a second), the fast one by four times that, with pages read from the store on the way. The floor is 2,000 plain paragraphs in the same browser, moved the same way. Chromium draws in software here: there is no graphics card.`,
    [line('up', up), line('up, fast', fast), line('down', down), { name: 'messages drawn at once, at the end', value: String(rows), target: 'under 300', met: rows < 300 }],
    [`Calibration before and after: ${before} and ${calibration()} ms.`],
  );
  expect(up.distance).toBeGreaterThan(0);
});
