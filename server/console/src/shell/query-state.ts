import { computed, ref, watch, type ComputedRef, type Ref, type WritableComputedRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';

/** What of the page stands in its address, so that a link shows the same. A key that is null or empty stands not in it. */
export type QueryState<Key extends string> = {
  readonly values: ComputedRef<Readonly<Record<Key, string | null>>>;
  /** Replaces some; going back leads to the page before, not through every letter that was typed. */
  set(changes: Partial<Record<Key, string | null>>): void;
  /** One of them, for `v-model`. */
  part(key: Key): WritableComputedRef<string | null>;
};

/** The part of the address behind `?` that the calling page understands. Holds still while one leaves for another page. */
export function useQueryState<Key extends string>(keys: readonly Key[]): QueryState<Key> {
  const route = useRoute();
  const router = useRouter();
  const here = route.path;
  let held = {} as Readonly<Record<Key, string | null>>;
  const values = computed(() => {
    if (route.path !== here) return held;
    const next = Object.fromEntries(keys.map((key) => [key, [route.query[key]].flat()[0] || null])) as Record<Key, string | null>;
    // The same object while nothing of ours changed: what watches it would ask the box again for nothing.
    if (keys.every((key) => held[key] === next[key])) return held;
    return (held = next);
  });
  const set = (changes: Partial<Record<Key, string | null>>): void => {
    if (route.path !== here) return;
    // Saying again what stands there already would call off the way to another page.
    if ((Object.entries(changes) as [Key, string | null][]).every(([key, value]) => values.value[key] === (value || null))) return;
    const query = { ...route.query };
    for (const [key, value] of Object.entries(changes) as [Key, string | null][]) {
      if (value === null || value === '') delete query[key];
      else query[key] = value;
    }
    void router.replace({ query });
  };
  return { values, set, part: (key) => computed({ get: () => values.value[key], set: (value) => set({ [key]: value } as Partial<Record<Key, string | null>>) }) };
}

/** What is typed into a search field, told on only when the fingers rest. */
export function useTyped(value: WritableComputedRef<string | null>, afterMs = 150): Ref<string> {
  const typed = ref(value.value ?? '');
  let soon: ReturnType<typeof setTimeout> | undefined;
  watch(typed, (text) => {
    clearTimeout(soon);
    soon = setTimeout(() => (value.value = text.trim() || null), afterMs);
  });
  watch(value, (text) => {
    if ((text ?? '') !== typed.value.trim()) typed.value = text ?? '';
  });
  return typed;
}
