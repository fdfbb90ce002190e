import type { News, NewsEvent } from '../../src/api/index.ts';

/** A line that is always open, and says what a test wants said. */
export function createFakeNews(): News & { tell(event: NewsEvent): void } {
  const listeners = new Set<(event: NewsEvent) => void>();
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    start: () => undefined,
    stop: () => undefined,
    tell: (event) => listeners.forEach((listener) => listener(event)),
  };
}
