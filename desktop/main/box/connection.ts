import type { Connection } from '../../ipc/index.ts';
import type { Clock } from '../ports.ts';

/** Refused within this time after it worked: more likely a restart than an outage. */
const restartMs = 60_000;

/**
 * One honest line about the connection, out of two: the sync of messages and the stream of the control plane. Online only
 * when both are; told only when it changes.
 */
export function createConnection({ clock, tell }: { clock: Clock; tell: (connection: Connection) => void }) {
  let sync: 'unknown' | 'ok' | 'catching-up' | 'lost' = 'unknown';
  let stream: 'unknown' | 'ok' | 'lost' = 'unknown';
  let retryAt: number | null = null;
  let queued = 0;
  let lastOk = 0;
  let shown: Connection = { state: 'connecting', since: clock.now(), retryAt: null, queued: 0 };

  function stateNow(): Connection['state'] {
    if (stream === 'lost' || sync === 'lost') return lastOk > 0 && clock.now() - lastOk < restartMs ? 'box-restarting' : 'offline';
    if (sync === 'catching-up') return 'catching-up';
    return sync === 'ok' && stream === 'ok' ? 'online' : 'connecting';
  }

  function update(): void {
    const state = stateNow();
    if (state === 'online' || state === 'catching-up') lastOk = clock.now();
    const next: Connection = { state, since: state === shown.state ? shown.since : clock.now(), retryAt: state === 'online' || state === 'catching-up' ? null : retryAt, queued };
    if (next.state === shown.state && next.retryAt === shown.retryAt && next.queued === shown.queued) return;
    shown = next;
    tell(next);
  }

  return {
    now: (): Connection => {
      update(); // a restart that lasts becomes an outage without anybody saying so
      return shown;
    },
    synced(ok: boolean, catchingUp: boolean): void {
      sync = ok ? (catchingUp ? 'catching-up' : 'ok') : 'lost';
      update();
    },
    streamed(ok: boolean, retry: number | null = null): void {
      [stream, retryAt] = [ok ? 'ok' : 'lost', retry];
      update();
    },
    queue(count: number): void {
      queued = count;
      update();
    },
    reset(): void {
      [sync, stream, retryAt, queued, lastOk] = ['unknown', 'unknown', null, 0, 0];
      update();
    },
  };
}
export type ConnectionLine = ReturnType<typeof createConnection>;
