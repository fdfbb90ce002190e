import { afterEach, describe, expect, test } from 'vitest';
import { openDb, type Db } from '../db/index.ts';
import { AppError, manualClock, silentLog } from '../kernel/index.ts';
import { createSagaRunner, type Direction, type SagaDefinition, type SagaRunner, type SagaStep } from './index.ts';

type Ports = { call: SagaRunner['call'] };
const open: SagaRunner[] = [];
afterEach(async () => {
  for (const runner of open.splice(0)) await runner.stop();
});

/** Items that pack, ship and bill parcels, with a hook before each call. */
function depot({ db = openDb(':memory:'), clock = manualClock(), onCall = async (_what: string) => {}, failpoint = (_name: string) => {}, limit = 4, yieldToTraffic = async () => {}, applies = (_step: string, _direction: Direction): boolean => true }: {
  db?: Db; clock?: ReturnType<typeof manualClock>; onCall?: (what: string) => Promise<void>; failpoint?: (name: string) => void; limit?: number; yieldToTraffic?: () => Promise<void>; applies?: (step: string, direction: Direction) => boolean;
} = {}) {
  const happened: string[] = [];
  const tells: string[] = [];
  const step = (name: string): SagaStep<string, Ports> => ({
    name,
    applies: (_key, direction) => applies(name, direction),
    async run(key, { call }) {
      await call(name, () => onCall(`${name} ${key}`));
      happened.push(`${name} ${key}`);
      return { [name]: true };
    },
    async undo(key, { call }) {
      await call(`un${name}`, () => onCall(`un${name} ${key}`));
      happened.push(`un${name} ${key}`);
    },
  });
  const runner = createSagaRunner({ db, clock, log: silentLog, failpoint, limit, yieldToTraffic, progressEveryMs: 5 });
  open.push(runner);
  const definition: SagaDefinition<string, Ports> = {
    kind: 'parcel',
    rank: 5,
    steps: [step('pack'), step('ship'), step('bill')],
    ports: { call: runner.call },
    load: (_db, _id, key) => key,
    itemDone: (_tx, _id, key, direction) => void happened.push(`done ${key} ${direction}`),
    sagaDone: (_tx, id) => void happened.push(`over ${id}`),
    resumed: (_tx, id) => void happened.push(`resumed ${id}`),
    progressed: (id) => void tells.push(id),
  };
  runner.register(definition);
  const begin = (id: string, keys: readonly string[], more: object = {}) =>
    db.write((tx) => runner.begin(tx, { kind: 'parcel', id, items: keys.map((key, index) => ({ key, priority: -index })), ...more }));
  return { db, clock, runner, begin, happened, tells };
}

async function pass(world: { clock: ReturnType<typeof manualClock>; runner: SagaRunner }, ms: number, steps = 10): Promise<void> {
  for (let n = 0; n < steps; n += 1) {
    world.clock.advance(Math.ceil(ms / steps));
    await world.runner.idle();
  }
}

describe('a saga', () => {
  test('takes each item through its steps, most urgent first, and says when it is over', async () => {
    const world = depot({ limit: 1 });
    world.begin('s1', ['a', 'b']);
    world.runner.start();
    await world.runner.idle();
    expect(world.happened).toEqual([
      'resumed s1', 'pack a', 'ship a', 'bill a', 'done a forward', 'pack b', 'ship b', 'bill b', 'done b forward', 'over s1',
    ]);
    expect(world.runner.counts(world.db, 'parcel', 's1')).toEqual({ total: 2, done: 2, failed: 0, waitingForHomeserver: 0 });
    expect(world.runner.items(world.db, 'parcel', 's1', ['a']).get('a')?.outcome).toEqual({ pack: true, ship: true, bill: true });
  });

  test('passes over a step that has nothing to do, in either direction', async () => {
    const world = depot({ applies: (name, direction) => !(name === 'ship' || (name === 'bill' && direction === 'back')) });
    world.runner.start();
    world.begin('s1', ['a']);
    await world.runner.idle();
    world.db.write((tx) => world.runner.reverse(tx, 'parcel', 's1', ['a']));
    await world.runner.idle();
    expect(world.happened).toEqual(['pack a', 'bill a', 'done a forward', 'over s1', 'unpack a', 'done a back', 'over s1']);
  });

  test('without items is over at once', () => {
    const world = depot();
    world.begin('empty', []);
    expect(world.happened).toEqual(['over empty']);
    expect(world.runner.isFinished(world.db, 'parcel', 'empty')).toBe(true);
  });

  test('never works on more items at once than allowed, nor twice on one key', async () => {
    let now = 0;
    let most = 0;
    const busy = new Set<string>();
    const world = depot({
      onCall: async (what) => {
        const key = what.split(' ')[1]!;
        expect(busy.has(key)).toBe(false);
        busy.add(key);
        most = Math.max(most, (now += 1));
        await new Promise((resolve) => setTimeout(resolve, 1));
        now -= 1;
        busy.delete(key);
      },
    });
    world.runner.start();
    const keys = Array.from({ length: 20 }, (_, n) => `k${n}`);
    world.begin('s1', keys);
    world.begin('s2', keys);
    await world.runner.idle();
    expect(most).toBe(4);
    expect(world.happened.filter((line) => line.startsWith('done'))).toHaveLength(40);
  });

  test('of a lower rank goes first', async () => {
    const world = depot({ limit: 1 });
    world.begin('slow', ['a'], { rank: 9 });
    world.begin('urgent', ['b'], { rank: 1 });
    world.runner.start();
    await world.runner.idle();
    expect(world.happened.filter((line) => line.startsWith('over'))).toEqual(['over urgent', 'over slow']);
  });

  test('lets live traffic go first before every call', async () => {
    let yields = 0;
    const world = depot({ yieldToTraffic: async () => void (yields += 1) });
    world.begin('s1', ['a', 'b']);
    world.runner.start();
    await world.runner.idle();
    expect(yields).toBe(6);
  });

  test('retries what fails for ever, alone, and keeps the code', async () => {
    let broken = true;
    const world = depot({ onCall: async (what) => { if (broken && what === 'ship b') throw Object.assign(new Error('secret +48'), { errcode: 'M_NOPE' }); } });
    world.runner.start();
    world.begin('s1', ['a', 'b', 'c']);
    await world.runner.idle();
    const item = () => world.runner.items(world.db, 'parcel', 's1', ['b']).get('b');
    expect(item()).toMatchObject({ state: 'failed', step: 1, attempts: 1, errorCode: 'M_NOPE' });
    expect(world.runner.counts(world.db, 'parcel', 's1')).toMatchObject({ done: 2, failed: 1 });
    await pass(world, 3_600_000, 200);
    expect(item()?.attempts).toBeGreaterThan(40);
    broken = false;
    await pass(world, 120_000);
    expect(item()).toMatchObject({ state: 'done', attempts: 0, errorCode: null });
    expect(world.happened.filter((line) => line.startsWith('resumed'))).toEqual(['resumed s1']);
    expect(world.happened.at(-1)).toBe('over s1');
  });

  test('waits for a homeserver that is away without wearing out its items, and goes on when it is back', async () => {
    let away = true;
    let calls = 0;
    const world = depot({ onCall: async () => { calls += 1; if (away) throw new AppError('HOMESERVER_UNAVAILABLE', 'away'); } });
    world.runner.start();
    world.begin('s1', Array.from({ length: 100 }, (_, n) => `k${n}`));
    await world.runner.idle();
    await pass(world, 600_000, 300);
    expect(calls).toBeLessThan(400);
    expect(world.runner.counts(world.db, 'parcel', 's1').waitingForHomeserver).toBeGreaterThan(0);
    away = false;
    await pass(world, 30_000, 30);
    expect(world.happened.at(-1)).toBe('over s1');
    expect(world.happened.filter((line) => line.startsWith('resumed'))).toEqual(['resumed s1']);
  });

  test('tells of progress now and then and never forgets the last word', async () => {
    const world = depot();
    world.runner.start();
    world.begin('s1', Array.from({ length: 50 }, (_, n) => `k${n}`));
    await world.runner.idle();
    await expect.poll(() => world.tells.length).toBeGreaterThan(1);
    expect(world.tells.length).toBeLessThan(60);
  });
});

describe('turned back', () => {
  test('undoes what was done, in the opposite order', async () => {
    const world = depot();
    world.runner.start();
    world.begin('s1', ['a']);
    await world.runner.idle();
    world.happened.length = 0;
    world.db.write((tx) => world.runner.reverse(tx, 'parcel', 's1', ['a']));
    await world.runner.idle();
    expect(world.happened).toEqual(['unbill a', 'unship a', 'unpack a', 'done a back', 'over s1']);
  });

  test('while a step is under way undoes that step too', async () => {
    const world = depot({
      onCall: async (what) => { if (what === 'ship a') world.db.write((tx) => world.runner.reverse(tx, 'parcel', 's1', ['a'])); },
    });
    world.runner.start();
    world.begin('s1', ['a']);
    await world.runner.idle();
    expect(world.happened).toEqual(['pack a', 'ship a', 'unship a', 'unpack a', 'done a back', 'over s1']);
  });

  test('while its step fails forgets that failure and goes back at once', async () => {
    const world = depot({ onCall: async (what) => { if (what === 'ship a') throw new Error('no'); } });
    world.runner.start();
    world.begin('s1', ['a']);
    await world.runner.idle();
    world.db.write((tx) => world.runner.reverse(tx, 'parcel', 's1', ['a']));
    await world.runner.idle();
    expect(world.happened).toEqual(['pack a', 'unship a', 'unpack a', 'done a back', 'over s1']);
  });
});

describe('killed', () => {
  const places = (half: 'run' | 'undo') =>
    ['pack', 'ship', 'bill'].flatMap((step) => {
      const call = half === 'run' ? step : `un${step}`;
      return [`parcel.${step}.${half}:before`, `${call}:before`, `${call}:after`, `parcel.${step}.${half}:after`, `parcel.${step}.${half}:committed`];
    });

  for (const half of ['run', 'undo'] as const) {
    test.each(places(half))('at %s, a new process on the same record finishes it', async (place) => {
      const first = depot({ failpoint: (name) => { if (name === place) throw new Error('kill -9'); } });
      first.runner.start();
      first.begin('s1', ['a', 'b', 'c']);
      await first.runner.idle();
      if (half === 'undo') {
        first.db.write((tx) => first.runner.reverse(tx, 'parcel', 's1', ['a', 'b', 'c']));
        await first.runner.idle();
      }
      expect(first.runner.isFinished(first.db, 'parcel', 's1')).toBe(false);
      const second = depot({ db: first.db, clock: first.clock });
      second.runner.start();
      await second.runner.idle();
      expect(second.happened[0]).toBe('resumed s1');
      expect(second.happened.at(-1)).toBe('over s1');
      expect(second.runner.counts(second.db, 'parcel', 's1')).toMatchObject({ total: 3, done: 3 });
      // Every half-step happened; only what was under way may have happened twice.
      const all = [...first.happened, ...second.happened];
      for (const key of ['a', 'b', 'c']) {
        for (const step of ['pack', 'ship', 'bill']) {
          const times = all.filter((line) => line === `${half === 'run' ? '' : 'un'}${step} ${key}`).length;
          expect(times).toBeGreaterThanOrEqual(1);
          expect(times).toBeLessThanOrEqual(2);
        }
      }
    });
  }

  test('gracefully, ends at the next call and leaves the rest to the next start', async () => {
    const first = depot({ onCall: async () => void (await new Promise((resolve) => setTimeout(resolve, 2))) });
    first.runner.start();
    first.begin('s1', Array.from({ length: 40 }, (_, n) => `k${n}`));
    await new Promise((resolve) => setTimeout(resolve, 10));
    await first.runner.stop();
    const done = first.runner.counts(first.db, 'parcel', 's1').done;
    expect(done).toBeLessThan(40);
    const second = depot({ db: first.db, clock: first.clock });
    second.runner.start();
    await second.runner.idle();
    expect(second.runner.counts(second.db, 'parcel', 's1').done).toBe(40);
  });
});
