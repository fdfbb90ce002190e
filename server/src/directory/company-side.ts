import type { LoginId, UserId } from '@holdfast/contract';
import type { ReadDb } from '../db/index.ts';
import { findAccountByLogin, findAccountByNumber } from './account-repository.ts';
import type { KnownBridge } from './bridges.ts';

/** A ghost of one of the company's own numbers: company side, never a client (two company numbers meet in a group, or write to each other). */
export function isCompanyGhost(db: ReadDb, bridge: KnownBridge, ghost: UserId): boolean {
  const remoteId = bridge.remoteIdOf(ghost);
  if (remoteId === null) return false;
  if (findAccountByLogin(db, bridge.id, remoteId as LoginId)) return true;
  return /^\d{5,15}$/.test(remoteId) && findAccountByNumber(db, bridge.id, `+${remoteId}`) !== undefined;
}
