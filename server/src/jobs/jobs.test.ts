import { Type } from 'typebox';
import { afterEach, describe, expect, test } from 'vitest';
import { openDb, type Db } from '../db/index.ts';
import { manualClock, silentLog } from '../kernel/index.ts';
import { backoffMs, createJobs, type Jobs } from './index.ts';

const Payload = Type.Object({ n: Type.Integer() });
const open: { jobs: Jobs; db: Db }[] = [];

function world({ db = openDb(':memory:'), concurrency = 4 } = {}) {
  const clock = manualClock();
  const jobs = createJobs({ db, clock, log: silentLog, concurrency, random: () => 0.5 });
  open.push({ jobs, db });
  return { db, clock, jobs };
}

afterEach(async () => {
  for (const { jobs } of open.splice(0)) await jobs.stop();
});

const order = (db: Db, jobs: Jobs, key: string, n: number, runAt?: number) =>
  db.write((tx) => jobs.enqueue(tx, { kind: 'count', key, payload: { n }, ...(runAt === undefined ? {} : { runAt }) }));

describe('durable work', () => {
  test('runs after the transaction that ordered it, and never if that rolled back', async () => {
    const { db, jobs } = world();
    const seen: number[] = [];
    jobs.handle('count', Payload, async ({ n }) => void seen.push(n));
    jobs.start();
    expect(() => db.write((tx) => {
      jobs.enqueue(tx, { kind: 'count', key: 'a', payload: { n: 1 } });
      throw new Error('no');
    })).toThrow('no');
    order(db, jobs, 'b', 2);
    expect(seen).toEqual([]);
    await jobs.settled();
    expect(seen).toEqual([2]);
  });

  test('is found again by the next start when the box died before it was done', async () => {
    const first = world();
    first.jobs.handle('count', Payload, async () => new Promise(() => {})); // killed here
    first.jobs.start();
    order(first.db, first.jobs, 'a', 7);
    await new Promise((resolve) => setTimeout(resolve, 10));
    open.length = 0; // a dead process drains nothing
    const seen: number[] = [];
    const second = world({ db: first.db });
    second.jobs.handle('count', Payload, async ({ n }) => void seen.push(n));
    second.jobs.start();
    await second.jobs.settled();
    expect(seen).toEqual([7]);
  });

  test('ordered twice while waiting runs once, with the newer payload', async () => {
    const { db, jobs } = world();
    const seen: number[] = [];
    jobs.handle('count', Payload, async ({ n }) => void seen.push(n));
    order(db, jobs, 'a', 1);
    order(db, jobs, 'a', 2);
    jobs.start();
    await jobs.settled();
    expect(seen).toEqual([2]);
  });

  test('ordered again while running runs once more afterwards, never beside itself', async () => {
    const { db, jobs } = world();
    const seen: number[] = [];
    let beside = 0;
    jobs.handle('count', Payload, async ({ n }) => {
      beside += 1;
      expect(beside).toBe(1);
      if (n === 1) order(db, jobs, 'a', 2);
      await new Promise((resolve) => setTimeout(resolve, 5));
      seen.push(n);
      beside -= 1;
    });
    jobs.start();
    order(db, jobs, 'a', 1);
    await jobs.settled();
    expect(seen).toEqual([1, 2]);
  });

  test('that fails is tried again later, for ever, and keeps its code', async () => {
    const { db, jobs, clock } = world();
    let tries = 0;
    jobs.handle('count', Payload, async () => {
      tries += 1;
      if (tries < 3) throw Object.assign(new Error('+48 600 700 800 refused'), { errcode: 'M_FORBIDDEN' });
    });
    jobs.start();
    order(db, jobs, 'a', 1);
    await jobs.settled();
    expect(jobs.find(db, 'count', 'a')).toMatchObject({ attempts: 1, lastError: 'M_FORBIDDEN', runAt: clock.now() + 500 });
    clock.advance(500);
    await jobs.settled();
    clock.advance(1_000);
    await jobs.settled();
    expect(tries).toBe(3);
    expect(jobs.find(db, 'count', 'a')).toBeUndefined();
  });

  test('that fails for a quarter of an hour is told to somebody, once, and goes on being tried', async () => {
    const db = openDb(':memory:');
    const clock = manualClock();
    const stuck: unknown[] = [];
    const jobs = createJobs({ db, clock, log: silentLog, random: () => 0.5, onStuck: (_tx, job) => void stuck.push(job) });
    open.push({ jobs, db });
    let tries = 0;
    jobs.handle('count', Payload, async () => {
      tries += 1;
      throw new Error('no');
    });
    jobs.start();
    order(db, jobs, 'a', 1);
    for (let turn = 0; turn < 20; turn += 1) {
      await jobs.settled();
      clock.advance(300_000);
    }
    expect(tries).toBe(20);
    expect(stuck).toEqual([{ kind: 'count', jobId: 1, attempts: 12, code: 'Error' }]);
  });

  test('with a payload its handler does not know is kept, not lost', async () => {
    const { db, jobs } = world();
    jobs.handle('count', Payload, async () => expect.unreachable());
    jobs.start();
    db.write((tx) => jobs.enqueue(tx, { kind: 'count', key: 'a', payload: { n: 'many' } }));
    await jobs.settled();
    expect(jobs.find(db, 'count', 'a')).toMatchObject({ lastError: 'INTERNAL' });
  });

  test('waits for its moment and can be taken back until then', async () => {
    const { db, jobs, clock } = world();
    const seen: number[] = [];
    jobs.handle('count', Payload, async ({ n }) => void seen.push(n));
    jobs.start();
    order(db, jobs, 'later', 1, clock.now() + 1_000);
    order(db, jobs, 'never', 2, clock.now() + 1_000);
    await jobs.settled();
    db.write((tx) => void jobs.cancel(tx, 'count', 'never'));
    expect(seen).toEqual([]);
    clock.advance(1_000);
    await jobs.settled();
    expect(seen).toEqual([1]);
  });

  test('runs in parallel up to the limit of the box and of its kind', async () => {
    const { db, jobs } = world({ concurrency: 3 });
    let now = 0;
    let most = 0;
    let slow = 0;
    let mostSlow = 0;
    jobs.handle('count', Payload, async () => {
      most = Math.max(most, (now += 1));
      await new Promise((resolve) => setTimeout(resolve, 2));
      now -= 1;
    });
    jobs.handle('slow', Payload, async () => {
      mostSlow = Math.max(mostSlow, (slow += 1));
      most = Math.max(most, (now += 1));
      await new Promise((resolve) => setTimeout(resolve, 2));
      slow -= 1;
      now -= 1;
    }, { limit: 1 });
    jobs.start();
    db.write((tx) => {
      for (let n = 0; n < 10; n += 1) {
        jobs.enqueue(tx, { kind: 'slow', key: `${n}`, payload: { n } });
        jobs.enqueue(tx, { kind: 'count', key: `${n}`, payload: { n } });
      }
    });
    await jobs.settled();
    expect(most).toBe(3);
    expect(mostSlow).toBe(1);
  });

  test('under way is finished before stop returns', async () => {
    const { db, jobs } = world();
    let finished = false;
    let signalled = false;
    jobs.handle('count', Payload, async (_payload, run) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      signalled = run.stopping.aborted;
      finished = true;
    });
    jobs.start();
    order(db, jobs, 'a', 1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await jobs.stop();
    expect([finished, signalled]).toEqual([true, true]);
    expect(jobs.find(db, 'count', 'a')).toBeUndefined();
  });
});

test('a schedule runs in UTC seconds, survives its own failure and stops', async () => {
  const { jobs } = world();
  let runs = 0;
  jobs.every('each-second', '* * * * * *', async () => {
    runs += 1;
    throw new Error('once more');
  });
  jobs.start();
  await expect.poll(() => runs, { timeout: 4_000 }).toBeGreaterThan(1);
  await jobs.stop();
});

test('waiting grows, stays under five minutes and is never the same for everybody', () => {
  expect(backoffMs(1, () => 0.5)).toBe(500);
  expect(backoffMs(4, () => 0.5)).toBe(4_000);
  expect(backoffMs(60, () => 1)).toBe(300_000);
  expect(backoffMs(3, () => 0)).toBeLessThan(backoffMs(3, () => 1));
});
