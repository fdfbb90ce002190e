import { Worker } from 'node:worker_threads';
import type { Clock, Log } from '../kernel/index.ts';
import type { SlotMade, SlotOrder } from './slot-worker.ts';

/** A chain that nobody has used yet: its first key, and the same sealed to the key holders. */
export type Slot = { readonly chainKey: Uint8Array; readonly file: Uint8Array };

const capacity = 64;
const restartMs = 1_000;

type Deps = { clock: Clock; log: Log; worker?: () => Worker };
export type SlotPool = ReturnType<typeof createSlotPool>;

/**
 * Keyslots made ahead of need, so that sealing never waits for one: only the opening of a chain does, when all are used.
 * Keys wait in memory and are gone with the process, the keyslots with them.
 */
export function createSlotPool({ clock, log, worker: start = () => new Worker(new URL('./slot-worker.ts', import.meta.url)) }: Deps) {
  let slots: Slot[] = [];
  let policy: SlotOrder['policy'] | undefined;
  let generation = 0;
  let ordered = 0;
  let wanted = capacity;
  let emptySince: number | null = null;
  let stopped = false;
  let thread: Worker | undefined;
  let waiters: { count: number; resolve(): void }[] = [];

  function run(): Worker {
    const made = start();
    made.unref();
    made.on('message', took);
    made.on('error', (failure) => {
      log.error({ failure: failure instanceof Error ? failure.message : 'unknown' }, 'archive.slots-failed');
      if (thread === made) thread = undefined;
      ordered = 0;
      if (!stopped) setTimeout(fill, restartMs).unref();
    });
    return made;
  }

  function took({ generation: of, chainKey, file }: SlotMade): void {
    if (of !== generation) return void chainKey.fill(0);
    ordered--;
    slots.push({ chainKey, file });
    emptySince = null;
    const ready = waiters.filter(({ count }) => slots.length >= count);
    waiters = waiters.filter(({ count }) => slots.length < count);
    for (const { resolve } of ready) resolve();
    if (waiters.length === 0) wanted = capacity;
    fill();
  }

  function fill(): void {
    const count = wanted - slots.length - ordered;
    if (stopped || !policy || count <= 0) return;
    thread ??= run();
    ordered += count;
    thread.postMessage({ policy, generation, count } satisfies SlotOrder);
  }

  function forget(): void {
    for (const { chainKey } of slots) chainKey.fill(0);
    slots = [];
    ordered = 0;
    generation++;
  }

  return {
    /** From now on slots are for these holders; those made for others are thrown away. */
    use(next: SlotOrder['policy']): void {
      forget();
      policy = { holders: next.holders, threshold: next.threshold };
      fill();
    },
    /** Undefined when all are used: whoever needs one waits with `ensure` and tries again. */
    take(): Slot | undefined {
      const slot = slots.shift();
      if (slots.length === 0) emptySince ??= clock.now();
      fill();
      return slot;
    },
    /** Resolves when at least so many are there. */
    async ensure(count: number): Promise<void> {
      if (slots.length >= count) return;
      wanted = Math.max(wanted, count);
      const there = new Promise<void>((resolve) => waiters.push({ count, resolve }));
      fill();
      await there;
    },
    available: () => slots.length,
    emptySince: () => emptySince,
    async stop(): Promise<void> {
      stopped = true;
      forget();
      for (const { resolve } of waiters.splice(0)) resolve();
      await thread?.terminate();
    },
  };
}
