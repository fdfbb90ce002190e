import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Connection } from '../../ipc/index.ts';
import { createConnection, type ConnectionLine } from './connection.ts';

type Step = (line: ConnectionLine) => void;
const syncs: Record<string, Step> = {
  'sync unknown': () => undefined,
  'sync ok': (line) => line.synced(true, false),
  'sync catching up': (line) => line.synced(true, true),
  'sync lost': (line) => line.synced(false, false),
};
const streams: Record<string, Step> = {
  'stream unknown': () => undefined,
  'stream open': (line) => line.streamed(true),
  'box starting': (line) => line.streamed(false, 5, true),
  'stream lost': (line) => line.streamed(false, 5),
};

let told: Connection[];
let line: ConnectionLine;
beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  told = [];
  line = createConnection({ clock: Date, tell: (now) => told.push(now) });
});
afterEach(() => void vi.useRealTimers());
const state = (): Connection['state'] => line.now().state;
const online = (): void => {
  line.synced(true, false);
  line.streamed(true);
};

test.each([
  ['sync unknown', ['connecting', 'connecting', 'offline', 'offline']],
  ['sync ok', ['connecting', 'online', 'offline', 'offline']],
  ['sync catching up', ['catching-up', 'catching-up', 'box-restarting', 'offline']],
  ['sync lost', ['offline', 'offline', 'offline', 'offline']],
] as const)('before the line ever worked: %s', (sync, expected) => {
  const seen = Object.values(streams).map((stream) => {
    line = createConnection({ clock: Date, tell: () => undefined });
    syncs[sync]!(line);
    stream(line);
    return line.now().state;
  });
  expect(seen).toEqual(expected);
});

test.each([
  ['sync ok', ['online', 'box-restarting', 'offline']],
  ['sync catching up', ['catching-up', 'box-restarting', 'offline']],
  ['sync lost', ['box-restarting', 'box-restarting', 'offline']],
] as const)('after it worked: %s', (sync, expected) => {
  const seen = ['stream open', 'box starting', 'stream lost'].map((stream) => {
    line = createConnection({ clock: Date, tell: () => undefined });
    online();
    syncs[sync]!(line);
    streams[stream]!(line);
    return line.now().state;
  });
  expect(seen).toEqual(expected);
});

test.each([
  ['the box starts', 'box starting'],
  ['the homeserver alone is away', 'sync lost'],
] as const)('%s: it restarts for a minute, and then it is offline, by itself and told once', (_name, step) => {
  online();
  told = [];
  ({ ...streams, ...syncs })[step]!(line);
  vi.advanceTimersByTime(59_999);
  expect(told.map((now) => now.state)).toEqual(['box-restarting']);
  vi.advanceTimersByTime(1);
  expect(told.map((now) => now.state)).toEqual(['box-restarting', 'offline']);
});

test('failing attempts in between do not lengthen the minute of a restart, and say when the next one is', () => {
  online();
  for (let second = 0; second < 60; second += 10) {
    line.streamed(false, Date.now() + 10_000, true);
    line.synced(false, false);
    expect(line.now()).toMatchObject({ state: 'box-restarting', since: 1_000_000, retryAt: Date.now() + 10_000 });
    vi.advanceTimersByTime(10_000);
  }
  expect(line.now()).toMatchObject({ state: 'offline', since: 1_060_000 });
});

test('a second restart has a minute of its own', () => {
  for (let round = 0; round < 2; round++) {
    online();
    line.streamed(false, null, true);
    vi.advanceTimersByTime(50_000);
    expect(state()).toBe('box-restarting');
  }
});

test('a box that comes back in a minute is never called offline, and half of it is not called online', () => {
  online();
  line.streamed(false, null, true);
  line.synced(false, false);
  told = [];
  vi.advanceTimersByTime(30_000);
  line.streamed(true);
  expect(state()).toBe('box-restarting');
  line.synced(true, true);
  line.synced(true, false);
  vi.advanceTimersByTime(120_000);
  expect(told.map((now) => now.state)).toEqual(['catching-up', 'online']);
});

test('the time of the next attempt is shown while it fails, and gone when it works', () => {
  line.streamed(false, 1_030_000);
  expect(line.now().retryAt).toBe(1_030_000);
  online();
  expect(line.now().retryAt).toBe(null);
});

test('only what changed is told, and how long it lasts counts from its beginning', () => {
  online();
  told = [];
  vi.advanceTimersByTime(5_000);
  for (let again = 0; again < 3; again++) online();
  expect(told).toEqual([]);
  expect(line.now().since).toBe(1_000_000);
  line.queue(2);
  line.queue(2);
  expect(told).toEqual([{ state: 'online', since: 1_000_000, retryAt: null, queued: 2 }]);
});

test('after signing out nothing of the old line is left, and nothing of it comes true later', () => {
  online();
  line.queue(3);
  line.streamed(false, 9, true);
  line.reset();
  told = [];
  vi.advanceTimersByTime(120_000);
  expect(told).toEqual([]);
  expect(line.now()).toMatchObject({ state: 'connecting', retryAt: null, queued: 0 });
});
