import { parentPort } from 'node:worker_threads';
import type { Said, Told } from './threads.ts';

/** Inside a thread: answers tasks one after another. */
export function serveTasks<Task, Result>(work: (task: Task, note: (what: unknown) => void) => Promise<Result>): void {
  const say = (said: Said<Result>): void => parentPort?.postMessage(said);
  parentPort?.on('message', ({ id, task }: Told<Task>) => {
    work(task, (note) => say({ id, note })).then(
      (result) => say({ id, result }),
      (failure: unknown) => say({ id, failure: failure instanceof Error ? { message: failure.message, ...('code' in failure ? { code: String(failure.code) } : {}), ...('remedy' in failure ? { remedy: String(failure.remedy) } : {}) } : { message: String(failure) } }),
    );
  });
}
