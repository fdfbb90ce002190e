import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Reply } from '../../ipc/index.ts';
import { createWebSocketBridge } from './web-socket-bridge.ts';

/** A line in memory: opens when told, keeps what was sent on it. */
class Line extends EventTarget {
  readonly sent: { id: number; call: string; input: unknown }[] = [];
  readyState = 0;
  send(frame: string): void {
    this.sent.push(JSON.parse(frame) as never);
  }
  opens(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }
  answers(id: number, reply: Reply<unknown>): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify({ id, reply }) }));
  }
  breaks(): void {
    this.readyState = 3;
    this.dispatchEvent(new Event('close'));
  }
  close(): void {}
}

let lines: Line[];
const newest = (): Line => lines.at(-1)!;
const named = (call: string): Line['sent'] => newest().sent.filter((frame) => frame.call === call);
const roomId = '!room:box.test' as never;
const text = { kind: 'text' as const, text: 'I will look', html: null, replyTo: null };

function openBridge(): ReturnType<typeof createWebSocketBridge> {
  lines = [];
  return createWebSocketBridge(() => {
    const line = new Line();
    lines.push(line);
    return line as never;
  });
}

/** The line breaks and a new one is up, as after a restart of the network. */
async function breakAndReturn(): Promise<void> {
  newest().breaks();
  await vi.advanceTimersByTimeAsync(200);
  newest().opens();
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a call made before the line is up goes out when it is', async () => {
  const bridge = openBridge();
  await vi.advanceTimersByTimeAsync(0);
  const answer = bridge.call('readSession', {});
  expect(newest().sent).toEqual([]);
  newest().opens();
  newest().answers(named('readSession')[0]!.id, { ok: true, value: 'here' });
  expect(await answer).toEqual({ ok: true, value: 'here' });
});

test('a send whose answer was lost is asked again under its own id, and the screen never hears of it', async () => {
  const bridge = openBridge();
  await vi.advanceTimersByTimeAsync(0);
  newest().opens();
  const answer = bridge.call('send', { roomId, outgoing: text, localId: 'one' });
  expect(named('send')).toHaveLength(1);
  await breakAndReturn();
  expect(named('send').map(({ input }) => input)).toEqual([{ roomId, outgoing: text, localId: 'one' }]);
  newest().answers(named('send')[0]!.id, { ok: true, value: { localId: 'one' } });
  expect(await answer).toEqual({ ok: true, value: { localId: 'one' } });
});

test('what would do harm twice is not asked again: nobody can know whether it was done', async () => {
  const bridge = openBridge();
  await vi.advanceTimersByTimeAsync(0);
  newest().opens();
  const lost = Promise.all([bridge.call('send', { roomId, outgoing: text }), bridge.call('claimRoom', { roomId })]);
  await breakAndReturn();
  expect(await lost).toEqual([expect.objectContaining({ code: 'OFFLINE' }), expect.objectContaining({ code: 'OFFLINE' })]);
  expect([...named('send'), ...named('claimRoom')]).toEqual([]);
});

test('a line that stays away is said after a while, and not before', async () => {
  const bridge = openBridge();
  await vi.advanceTimersByTimeAsync(0);
  newest().opens();
  let said: unknown;
  void bridge.call('readSettings', {}).then((reply) => (said = reply));
  newest().breaks();
  await vi.advanceTimersByTimeAsync(7_900);
  expect(said).toBeUndefined();
  await vi.advanceTimersByTimeAsync(200);
  expect(said).toMatchObject({ ok: false, code: 'OFFLINE' });
});

test('after a return the screen is told to read everything again', async () => {
  const bridge = openBridge();
  const heard: string[] = [];
  bridge.subscribe(({ push }) => void heard.push(push));
  const ups: boolean[] = [];
  bridge.onLine((isUp) => void ups.push(isUp));
  await vi.advanceTimersByTimeAsync(0);
  newest().opens();
  await breakAndReturn();
  for (const call of ['readSession', 'readSettings', 'readConnection']) newest().answers(named(call)[0]!.id, { ok: true, value: {} });
  await vi.advanceTimersByTimeAsync(0);
  expect(ups).toEqual([true, false, true]);
  expect(heard).toEqual(['session.changed', 'settings.changed', 'connection.changed', 'conversations.changed', 'queue.changed', 'templates.changed', 'colleagues.changed']);
});
