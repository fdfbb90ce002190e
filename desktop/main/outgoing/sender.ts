import type { EventId } from '@holdfast/contract';
import type { Changes, OutgoingRow, Store } from '../../store/contract.ts';
import { AppRefusal } from '../app-refusal.ts';
import type { AppLog } from '../app-log.ts';
import type { HomeserverClient } from '../matrix/homeserver-client.ts';
import type { Clock } from '../ports.ts';
import { contentOf } from './contents.ts';
import type { Upload } from './uploads.ts';

type Deps = {
  readonly store: Store;
  readonly homeserver: HomeserverClient;
  readonly upload: Upload;
  readonly clock: Clock;
  readonly log: AppLog;
  readonly changed: (changes: Changes) => void;
  readonly onQueued: (count: number) => void;
  /** The token is nobody's any more, or the person is locked: somebody has to look (session). */
  readonly onUnwelcome: (code: string) => void;
};

const firstRetryMs = 1_000;
const mostRetryMs = 60_000;
const unwelcome: ReadonlySet<string> = new Set(['M_UNKNOWN_TOKEN', 'M_USER_LOCKED', 'M_MISSING_TOKEN']);

/**
 * Sends what waits: per room in order, rooms in parallel, each with the one transaction id it will ever have. What cannot
 * be sent now waits and goes on by itself; what the homeserver refuses for good says so and waits for a person.
 */
export function createSender({ store, homeserver, upload, clock, log, changed, onQueued, onUnwelcome }: Deps) {
  /** What is on its way, one a room. `leaving`: its event may already be at the homeserver, and nothing takes it back. */
  const running = new Map<string, { readonly localId: string; readonly abort: AbortController; leaving: boolean }>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let scheduled: Promise<unknown> = Promise.resolve();

  /** Looks for what may go out now. Safe to call at any time and any number of times. */
  function pump(): void {
    scheduled = scheduled.then(() => look()).catch((failure: unknown) => log.error({ failure: failure instanceof Error ? failure.name : 'unknown' }, 'outgoing.look-failed'));
  }

  async function look(): Promise<void> {
    if (stopped) return;
    onQueued((await store.outgoing.list()).filter(({ state }) => state !== 'sent').length);
    const rows = await store.outgoing.next(); // last, and nothing awaited after it: what these rows say must still be so
    let earliest = Infinity;
    for (const row of rows) {
      if (running.has(row.roomId) || row.state === 'unsent') continue;
      if (row.notBefore > clock.now()) earliest = Math.min(earliest, row.notBefore);
      else void deliver(row);
    }
    clearTimeout(timer);
    if (earliest < Infinity) timer = setTimeout(pump, Math.max(50, earliest - clock.now()));
  }

  async function deliver(row: OutgoingRow): Promise<void> {
    const abort = new AbortController();
    const way = { localId: row.localId, abort, leaving: false };
    running.set(row.roomId, way);
    try {
      const eventId = await send(row, abort.signal, () => {
        abort.signal.throwIfAborted();
        way.leaving = true;
      });
      changed(await store.outgoing.sent(row.localId, eventId as EventId, clock.now()));
    } catch (failure) {
      if (!stopped && !abort.signal.aborted) await wait(row, failure).catch(() => undefined);
    } finally {
      running.delete(row.roomId);
      pump();
    }
  }

  async function send(row: OutgoingRow, signal: AbortSignal, leaves: () => void): Promise<string> {
    const { outgoing, roomId, localId } = row;
    if (outgoing.kind === 'redaction') {
      leaves();
      return homeserver.redact(roomId, outgoing.target, localId);
    }
    if (outgoing.kind !== 'file') {
      const { type, content } = contentOf(outgoing);
      leaves();
      return homeserver.send(roomId, type, localId, content);
    }
    changed(await store.outgoing.update(localId, { state: 'uploading' }));
    const { type, content } = contentOf(outgoing, await upload(row, outgoing, signal));
    leaves();
    return homeserver.send(roomId, type, localId, content);
  }

  async function wait(row: OutgoingRow, failure: unknown): Promise<void> {
    const code = failure instanceof AppRefusal ? failure.code : 'INTERNAL';
    if (unwelcome.has(code)) onUnwelcome(code);
    const isPassing = code === 'OFFLINE' || code === 'M_LIMIT_EXCEEDED' || unwelcome.has(code);
    const attempts = row.attempts + 1;
    log.info({ localId: row.localId, code, attempts }, 'outgoing.waits');
    if (!isPassing) return changed(await store.outgoing.update(row.localId, { state: 'unsent', reason: code, attempts }));
    const pause = failure instanceof AppRefusal && failure.retryAfterMs !== undefined ? failure.retryAfterMs : Math.min(mostRetryMs, firstRetryMs * 2 ** Math.min(attempts - 1, 6));
    changed(await store.outgoing.update(row.localId, { state: 'queued', reason: code === 'M_LIMIT_EXCEEDED' ? code : 'OFFLINE', attempts, notBefore: clock.now() + pause }));
  }

  return {
    pump,
    /** The line is back: nothing waits for its pause any longer. */
    async wake(): Promise<void> {
      for (const row of await store.outgoing.list()) if (row.state === 'queued' && row.notBefore > clock.now()) await store.outgoing.update(row.localId, { notBefore: 0 });
      pump();
    },
    /** True when it had not left: from now on it never will. In turn with looking, so that nothing leaves while it is taken back. */
    cancel(localId: string): Promise<boolean> {
      const done = scheduled.then(async () => {
        const row = (await store.outgoing.list()).find((one) => one.localId === localId);
        const way = [...running.values()].find((one) => one.localId === localId);
        if (!row || row.state === 'sent' || way?.leaving) return false;
        way?.abort.abort();
        changed(await store.outgoing.remove(localId));
        return true;
      });
      scheduled = done.catch(() => undefined);
      pump();
      return done;
    },
    async retry(localId: string): Promise<void> {
      changed(await store.outgoing.update(localId, { state: 'queued', reason: null, notBefore: 0, attempts: 0 }));
      pump();
    },
    async stop(): Promise<void> {
      stopped = true;
      clearTimeout(timer);
      for (const { abort } of running.values()) abort.abort();
      await scheduled;
    },
  };
}
export type Sender = ReturnType<typeof createSender>;
