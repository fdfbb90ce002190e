import type { BridgeId, RoomId, UserId } from '@holdfast/contract';
import { HomeserverError, type Homeserver } from '../matrix/index.ts';

/** Membership calls of one room, paced by the saga runner. */
export interface RoomMembers {
  /** Invites and joins; `was-member` when the person was in the room already. At most two events. */
  bringIn(bridgeId: BridgeId, roomId: RoomId, userId: UserId): Promise<'joined' | 'was-member'>;
  /** Removes; a person who is not there is out already. At most one event. */
  putOut(bridgeId: BridgeId, roomId: RoomId, userId: UserId, reason: string): Promise<void>;
  /** Who is in the room or invited. */
  present(bridgeId: BridgeId, roomId: RoomId): Promise<Map<UserId, 'invite' | 'join'>>;
}

type Paced = <T>(name: string, reach: () => Promise<T>) => Promise<T>;

/**
 * The bridge's bot invites and removes, because its events are never bridged; the employee joins in their own name.
 * No look before: the homeserver refuses with 403 what is so already, and only then is membership read.
 */
export function createRoomMembers(homeserver: Pick<Homeserver, 'invite' | 'join' | 'kick' | 'membership' | 'members'>, paced: Paced): RoomMembers {
  const membershipOf = (bridgeId: BridgeId, roomId: RoomId, userId: UserId) =>
    paced('homeserver.membership', () => homeserver.membership(bridgeId, roomId, userId));

  return {
    async bringIn(bridgeId, roomId, userId) {
      try {
        await paced('homeserver.invite', () => homeserver.invite(bridgeId, roomId, userId));
      } catch (failure) {
        if (!isForbidden(failure)) throw failure;
        const membership = await membershipOf(bridgeId, roomId, userId);
        if (membership === 'join') return 'was-member';
        if (membership !== 'invite') throw failure;
      }
      await paced('homeserver.join', () => homeserver.join(userId, roomId));
      return 'joined';
    },

    async putOut(bridgeId, roomId, userId, reason) {
      try {
        await paced('homeserver.kick', () => homeserver.kick(bridgeId, roomId, userId, reason));
      } catch (failure) {
        if (!isForbidden(failure)) throw failure;
        const membership = await membershipOf(bridgeId, roomId, userId);
        if (membership === 'join' || membership === 'invite') throw failure;
      }
    },

    async present(bridgeId, roomId) {
      const members = await paced('homeserver.members', () => homeserver.members(bridgeId, roomId));
      const here = new Map<UserId, 'invite' | 'join'>();
      for (const [userId, membership] of members) if (membership === 'join' || membership === 'invite') here.set(userId, membership);
      return here;
    },
  };
}

/** From a portal that was deleted on the handset the bridge's bot is gone too: its members stay as they are. */
export async function unlessGone<T>(closed: boolean, change: () => Promise<T>): Promise<T | 'gone'> {
  try {
    return await change();
  } catch (failure) {
    if (closed && isForbidden(failure)) return 'gone';
    throw failure;
  }
}

function isForbidden(failure: unknown): boolean {
  return failure instanceof HomeserverError && failure.status === 403;
}
