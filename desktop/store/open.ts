import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { OpenStore, Store } from './contract.ts';
import type { Answer, Request, WorkerStart } from './protocol.ts';

const defaultMediaBytes = 2 * 1024 ** 3;

/** Unbuilt, the worker lies beside this file as TypeScript; in the product it is a script of its own beside the bundle or above its chunks. */
function workerFile(): string {
  const places = ['./worker.ts', './store-worker.js', '../store-worker.js'].map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new Error('the store’s worker is not where it should be');
  return found;
}

type Waiting = { resolve(value: unknown): void; reject(failure: Error): void };

const failureOf = ({ message, code }: { message: string; code: string | null }): Error => Object.assign(new Error(message), code === null ? {} : { code });

/**
 * Opens the store of a profile, or makes it. Resolves when it can be read. Rejects for a full disk, a missing permission or a
 * store that another process has open; never for damage, which is repaired and told (`onRebuilt`).
 */
export async function openStore({ directory, key, userId, mostMediaBytes = defaultMediaBytes, onRebuilt }: OpenStore): Promise<Store> {
  const start: WorkerStart = { directory, key: Uint8Array.from(key), userId, mostMediaBytes };
  const worker = new Worker(workerFile(), { workerData: start, name: 'store' });
  const waiting = new Map<number, Waiting>();
  let nextId = 1;
  let ended: Error | undefined;
  const end = (failure: Error): void => {
    ended ??= failure;
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };

  await new Promise<void>((resolve, reject) => {
    worker.on('message', (answer: Answer) => {
      if (answer.kind === 'opened') resolve();
      else if (answer.kind === 'refused') reject(failureOf(answer));
      else if (answer.kind === 'rebuilt') onRebuilt?.(answer.what);
      else {
        const asked = waiting.get(answer.id);
        waiting.delete(answer.id);
        if (answer.kind === 'value') asked?.resolve(answer.value);
        else asked?.reject(failureOf(answer));
      }
    });
    worker.on('error', (failure: Error) => (reject(failure), end(failure)));
    worker.on('exit', () => end(new Error('the store is closed')));
  }).catch(async (failure: unknown) => {
    await worker.terminate();
    throw failure;
  });

  const ask = (call: string, input: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (ended) return reject(ended);
      const request: Request = { id: nextId, call, input };
      nextId += 1;
      waiting.set(request.id, { resolve, reject });
      worker.postMessage(request);
    });

  const group = <Name extends keyof Store>(name: Name): Store[Name] =>
    new Proxy({} as Store[Name] & object, { get: (_, call) => (call === 'then' ? undefined : (...input: unknown[]) => ask(`${name}.${String(call)}`, input)) }); // a group is no promise

  return {
    conversations: group('conversations'),
    sync: group('sync'),
    outgoing: group('outgoing'),
    media: group('media'),
    search: group('search'),
    settings: group('settings'),
    meta: group('meta'),
    /** Twice is once. */
    async close() {
      if (!ended) await ask('close', []).catch(() => undefined);
      end(new Error('the store is closed'));
      await worker.terminate();
    },
  };
}
