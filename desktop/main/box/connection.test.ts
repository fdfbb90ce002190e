import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Connection } from '../../ipc/index.ts';
import { createConnection, type ConnectionLine } from './connection.ts';

let told: Connection[];
let line: ConnectionLine;
beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
  told = [];
  line = createConnection({ clock: { now: () => Date.now() }, tell: (connection) => told.push(connection) });
});
afterEach(() => vi.useRealTimers());

const online = (): void => {
  line.streamed(true);
  line.synced(true, false);
};
const state = (): string => line.now().state;

test.each<[string, () => void, Connection['state']]>([
  ['nothing answered yet', () => undefined, 'connecting'],
  ['only the stream stands', () => line.streamed(true), 'connecting'],
  ['only the sync stands', () => line.synced(true, false), 'connecting'],
  ['both stand', online, 'online'],
  ['the sync is still behind', () => (line.streamed(true), line.synced(true, true)), 'catching-up'],
  ['the stream is lost', () => (online(), line.streamed(false, 1)), 'offline'],
  ['the sync fails, the box was there a moment ago', () => (online(), line.synced(false, false)), 'box-restarting'],
  ['the box’s machine refuses, it was there a moment ago', () => (online(), line.streamed(false, 1, true)), 'box-restarting'],
  ['the box’s machine refuses and nothing ever worked', () => line.streamed(false, 1, true), 'offline'],
  ['the sync fails and nothing ever worked', () => (line.streamed(true), line.synced(false, false)), 'offline'],
])('%s', (_name, happens, expected) => {
  happens();
  expect(state()).toBe(expected);
});

test('a box that restarts for more than a minute is called away, by itself, and is back when both lines are', () => {
  online();
  line.synced(false, false);
  vi.advanceTimersByTime(59_000);
  expect(told.at(-1)?.state).toBe('box-restarting');
  vi.advanceTimersByTime(2_000);
  expect(told.at(-1)?.state).toBe('offline');
  line.synced(true, false);
  expect(told.at(-1)).toMatchObject({ state: 'online', retryAt: null });
});

test('the next attempt is named while it is awaited, and no longer', () => {
  online();
  line.streamed(false, Date.now() + 4_000);
  expect(line.now().retryAt).toBe(Date.now() + 4_000);
  line.streamed(true);
  expect(line.now().retryAt).toBe(null);
});

test('since when it is so does not move with every failed attempt', () => {
  online();
  line.streamed(false, 1);
  const { since } = line.now();
  vi.advanceTimersByTime(30_000);
  line.streamed(false, 2);
  expect(line.now().since).toBe(since);
});

test('only a change is told, and what waits is part of it', () => {
  online();
  const before = told.length;
  online();
  line.queue(0);
  expect(told.length).toBe(before);
  line.queue(3);
  expect(told.slice(before)).toMatchObject([{ state: 'online', queued: 3 }]);
});

test('signed out, nothing of the old line is left', () => {
  online();
  line.queue(3);
  line.reset();
  expect(line.now()).toMatchObject({ state: 'connecting', retryAt: null, queued: 0 });
});
