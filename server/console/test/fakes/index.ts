import type { Role } from '@holdfast/contract';
import type { Scene } from './scene.ts';
import type { FakeHandlers } from './fake-box.ts';
import { accountHandlers } from './accounts.ts';
import { archiveHandlers } from './archive.ts';
import { homeHandlers } from './fake-home.ts';
import { clientImportHandlers } from './client-imports.ts';
import { clientHandlers } from './clients.ts';
import { healthHandlers } from './health.ts';
import { recordHandlers } from './records.ts';
import { settingsHandlers } from './settings.ts';
import { handoverHandlers } from './handovers.ts';
import { peopleHandlers } from './people.ts';
import { queueHandlers } from './queue.ts';
import { routingHandlers } from './routing.ts';
import { sessionHandlers } from './fake-session.ts';
import { signInHandlers } from './fake-sign-in.ts';
import { whoHandlers } from './who.ts';

export type { Scene } from './scene.ts';

/** A box for the eye and for tests of one screen: every feature adds its handlers here. */
export function fakeHandlers(scene: Scene, roles: readonly Role[]): FakeHandlers {
  let held = roles;
  const register = accountHandlers(scene);
  const people = peopleHandlers(scene);
  /** A handset is in the register and in the hands of somebody: both take note. */
  const both = (route: string): FakeHandlers => ({ [route]: (call) => { people[route]?.(call); return register[route]?.(call); } });
  return {
    ...whoHandlers(scene),
    ...people,
    ...register,
    ...both('POST /handsets/:id/return'),
    ...both('POST /handsets/:id/lose'),
    ...handoverHandlers(scene),
    ...homeHandlers(scene),
    ...queueHandlers(scene),
    ...clientHandlers(scene),
    ...clientImportHandlers(scene),
    ...routingHandlers(scene),
    ...recordHandlers(scene),
    ...archiveHandlers(scene),
    ...healthHandlers(scene),
    ...settingsHandlers(scene),
    ...sessionHandlers(() => held, () => void (held = [])),
    ...signInHandlers(() => void (held = ['administrator'])),
  };
}
