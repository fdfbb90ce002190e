import { afterEach, beforeEach, expect, test } from 'vitest';
import { ownershipWorld, type Hired, type OwnershipWorld } from '../../test/support/ownership-world.ts';

let world: OwnershipWorld;
let olga: Hired;
let anna: Hired;
let boris: Hired;
const refused = (code: string) => expect.objectContaining({ code }) as Error;

beforeEach(() => {
  world = ownershipWorld();
  olga = world.hire('olga', { roles: ['administrator'] });
  anna = world.hire('anna');
  boris = world.hire('boris');
});
afterEach(() => world.stop());

test('choices outlive the process and are there for another administrator, who is told who changed them last', async () => {
  const zoe = world.hire('zoe', { roles: ['administrator'] });
  const { version } = world.ownership.leaveDrafts.save(olga, anna.personId, { choices: { step: 2, successors: [boris.userId] }, version: 0 });
  await world.restart();
  expect(world.ownership.leaveDrafts.get(anna.personId)).toMatchObject({ choices: { step: 2, successors: [boris.userId] }, version: 1, changedBy: olga.personId, changedByName: 'olga' });
  world.ownership.leaveDrafts.save(zoe, anna.personId, { choices: { step: 3 }, version });
  expect(() => world.ownership.leaveDrafts.save(olga, anna.personId, { choices: { step: 9 }, version })).toThrow(refused('CHANGED_MEANWHILE'));
  expect(() => world.ownership.leaveDrafts.save(olga, anna.personId, { choices: {}, version: 0 })).toThrow(refused('CHANGED_MEANWHILE'));
  expect(world.ownership.leaveDrafts.get(anna.personId)).toMatchObject({ choices: { step: 3 }, version: 2, changedByName: 'zoe' });
  expect(world.ownership.leaveDrafts.list().drafts).toMatchObject([{ personId: anna.personId, changedByName: 'zoe' }]);
});

test('it is gone when the handover ran, and stays while it only waits', async () => {
  const account = world.account('a');
  world.portal('r', { owner: anna, account });
  const order = { scope: { kind: 'person' as const, userId: anna.userId }, successors: { userIds: [boris.userId] }, reason: 'leaves', leaver: true };
  const { handoverId } = world.ownership.handovers.request(olga, 'all', { ...order, runAt: world.clock.now() + 1000 });
  world.ownership.leaveDrafts.save(olga, anna.personId, { choices: {}, handoverId });
  await world.settled();
  expect(world.ownership.leaveDrafts.get(anna.personId).handoverId).toBe(handoverId);
  await world.pass(2000, 2);
  expect(world.ownership.handovers.find(olga, 'all', handoverId).state).toBe('done');
  expect(() => world.ownership.leaveDrafts.get(anna.personId)).toThrow(refused('NOT_FOUND'));
});

test('access off ends it as well; another’s draft stays', () => {
  world.ownership.leaveDrafts.save(olga, anna.personId, { choices: {} });
  world.ownership.leaveDrafts.save(olga, boris.personId, { choices: {} });
  world.ownership.handovers.accessOff(olga, { userId: anna.userId, reason: 'now' });
  expect(world.ownership.leaveDrafts.list().drafts.map(({ personId }) => personId)).toEqual([boris.personId]);
});

test('thrown away by hand, with the version seen; what is not there is not missed', () => {
  const { version } = world.ownership.leaveDrafts.save(olga, anna.personId, { choices: { a: 1 } });
  expect(() => world.ownership.leaveDrafts.discard(olga, anna.personId, version + 1)).toThrow(refused('CHANGED_MEANWHILE'));
  world.ownership.leaveDrafts.discard(olga, anna.personId, version);
  world.ownership.leaveDrafts.discard(olga, anna.personId);
  expect(world.audit.list(world.db, { target: anna.personId, limit: 9 }).map(({ action }) => action)).toEqual(['leave-draft.begun', 'leave-draft.discarded']);
});

test('of nobody, of somebody who answers nobody, of a handover that is none, and of too much', () => {
  const save = (personId: string, more: object = {}) => () => world.ownership.leaveDrafts.save(olga, personId as never, { choices: {}, ...more });
  expect(save('pers_0000000000000000')).toThrow(refused('NOT_FOUND'));
  expect(save(anna.personId, { handoverId: 'hand_0000000000000000' })).toThrow(refused('NOT_FOUND'));
  expect(save(anna.personId, { choices: { long: 'ä'.repeat(1_100_000) } })).toThrow(refused('PAYLOAD_TOO_LARGE'));
  world.db.write((tx) => void tx.prepare('UPDATE person SET user_id = NULL WHERE id = ?').run(olga.personId));
  expect(save(olga.personId)).toThrow(refused('NOT_AN_EMPLOYEE'));
});
