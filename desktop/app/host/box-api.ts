import { inject, type InjectionKey } from 'vue';
import { BoxApiError, type BoxApi } from '../../ipc/index.ts';

/** Provided once by main.ts; tests provide a fake. No store or component ever looks at `window`. */
export const boxApiKey: InjectionKey<BoxApi> = Symbol('box-api');

/** The services of this host. Works in components and in setup stores. */
export function useBoxApi(): BoxApi {
  const api = inject(boxApiKey);
  if (!api) throw new Error('no BoxApi was provided');
  return api;
}

/** The code by which a screen finds its words for a refusal; anything unexpected is INTERNAL. */
export const codeOf = (failure: unknown): string => (failure instanceof BoxApiError ? failure.code : 'INTERNAL');
