import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { StreamEvent } from '@holdfast/contract';
import { createStreamLines, type Meets } from '../../test/support/stream-lines.ts';
import { createBoxClient } from './box-client.ts';
import { createBoxStream, type BoxStream } from './box-stream.ts';

const beat = 'data: {"kind":"heartbeat","at":1}\n\n';
const news = (roomId: string): string => `data: ${JSON.stringify({ kind: 'room.changed', roomId })}\n\n`;
const kinds = (): string[] => heard.map((event) => ('roomId' in event ? event.roomId : event.kind));

let net: ReturnType<typeof createStreamLines>;
let stream: BoxStream;
let heard: StreamEvent[];
let opened: number[];
let lost: { after: number; isStarting: boolean }[];

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  net = createStreamLines();
  [heard, opened, lost] = [[], [], []];
  const box = createBoxClient({ fetch: net.fetch, address: 'https://box.test', accessToken: 'matrix-token', label: 'test', onUnwelcome: () => undefined });
  stream = createBoxStream({
    fetch: net.fetch, clock: Date, box,
    onEvent: (event) => heard.push(event),
    onOpen: () => opened.push(Date.now()),
    onLost: (retryAt, isStarting) => lost.push({ after: retryAt - Date.now(), isStarting }),
  });
});
afterEach(async () => {
  stream.stop();
  await pass(0);
  vi.useRealTimers();
});

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
async function start(...meets: Meets[]): Promise<void> {
  net.script(...meets);
  stream.start();
  await pass(0);
}
const line = () => net.lines.at(-1)!;

test('news arrives whole, however the bytes are cut', async () => {
  await start();
  for (const byte of new TextEncoder().encode(news('!zażółć') + news('!second'))) line().say(Uint8Array.of(byte));
  await pass(0);
  expect(kinds()).toEqual(['!zażółć', '!second']);
});

test('what is no news, news of a newer box and comments are passed over, and the line goes on', async () => {
  await start();
  line().say(`: open\n\ndata: no json\n\ndata: {"kind":"tea.ready"}\n\nevent: x\n\n${news('!after')}`);
  await pass(0);
  expect(kinds()).toEqual(['!after']);
});

test('a line on which the box speaks lasts for ever', async () => {
  await start();
  for (let minutes = 0; minutes < 40; minutes++) {
    line().say(beat);
    await pass(15_000);
  }
  expect([opened.length, lost, net.attempts.length]).toEqual([1, [], 1]);
});

test('35 seconds of silence are a dead line: a new one at once, and what was missed is asked for', async () => {
  await start();
  line().say(beat);
  await pass(34_999);
  expect(line().broken).toBe(false);
  await pass(1);
  expect(net.lines.map(({ broken }) => broken)).toEqual([true, false]);
  expect([opened.length, lost]).toEqual([2, []]);
});

test('an attempt nobody answers is a dead line too: after 35 seconds it is given up and said', async () => {
  await start('nobody-answers');
  await pass(34_999);
  expect(lost).toEqual([]);
  await pass(1);
  expect(lost).toEqual([{ after: 500, isStarting: false }]);
  await pass(500);
  expect(opened).toHaveLength(1);
});

test('a line that only broke is asked for once more before anybody is told', async () => {
  await start();
  await pass(10_000);
  line().end();
  await pass(0);
  expect([opened.length, lost]).toEqual([2, []]);
});

test('a line that never holds is not asked for without a pause', async () => {
  await start();
  for (let again = 0; again < 5; again++) {
    line().end();
    await pass(0);
    await pass(lost.at(-1)!.after);
  }
  expect(lost.map(({ after }) => after)).toEqual([500, 1000, 2000, 4000, 8000]);
});

test('pauses grow up to half a minute, each says when the next attempt is, and a line that holds ends them', async () => {
  net.usually({ code: 'ENOTFOUND' });
  await start();
  await pass(180_000);
  expect(lost.slice(0, 9).map(({ after }) => after)).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  expect(net.attempts.slice(1, 9).map((at, index) => at - net.attempts[index]!)).toEqual(lost.slice(0, 8).map(({ after }) => after));
  net.usually('open');
  await pass(40_000);
  net.usually({ code: 'ENOTFOUND' });
  line().end();
  await pass(0);
  expect(lost.at(-1)).toEqual({ after: 500, isStarting: false });
});

test.each<[string, Meets, boolean]>([
  ['nobody listens at the port', { code: 'ECONNREFUSED' }, true],
  ['the edge has nobody behind it', { status: 502 }, true],
  ['the edge is told to wait', { status: 503 }, true],
  ['the edge waited in vain', { status: 504 }, true],
  ['no such name', { code: 'ENOTFOUND' }, false],
  ['no network', { code: 'ENETUNREACH' }, false],
  ['the line breaks', { code: 'ECONNRESET' }, false],
  ['a certificate that does not fit', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, false],
  ['a bug of the box', { status: 500 }, false],
  ['the page of a hotel’s network', { status: 200 }, false],
])('%s: starting is said only where the machine is there (%o)', async (_name, meets, isStarting) => {
  await start(meets);
  expect([opened, lost]).toEqual([[], [{ after: 500, isStarting }]]);
  net.scriptSession(meets);
  net.script({ status: 401 }); // the same where the session has to be opened first
  await pass(500);
  expect([opened, lost.at(-1)]).toEqual([[], { after: 1000, isStarting }]);
});

test('a session that ended is answered by a new one, and nobody is told of a lost line', async () => {
  await start('open', { status: 401 });
  await pass(60_000);
  expect(new Set(net.lines.map(({ bearer }) => bearer)).size).toBe(2);
  expect([opened.length, lost]).toEqual([net.lines.length, []]);
});

test('a box that refuses every session is asked with pauses', async () => {
  net.usually({ status: 401 });
  await start();
  await pass(10_000);
  expect(net.attempts.length).toBeLessThanOrEqual(12);
  expect(lost.slice(0, 3)).toEqual([500, 1000, 2000].map((after) => ({ after, isStarting: false })));
});

test('woken while it waits, it waits no longer', async () => {
  net.usually({ code: 'ENOTFOUND' });
  await start();
  await pass(100_000);
  net.usually('open');
  stream.reconnect();
  await pass(0);
  expect(opened).toEqual([Date.now()]);
});

test('woken over an open line, it takes a new one at once, tells nobody, and does so once', async () => {
  await start();
  stream.reconnect();
  await pass(0);
  expect(net.lines.map(({ broken }) => broken)).toEqual([true, false]);
  line().end();
  await pass(0);
  expect(lost).toHaveLength(1);
});

test('woken while nobody answers, the next attempt is made at once', async () => {
  await start('nobody-answers');
  stream.reconnect();
  await pass(0);
  expect([opened.length, lost]).toEqual([1, []]);
});

test.each<[string, Meets]>([['open', 'open'], ['unanswered', 'nobody-answers'], ['failing', { code: 'ENOTFOUND' }]])('stopped while its line is %s: nothing is asked or told any more, no timer is left', async (_name, meets) => {
  await start(meets);
  const before = [net.attempts.length, opened.length, lost.length];
  stream.stop();
  await pass(120_000);
  expect([net.attempts.length, opened.length, lost.length]).toEqual(before);
  expect(vi.getTimerCount()).toBe(0);
});
