import type { Connection } from '../../ipc/index.ts';
import type { Clock } from '../ports.ts';

/** So long a box that was there a moment ago is said to restart; after that it is simply not there. */
const restartMs = 60_000;

/**
 * One honest line about the connection, out of two: the sync of messages and the stream of the control plane. Online only
 * when both are; told only when it changes.
 */
export function createConnection({ clock, tell }: { clock: Clock; tell: (connection: Connection) => void }) {
  let sync: 'unknown' | 'ok' | 'catching-up' | 'lost' = 'unknown';
  let stream: 'unknown' | 'ok' | 'starting' | 'lost' = 'unknown';
  let retryAt: number | null = null;
  let queued = 0;
  /** When what worked stopped working; null while it works and before it ever did. */
  let downSince: number | null = null;
  let timer: NodeJS.Timeout | undefined;
  let shown: Connection = { state: 'connecting', since: clock.now(), retryAt: null, queued: 0 };

  function stateNow(): Connection['state'] {
    if (stream === 'lost') return 'offline';
    // Half of the box answers, or its machine refuses: it is there, and starting. Not for ever.
    if (stream === 'starting' || sync === 'lost') return downSince !== null && clock.now() - downSince < restartMs ? 'box-restarting' : 'offline';
    if (sync === 'catching-up') return 'catching-up';
    return sync === 'ok' && stream === 'ok' ? 'online' : 'connecting';
  }

  function update(): void {
    const works = (state: Connection['state']): boolean => state === 'online' || state === 'catching-up';
    const isDown = stream === 'lost' || stream === 'starting' || sync === 'lost';
    if (!isDown) downSince = null;
    else if (works(shown.state)) downSince = clock.now();
    const state = stateNow();
    clearTimeout(timer);
    if (state === 'box-restarting') timer = setTimeout(update, restartMs).unref();
    const next: Connection = { state, since: state === shown.state ? shown.since : clock.now(), retryAt: works(state) ? null : retryAt, queued };
    if (next.state === shown.state && next.retryAt === shown.retryAt && next.queued === shown.queued) return;
    shown = next;
    tell(next);
  }

  return {
    now: (): Connection => {
      update();
      return shown;
    },
    synced(ok: boolean, catchingUp: boolean): void {
      sync = ok ? (catchingUp ? 'catching-up' : 'ok') : 'lost';
      update();
    },
    streamed(ok: boolean, retry: number | null = null, isStarting = false): void {
      [stream, retryAt] = [ok ? 'ok' : isStarting ? 'starting' : 'lost', retry];
      update();
    },
    queue(count: number): void {
      queued = count;
      update();
    },
    reset(): void {
      [sync, stream, retryAt, queued, downSince] = ['unknown', 'unknown', null, 0, null];
      update();
    },
  };
}
export type ConnectionLine = ReturnType<typeof createConnection>;
