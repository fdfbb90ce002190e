import { parentPort, workerData } from 'node:worker_threads';
import type { Seen, Watched } from './gate-watch.ts';

// The thread that gate-watch.ts starts: says when it is warm, then what it saw once it is told that the work is over.
const { address, token, everyMs } = workerData as Watched;
const warmUp = 50;
const port = parentPort!;
const took: number[] = [];
const open = new Set<Promise<void>>();
let refused = 0;
let sent = 0;

async function push(n: number): Promise<void> {
  const started = performance.now();
  const answer = await fetch(`${address}/bench${started}${n}`, { method: 'PUT', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: '{"events":[]}' });
  await answer.arrayBuffer();
  if (n >= warmUp) took.push(performance.now() - started);
  if (!answer.ok) refused += 1;
  if (n === warmUp) port.postMessage(null);
}

const beat = setInterval(() => {
  const pushing: Promise<void> = push((sent += 1)).catch(() => void (refused += 1)).finally(() => open.delete(pushing));
  open.add(pushing);
}, everyMs);
port.once('message', () => {
  clearInterval(beat);
  void Promise.all(open).then(() => port.postMessage({ took, refused } satisfies Seen));
});
