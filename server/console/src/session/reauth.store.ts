import { defineStore } from 'pinia';
import { ref } from 'vue';

/** A dangerous act waits here until the person proved again who they are. One question however many acts wait. */
export const useReauthStore = defineStore('reauth', () => {
  const isAsking = ref(false);
  let waiting: ((proven: boolean) => void)[] = [];

  function ask(): Promise<boolean> {
    isAsking.value = true;
    return new Promise((resolve) => waiting.push(resolve));
  }
  function settle(proven: boolean): void {
    isAsking.value = false;
    const answered = waiting;
    waiting = [];
    answered.forEach((resolve) => resolve(proven));
  }
  return { isAsking, ask, settle };
});
