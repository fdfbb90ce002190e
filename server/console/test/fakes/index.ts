import type { Role } from '@holdfast/contract';
import type { FakeHandlers } from './fake-box.ts';
import { sessionHandlers } from './fake-session.ts';
import { signInHandlers } from './fake-sign-in.ts';

export type Scene = 'normal' | 'empty' | 'crowded';

/** A box for the eye and for tests of one screen: every feature adds its handlers here. */
export function fakeHandlers(_scene: Scene, roles: readonly Role[]): FakeHandlers {
  let held = roles;
  return {
    ...sessionHandlers(() => held, () => void (held = [])),
    ...signInHandlers(() => void (held = ['administrator'])),
  };
}
