import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** Hashes and rows live shortly, by the million: with this room collecting them takes half of the time it took. */
const youngMegabytes = 64;

export const threadCount = (): number => Math.max(1, availableParallelism());

/** What a thread is told and says. `note` is progress. */
export type Told<Task> = { readonly id: number; readonly task: Task };
export type Said<Result> = { readonly id: number; readonly result?: Result; readonly note?: unknown; readonly failure?: { readonly message: string; readonly code?: string; readonly remedy?: string } };

export type Threads<Task, Result> = { run(task: Task, onNote?: (note: unknown) => void): Promise<Result>; close(): Promise<void> };

/** Threads over one file, each with one task at a time; tasks wait their turn. A thread that dies fails what it was at. */
export function openThreads<Task, Result>(file: URL, count = threadCount()): Threads<Task, Result> {
  type Job = { id: number; task: Task; onNote: ((note: unknown) => void) | undefined; resolve(result: Result): void; reject(failure: unknown): void };
  const waiting: Job[] = [];
  const free: Worker[] = [];
  const busy = new Map<Worker, Job>();
  let nextId = 1;

  const next = (): void => {
    const worker = free.pop();
    const job = worker && waiting.shift();
    if (!worker) return;
    if (!job) return void free.push(worker);
    busy.set(worker, job);
    worker.postMessage({ id: job.id, task: job.task } satisfies Told<Task>);
  };
  const end = (worker: Worker, settle: (job: Job) => void): void => {
    const job = busy.get(worker);
    busy.delete(worker);
    if (job) settle(job);
  };
  const workers = Array.from({ length: count }, () => {
    const worker = new Worker(file, { resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes } });
    worker.on('message', (said: Said<Result>) => {
      if (said.note !== undefined) return void busy.get(worker)?.onNote?.(said.note);
      end(worker, (job) => (said.failure ? job.reject(Object.assign(new Error(said.failure.message), said.failure)) : job.resolve(said.result as Result)));
      free.push(worker);
      next();
    });
    worker.on('error', (failure) => end(worker, (job) => job.reject(failure)));
    free.push(worker);
    return worker;
  });

  return {
    run: (task, onNote) =>
      new Promise((resolve, reject) => {
        waiting.push({ id: nextId++, task, onNote, resolve, reject });
        next();
      }),
    close: async () => void (await Promise.all(workers.map((worker) => worker.terminate()))),
  };
}
