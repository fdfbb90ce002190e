import { onScopeDispose, readonly, ref } from 'vue';
import type { Ref } from 'vue';

const TICK = 15_000;
const now = ref(Date.now());
let watchers = 0;
let timer: ReturnType<typeof setInterval> | undefined;

const tick = (): void => {
  now.value = Date.now();
};
const tickWhenSeen = (): void => {
  if (document.visibilityState === 'visible') tick();
};

/**
 * The present, four times a minute, shared by everything on the screen that says how long ago something was: one timer
 * for three thousand rows, none when nothing shows a time. Catches up at once when the window is seen again.
 */
export function useNow(): Readonly<Ref<number>> {
  watchers += 1;
  tick();
  if (watchers === 1) {
    timer = setInterval(tick, TICK);
    document.addEventListener('visibilitychange', tickWhenSeen);
  }
  onScopeDispose(() => {
    watchers -= 1;
    if (watchers > 0) return;
    clearInterval(timer);
    document.removeEventListener('visibilitychange', tickWhenSeen);
  });
  return readonly(now);
}
