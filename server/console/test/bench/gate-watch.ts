import { Worker } from 'node:worker_threads';
import type { World } from '../../../test/support/world.ts';

/** What the watcher is given: where the homeserver pushes to, in whose name, and how often. */
export type Watched = { readonly address: string; readonly token: string; readonly everyMs: number };
export type Seen = { readonly took: readonly number[]; readonly refused: number };

/**
 * Pushes to the gate as the homeserver does, evenly and whether or not the last one is answered, while `work` goes on:
 * milliseconds until each was acknowledged. A thread of its own, so that what the work costs this process is not the gate's.
 */
export async function acknowledgements<Result>(world: World, work: () => Promise<Result>): Promise<Seen & { readonly result: Result }> {
  const watched: Watched = { address: `${world.urls.gate}/from-homeserver/loopback/_matrix/app/v1/transactions`, token: world.secret('loopback-homeserver-to-gate'), everyMs: 20 };
  const worker = new Worker(new URL('gate-watcher.ts', import.meta.url), { workerData: watched });
  const failed = new Promise<never>((_resolve, reject) => worker.once('error', reject));
  try {
    await Promise.race([failed, answerOf(worker)]); // warm: the first pushes were acknowledged
    const result = await Promise.race([failed, work()]);
    const seen = answerOf<Seen>(worker);
    worker.postMessage('over');
    return { ...(await Promise.race([failed, seen])), result };
  } finally {
    await worker.terminate();
  }
}

const answerOf = <Answer>(worker: Worker): Promise<Answer> => new Promise((resolve) => worker.once('message', resolve));
