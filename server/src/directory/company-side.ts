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

/**
 * What people would dial or search for to reach a ghost. A network's ids are numbers where the company's own logins there
 * are called by their numbers; elsewhere (Telegram, Signal) the digits of an id are no number, and are given as they are.
 */
export function contactIdentifier(db: ReadDb, bridge: KnownBridge, ghost: UserId): string {
  const remoteId = bridge.remoteIdOf(ghost) ?? ghost;
  const idsAreNumbers = listAccounts(db, { bridgeId: bridge.id }).some(({ loginId, number }) => loginId !== null && number === `+${loginId}`);
  return idsAreNumbers && digits.test(remoteId) ? `+${remoteId}` : remoteId;
}
