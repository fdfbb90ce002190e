import type { Db, ReadDb, WriteTx } from '../db/index.ts';
import type { Clock, Log } from '../kernel/index.ts';
import { codeOf, isOutage, retryDelayMs } from './failure.ts';
import * as repository from './saga-repository.ts';
import type { ItemOrder, SagaCounts, SagaItem } from './saga-repository.ts';
import { Interrupted, type SagaDefinition, type StepOutcome } from './saga-step.ts';
import { createThrottle } from './throttle.ts';

export type Deps = {
  db: Db;
  clock: Clock;
  log: Log;
  /** Items worked on at the same moment, over all sagas: more makes every request of the box slower and nothing faster. */
  limit?: number;
  /** Awaited before each call to the network, so that live traffic goes first. */
  yieldToTraffic?: () => Promise<void>;
  /** A test dies here by throwing; production hands in nothing. Called before and after each step and each call. */
  failpoint?: (name: string) => void;
  progressEveryMs?: number;
};

type AnyDefinition = SagaDefinition<unknown, unknown>;
export type SagaRunner = ReturnType<typeof createSagaRunner>;

const outagesUntilHold = 4;
const probeEveryMs = 2_000;
const longestSleepMs = 60_000; // wakes at least this often, in case the machine's clock was moved

/**
 * Carries sagas out. All state is in the record: a new runner on the same record goes on where the last one was killed,
 * repeating at most the step under way. One key (a room, a person) is never worked on twice at the same moment, whatever
 * sagas it is in.
 */
export function createSagaRunner({ db, clock, log, limit = 4, yieldToTraffic = async () => {}, failpoint = () => {}, progressEveryMs = 250 }: Deps) {
  const definitions = new Map<string, AnyDefinition>();
  const busy = new Map<string, Promise<void>>();
  const stalled = new Set<string>();
  const throttle = createThrottle(progressEveryMs);
  const idleWaiters: (() => void)[] = [];
  let state: 'new' | 'started' | 'stopped' = 'new';
  let pumpOrdered = false;
  let timer: NodeJS.Timeout | undefined;
  let outages = 0;
  let heldUntil = 0;

  const definitionOf = (kind: string): AnyDefinition => {
    const definition = definitions.get(kind);
    if (!definition) throw new Error(`nobody registered sagas of kind ${kind}`);
    return definition;
  };

  async function reachNow<T>(name: string, reach: () => Promise<T>): Promise<T> {
    if (state === 'stopped') throw new Interrupted(name);
    at(`${name}:before`);
    const answer = await reach();
    at(`${name}:after`);
    return answer;
  }

  function wake(): void {
    if (state !== 'started' || pumpOrdered) return;
    pumpOrdered = true;
    setImmediate(() => {
      pumpOrdered = false;
      pump();
    });
  }

  function pump(): void {
    if (state !== 'started') return tellIdle();
    clearTimeout(timer);
    const kinds = [...definitions.keys()];
    const now = clock.now();
    // While the homeserver is away one item at a time asks whether it is back; the others are not worn out.
    const places = outages >= outagesUntilHold ? (heldUntil > now ? 0 : 1) - busy.size : limit - busy.size;
    if (places > 0) {
      for (const item of repository.findDueItems(db, kinds, now, [...busy.keys()], places)) {
        if (busy.has(item.key)) continue; // two sagas wait for the same key
        busy.set(item.key, Promise.resolve().then(() => work(item)).finally(() => {
          busy.delete(item.key);
          wake();
        }));
      }
    }
    sleepUntilNext(kinds);
  }

  function sleepUntilNext(kinds: readonly string[]): void {
    const next = repository.findNextAt(db, kinds, [...busy.keys()]);
    const held = outages >= outagesUntilHold ? heldUntil : 0;
    if (next !== null && busy.size < limit) {
      timer = setTimeout(pump, Math.min(longestSleepMs, Math.max(1, Math.max(next, held) - clock.now())));
      timer.unref();
    }
    if (busy.size === 0 && (next === null || Math.max(next, held) > clock.now())) tellIdle();
  }

  function tellIdle(): void {
    for (const tell of idleWaiters.splice(0)) tell();
  }

  /** One item through as many steps as it can take; gives its place back when it is done or has to wait. */
  async function work({ kind, sagaId, key }: SagaItem): Promise<void> {
    const definition = definitionOf(kind);
    try {
      for (;;) {
        const item = repository.findItem(db, kind, sagaId, key);
        if (!item || item.state === 'done' || state !== 'started') return;
        if (!(await takeStep(definition, item))) return;
      }
    } catch (failure) {
      if (failure instanceof Interrupted) {
        state = 'stopped';
        return tellIdle();
      }
      // The record itself refused (disk full, for instance): nothing was changed; wait instead of spinning.
      log.error({ saga: kind, id: sagaId, code: codeOf(failure) }, 'saga.broken');
      await new Promise((resolve) => setTimeout(resolve, 1_000).unref());
    }
  }

  async function takeStep(definition: AnyDefinition, item: SagaItem): Promise<boolean> {
    const step = definition.steps[item.step];
    if (!step) throw new Error(`saga ${item.kind} has no step ${item.step}`);
    const half = item.direction === 'forward' ? 'run' : 'undo';
    const name = `${item.kind}.${step.name}.${half}`;
    at(`${name}:before`);
    let outcome: StepOutcome | void;
    try {
      const input = definition.load(db, item.sagaId, item.key) as Readonly<unknown>;
      if (step.applies?.(input, item.direction) ?? true) outcome = await step[half](input, definition.ports);
    } catch (failure) {
      if (failure instanceof Interrupted) throw failure;
      postpone(definition, item, step.name, failure);
      return false;
    }
    at(`${name}:after`);
    outages = 0;
    db.write((tx) => advance(tx, definition, item, { ...item.outcome, ...outcome }));
    at(`${name}:committed`);
    tell(definition, item.sagaId);
    return true;
  }

  function advance(tx: WriteTx, definition: AnyDefinition, before: SagaItem, outcome: StepOutcome): void {
    const now = clock.now();
    const { kind, sagaId, key } = before;
    resume(tx, definition, sagaId);
    const item = repository.findItem(tx, kind, sagaId, key);
    if (!item) return;
    // Turned back while the step was under way: what it found out is kept, and it will be undone itself.
    if (item.direction !== before.direction) return repository.keepOutcome(tx, item, outcome);
    const step = nextStep(tx, definition, item);
    const done = step < 0 || step >= definition.steps.length;
    repository.moveItem(tx, item, { step, state: done ? 'done' : 'waiting', outcome, now });
    if (!done) return;
    definition.itemDone?.(tx, sagaId, key, item.direction, outcome);
    if (!repository.finishSaga(tx, kind, sagaId, now)) return;
    definition.sagaDone?.(tx, sagaId);
    if (definition.forget) repository.deleteSaga(tx, kind, sagaId);
  }

  /** The next one that has something to do; beyond the last, or before the first, when none has. */
  function nextStep(tx: WriteTx, { steps, load }: AnyDefinition, { sagaId, key, step, direction }: SagaItem): number {
    const input = load(tx, sagaId, key) as Readonly<unknown>;
    const stride = direction === 'forward' ? 1 : -1;
    let next = step + stride;
    while (steps[next]?.applies?.(input, direction) === false) next += stride;
    return next;
  }

  function postpone(definition: AnyDefinition, item: SagaItem, step: string, failure: unknown): void {
    const code = codeOf(failure);
    const outage = isOutage(failure);
    const now = clock.now();
    if (outage) {
      outages += 1;
      if (outages >= outagesUntilHold) heldUntil = now + probeEveryMs;
    }
    const nextAt = now + (outage ? Math.min(retryDelayMs(item.attempts + 1), 5_000) : retryDelayMs(item.attempts + 1));
    db.write((tx) => repository.postponeItem(tx, item, { state: outage ? 'waiting-for-homeserver' : 'failed', code, nextAt }));
    if (outages >= outagesUntilHold || repository.isStalled(db, item.kind, item.sagaId)) stalled.add(`${item.kind} ${item.sagaId}`);
    log.warn({ saga: item.kind, id: item.sagaId, step, code, attempt: item.attempts + 1 }, 'saga.step-failed');
    tell(definition, item.sagaId);
  }

  function resume(tx: WriteTx, definition: AnyDefinition, sagaId: string): void {
    const name = `${definition.kind} ${sagaId}`;
    if (!stalled.has(name)) return;
    definition.resumed?.(tx, sagaId);
    tx.afterCommit(() => stalled.delete(name));
  }

  function tell(definition: AnyDefinition, sagaId: string): void {
    const { progressed } = definition;
    if (progressed) throttle.tell(`${definition.kind} ${sagaId}`, () => progressed(sagaId));
  }

  function at(name: string): void {
    if (state === 'stopped') throw new Interrupted(name);
    try {
      failpoint(name);
    } catch {
      state = 'stopped';
      throw new Interrupted(name);
    }
  }

  return {
    /** Before `start`; `ports` are used from any number of items at once. */
    register<Input, Ports>(definition: SagaDefinition<Input, Ports>): void {
      if (definitions.has(definition.kind)) throw new Error(`sagas of kind ${definition.kind} are registered already`);
      definitions.set(definition.kind, definition);
    },

    /** How steps of bulk work reach the network: live traffic first, and nothing more once the box stops. */
    async call<T>(name: string, reach: () => Promise<T>): Promise<T> {
      if (state === 'stopped') throw new Interrupted(name);
      await yieldToTraffic();
      return reachNow(name, reach);
    },

    /** How steps that somebody waits for reach it: a new client's owner, the locks behind a leaver. */
    callAtOnce: reachNow,

    /** Orders a saga as part of a transaction; it starts after commit. A saga without items is done at once. */
    begin(tx: WriteTx, { kind, id, items, rank }: { kind: string; id: string; items: readonly ItemOrder[]; rank?: number }): void {
      const definition = definitionOf(kind);
      const now = clock.now();
      repository.insertSaga(tx, { kind, id, rank: rank ?? definition.rank, now }, items);
      if (items.length === 0 && repository.finishSaga(tx, kind, id, now)) {
        definition.sagaDone?.(tx, id);
        if (definition.forget) repository.deleteSaga(tx, kind, id);
      }
      tx.afterCommit(wake);
    },

    /** Takes the items back from wherever they are; a step under way finishes first. */
    reverse(tx: WriteTx, kind: string, id: string, keys: readonly string[]): void {
      repository.turnBack(tx, kind, id, keys, definitionOf(kind).steps.length - 1, clock.now());
      tx.afterCommit(() => {
        stalled.delete(`${kind} ${id}`);
        wake();
      });
    },

    counts: (read: ReadDb, kind: string, id: string): SagaCounts => repository.countItems(read, kind, id),
    items: (read: ReadDb, kind: string, id: string, keys: readonly string[]): Map<string, SagaItem> => repository.findItems(read, kind, id, keys),
    isFinished: (read: ReadDb, kind: string, id: string): boolean => repository.isFinished(read, kind, id),
    stepNames: (kind: string): readonly string[] => definitionOf(kind).steps.map((step) => step.name),

    /** Picks up what an earlier run of the box left. */
    start(): void {
      if (state !== 'new') return;
      state = 'started';
      db.write((tx) => {
        for (const definition of definitions.values()) {
          if (!definition.resumed) continue;
          for (const sagaId of repository.findUnfinishedSagas(tx, definition.kind)) definition.resumed(tx, sagaId);
        }
      });
      wake();
    },

    /** Resolves when nothing runs and nothing is due: for tests and for an orderly stop. */
    async idle(): Promise<void> {
      if (state === 'started') {
        await new Promise<void>((resolve) => {
          idleWaiters.push(resolve);
          wake();
        });
      }
      await Promise.all(busy.values());
    },

    /** Starts nothing more; what is under way ends at its next call. The record keeps the rest for the next start. */
    async stop(): Promise<void> {
      state = 'stopped';
      clearTimeout(timer);
      throttle.stop();
      await Promise.all(busy.values());
      tellIdle();
    },
  };
}
