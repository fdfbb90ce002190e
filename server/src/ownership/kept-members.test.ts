import type { RoomId } from '@holdfast/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bridge, ownershipWorld, type Hired, type OwnershipWorld } from '../../test/support/ownership-world.ts';

let world: OwnershipWorld;
let anna: Hired;
let boris: Hired;
let account: ReturnType<OwnershipWorld['account']>;

beforeEach(() => {
  world = ownershipWorld();
  const team = world.team('sales');
  anna = world.hire('anna', { team });
  boris = world.hire('boris', { team });
  account = world.account('a', { team });
});
afterEach(() => world.stop());

async function walksOut(roomId: RoomId, { userId }: Hired): Promise<void> {
  await world.homeserver.kick(bridge, roomId, userId, 'left'); // the fake homeserver knows no other way out
  world.event(roomId, { type: 'm.room.member', sender: userId, stateKey: userId, content: { membership: 'leave' } });
  await world.settled();
}

test('an owner who walks out of a conversation is brought back, however often', async () => {
  const roomId = world.portal('r', { owner: anna, account });
  await walksOut(roomId, anna);
  await walksOut(roomId, anna);
  expect(world.inRoom(roomId)).toEqual(['anna']);
});

test('who has no right any more stays out, and so does everybody in a conversation deleted on the handset', async () => {
  const roomId = world.portal('r', { owner: anna, account });
  await world.homeserver.invite(bridge, roomId, boris.userId);
  await world.homeserver.join(boris.userId, roomId);
  await walksOut(roomId, boris);
  expect(world.inRoom(roomId)).toEqual(['anna']);

  const closed = world.portal('closed', { owner: anna, account, state: 'closed' });
  await walksOut(closed, anna);
  expect(world.inRoom(closed)).toEqual([]);
});
