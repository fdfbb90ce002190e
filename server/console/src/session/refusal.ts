import { computed, onScopeDispose, ref, watch, type ComputedRef, type ShallowRef } from 'vue';
import { useUiText } from '@holdfast/ui';
import type { ApiFailure } from '../api/index.ts';
import { useFailureWords } from '../shell/failure-words.ts';

/** Why one is not in, in words; a wait counts itself down. */
export function useRefusal(failure: Readonly<ShallowRef<ApiFailure | null>>): ComputedRef<string | undefined> {
  const { t } = useUiText();
  const words = useFailureWords('session.refusal');
  const left = ref(0);
  let timer: ReturnType<typeof setInterval> | undefined;
  watch(failure, (now) => {
    clearInterval(timer);
    left.value = now?.code === 'TOO_MANY_REQUESTS' ? (now.retryAfterSeconds ?? 60) : 0;
    if (left.value > 0) timer = setInterval(() => (left.value = Math.max(0, left.value - 1)), 1_000);
  });
  onScopeDispose(() => clearInterval(timer));
  return computed(() => {
    if (failure.value?.code !== 'TOO_MANY_REQUESTS') return words(failure.value);
    return left.value > 0 ? t('session.refusal.wait', { count: left.value }, left.value) : t('session.refusal.waited');
  });
}
