import type { RoomId } from '@holdfast/contract';
import { describe, expect, test } from 'vitest';
import { ownershipWorld, type Hired, type OwnershipWorld } from '../../test/support/ownership-world.ts';
import { whoAnswers } from './index.ts';

const forward = [
  'leaver.lock-user.run:before', 'admin.lock:before', 'admin.lock:after', 'leaver.lock-user.run:after', 'leaver.lock-user.run:committed',
  'leaver.sign-out.run:before', 'admin.signOutEverywhere:before', 'admin.signOutEverywhere:after', 'leaver.sign-out.run:after', 'leaver.sign-out.run:committed',
  'handover.admit-successor.run:before', 'homeserver.invite:before', 'homeserver.invite:after', 'homeserver.join:before', 'homeserver.join:after',
  'handover.admit-successor.run:after', 'handover.admit-successor.run:committed',
  'handover.remove-predecessor.run:before', 'homeserver.kick:before', 'homeserver.kick:after', 'handover.remove-predecessor.run:after', 'handover.remove-predecessor.run:committed',
  'handover.announce-successor.run:before', 'messages.greeting:before', 'messages.greeting:after', 'handover.announce-successor.run:after', 'handover.announce-successor.run:committed',
] as const;
const back = [
  'handover.announce-successor.undo:before', 'handover.announce-successor.undo:after', 'handover.announce-successor.undo:committed',
  'handover.remove-predecessor.undo:before', 'homeserver.invite:before', 'homeserver.invite:after', 'homeserver.join:before', 'homeserver.join:after',
  'handover.remove-predecessor.undo:after', 'handover.remove-predecessor.undo:committed',
  'handover.admit-successor.undo:before', 'homeserver.kick:before', 'homeserver.kick:after', 'handover.admit-successor.undo:after', 'handover.admit-successor.undo:committed',
] as const;

type Staged = { world: OwnershipWorld; olga: Hired; anna: Hired; boris: Hired; ids: RoomId[] };

async function stage(): Promise<Staged> {
  const world = ownershipWorld();
  const team = world.team('sales');
  const olga = world.hire('olga', { roles: ['administrator'] });
  const anna = world.hire('anna', { team });
  const boris = world.hire('boris', { team });
  const account = world.account('a', { team });
  await world.settled();
  world.homeserver.signIn(anna.userId, 'PHONE');
  const ids = Array.from({ length: 6 }, (_, n) => world.portal(`room-${n}`, { owner: anna, account, lastEventAt: 1000 + n }));
  return { world, olga, anna, boris, ids };
}

/** Dies the n-th time it comes by `place`, and every time after: the process is gone. */
function killer(place: string, nth: number): (name: string) => void {
  let times = 0;
  return (name) => {
    if (name === place && ++times >= nth) throw new Error('kill -9');
  };
}

const order = ({ anna, boris }: Staged, leaver: boolean) => ({
  scope: { kind: 'person' as const, userId: anna.userId }, successors: { userIds: [boris.userId] }, reason: 'leaves', leaver, greeting: { en: 'Hello, Boris here' },
});

describe.each([1, 3])('a box killed the %i. time it comes by', (nth) => {
  test.each(forward)('%s finishes the handover after the restart', async (place) => {
    const staged = await stage();
    const { world, olga, anna, boris, ids } = staged;
    world.dieAt(killer(place, place.startsWith('leaver') || place.startsWith('admin') ? 1 : nth));
    const { handoverId } = world.ownership.handovers.request(olga, 'all', order(staged, true));
    await world.sagas.idle();
    for (const roomId of ids) expect(whoAnswers(world.db, roomId, anna.userId, world.clock.now())).toBeNull();
    expect(world.ownership.handovers.find(olga, 'all', handoverId).state).toBe('running');

    await world.restart();
    await world.pass(120_000, 5);
    expect(world.ownership.handovers.find(olga, 'all', handoverId)).toMatchObject({ state: 'done', progress: { done: 6, failed: 0, signedOut: true } });
    for (const roomId of ids) {
      expect(world.owner(roomId)).toBe(boris.userId);
      expect(world.inRoom(roomId)).toEqual(['boris']);
      expect(world.texts(roomId)).toEqual(['Hello, Boris here']);
      // Two of a member's own, one kick; a call repeated after its commit was lost adds at most one that changes nothing.
      expect(world.homeserver.membershipEvents(roomId).filter(({ stateKey }) => stateKey === anna.userId).map(({ content }) => content['membership'])).toEqual(['invite', 'join', 'leave']);
      expect(world.homeserver.membershipEvents(roomId).filter(({ stateKey }) => stateKey === boris.userId).map(({ content }) => content['membership'])).toEqual(['invite', 'join']);
    }
    expect(world.homeserver.user(anna.userId)).toMatchObject({ locked: true, devices: new Map() });
    expect(world.actions('handover')).toContain('handover.resumed');
    expect(world.actions('handover.completed')).toHaveLength(1);
    await world.stop();
  });

  test.each(back)('%s finishes the undo after the restart', async (place) => {
    const staged = await stage();
    const { world, olga, anna, boris, ids } = staged;
    const { handoverId } = world.ownership.handovers.request(olga, 'all', order(staged, false));
    await world.settled();
    world.dieAt(killer(place, nth));
    world.ownership.handovers.undo(olga, handoverId, 'too early');
    await world.sagas.idle();
    expect(world.ownership.handovers.find(olga, 'all', handoverId).state).toBe('undoing');
    for (const roomId of ids) expect(whoAnswers(world.db, roomId, boris.userId, world.clock.now())).toBeNull();

    await world.restart();
    await world.pass(120_000, 5);
    expect(world.ownership.handovers.find(olga, 'all', handoverId).state).toBe('undone');
    for (const roomId of ids) {
      expect(world.owner(roomId)).toBe(anna.userId);
      expect(world.inRoom(roomId)).toEqual(['anna']);
      expect(world.texts(roomId)).toEqual(['Hello, Boris here']); // the greeting of the handover; none of the undo
    }
    await world.stop();
  });

  test.each(['homeserver.members:before', 'homeserver.members:after', 'homeserver.invite:after', 'homeserver.join:after', 'settle-room.settle-members.run:after'])(
    '%s brings a claim’s owner in after the restart',
    async (place) => {
      const { world, anna } = await stage();
      const lead = world.account('queue', { team: anna.teamId });
      const roomId = world.portal('waiting', { owner: null, account: lead });
      world.dieAt(killer(place, 1));
      world.ownership.queue.claim(anna, 'team', roomId);
      await world.sagas.idle();
      await world.restart();
      await world.pass(10_000, 3);
      expect(world.inRoom(roomId)).toEqual(['anna']);
      await world.stop();
    },
  );
});
