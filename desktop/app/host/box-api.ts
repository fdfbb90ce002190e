import { inject, type InjectionKey } from 'vue';
import { BoxApiError } from '../../ipc/errors.ts';
import type { BoxApi, BoxBridge, CallName, Reply } from '../../ipc/index.ts';

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

/**
 * What the screen holds, over whichever wire. The table of calls is not imported: its schemas would weigh as much as a
 * screen, and main checks name and input of every call anyway.
 */
export function createBoxApi(bridge: BoxBridge): BoxApi {
  const made = new Map<string, (input: unknown) => Promise<unknown>>([['subscribe', bridge.subscribe as never]]);
  return new Proxy({} as BoxApi, {
    get(_target, name) {
      if (typeof name !== 'string' || name === 'then') return undefined; // asked by await and by inspectors
      let call = made.get(name);
      if (!call) made.set(name, (call = async (input) => valueOf(await bridge.call(name as CallName, input))));
      return call;
    },
  });
}

function valueOf(reply: Reply<unknown>): unknown {
  if (reply.ok) return reply.value;
  throw new BoxApiError(reply.code, reply.message, reply.field);
}
