const quietAfter = 1_200;
const events = ['keydown', 'wheel', 'pointerdown', 'touchmove', 'scroll'] as const;

/**
 * When the person last did something, so that work nobody waits for can step aside. Listens passively and in the capture
 * phase: it neither delays nor misses what a component handles itself.
 */
export function watchActivity(page: Window & typeof globalThis, now: () => number) {
  let lastAt = -Infinity;
  const note = (): void => {
    lastAt = now();
  };
  for (const name of events) page.addEventListener(name, note, { capture: true, passive: true });

  const idle = (): Promise<void> => new Promise((resolve) => ('requestIdleCallback' in page ? page.requestIdleCallback(() => resolve(), { timeout: 5_000 }) : setTimeout(resolve, 50)));
  return {
    lastAt: (): number => lastAt,
    /** Resolves in a moment in which nobody has typed or scrolled for a while. */
    async untilQuiet(): Promise<void> {
      for (let left = lastAt + quietAfter - now(); left > 0; left = lastAt + quietAfter - now()) await new Promise((resolve) => setTimeout(resolve, left));
      await idle();
    },
    stop(): void {
      for (const name of events) page.removeEventListener(name, note, { capture: true });
    },
  };
}
