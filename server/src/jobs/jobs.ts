import cron, { type ScheduledTask } from 'node-cron';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import type { Db, ReadDb, WriteTx } from '../db/index.ts';
import { AppError, type Clock, type Log } from '../kernel/index.ts';
import { backoffMs } from './backoff.ts';
import { deleteJob, findDueJobs, findNextRunAt, postponeJob, settleJob, upsertJob, type JobRow } from './job-repository.ts';

export type JobOrder = { readonly kind: string; readonly key: string; readonly payload: unknown; readonly runAt?: number };
export type JobView = { readonly kind: string; readonly key: string; readonly runAt: number; readonly attempts: number; readonly lastError: string | null };
/** What a handler may know about its run: how often it failed before, and a signal raised when the box stops. */
export type JobRun = { readonly attempt: number; readonly stopping: AbortSignal };

type Handler = { readonly payload: TSchema; readonly limit: number; readonly run: (payload: unknown, run: JobRun) => Promise<void> };
/** Work that keeps failing: told once, when patience ends; it goes on being tried. Ids and codes only. */
export type StuckJob = { readonly kind: string; readonly jobId: number; readonly attempts: number; readonly code: string };
type Deps = {
  db: Db;
  clock: Clock;
  log: Log;
  concurrency?: number;
  random?: () => number;
  onStuck?: (tx: WriteTx, job: StuckJob) => void;
};
const patience = 12; // attempts: about a quarter of an hour
const restMs = 1_000;
const longestSleepMs = 60_000; // wakes at least this often, in case the machine's clock was moved

export type Jobs = ReturnType<typeof createJobs>;
export function createJobs({ db, clock, log, concurrency = 4, random = Math.random, onStuck = () => {} }: Deps) {
  const handlers = new Map<string, Handler>();
  const running = new Map<number, { row: JobRow; done: Promise<void> }>();
  const tasks: ScheduledTask[] = [];
  const ticks = new Set<Promise<void>>();
  const idleWaiters: (() => void)[] = [];
  const abort = new AbortController();
  let state: 'new' | 'started' | 'stopped' = 'new';
  let timer: NodeJS.Timeout | undefined;
  let pumpOrdered = false;

  function wake(): void {
    if (state !== 'started' || pumpOrdered) return;
    pumpOrdered = true;
    setImmediate(() => {
      pumpOrdered = false;
      pump();
    });
  }

  /** Kinds that have a free slot of their own. */
  function startableKinds(): string[] {
    const busy = new Map<string, number>();
    for (const { row } of running.values()) busy.set(row.kind, (busy.get(row.kind) ?? 0) + 1);
    return [...handlers].filter(([kind, handler]) => (busy.get(kind) ?? 0) < handler.limit).map(([kind]) => kind);
  }

  function pump(): void {
    if (state !== 'started') return;
    clearTimeout(timer);
    while (running.size < concurrency) {
      const [row] = findDueJobs(db, clock.now(), startableKinds(), [...running.keys()], 1);
      if (!row) break;
      running.set(row.id, { row, done: Promise.resolve().then(() => execute(row)) }); // not before it is listed as running
    }
    const next = findNextRunAt(db, startableKinds(), [...running.keys()]);
    if (running.size < concurrency && next !== undefined) {
      timer = setTimeout(pump, Math.min(longestSleepMs, Math.max(1, next - clock.now())));
      timer.unref();
    }
    if (running.size === 0 && (next === undefined || next > clock.now())) for (const tell of idleWaiters.splice(0)) tell();
  }

  async function execute(row: JobRow): Promise<void> {
    const startedAt = clock.now();
    try {
      const handler = handlers.get(row.kind) as Handler;
      const payload: unknown = JSON.parse(row.payload);
      if (!Value.Check(handler.payload, payload)) throw new AppError('INTERNAL', `job ${row.kind} holds a payload its handler does not know`);
      await handler.run(payload, { attempt: row.attempts + 1, stopping: abort.signal });
      db.write((tx) => settleJob(tx, row));
      log.debug({ kind: row.kind, job: row.id, ms: clock.now() - startedAt }, 'job.done');
    } catch (failure) {
      await postpone(row, codeOf(failure));
    } finally {
      running.delete(row.id);
      wake();
    }
  }

  async function postpone(row: JobRow, code: string): Promise<void> {
    const waitMs = backoffMs(row.attempts + 1, random);
    try {
      db.write((tx) => {
        postponeJob(tx, row, clock.now() + waitMs, code);
        if (row.attempts + 1 === patience) onStuck(tx, { kind: row.kind, jobId: row.id, attempts: patience, code });
      });
      log.warn({ kind: row.kind, job: row.id, attempt: row.attempts + 1, code, waitMs }, 'job.postponed');
    } catch {
      // The record itself refused (disk full): the row stands as it was; rest instead of running it again at once.
      log.error({ kind: row.kind, job: row.id, code }, 'job.not-postponed');
      await new Promise((resolve) => setTimeout(resolve, restMs).unref());
    }
  }

  return {
    /**
     * Orders work as part of a transaction; it starts after commit. One row per kind and key: ordering again replaces the
     * payload, and if the work is running it runs once more afterwards.
     */
    enqueue(tx: WriteTx, { kind, key, payload, runAt }: JobOrder): void {
      const now = clock.now();
      upsertJob(tx, { kind, key, payload: JSON.stringify(payload), runAt: runAt ?? now, now });
      tx.afterCommit(wake);
    },

    /** Takes back work that has not begun. A run under way finishes. */
    cancel(tx: WriteTx, kind: string, key: string): boolean {
      return deleteJob(tx, kind, key);
    },

    find(read: ReadDb, kind: string, key: string): JobView | undefined {
      return read
        .prepare<[string, string], JobView>(
          'SELECT kind, key, run_at AS runAt, attempts, last_error AS lastError FROM job WHERE kind = ? AND key = ?',
        )
        .get(kind, key);
    },

    /**
     * Registers who does work of a kind; before `start`. The handler may be run twice for one order (kill -9 between its
     * work and the deletion of the row) and must be idempotent. Throwing means 'again later', for ever; returning means done.
     */
    handle<S extends TSchema>(
      kind: string,
      payload: S,
      run: (payload: Static<S>, run: JobRun) => Promise<void>,
      options: { limit?: number } = {},
    ): void {
      if (handlers.has(kind)) throw new Error(`jobs of kind ${kind} have a handler already`);
      handlers.set(kind, { payload, limit: options.limit ?? concurrency, run: run as Handler['run'] });
      wake();
    },

    /** Runs `fn` on a cron pattern, in UTC; skipped while its previous run is still under way. */
    every(name: string, pattern: string, fn: () => Promise<void> | void): void {
      const task = cron.createTask(pattern, () => tick(name, fn), { name, timezone: 'UTC', noOverlap: true, suppressMissedWarning: true, unref: true });
      tasks.push(task);
      if (state === 'started') void task.start();
    },

    /** Rows left by an earlier run of the box are picked up here. */
    start(): void {
      if (state !== 'new') return;
      state = 'started';
      for (const task of tasks) void task.start();
      wake();
    },

    /** Resolves when nothing runs and nothing is due: for tests and for an orderly stop. */
    async settled(): Promise<void> {
      if (state !== 'started') return;
      await new Promise<void>((resolve) => {
        idleWaiters.push(resolve);
        wake();
      });
    },

    /** Starts nothing more, lets what runs finish. What is left stays in the record for the next start. */
    async stop(): Promise<void> {
      state = 'stopped';
      clearTimeout(timer);
      abort.abort();
      await Promise.all(tasks.splice(0).map(async (task) => task.destroy()));
      await Promise.all([...[...running.values()].map(({ done }) => done), ...ticks]);
      for (const tell of idleWaiters.splice(0)) tell();
    },
  };

  function tick(name: string, fn: () => Promise<void> | void): Promise<void> {
    const run = (async () => {
      try {
        await fn();
      } catch (failure) {
        log.warn({ schedule: name, code: codeOf(failure) }, 'schedule.failed'); // the next tick tries again
      }
    })();
    ticks.add(run);
    return run.finally(() => ticks.delete(run));
  }
}

/** A code for the log and the row; the message may hold what must not be written down. */
function codeOf(failure: unknown): string {
  if (failure instanceof AppError) return failure.code;
  if (failure instanceof Error) {
    const { errcode } = failure as { errcode?: unknown };
    return typeof errcode === 'string' ? errcode : failure.name;
  }
  return 'UNKNOWN';
}
