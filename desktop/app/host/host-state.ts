import { inject, shallowReactive, type InjectionKey } from 'vue';
import type { HostLine } from './connect-host.ts';

/** How the host is doing, for the one line that says so. */
export type HostState = {
  readonly state: { isUp: boolean; launch: 'pending' | 'launched' | 'refused' | 'unreachable' };
  /** Resolves when it is clear that nothing will come soon, so that something can be drawn. */
  readonly isStuck: Promise<void>;
};
export const hostLineKey: InjectionKey<HostState> = Symbol('host-state');

const PATIENCE = 1_500;

export function watchHost(line: HostLine): HostState {
  const state: HostState['state'] = shallowReactive({ isUp: true, launch: 'pending' });
  const isStuck = new Promise<void>((resolve) => {
    setTimeout(resolve, PATIENCE);
    void line.launched.then((launch) => {
      state.launch = launch;
      if (launch !== 'launched') resolve();
    });
  });
  line.onLine((isUp) => (state.isUp = isUp));
  return { state, isStuck };
}

/** A host that is always there: Electron's, and that of tests. */
export const steadyHost = (): HostState => ({ state: { isUp: true, launch: 'launched' }, isStuck: new Promise(() => undefined) });

export const useHostState = (): HostState['state'] => inject(hostLineKey, steadyHost, true).state;
