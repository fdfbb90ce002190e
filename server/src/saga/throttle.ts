/** Tells at once, then at most once per interval, and never forgets the last word. */
export function createThrottle(intervalMs: number): { tell(key: string, say: () => void): void; stop(): void } {
  const timers = new Map<string, NodeJS.Timeout>();
  const pending = new Map<string, () => void>();

  function arm(key: string): void {
    const timer = setTimeout(() => {
      timers.delete(key);
      const say = pending.get(key);
      if (!say) return;
      pending.delete(key);
      say();
      arm(key);
    }, intervalMs);
    timer.unref();
    timers.set(key, timer);
  }

  return {
    tell(key, say) {
      if (timers.has(key)) return void pending.set(key, say);
      say();
      arm(key);
    },
    stop() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
      pending.clear();
    },
  };
}
