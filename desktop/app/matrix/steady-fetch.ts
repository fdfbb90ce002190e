/** Answers that mean 'not now': nobody there, starting, too many. */
const passing = new Set([429, 502, 503, 504]);
const pauses = [500, 1_000, 2_000, 4_000, 8_000, 15_000];

export type SteadyFetch = {
  readonly fetch: typeof globalThis.fetch;
  /** Ends the present pause: the network changed, the computer woke, main reached the box. */
  wake(): void;
};

/**
 * Fetch for the long poll: waits and asks again by itself while nothing answers, so that the driver above, which would sit out
 * five seconds in silence, never sees a broken network. Tells each change between answered and not. Ends when the signal does.
 */
export function createSteadyFetch({ fetch, onChange }: { fetch: typeof globalThis.fetch; onChange: (isUp: boolean) => void }): SteadyFetch {
  let isUp: boolean | undefined;
  let wakeUp: (() => void) | undefined;
  const tell = (now: boolean): void => {
    if (isUp === now) return;
    isUp = now;
    onChange(now);
  };

  function pause(ms: number, signal: AbortSignal | null | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        wakeUp = undefined;
      };
      const abort = (): void => {
        finish();
        reject(new DOMException('aborted', 'AbortError'));
      };
      const timer = setTimeout(() => (finish(), resolve()), ms);
      wakeUp = () => (finish(), resolve());
      signal?.addEventListener('abort', abort);
      if (signal?.aborted) abort();
    });
  }

  return {
    wake: () => wakeUp?.(),
    async fetch(input, init) {
      for (let attempt = 0; ; attempt += 1) {
        const answer = await fetch(attempt === 0 ? input : withoutWaiting(input), init).catch((failure: unknown) => {
          if (init?.signal?.aborted) throw failure;
          return undefined;
        });
        if (answer && !passing.has(answer.status)) {
          tell(true);
          return answer;
        }
        tell(false);
        const asked = Number(answer?.headers.get('retry-after') ?? 0) * 1_000;
        await pause(Math.max(asked, pauses[Math.min(attempt, pauses.length - 1)]!), init?.signal);
      }
    },
  };
}

/** After a break the question is asked without waiting for news: a quiet night would otherwise look like a broken line for half a minute more. */
function withoutWaiting(input: RequestInfo | URL): RequestInfo | URL {
  if (typeof input !== 'string' && !(input instanceof URL)) return input;
  const url = new URL(input);
  if (url.searchParams.has('timeout')) url.searchParams.set('timeout', '0');
  return url;
}
