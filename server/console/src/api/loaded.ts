import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef, type WatchSource } from 'vue';
import { failureOf, type ApiFailure } from './api-failure.ts';
import { useNews, type NewsEvent } from './news.ts';

export type Status = 'loading' | 'ready' | 'failed';
export type Loaded<Value> = {
  /** The newest answer; stays while a newer one is asked for or could not be had. */
  readonly value: ShallowRef<Value | null>;
  readonly status: Ref<Status>;
  readonly failure: ShallowRef<ApiFailure | null>;
  /** Being asked again while something is on screen. */
  readonly refreshing: Ref<boolean>;
  reload(): Promise<void>;
};
export type LoadOptions = {
  /** Asked again when one of these changes. */
  readonly on?: WatchSource | readonly WatchSource[];
  /** Which news makes the answer stale. News in a burst are one question. */
  readonly stale?: (event: NewsEvent) => boolean;
  /** Asked again after this many milliseconds without news; for what time alone changes. */
  readonly everyMs?: number;
};

const burst = 250;

/** One question to the box that a component keeps answered. An answer that a newer question overtook is dropped. */
export function useLoaded<Value>(ask: (signal: AbortSignal) => Promise<Value>, { on, stale, everyMs }: LoadOptions = {}): Loaded<Value> {
  const value = shallowRef<Value | null>(null);
  const status = ref<Status>('loading');
  const failure = shallowRef<ApiFailure | null>(null);
  const refreshing = ref(false);
  let running: AbortController | null = null;
  let soon: ReturnType<typeof setTimeout> | undefined;

  async function reload(): Promise<void> {
    running?.abort();
    const mine = (running = new AbortController());
    refreshing.value = value.value !== null;
    if (value.value === null) status.value = 'loading';
    try {
      const answer = await ask(mine.signal);
      if (mine !== running) return;
      value.value = answer;
      status.value = 'ready';
      failure.value = null;
    } catch (refusal) {
      if (mine !== running) return;
      failure.value = failureOf(refusal);
      if (value.value === null) status.value = 'failed';
    } finally {
      if (mine === running) refreshing.value = false;
    }
  }
  const reloadSoon = (): void => {
    soon ??= setTimeout(() => {
      soon = undefined;
      void reload();
    }, burst);
  };

  if (on !== undefined) {
    watch(on as WatchSource, () => {
      value.value = null; // another question: the old answer would be a lie under its heading
      void reload();
    });
  }
  useNews((event) => {
    if (event.kind === 'lost' || stale?.(event)) reloadSoon();
  });
  const timer = everyMs === undefined ? undefined : setInterval(() => void (document.hidden || reload()), everyMs);
  onScopeDispose(() => {
    running?.abort();
    running = null;
    clearTimeout(soon);
    clearInterval(timer);
  });
  void reload();
  return { value, status, failure, refreshing, reload };
}
