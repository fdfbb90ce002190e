import type { Role } from '@holdfast/contract';
import type { FakeHandlers } from './fake-box.ts';
import { sessionHandlers } from './fake-session.ts';

export type Scene = 'normal' | 'empty' | 'crowded';

/** A box for the eye and for tests of one screen: every feature adds its handlers here. */
export const fakeHandlers = (scene: Scene, roles: readonly Role[]): FakeHandlers => ({
  ...sessionHandlers(roles),
  ...(scene === 'empty' ? {} : {}),
});
