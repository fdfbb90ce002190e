import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { calibration, percentile, writeSection } from '../../../server/test/bench/report.ts';
import { requestJson } from '../../../server/test/support/json-http.ts';
import { until } from '../../../server/test/support/until.ts';
import type { Phone } from '../../../server/test/support/phone.ts';
import { createWorld, type World } from '../../../server/test/support/world.ts';
import { openDesk, paintedAt, type Desk } from './desk.ts';

const samples = 60;
const warmUp = 10;
const half = 300;
const frameMs = 1000 / 60;

/** What happens while somebody works: a phone's word on the screen, a key's echo, an hour of work in memory. */
let world: World;
let desk: Desk;
let page: Page;
let phone: Phone;
const phones: Phone[] = [];
let raw: { token: string; userId: string };

beforeAll(async () => {
  world = await createWorld();
  await world.link();
  const anna = await world.hire('anna');
  for (let from = 2; from <= 30; from += 10) {
    const numbers = Array.from({ length: Math.min(10, 31 - from) }, (_, n) => `+485110000${String(from + n).padStart(2, '0')}`);
    phones.push(...(await world.clientsOf(anna, numbers, `hello from batch ${from}, number`)).map((client) => client.phone));
  }
  ({ phone } = await world.clientOf(anna, '+48511000001', 'hello there')); // the last to write stands first
  const { oneTimePassword } = await world.api.post<{ oneTimePassword: string }>(`/people/${encodeURIComponent(anna.person.personId)}/reset-password`, { reason: 'bench' });
  const again = await requestJson<{ access_token: string }>('POST', `${world.urls.homeserver}/_matrix/client/v3/login`, { body: { type: 'm.login.password', identifier: { type: 'm.id.user', user: anna.userId }, password: oneTimePassword } });
  raw = { userId: anna.userId, token: again.access_token };
  desk = await openDesk({ box: world.urls.api, name: 'anna', password: oneTimePassword });
}, 600_000);
afterAll(async () => {
  await desk?.close();
  await world?.close();
});

/** The same answer as the homeserver gives it: one long poll of the same user on another device, in this process. */
function rawPoll() {
  let pos = '';
  const ask = (timeout: number) =>
    requestJson<{ pos: string; rooms?: Record<string, { timeline?: { content: { body?: string } }[] }> }>('POST', `${world.urls.homeserver}/_matrix/client/unstable/org.matrix.simplified_msc3575/sync?timeout=${timeout}${pos === '' ? '' : `&pos=${encodeURIComponent(pos)}`}`, {
      token: raw.token,
      body: { lists: { all: { ranges: [[0, 50]], timeline_limit: 5, required_state: [] } } },
    });
  return {
    async start(): Promise<void> {
      pos = (await ask(0)).pos;
    },
    async sees(text: string): Promise<number> {
      for (;;) {
        const answer = await ask(10_000);
        const at = Date.now();
        pos = answer.pos;
        if (Object.values(answer.rooms ?? {}).some(({ timeline }) => timeline?.some(({ content }) => content.body === text))) return at;
      }
    },
  };
}

/** One word of the client, begun anywhere in a frame; answers how long it took to be seen. */
async function wordTakes(text: string, seenAt: Promise<number>): Promise<number> {
  await setTimeout(Math.random() * frameMs);
  const started = Date.now();
  await phone.write(world.companyNumber, text);
  return (await seenAt) - started;
}

/** What the homeserver alone takes, while no app asks it for anything. */
async function rawRounds(name: string, count: number): Promise<number[]> {
  const poll = rawPoll();
  await poll.start();
  const took: number[] = [];
  for (let n = 0; n < count + warmUp; n++) {
    const text = `word ${name}-${n} of the client`;
    const one = await wordTakes(text, poll.sees(text));
    if (n >= warmUp) took.push(one);
  }
  return took;
}

/** The app with the conversation at the head of the list: the client of the last word waits, unless all are answered. */
async function openFirst(): Promise<void> {
  await desk.start();
  ({ page } = await desk.open());
  await paintedAt(page, '.inbox-item-name');
  await page.locator('.inbox-item-main').first().click();
  await paintedAt(page, '.message-row');
}

test('phone to pixels, key to echo', async () => {
  const before = calibration();
  const floor = await rawRounds('before', samples / 2);
  await openFirst();
  await page.locator('.inbox-item-main', { hasText: 'Client +48511000001' }).click();
  await paintedAt(page, '.message-row', 'of the client');
  const pixels: number[] = [];
  for (let n = 0; n < samples + warmUp; n++) {
    const text = `word ${n} of the client`;
    const one = await wordTakes(text, paintedAt(page, '.message-row', text));
    if (n >= warmUp) pixels.push(one);
  }

  const echoes: number[] = [];
  const box = page.locator('.message-composer-field');
  for (let n = 0; n < 40; n++) {
    const text = `answer ${n}`;
    await box.fill(text);
    const painted = paintedAt(page, '.message-row', text);
    const keyAt = page.evaluate(() => new Promise<number>((resolve) => document.addEventListener('keydown', () => resolve(Date.now()), { once: true, capture: true })));
    await page.evaluate(() => undefined); // the listener stands
    await box.press('Enter');
    echoes.push((await painted) - (await keyAt));
  }

  await page.context().close();
  await desk.stop();
  floor.push(...(await rawRounds('after', samples / 2)));
  const [p95, f95, e95] = [percentile(pixels, 0.95), percentile(floor, 0.95), percentile(echoes, 0.95)];
  writeSection(
    'While somebody works',
    `${samples} words of a client, from before the phone sends until their frame is drawn; the floor is a raw sliding-sync long poll of the same person, half of it before the app was open and half after.`,
    [
      { name: 'phone to pixels / raw long poll, p50', value: `${percentile(pixels, 0.5)} / ${percentile(floor, 0.5)} ms = ${(percentile(pixels, 0.5) / percentile(floor, 0.5)).toFixed(2)}`, target: 'at most 1.5', met: percentile(pixels, 0.5) <= 1.5 * percentile(floor, 0.5) },
      { name: 'phone to pixels / raw long poll, p95', value: `${p95} / ${f95} ms = ${(p95 / f95).toFixed(2)}`, target: 'at most 1.5', met: p95 <= 1.5 * f95 },
      { name: 'key press to echo, p95 of 40', value: `${e95} ms (p50 ${percentile(echoes, 0.5)})`, target: 'under 50 ms', met: e95 < 50 },
    ],
    [`Calibration before and after: ${before} and ${calibration()} ms.`],
  );
  expect(pixels).toHaveLength(samples);
});

test('memory of an hour', async () => {
  await openFirst();
  const early = await rendererMegabytes();
  const middle = await workHalfAnHour(0);
  const late = await workHalfAnHour(1);
  writeSection(
    'An hour of work',
    `What somebody busy does in an hour, without its pauses, in 30 conversations: ${2 * half} acts, of which every second opens another conversation and scrolls it up, every third is a client's word, every tenth an answer, every tenth a search letter by letter. Resident memory of the page's process, Chromium's own code included; the host is not in it.`,
    [{ name: 'before / after half of it / after all', value: `${early} / ${middle} / ${late} MB`, target: 'under 400 MB', met: late < 400 }],
    [],
  );
  expect(late).toBeGreaterThan(0);
});

/** Half of an hour's acts; answers what the page then holds, in megabytes. */
async function workHalfAnHour(part: number): Promise<number> {
  const items = page.locator('.inbox-item-main');
  const field = page.locator('.message-composer-field');
  for (let n = 0; n < half; n++) {
    if (n % 2 === 0) {
      await items.nth((n * 7) % Math.min(10, await items.count())).click();
      await page.locator('.timeline-list').evaluate((list) => list.scrollBy(0, -2_000));
    }
    if (n % 3 === 0) await phones[(n * 5) % phones.length]?.write(world.companyNumber, `more ${part}-${n}, is it ready and what does it cost?`);
    if (n % 10 === 4) {
      await field.fill(`answer ${part}-${n}`);
      await field.press('Enter');
    }
    if (n % 10 === 9) {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await page.keyboard.press('/');
      await page.getByRole('searchbox').pressSequentially('ready cost', { delay: 5 });
      await page.locator('.search-hit').first().waitFor({ timeout: 10_000 });
      await until('the search is closed', async () => {
        await page.keyboard.press('Escape');
        return (await page.getByRole('searchbox').count()) === 0;
      });
    }
  }
  return rendererMegabytes();
}

/** Resident memory of the largest renderer process of this browser. */
async function rendererMegabytes(): Promise<number> {
  const session = await desk.browser.newBrowserCDPSession();
  const { processInfo } = (await session.send('SystemInfo.getProcessInfo')) as { processInfo: { type: string; id: number }[] };
  const sizes = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0) / 1024);
  return Math.round(Math.max(...sizes));
}
