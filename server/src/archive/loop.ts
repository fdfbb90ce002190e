import { setImmediate as turn } from 'node:timers/promises';
import { createWakeUp, type Log } from '../kernel/index.ts';

const firstWaitMs = 1_000;
const longestWaitMs = 60_000;

type Loop = { readonly name: string; /** True when there is more to do at once. */ readonly step: () => Promise<boolean>; readonly everyMs: number; readonly log: Log; readonly onFailed?: (failure: unknown) => void; readonly onWell?: () => void };

/** One step after another until `stop`, sooner when woken. A step that fails is tried again, each time later: nothing it works on is lost by that. */
export function createLoop({ name, step, everyMs, log, onFailed, onWell }: Loop) {
  const wakeUp = createWakeUp();
  let stopped = false;
  let running: Promise<void> | undefined;

  function tellFailed(failure: unknown): void {
    try {
      onFailed?.(failure);
    } catch (untold) {
      // A disk that takes no archive takes no alert either; the next failure tells it again.
      log.error({ loop: name, code: (untold as NodeJS.ErrnoException).code }, 'archive.alert-not-raised');
    }
  }

  async function run(): Promise<void> {
    let failures = 0;
    while (!stopped) {
      let wait = everyMs;
      try {
        const more = await step();
        if (failures > 0 || onWell) onWell?.();
        failures = 0;
        if (more) {
          await turn(); // a step may await nothing that lets others have theirs
          continue;
        }
      } catch (failure) {
        if (stopped) return;
        wait = Math.min(longestWaitMs, firstWaitMs * 2 ** failures++);
        log.error({ loop: name, code: (failure as NodeJS.ErrnoException).code, failure: failure instanceof Error ? failure.name : 'unknown', stack: failure instanceof Error ? failure.stack : undefined }, 'archive.step-failed');
        tellFailed(failure);
      }
      if (!stopped) await wakeUp.wait(wait);
    }
  }

  return {
    start: (): void => void (running ??= run()),
    wake: () => wakeUp.wake(),
    async stop(): Promise<void> {
      stopped = true;
      wakeUp.wake();
      await running;
    },
  };
}
