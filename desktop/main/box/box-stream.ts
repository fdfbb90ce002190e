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
  readonly onLost: (retryAt: number, refused: boolean) => void;
};

/** GET /api/v1/stream, held open for ever: reconnects with growing pauses, at once when woken. Replays nothing. */
export function createBoxStream({ fetch, clock, box, onEvent, onOpen, onLost }: Deps) {
  let stopped = false;
  let retryMs = firstRetryMs;
  let wake: (() => void) | undefined;
  let abort: AbortController | undefined;

  async function listen(): Promise<void> {
    abort = new AbortController();
    const bearer = await box.bearer();
    const response = await fetch(`${box.address}/api/v1/stream`, { headers: { authorization: `Bearer ${bearer}`, accept: 'text/event-stream' }, signal: abort.signal });
    if (response.status === 401) box.forgetSession();
    if (!response.ok || !response.body) {
      await response.body?.cancel();
      throw new Error(`the stream answers ${response.status}`);
    }
    retryMs = firstRetryMs;
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
      let refused = false;
      try {
        await listen();
      } catch (failure) {
        refused = !(failure instanceof Error && failure.name === 'AbortError');
      }
      if (stopped) return;
      onLost(clock.now() + retryMs, refused);
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
export type BoxStream = ReturnType<typeof createBoxStream>;
