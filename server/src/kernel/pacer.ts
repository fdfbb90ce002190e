const mostMs = 2;
const restMs = 3;

/**
 * Work in pieces, each of two milliseconds of writing with a rest after it: the record has one writer, and whoever has a
 * message for a client must not wait for a list of clients. `work` is told when its time is over.
 */
export function createPacer(yieldToTraffic: () => Promise<void> = async () => {}) {
  return async <T>(work: (isOver: () => boolean) => T): Promise<T> => {
    await yieldToTraffic();
    const until = performance.now() + mostMs;
    const result = work(() => performance.now() >= until);
    await new Promise((resolve) => setTimeout(resolve, restMs));
    return result;
  };
}
export type Pacer = ReturnType<typeof createPacer>;
