import { networkFacts, unlinkAlarmDays, type AccountId, type BridgeId, type LoginId } from '@holdfast/contract';
import type { Db, WriteTx } from '../db/index.ts';
import type { Clock, News } from '../kernel/index.ts';
import { findAccount, listAccounts, updatePhoneSeen, type AccountRecord } from './account-repository.ts';
import type { KnownBridges } from './bridges.ts';
import type { Alarms } from './ports.ts';

const dayMs = 24 * 60 * 60_000;
export const unlinkAlarm = 'account-unlinks-soon';

/** When the network ends the login unless the phone is heard of before; null where that is not known. Pure. */
export function unlinksAt(network: string, { loginId, state, phoneSeenAt }: Pick<AccountRecord, 'loginId' | 'state' | 'phoneSeenAt'>): number | null {
  const days = networkFacts(network).unlinksAfterDays;
  if (days === null || phoneSeenAt === null || loginId === null || state === 'logged-out' || state === 'unlinked') return null;
  return phoneSeenAt + days * dayMs;
}

/** Whole days, rounded down: 'four days left' is not said when it is three and a half. */
export const daysUntil = (moment: number, now: number): number => Math.max(0, Math.floor((moment - now) / dayMs));

/** When a bridge last heard of the phone behind a login, in milliseconds; null when it does not say. */
export interface PhoneContacts {
  lastSeenAt(bridge: BridgeId, login: LoginId): number | null;
  /** When somebody last wrote in each chat it had before, by the network's id of its person; empty when it does not say. */
  lastChatsAt(bridge: BridgeId, login: LoginId): ReadonlyMap<string, number>;
}

type Deps = { db: Db; clock: Clock; news: News; alarms: Alarms; bridges: KnownBridges; phones: PhoneContacts };

export type PhoneContactWatch = ReturnType<typeof createPhoneContactWatch>;
/** Asks the bridges' own databases about the phones, and alarms before a network unlinks an account. */
export function createPhoneContactWatch({ db, clock, news, alarms, bridges, phones }: Deps) {
  function note(tx: WriteTx, accountId: AccountId, seenAt: number | null): void {
    if (updatePhoneSeen(tx, accountId, seenAt)) tx.afterCommit(() => news.publish({ kind: 'account.changed', accountId }));
    const account = findAccount(tx, accountId);
    if (!account) return;
    const end = unlinksAt(bridges.find(account.bridgeId)?.network ?? account.bridgeId, account);
    const about = { kind: unlinkAlarm, target: accountId };
    if (end !== null && end - clock.now() <= unlinkAlarmDays * dayMs) alarms.raise(tx, { ...about, teamId: account.teamId, detail: { unlinksAt: end } });
    else alarms.resolve(tx, about);
  }

  return {
    /** Read outside of the transaction: a bridge that writes at that moment holds up nobody here. */
    check(): void {
      for (const { accountId, bridgeId, loginId } of listAccounts(db)) {
        const seenAt = loginId === null ? null : phones.lastSeenAt(bridgeId, loginId);
        db.write((tx) => note(tx, accountId, seenAt));
      }
    },
  };
}
