import type { StreamEvent } from '@holdfast/contract';

/** News of what was committed, for screens and for parts downstream. Publish only from `afterCommit`. */
export interface News {
  publish(event: StreamEvent): void;
  /** Returns its own unsubscribe. A listener that throws loses its own news, nobody else's. */
  subscribe(listener: (event: StreamEvent) => void): () => void;
}

export function createNews(): News {
  const listeners = new Set<(event: StreamEvent) => void>();
  return {
    publish(event) {
      for (const listener of listeners) {
        try {
          listener(event);
        } catch {
          listeners.delete(listener); // a closed screen; it asks again when it reconnects
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
