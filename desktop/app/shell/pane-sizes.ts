import { onScopeDispose, ref, type Ref } from 'vue';

/** Three panes; two, with the client laid over; one. */
export type Layout = 'wide' | 'medium' | 'narrow';
const overlaysBelow = 901;
const singleBelow = 641;

export const layoutOf = (width: number): Layout => (width < singleBelow ? 'narrow' : width < overlaysBelow ? 'medium' : 'wide');

/** Follows the width of the window. */
export function useLayout(): Readonly<Ref<Layout>> {
  const layout = ref(layoutOf(window.innerWidth));
  const follow = (): void => void (layout.value = layoutOf(window.innerWidth));
  window.addEventListener('resize', follow);
  onScopeDispose(() => window.removeEventListener('resize', follow));
  return layout;
}

export const leastPane = 200;
export const mostPane = 600;
export const clampPane = (width: number): number => Math.round(Math.min(mostPane, Math.max(leastPane, width)));
