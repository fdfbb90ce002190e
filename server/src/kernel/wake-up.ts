/** Lets a loop sleep until it is called or a time passes; a call that comes while it works is not lost. */
export function createWakeUp() {
  let called = false;
  let release: (() => void) | undefined;
  return {
    wake(): void {
      called = true;
      release?.();
    },
    /** Resolves at the next call of `wake`, at once if one came since the last wait, or after `timeoutMs`. */
    wait(timeoutMs: number): Promise<void> {
      if (called) {
        called = false;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const timer = setTimeout(finish, timeoutMs);
        timer.unref();
        function finish(): void {
          clearTimeout(timer);
          called = false;
          release = undefined;
          resolve();
        }
        release = finish;
      });
    },
  };
}
