import { readonly, shallowReactive } from 'vue';

/** What the two live regions of `UiAnnouncer` say now. The counter makes the same sentence twice two announcements. */
const state = shallowReactive({ polite: '', assertive: '', count: 0 });

/**
 * Speaks to the screen reader and to nobody else. `polite` waits for a pause and is right for nearly everything;
 * `assertive` interrupts, for what must not be missed. Needs one `UiAnnouncer` in the app; without it, nothing is said.
 */
export function useAnnouncer(): { say: (text: string, manner?: 'polite' | 'assertive') => void; /** Nothing of what was said stays on the page: it may quote what is not to be seen any more. */ hush: () => void } {
  return {
    hush: () => void (state.polite = state.assertive = ''),
    say(text, manner = 'polite') {
      state.count += 1;
      state[manner] = text;
    },
  };
}

export const announced = readonly(state);
