import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from '../../../server/test/support/until.ts';
import { homeserverRefuses } from '../../test/fakes/fake-box-answers.ts';
import { openSessionRig, type SessionRig } from '../../test/support/session-rig.ts';

const soon = { timeoutMs: 10_000, everyMs: 10 };
let rig: SessionRig;
beforeEach(async () => {
  rig = await openSessionRig();
});
afterEach(() => rig.close());
const asked = (route: 'me' | 'lease' | 'whoami', count: number) => until(`${route} was asked`, () => rig.box.asked(route).length >= count, soon);

test('a share that arrives after signing out belongs to nobody: no session comes back, nothing is written', async () => {
  await rig.signIn();
  const release = rig.box.hold('me');
  rig.clock.turn(11 * 60_000);
  const looking = rig.keeper.look();
  await asked('me', 2);
  await rig.keeper.signOut();
  release();
  await looking;
  expect(rig.keeper.view()).toMatchObject({ state: 'signed-out', ended: 'signed-out' });
  expect(rig.files()).toEqual([]);
});

test('a share that arrives for the person before is not the next person’s: their store opens again', async () => {
  await rig.signIn();
  const release = rig.box.hold('lease');
  rig.clock.turn(11 * 60_000);
  const looking = rig.keeper.look();
  await asked('lease', 1);
  await rig.signIn();
  const before = rig.keeper.present()?.saved;
  release();
  await looking;
  expect(rig.keeper.present()?.saved).toEqual({ ...before, lastSeenAt: expect.any(Number) as number });
  expect(await rig.restart()).toMatchObject({ state: 'ready' });
});

test('a doubt about the old session that is answered late does not end the new one', async () => {
  await rig.signIn();
  rig.box.trouble('whoami', homeserverRefuses(401, 'M_UNKNOWN_TOKEN'));
  const release = rig.box.hold('whoami');
  const doubt = rig.keeper.unwelcome('M_UNKNOWN_TOKEN');
  await asked('whoami', 1);
  await rig.signIn();
  release();
  await doubt;
  expect(rig.keeper.view()).toMatchObject({ state: 'ready' });
});

test.each([[4, 'ready'], [6, 'locked']])('started again after %i minutes with a lock after five: %s', async (minutes, state) => {
  await rig.signIn();
  await rig.keeper.setPin({ pin: '2580' });
  rig.keeper.setAutoLock({ minutes: 5 });
  await rig.keeper.stop();
  rig.clock.turn(minutes * 60_000);
  expect((await rig.begin()).state).toBe(state);
});
