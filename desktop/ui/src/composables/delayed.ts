import { onScopeDispose, readonly, ref, toValue, watch } from 'vue';
import type { MaybeRefOrGetter, Ref } from 'vue';

/** True only after `flag` has been true for `ms` without a break; false at once. What takes no time shows no skeleton. */
export function useDelayed(flag: MaybeRefOrGetter<boolean>, ms = 100): Readonly<Ref<boolean>> {
  const delayed = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(
    () => toValue(flag),
    (isOn) => {
      clearTimeout(timer);
      if (isOn) timer = setTimeout(() => (delayed.value = true), ms);
      else delayed.value = false;
    },
    { immediate: true },
  );
  onScopeDispose(() => clearTimeout(timer));
  return readonly(delayed);
}
