import type { StreamEvent } from '@holdfast/contract';
import { inject, onScopeDispose, type InjectionKey } from 'vue';

/** `lost`: the line was down and is open again, so anything may have changed. */
export type NewsEvent = StreamEvent | { readonly kind: 'lost' };
export type News = {
  subscribe(listener: (event: NewsEvent) => void): () => void;
  /** Opens the line; does nothing when it is open. */
  start(): void;
  stop(): void;
};
export const newsKey: InjectionKey<News> = Symbol('news');

const kinds: readonly StreamEvent['kind'][] = [
  'account.changed', 'linking.changed', 'room.changed', 'client.changed', 'queue.changed', 'delivery.changed', 'handover.changed', 'person.changed', 'alert.raised', 'alert.resolved', 'template.changed', 'settings.changed',
  'client-import.changed', 'client-notice.changed', 'routing-rules.changed', 'greetings.changed', 'handset.changed', 'heartbeat',
];
const silence = 45_000; // three beats of the server

/** Server-sent events of the box. The browser connects again by itself; a line that only looks open is found by its silence. */
export function createNews(more: readonly string[] = []): News {
  const listeners = new Set<(event: NewsEvent) => void>();
  let source: EventSource | null = null;
  let wasLost = false;
  let watchdog: ReturnType<typeof setTimeout> | undefined;
  const tell = (event: NewsEvent): void => listeners.forEach((listener) => listener(event));

  function alive(): void {
    clearTimeout(watchdog);
    watchdog = setTimeout(reopen, silence);
    if (wasLost) tell({ kind: 'lost' });
    wasLost = false;
  }
  function reopen(): void {
    close();
    wasLost = true;
    open();
  }
  function open(): void {
    source = new EventSource('/api/v1/stream', { withCredentials: true });
    source.onerror = () => {
      wasLost = true;
      if (source?.readyState === EventSource.CLOSED) {
        tell({ kind: 'lost' }); // the box refused the line: whoever asks now hears why
        clearTimeout(watchdog);
        watchdog = setTimeout(reopen, 2_000);
      }
    };
    for (const kind of [...kinds, ...more]) {
      source.addEventListener(kind, (message) => {
        alive();
        tell(JSON.parse((message as MessageEvent<string>).data) as StreamEvent);
      });
    }
    watchdog = setTimeout(reopen, silence);
  }
  function close(): void {
    clearTimeout(watchdog);
    source?.close();
    source = null;
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    start: () => void (source ?? open()),
    stop: close,
  };
}

/** News for as long as the calling component lives. */
export function useNews(listener: (event: NewsEvent) => void): void {
  const news = inject(newsKey);
  if (news) onScopeDispose(news.subscribe(listener));
}
