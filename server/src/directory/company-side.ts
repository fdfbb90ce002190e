import type { BridgeId, LoginId, UserId } from '@holdfast/contract';
import type { ReadDb } from '../db/index.ts';
import { findAccountByLogin, findAccountByNumber, listAccounts } from './account-repository.ts';
import type { KnownBridge, KnownBridges } from './bridges.ts';

const digits = /^\d{5,15}$/;

/** A ghost of one of the company's own numbers: company side, never a client (two company numbers meet in a group, or write to each other). */
export function isCompanyGhost(db: ReadDb, bridge: KnownBridge, ghost: UserId): boolean {
  const remoteId = bridge.remoteIdOf(ghost);
  if (remoteId === null) return false;
  if (findAccountByLogin(db, bridge.id, remoteId as LoginId)) return true;
  return digits.test(remoteId) && findAccountByNumber(db, bridge.id, `+${remoteId}`) !== undefined;
}

/** All of them, by bridge: the same law read the other way round. */
export function companyGhosts(db: ReadDb, bridges: KnownBridges): ReadonlyMap<BridgeId, readonly UserId[]> {
  const ghosts = new Map<BridgeId, Set<UserId>>();
  for (const { bridgeId, loginId, number } of listAccounts(db)) {
    const ofBridge = ghosts.get(bridgeId) ?? new Set();
    ghosts.set(bridgeId, ofBridge);
    for (const remoteId of [loginId, number?.slice(1)]) {
      const ghost = remoteId ? bridges.find(bridgeId)?.ghostOf(remoteId) : undefined;
      if (ghost) ofBridge.add(ghost);
    }
  }
  return new Map([...ghosts].map(([bridgeId, ofBridge]) => [bridgeId, [...ofBridge]]));
}

/** A network's ids are numbers where the company's own logins there are called by their numbers; 'unlinked' while there is no login to see it by. */
export function knowsByNumber(db: ReadDb, bridgeId: BridgeId): boolean | 'unlinked' {
  const linked = listAccounts(db, { bridgeId }).filter(({ loginId }) => loginId !== null);
  return linked.length === 0 ? 'unlinked' : linked.some(({ loginId, number }) => number === `+${loginId}`);
}

/** The number of a ghost; null where the network does not know people by number, whatever digits its ids have. */
export function numberOf(db: ReadDb, bridge: KnownBridge, ghost: string): string | null {
  const remoteId = bridge.remoteIdOf(ghost);
  return remoteId !== null && digits.test(remoteId) && knowsByNumber(db, bridge.id) === true ? `+${remoteId}` : null;
}

/** The same by a bridge's name; null when the box has no such bridge any more. */
export function ghostNumber(db: ReadDb, bridges: KnownBridges, bridgeId: string, ghost: string): string | null {
  const bridge = bridges.find(bridgeId);
  return bridge ? numberOf(db, bridge, ghost) : null;
}

/** What people would dial or search for to reach a ghost: their number, or the network's own id of them. */
export function contactIdentifier(db: ReadDb, bridge: KnownBridge, ghost: UserId): string {
  return numberOf(db, bridge, ghost) ?? bridge.remoteIdOf(ghost) ?? ghost;
}
