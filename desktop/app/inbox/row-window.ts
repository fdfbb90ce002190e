import { computed, nextTick, onMounted, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue';

type Parts<Row> = {
  readonly rows: Readonly<Ref<readonly Row[]>>;
  readonly keyOf: (row: Row) => string;
  /** In rem: the same text size that makes the rows taller makes the window fewer. */
  readonly remOf: (row: Row) => number;
  /** Kept in the page wherever it is: what has the focus must not be taken from under it. */
  readonly pinned: () => string | null;
};
export type Placed<Row> = { readonly row: Row; readonly top: number; readonly height: number; readonly index: number };

const overscan = 8;

/**
 * The rows that are before the eyes, out of any number, when the height of each is known beforehand: no measuring, so nothing
 * ever jumps. Rows that come in above what one reads do not move it.
 */
export function useRowWindow<Row>({ rows, keyOf, remOf, pinned }: Parts<Row>): {
  container: Ref<HTMLElement | null>;
  placed: ComputedRef<Placed<Row>[]>;
  total: ComputedRef<number>;
  scrollToKey: (key: string) => void;
} {
  const container = shallowRef<HTMLElement | null>(null);
  const scrollTop = ref(0);
  const height = ref(800);
  const rem = ref(16);
  const tops = computed(() => {
    const all = new Float64Array(rows.value.length + 1);
    rows.value.forEach((row, index) => (all[index + 1] = all[index]! + remOf(row) * rem.value));
    return all;
  });
  const total = computed(() => tops.value[rows.value.length] ?? 0);
  const indexOf = computed(() => new Map(rows.value.map((row, index) => [keyOf(row), index])));

  /** First row whose end lies below `y`. */
  function rowAt(y: number): number {
    let [low, high] = [0, rows.value.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (tops.value[middle + 1]! <= y) low = middle + 1;
      else high = middle;
    }
    return low;
  }
  const first = computed(() => Math.max(0, rowAt(scrollTop.value) - overscan));
  const last = computed(() => Math.min(rows.value.length, rowAt(scrollTop.value + height.value) + 1 + overscan));
  const place = (index: number): Placed<Row> => ({ row: rows.value[index]!, top: tops.value[index]!, height: tops.value[index + 1]! - tops.value[index]!, index });
  const placed = computed(() => {
    const shown: Placed<Row>[] = [];
    const key = pinned();
    const pin = key === null ? undefined : indexOf.value.get(key);
    if (pin !== undefined && pin < first.value) shown.push(place(pin));
    for (let index = first.value; index < last.value; index += 1) shown.push(place(index));
    if (pin !== undefined && pin >= last.value) shown.push(place(pin));
    return shown;
  });

  function measure(): void {
    const element = container.value;
    if (!element) return;
    rem.value = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
    height.value = element.clientHeight || 800;
  }
  const onScroll = (): void => void (scrollTop.value = container.value?.scrollTop ?? 0);
  let observer: ResizeObserver | undefined;
  onMounted(() => {
    measure();
    container.value?.addEventListener('scroll', onScroll, { passive: true });
    if (typeof ResizeObserver === 'undefined') return;
    observer = new ResizeObserver(measure);
    if (container.value) observer.observe(container.value);
  });
  onScopeDispose(() => {
    observer?.disconnect();
    container.value?.removeEventListener('scroll', onScroll);
  });

  watch(rows, (_now, before) => {
    const element = container.value;
    if (!element || element.scrollTop === 0) return;
    const y = element.scrollTop;
    let above = 0;
    let at = 0;
    while (at < before.length && above + remOf(before[at]!) * rem.value <= y) above += remOf(before[at++]!) * rem.value;
    const anchor = before[at];
    if (!anchor) return;
    void nextTick(() => {
      const index = indexOf.value.get(keyOf(anchor));
      if (index !== undefined) element.scrollTop = tops.value[index]! + (y - above);
      onScroll();
    });
  }, { flush: 'pre' });

  function scrollToKey(key: string): void {
    const index = indexOf.value.get(key);
    const element = container.value;
    if (index === undefined || !element) return;
    const { top, height: rowHeight } = place(index);
    if (top < element.scrollTop + rem.value * 2) element.scrollTop = top - rem.value * 2;
    else if (top + rowHeight > element.scrollTop + element.clientHeight) element.scrollTop = top + rowHeight - element.clientHeight;
    onScroll();
  }

  return { container, placed, total, scrollToKey };
}
