import { ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { failureOf, type ApiFailure } from './api-failure.ts';

/** Something a button does at the box: `busy` while it runs, never twice at once, `failure` until the next try. */
export function useAct<Input extends readonly unknown[], Answer>(
  run: (...input: Input) => Promise<Answer>,
): { busy: Ref<boolean>; failure: ShallowRef<ApiFailure | null>; act: (...input: Input) => Promise<Answer | undefined>; forget: () => void } {
  const busy = ref(false);
  const failure = shallowRef<ApiFailure | null>(null);
  return {
    busy,
    failure,
    async act(...input) {
      if (busy.value) return undefined;
      busy.value = true;
      failure.value = null;
      try {
        return await run(...input);
      } catch (refusal) {
        failure.value = failureOf(refusal);
        return undefined;
      } finally {
        busy.value = false;
      }
    },
    forget: () => void (failure.value = null),
  };
}
