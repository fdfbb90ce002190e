import { StreamEvent } from '@holdfast/contract';
import { Value } from 'typebox/value';
import type { Clock, Fetch } from '../ports.ts';
import type { BoxClient } from './box-client.ts';

/** The box says something every 15 seconds; silence for longer than twice that is a dead line, and so is an attempt nobody answers. */
const silenceMs = 35_000;
/** A line that held so long only broke; one that held for less never worked, and asking at once again would go on for ever. */
const steadyMs = 5_000;
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
  let openedAt: number | undefined;
  let isWanted = false;
  let wake: (() => void) | undefined;
  let abort: AbortController | undefined;

  async function ask(signal: AbortSignal): Promise<Response> {
    const bearer = await box.bearer();
    return fetch(`${box.address}/api/v1/stream`, { headers: { authorization: `Bearer ${bearer}`, accept: 'text/event-stream' }, signal });
  }

  async function listen(): Promise<void> {
    const line = new AbortController();
    abort = line;
    let watchdog = setTimeout(() => line.abort(), silenceMs);
    try {
      let response = await ask(line.signal);
      if (response.status === 401) {
        await response.body?.cancel();
        box.forgetSession(); // ended meanwhile: once with a new one
        response = await ask(line.signal);
      }
      if (!response.ok || !response.body || !isStream(response)) {
        await response.body?.cancel();
        if (response.status === 401) box.forgetSession();
        throw new Error(`the stream answers ${response.status}`, { cause: { status: response.status } });
      }
      openedAt = clock.now();
      onOpen();
      let rest = '';
      const decoder = new TextDecoder();
      for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
        clearTimeout(watchdog);
        watchdog = setTimeout(() => line.abort(), silenceMs);
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
      openedAt = undefined;
      try {
        await listen();
      } catch (failure) {
        isStarting = meansStarting(failure);
      }
      if (stopped) return;
      const isSteady = openedAt !== undefined && clock.now() - openedAt >= steadyMs;
      if (isSteady) retryMs = firstRetryMs;
      if (isSteady || isWanted) {
        isWanted = false;
        continue; // it worked until now, or somebody wants a new one: what it broke off for shows at the next attempt
      }
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
      if (wake) return wake();
      isWanted = true;
      abort?.abort();
    },
    stop(): void {
      stopped = true;
      abort?.abort();
      wake?.();
    },
  };
}
/** Whoever else answers at the address (the page of a hotel’s network) is not the box. */
const isStream = (response: Response): boolean => response.headers.get('content-type')?.startsWith('text/event-stream') === true;

/** Nobody listens at the port, or the edge in front says that nobody is behind it. */
function meansStarting(failure: unknown): boolean {
  for (let at = failure; typeof at === 'object' && at !== null; at = (at as { cause?: unknown }).cause) {
    const { code, status } = at as { code?: unknown; status?: unknown };
    if (code === 'ECONNREFUSED' || status === 502 || status === 503 || status === 504) return true;
  }
  return false;
}
export type BoxStream = ReturnType<typeof createBoxStream>;
