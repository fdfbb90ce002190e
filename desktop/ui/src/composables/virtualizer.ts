import { onMounted, onScopeDispose, shallowRef, triggerRef, watch } from 'vue';
import type { ShallowRef } from 'vue';
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/vue-virtual';
import type { VirtualizerOptions } from '@tanstack/vue-virtual';

type Given = Omit<VirtualizerOptions<HTMLElement, HTMLElement>, 'observeElementRect' | 'observeElementOffset' | 'scrollToFn'>;
export type ElementVirtualizer = Virtualizer<HTMLElement, HTMLElement>;

/**
 * TanStack's virtualiser in Vue's order of things. Its own adapter corrects the place before the page has grown, and the
 * browser then cuts the correction off at the old end: here the options change before drawing and the place after it.
 */
export function useElementVirtualizer(options: () => Given): Readonly<ShallowRef<ElementVirtualizer>> {
  const complete = (): VirtualizerOptions<HTMLElement, HTMLElement> => {
    const given = options();
    return {
      observeElementRect,
      observeElementOffset,
      scrollToFn: elementScroll,
      ...given,
      onChange(instance, sync) {
        triggerRef(state);
        given.onChange?.(instance, sync);
      },
    };
  };
  const state: ShallowRef<ElementVirtualizer> = shallowRef(null as never);
  const virtualizer = new Virtualizer<HTMLElement, HTMLElement>(complete());
  state.value = virtualizer;
  const cleanup = virtualizer._didMount();
  watch(complete, (next) => {
    virtualizer.setOptions(next);
    triggerRef(state);
  });
  watch(state, () => virtualizer._willUpdate(), { flush: 'post' });
  onMounted(() => {
    virtualizer._willUpdate();
    triggerRef(state);
  });
  onScopeDispose(cleanup);
  return state;
}
