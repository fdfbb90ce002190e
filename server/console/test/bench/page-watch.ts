import type { BrowserContext, Page } from 'playwright-core';

type Watch = { /** Whether the box is asked at each letter; otherwise the page finds by itself. */ asks: boolean; readonly open: number; readonly steadySince: number | null; readonly inputAt: number; readonly askedAt: number };
declare global {
  interface Window {
    watched: Watch;
  }
}
/** So long nothing moves before a page counts as done; the wait itself is not counted. */
const holdMs = 200;

/** Runs in the page before anything of the page's own: when its name is there, what it asked the box is answered and drawn, and nothing waits. */
function watch(): void {
  const state = { asks: true, open: 0, steadySince: null as number | null, inputAt: 0, askedAt: 0 };
  window.watched = state;
  const frames = (then: () => void): void => void requestAnimationFrame(() => requestAnimationFrame(then));
  const counted = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    state.open += 1;
    try {
      return await work();
    } finally {
      frames(() => (state.open -= 1)); // what came is drawn by then
    }
  };
  const send = window.fetch;
  window.fetch = (...question) => {
    if (state.askedAt < state.inputAt) state.askedAt = performance.now();
    return counted(() => send(...question));
  };
  for (const name of ['json', 'text', 'blob'] as const) {
    const read = Response.prototype[name] as () => Promise<never>;
    Response.prototype[name] = function (this: Response) {
      return counted(() => read.call(this));
    };
  }
  addEventListener('input', () => {
    state.inputAt = performance.now();
    state.steadySince = null;
  }, true);
  const look = (): void => {
    const waits = state.open > 0 || document.querySelector('h1') === null || document.querySelector('.ui-skeleton, .paged-table-waiting, [aria-busy=true]') !== null || (state.asks && state.askedAt < state.inputAt);
    if (waits) state.steadySince = null;
    else state.steadySince ??= performance.now();
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

export async function watchPages(context: BrowserContext): Promise<void> {
  await context.addInitScript(watch);
}

/** Waits until the page is done, and says when it became so; one that never is says what it still waits for. */
async function steady(page: Page): Promise<Watch & { readonly steadySince: number }> {
  try {
    const found = await page.waitForFunction((hold) => {
      const { watched } = window;
      return watched !== undefined && watched.steadySince !== null && performance.now() - watched.steadySince > hold ? { ...watched } : null;
    }, holdMs, { polling: 50, timeout: 10_000 });
    return (await found.jsonValue()) as Watch & { readonly steadySince: number };
  } catch (failure) {
    const waits = await page.evaluate(() => JSON.stringify({ ...window.watched, asked: performance.getEntriesByType('resource').slice(-3).map(({ name }) => name), drawn: document.querySelector('.ui-skeleton, .paged-table-waiting, [aria-busy=true]')?.outerHTML.slice(0, 200), h1: document.querySelector('h1')?.textContent }));
    throw new Error(`${page.url()} never came to rest: ${waits}`, { cause: failure });
  }
}

/** Milliseconds from asking for the address to a page one can work with. */
export async function timeOf(page: Page, address: string): Promise<number> {
  await page.goto(address, { waitUntil: 'commit' });
  return (await steady(page)).steadySince;
}

/** Types what is searched for at once: milliseconds until it is drawn, from the last letter and from the question to the box. */
export async function timeOfSearch(page: Page, words: string, asks: boolean): Promise<{ fromLetter: number; fromQuestion: number }> {
  await page.evaluate((does) => void (window.watched.asks = does), asks);
  await page.keyboard.press('/');
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(words);
  const { steadySince, inputAt, askedAt } = await steady(page);
  return { fromLetter: steadySince - inputAt, fromQuestion: steadySince - askedAt };
}

/** Bytes over the wire of everything a page asks for until it is done, as the browser counts them. */
export async function weightOf(context: BrowserContext, address: string): Promise<{ bytes: number; files: number }> {
  const page = await context.newPage();
  const wire = await context.newCDPSession(page);
  await wire.send('Network.enable');
  let [bytes, files] = [0, 0];
  wire.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
    files += 1;
  });
  await timeOf(page, address);
  await page.close();
  return { bytes, files };
}
