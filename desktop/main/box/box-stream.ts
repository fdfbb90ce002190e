import { StreamEvent } from '@holdfast/contract';
import { Value } from 'typebox/value';
import type { Clock, Fetch } from '../ports.ts';
import type { BoxClient } from './box-client.ts';

/** The box says something every 15 seconds; silence for longer than twice that is a dead line. */
const silenceMs = 35_000;
const firstRetryMs = 500;
const mostRetryMs = 30_000;

type Deps = {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly box: BoxClient;
  readonly onEvent: (event: StreamEvent) => void;
  /** The line is open: what was missed must be asked for now. */
  readonly onOpen: () => void;
  /** `isStarting`: the machine is there, what runs on it is not yet. A line that only broke is asked for once more before anybody is told. */
  readonly onLost: (retryAt: number, isStarting: boolean) => void;
};

/** GET /api/v1/stream, held open for ever: reconnects with growing pauses, at once when woken. Replays nothing. */
export function createBoxStream({ fetch, clock, box, onEvent, onOpen, onLost }: Deps) {
  let stopped = false;
  let retryMs = firstRetryMs;
  let isOpen = false;
  let wake: (() => void) | undefined;
  let abort: AbortController | undefined;

  async function listen(): Promise<void> {
    abort = new AbortController();
    const bearer = await box.bearer();
    const response = await fetch(`${box.address}/api/v1/stream`, { headers: { authorization: `Bearer ${bearer}`, accept: 'text/event-stream' }, signal: abort.signal });
    if (response.status === 401) box.forgetSession();
    if (!response.ok || !response.body) {
      await response.body?.cancel();
      throw new Error(`the stream answers ${response.status}`, { cause: { status: response.status } });
    }
    retryMs = firstRetryMs;
    isOpen = true;
    onOpen();
    let watchdog = setTimeout(() => abort?.abort(), silenceMs);
    try {
      let rest = '';
      const decoder = new TextDecoder();
      for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
        clearTimeout(watchdog);
        watchdog = setTimeout(() => abort?.abort(), silenceMs);
        rest += decoder.decode(chunk, { stream: true });
        const messages = rest.split('\n\n');
        rest = messages.pop() ?? '';
        for (const message of messages) tell(message);
      }
    } finally {
      clearTimeout(watchdog);
    }
  }

  /** One message of the event-stream format (WHATWG HTML, server-sent events). News we do not know is news of a newer box. */
  function tell(message: string): void {
    const data = message.split('\n').filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trimStart()).join('\n');
    if (data === '') return;
    let value: unknown;
    try {
      value = JSON.parse(data);
    } catch {
      return;
    }
    if (Value.Check(StreamEvent, value)) onEvent(value);
  }

  async function run(): Promise<void> {
    while (!stopped) {
      let isStarting = false;
      isOpen = false;
      try {
        await listen();
      } catch (failure) {
        isStarting = meansStarting(failure);
      }
      if (stopped) return;
      if (isOpen) continue; // it worked until now: what it broke off for shows at the next attempt
      onLost(clock.now() + retryMs, isStarting);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, retryMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      wake = undefined;
      retryMs = Math.min(mostRetryMs, retryMs * 2);
    }
  }

  return {
    start: (): void => void run(),
    /** The computer woke or the network changed: whatever line there is may be dead, and waiting is pointless. */
    reconnect(): void {
      retryMs = firstRetryMs;
      abort?.abort();
      wake?.();
    },
    stop(): void {
      stopped = true;
      abort?.abort();
      wake?.();
    },
  };
}
/** Nobody listens at the port, or the edge in front says that nobody is behind it. */
function meansStarting(failure: unknown): boolean {
  for (let at = failure; typeof at === 'object' && at !== null; at = (at as { cause?: unknown }).cause) {
    const { code, status } = at as { code?: unknown; status?: unknown };
    if (code === 'ECONNREFUSED' || status === 502 || status === 503 || status === 504) return true;
  }
  return false;
}
export type BoxStream = ReturnType<typeof createBoxStream>;
