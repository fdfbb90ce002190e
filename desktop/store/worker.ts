import { setImmediate as turn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { RoomId } from '@holdfast/contract';
import { createCalls, type Calls } from './calls.ts';
import { openEngine, type Engine } from './engine.ts';
import type { Answer, Request, WorkerStart } from './protocol.ts';
import type { Changes } from './contract.ts';
import { beginForgetting, purgeSome } from './sync/forget.ts';
import { roomsChanged } from './tally.ts';
import { readItems } from './timeline/read.ts';

/** The store's own thread: SQLite is synchronous, and nothing else of the app waits for it. Requests are answered in order. */
const mostItemsTold = 8;
const port = parentPort;
if (!port) throw new Error('the store runs as a worker');
const say = (answer: Answer, transfer: ArrayBuffer[] = []): void => port.postMessage(answer, transfer);
const words = (failure: unknown): { message: string; code: string | null } => {
  const error = failure instanceof Error ? failure : new Error(String(failure));
  const { code } = error as { code?: unknown };
  return { message: error.message, code: typeof code === 'string' ? code : null };
};

let engine: Engine | undefined;
try {
  engine = openEngine({ ...(workerData as WorkerStart), now: Date.now, tell: (what) => say({ kind: 'rebuilt', what }) });
  say({ kind: 'opened' });
} catch (failure) {
  say({ kind: 'refused', ...words(failure) });
}

/** Others are answered between the pieces. Rooms that a kill left half forgotten are finished at the next start. */
async function forget(store: Engine, roomIds: readonly RoomId[]): Promise<void> {
  store.run(({ cache, own }) => beginForgetting(cache, own, roomIds));
  await purge(store);
}
async function purge(store: Engine): Promise<void> {
  for (;;) {
    const room = [...store.cache.rooms.all()].find(({ gone }) => gone);
    if (!room) break;
    store.run(({ cache }) => purgeSome(cache, cache.rooms.find(room.roomId) ?? room));
    await turn();
  }
  store.run(({ cache, own }) => {
    for (const db of [cache.db, own.db, own.mirror]) db.forgetDeleted();
  });
}

/** Few changed messages go along with the word that they changed: whoever looks at them need not ask. */
function withItems({ cache, own }: Engine, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || !('timelines' in value)) return value;
  const changes = value as Changes;
  if (changes.timelines.reduce((sum, { keys }) => sum + keys.length, 0) > mostItemsTold) return value;
  return { ...changes, timelines: changes.timelines.map((timeline) => ({ ...timeline, items: readItems(cache, own, { roomId: timeline.roomId, keys: [...timeline.keys] }) })) };
}

const buffersIn = (value: unknown): ArrayBuffer[] => {
  const bytes = value instanceof Uint8Array ? value : value !== null && typeof value === 'object' && 'bytes' in value && value.bytes instanceof Uint8Array ? value.bytes : undefined;
  return bytes && bytes.buffer instanceof ArrayBuffer ? [bytes.buffer] : [];
};

async function answer(store: Engine, { call, input }: Request): Promise<unknown> {
  if (call === 'sync.forget') {
    await forget(store, input[0] as RoomId[]);
    return roomsChanged(input[0] as RoomId[]);
  }
  if (call === 'close') return store.close();
  const [group, name] = call.split('.') as [keyof Calls, string];
  return store.run((open) => withItems(open, (createCalls(open, Date.now)[group] as unknown as Record<string, (...args: readonly unknown[]) => unknown>)[name]?.(...input)));
}

if (engine) {
  const store = engine;
  port.on('message', (request: Request) => {
    answer(store, request).then(
      (value) => say({ kind: 'value', id: request.id, value }, buffersIn(value)),
      (failure: unknown) => say({ kind: 'failure', id: request.id, ...words(failure) }),
    );
  });
  if ([...store.cache.rooms.all()].some(({ gone }) => gone)) purge(store).catch(() => undefined); // met again at the next start
}
