import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef, type WatchSource } from 'vue';
import { failureOf, type ApiFailure } from './api-failure.ts';
import type { LoadOptions } from './loaded.ts';
import { useNews } from './news.ts';

export type Page<Row> = { readonly rows: readonly Row[]; readonly next: string | null };
export type Paged<Row> = {
  readonly rows: ShallowRef<readonly Row[]>;
  readonly status: Ref<'loading' | 'ready' | 'failed'>;
  readonly failure: ShallowRef<ApiFailure | null>;
  /** Another page is on its way. */
  readonly growing: Ref<boolean>;
  readonly isWhole: Ref<boolean>;
  more(): Promise<void>;
  reload(): Promise<void>;
};

const burst = 400;

/**
 * A list of any length, page by page as the eye comes near its end. `ask` gets the cursor of the page, null for the first.
 * Stale news ask for as many rows again as were held, and the list changes at once, not page by page.
 */
export function usePages<Row>(ask: (cursor: string | null, signal: AbortSignal) => Promise<Page<Row>>, { on, stale, everyMs }: LoadOptions = {}): Paged<Row> {
  const rows = shallowRef<readonly Row[]>([]);
  const status = ref<'loading' | 'ready' | 'failed'>('loading');
  const failure = shallowRef<ApiFailure | null>(null);
  const growing = ref(false);
  const isWhole = ref(false);
  let next: string | null = null;
  let running = new AbortController();
  let soon: ReturnType<typeof setTimeout> | undefined;

  async function fill(atLeast: number): Promise<void> {
    running.abort();
    const mine = (running = new AbortController());
    try {
      const held: Row[] = [];
      let cursor: string | null = null;
      do {
        const page: Page<Row> = await ask(cursor, mine.signal);
        if (mine !== running) return;
        held.push(...page.rows);
        cursor = page.next;
      } while (cursor !== null && held.length < atLeast);
      rows.value = held;
      next = cursor;
      isWhole.value = cursor === null;
      status.value = 'ready';
      failure.value = null;
    } catch (refusal) {
      if (mine !== running) return;
      failure.value = failureOf(refusal);
      if (rows.value.length === 0) status.value = 'failed';
    } finally {
      if (mine === running) growing.value = false;
    }
  }

  async function more(): Promise<void> {
    if (next === null || growing.value || status.value !== 'ready') return;
    growing.value = true;
    const mine = running;
    try {
      const page = await ask(next, mine.signal);
      if (mine !== running) return;
      rows.value = [...rows.value, ...page.rows];
      next = page.next;
      isWhole.value = page.next === null;
    } catch (refusal) {
      if (mine === running) failure.value = failureOf(refusal);
    } finally {
      if (mine === running) growing.value = false;
    }
  }
  const reload = (): Promise<void> => fill(Math.max(1, rows.value.length));

  if (on !== undefined) {
    watch(on as WatchSource, () => {
      rows.value = [];
      next = null;
      status.value = 'loading';
      void fill(1);
    });
  }
  useNews((event) => {
    if (event.kind !== 'lost' && !stale?.(event)) return;
    soon ??= setTimeout(() => {
      soon = undefined;
      void reload();
    }, burst);
  });
  const timer = everyMs === undefined ? undefined : setInterval(() => void (document.hidden || reload()), everyMs);
  onScopeDispose(() => {
    running.abort();
    clearTimeout(soon);
    clearInterval(timer);
  });
  void fill(1);
  return { rows, status, failure, growing, isWhole, more, reload };
}
