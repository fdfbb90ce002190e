import type { AccountId, BridgeId, RoomId, TeamId, UserId } from '@holdfast/contract';
import type { ReadDb } from './db/index.ts';
import { findAccount, findPortal } from './directory/index.ts';
import type { GateBridge, GatePortal } from './gate/index.ts';
import type { Secret } from './kernel/index.ts';

/** What one room knows, in the shape another asks for. Only main.ts uses it: the rooms themselves do not know each other. */
export function gatePortal(db: ReadDb, roomId: RoomId): GatePortal | undefined {
  const portal = findPortal(db, roomId);
  if (!portal) return undefined;
  const account = portal.accountId === null ? undefined : findAccount(db, portal.accountId);
  return {
    roomId,
    bridgeId: portal.bridgeId,
    state: portal.state === 'new' ? 'closed' : portal.state,
    account: account
      ? {
          accountId: account.accountId,
          serviceUserId: account.serviceUserId,
          connected: account.state === 'connected',
          paused: account.paused,
          staleMinutes: account.staleMinutes,
        }
      : null,
  };
}

export function gateBridge({ id, botUserId, ghostUserIdPattern, confirmsDelivery }: { id: BridgeId; botUserId: string; ghostUserIdPattern: string; confirmsDelivery: boolean }, prefix: Secret): GateBridge {
  const ghosts = new RegExp(ghostUserIdPattern);
  return { id, botUserId: botUserId as UserId, isGhost: (userId) => userId !== botUserId && ghosts.test(userId), commandPrefix: prefix.reveal(), confirmsDelivery };
}

export function teamOf(db: ReadDb, accountId: AccountId | null): TeamId | null {
  return accountId === null ? null : (findAccount(db, accountId)?.teamId ?? null);
}
