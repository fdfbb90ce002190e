import { ref } from 'vue';

/** An invitation somebody opened (deep link), until the sign-in page has taken it up. */
export const invitation = ref<string | null>(null);
