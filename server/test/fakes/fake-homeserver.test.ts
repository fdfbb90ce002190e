import type { BridgeId, RoomId, UserId } from '@holdfast/contract';
import { expect, test } from 'vitest';
import { createFakeHomeserver } from './fake-homeserver.ts';

const bridge = 'loopback' as BridgeId;
const bot = '@loopbackbot:box.test' as UserId;
const anna = '@anna:box.test' as UserId;
const room = '!room' as RoomId;

async function world() {
  const homeserver = createFakeHomeserver({ bots: { loopback: bot } });
  homeserver.createRoom(room, bot);
  await homeserver.createUser(anna, { displayName: 'Anna', password: 'x' });
  return homeserver;
}

test('membership follows the rules of Synapse', async () => {
  const homeserver = await world();
  await expect(homeserver.join(anna, room)).rejects.toMatchObject({ status: 403 });
  await homeserver.invite(bridge, room, anna);
  await homeserver.join(anna, room);
  await homeserver.join(anna, room); // joining again changes nothing
  await expect(homeserver.invite(bridge, room, anna)).rejects.toMatchObject({ status: 403 });
  await homeserver.kick(bridge, room, anna, 'handover');
  await expect(homeserver.kick(bridge, room, anna, 'handover')).rejects.toMatchObject({ status: 403 });
  expect(homeserver.membershipEvents(room).map((event) => event.content['membership'])).toEqual(['join', 'invite', 'join', 'leave']);
});

test('a transaction id is one event, a repeated state is none', async () => {
  const homeserver = await world();
  const first = await homeserver.sendAsBot(bridge, room, 'm.room.message', { body: 'a' }, 't1');
  expect(await homeserver.sendAsBot(bridge, room, 'm.room.message', { body: 'a' }, 't1')).toBe(first);
  const before = homeserver.lastOrdering();
  await homeserver.setPowerLevels(bridge, room, await homeserver.powerLevels(bridge, room));
  expect(homeserver.lastOrdering()).toBe(before);
  await expect(homeserver.setPowerLevels(bridge, room, { users: { [bot]: 100 } })).rejects.toMatchObject({ status: 400 });
});

test('signing out ends tokens, locking makes them worthless', async () => {
  const homeserver = await world();
  const token = homeserver.signIn(anna, 'DESKTOP');
  expect(await homeserver.whoAmI(token)).toBe(anna);
  await homeserver.lock(anna);
  expect(await homeserver.whoAmI(token)).toBeNull();
  await homeserver.unlock(anna);
  expect(await homeserver.signOutEverywhere(anna)).toBe(1);
  expect(await homeserver.whoAmI(token)).toBeNull();
});

test('an outage changes nothing', async () => {
  const homeserver = await world();
  homeserver.goDown();
  await expect(homeserver.invite(bridge, room, anna)).rejects.toMatchObject({ code: 'HOMESERVER_UNAVAILABLE' });
  homeserver.comeBack();
  homeserver.breakOn('invite', 1);
  await expect(homeserver.invite(bridge, room, anna)).rejects.toMatchObject({ code: 'HOMESERVER_UNAVAILABLE' });
  await homeserver.invite(bridge, room, anna);
  expect(homeserver.memberIds(room)).toEqual([bot]);
});
