import { computed, readonly, ref } from 'vue';
import type { ComputedRef, Ref } from 'vue';

export type ThemeChoice = 'system' | 'light' | 'dark';
export type TextSize = 'small' | 'normal' | 'large' | 'larger';

const choice = ref<ThemeChoice>('system');
const textSize = ref<TextSize>('normal');
const systemIsDark = ref(false);
const reducedMotion = ref(false);
let isWatching = false;

/** One listener for the life of the page: the system's wishes have no owner that could be unmounted. */
function watchSystem(): void {
  if (isWatching) return;
  isWatching = true;
  const follow = (query: string, target: Ref<boolean>): void => {
    const list = window.matchMedia(query);
    target.value = list.matches;
    list.addEventListener('change', (event) => (target.value = event.matches));
  };
  follow('(prefers-color-scheme: dark)', systemIsDark);
  follow('(prefers-reduced-motion: reduce)', reducedMotion);
}

/**
 * What the screen looks like. Keeps nothing: the app hands in what it stored and stores what is chosen, because the
 * page itself may leave nothing on the disk. All callers share one state.
 */
export function useTheme(): {
  choice: Readonly<Ref<ThemeChoice>>;
  applied: ComputedRef<'light' | 'dark'>;
  setTheme: (next: ThemeChoice) => void;
  textSize: Readonly<Ref<TextSize>>;
  setTextSize: (next: TextSize) => void;
} {
  watchSystem();
  return {
    choice: readonly(choice),
    applied: computed(() => (choice.value === 'system' ? (systemIsDark.value ? 'dark' : 'light') : choice.value)),
    setTheme(next) {
      choice.value = next;
      if (next === 'system') delete document.documentElement.dataset['theme'];
      else document.documentElement.dataset['theme'] = next;
    },
    textSize: readonly(textSize),
    setTextSize(next) {
      textSize.value = next;
      document.documentElement.dataset['textSize'] = next;
    },
  };
}

/** Whether the person asked their system for less movement. CSS obeys by itself; this is for scrolling by script. */
export function useReducedMotion(): Readonly<Ref<boolean>> {
  watchSystem();
  return readonly(reducedMotion);
}
