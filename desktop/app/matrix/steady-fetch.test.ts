import { expect, test, vi } from 'vitest';
import { createSteadyFetch } from './steady-fetch.ts';

const poll = 'http://app.test/_matrix/sync?pos=7&timeout=30000';

function rig(answers: readonly (number | 'broken')[]) {
  const asked: string[] = [];
  const told: boolean[] = [];
  const left = [...answers];
  const steady = createSteadyFetch({
    onChange: (isUp) => void told.push(isUp),
    fetch: async (input) => {
      asked.push(String(input instanceof Request ? input.url : input));
      const next = left.shift() ?? 200;
      if (next === 'broken') throw new TypeError('no line');
      return new Response(null, { status: next, ...(next === 429 ? { headers: { 'retry-after': '0' } } : {}) });
    },
  });
  return { steady, asked, told };
}

test.each(['broken', 429, 502, 503, 504] as const)('%s means not now: it is asked again, and each change is told once', async (failure) => {
  const { steady, asked, told } = rig([failure, 200]);
  expect((await steady.fetch(poll)).status).toBe(200);
  expect(asked).toHaveLength(2);
  expect(told).toEqual([false, true]);
});

test('after a break the homeserver is not asked to wait for news, so that a quiet night is no broken line', async () => {
  const { steady, asked } = rig(['broken', 200, 200]);
  await steady.fetch(new URL(poll));
  await steady.fetch(new URL(poll));
  expect(asked).toEqual([poll, poll.replace('30000', '0'), poll]);
});

test('what is refused for good is given back as it is', async () => {
  const { steady, asked, told } = rig([400]);
  expect((await steady.fetch(poll)).status).toBe(400);
  expect(asked).toHaveLength(1);
  expect(told).toEqual([true]);
});

test('waking ends the pause, stopping ends the asking', async () => {
  const { steady, asked } = rig(['broken', 'broken', 'broken', 200]);
  const woken = steady.fetch(poll);
  const nudge = setInterval(() => steady.wake(), 1);
  expect((await woken).status).toBe(200);
  clearInterval(nudge);
  expect(asked).toHaveLength(4);

  const stopped = new AbortController();
  const { steady: other, told } = rig(['broken', 'broken']);
  const endless = other.fetch(poll, { signal: stopped.signal });
  await vi.waitFor(() => expect(told).toEqual([false]));
  stopped.abort();
  await expect(endless).rejects.toThrow('aborted');
});
