import { onScopeDispose, ref, type Ref } from 'vue';
import { failureOf } from '../api/index.ts';

const pause = 1_500;

/**
 * For an order that the box carries out once however often it comes (it has an idempotency key): it is sent again while the
 * box does not answer, for as long as the page is open. Any other refusal is a refusal.
 */
export function useInsist(pauseMs = pause): { isWaiting: Ref<boolean>; insist: <Answer>(run: () => Promise<Answer>) => Promise<Answer> } {
  const isWaiting = ref(false);
  let isOver = false;
  onScopeDispose(() => (isOver = true));
  return {
    isWaiting,
    async insist(run) {
      try {
        for (;;) {
          try {
            return await run();
          } catch (refusal) {
            if (isOver || failureOf(refusal).code !== 'UNREACHABLE') throw refusal;
            isWaiting.value = true;
            await new Promise((resolve) => setTimeout(resolve, pauseMs));
          }
        }
      } finally {
        isWaiting.value = false;
      }
    },
  };
}
