import type { RoomId, UserId } from '@holdfast/contract';
import { Type } from 'typebox';
import type { Db, WriteTx } from '../db/index.ts';
import type { Jobs } from '../jobs/index.ts';
import { HomeserverError, type Homeserver } from '../matrix/index.ts';
import { findAccount } from './account-repository.ts';
import type { KnownBridge, KnownBridges } from './bridges.ts';
import { findPersonByUserId } from './person-repository.ts';
import { findPortal, type PortalRecord } from './portal-repository.ts';
import { repairedPowerLevels, sameLevels } from './power-levels.ts';

type Deps = {
  db: Db;
  jobs: Jobs;
  homeserver: Pick<Homeserver, 'powerLevels' | 'setPowerLevels' | 'members' | 'membership' | 'invite' | 'join' | 'kick'>;
  bridges: KnownBridges;
};

export type PortalPreparation = ReturnType<typeof createPortalPreparation>;
/**
 * Brings a portal into the order the rest relies on: levels, the service user in it, nobody in it who has no business
 * there. Reads first and changes only what differs, so it may run any number of times; its own change orders it once more,
 * and that run finds nothing to do.
 */
export function createPortalPreparation({ db, jobs, homeserver, bridges }: Deps) {
  jobs.handle('portal.prepare', Type.Object({ roomId: Type.String() }), ({ roomId }) => prepare(roomId as RoomId));

  async function prepare(roomId: RoomId): Promise<void> {
    const portal = findPortal(db, roomId);
    const bridge = portal && bridges.find(portal.bridgeId);
    const account = portal?.accountId ? findAccount(db, portal.accountId) : undefined;
    if (!portal || !bridge || !account || portal.state === 'closed') return;
    await repairLevels(portal, bridge, account.serviceUserId);
    await repairMembers(portal, bridge, account.serviceUserId);
  }

  async function repairLevels({ roomId }: PortalRecord, bridge: KnownBridge, serviceUser: UserId): Promise<void> {
    const present = await homeserver.powerLevels(bridge.id, roomId);
    const wanted = repairedPowerLevels(present, { bot: bridge.bot, serviceUser, isGhost: bridge.isGhost });
    if (!sameLevels(present, wanted)) await homeserver.setPowerLevels(bridge.id, roomId, wanted);
  }

  async function repairMembers(portal: PortalRecord, bridge: KnownBridge, serviceUser: UserId): Promise<void> {
    const { roomId } = portal;
    const members = await homeserver.members(bridge.id, roomId);
    const membership = members.get(serviceUser);
    // Without the service user even a look-up detaches the room from its conversation: it stays for ever.
    if (membership !== 'join') {
      if (membership !== 'invite') await homeserver.invite(bridge.id, roomId, serviceUser);
      await homeserver.join(serviceUser, roomId);
    }
    for (const [userId, state] of members) {
      if (state !== 'join' && state !== 'invite' && state !== 'knock') continue;
      if (userId === bridge.bot || userId === serviceUser || bridge.isGhost(userId)) continue;
      // Which employee may be in an open portal is not ours to know; in an excluded one none may.
      if (portal.state !== 'excluded' && findPersonByUserId(db, userId)) continue;
      await remove(bridge, roomId, userId);
    }
  }

  async function remove(bridge: KnownBridge, roomId: RoomId, userId: UserId): Promise<void> {
    try {
      await homeserver.kick(bridge.id, roomId, userId, 'not part of this conversation');
    } catch (failure) {
      if (!(failure instanceof HomeserverError) || failure.status !== 403) throw failure;
      const membership = await homeserver.membership(bridge.id, roomId, userId);
      if (membership === 'join' || membership === 'invite' || membership === 'knock') throw failure;
    }
  }

  return {
    order(tx: WriteTx, roomId: RoomId): void {
      jobs.enqueue(tx, { kind: 'portal.prepare', key: roomId, payload: { roomId } });
    },
  };
}
