import type { AccountId, BridgeId, LinkingId, LoginId, UserId } from '@holdfast/contract';
import { Type } from 'typebox';
import type { AuditTrail } from '../audit/index.ts';
import type { Provisioning } from '../bridge/index.ts';
import type { Db, WriteTx } from '../db/index.ts';
import type { Jobs } from '../jobs/index.ts';
import { boxActor, type Actor, type Clock, type News } from '../kernel/index.ts';
import { findAccount, findAccountByLogin, listAccounts, updateAccountLogin, type AccountRecord } from './account-repository.ts';
import type { AccountStates } from './account-state.ts';
import { endLinking, findLatestLinking, findLinking, type LinkingRecord } from './linking-repository.ts';
import type { Alarms } from './ports.ts';

type Deps = {
  db: Db;
  clock: Clock;
  audit: AuditTrail;
  news: News;
  jobs: Jobs;
  alarms: Alarms;
  states: AccountStates;
  provisioning: ReadonlyMap<BridgeId, Provisioning>;
  /** A login became an account's: its portals, declared before that was known, are the account's too. */
  onLinked(tx: WriteTx, account: AccountRecord): void;
};

const Cleanup = Type.Object({ linkingId: Type.String() });
const LogOut = Type.Object({ bridgeId: Type.String(), serviceUserId: Type.String(), loginId: Type.String() });

/** Whether what the network calls it (a profile's number, or a login id where ids are numbers) is this E.164 number. Pure. */
export const sameNumber = (number: string, candidate: string): boolean =>
  /^\+?[\d\s().-]+$/.test(candidate) && number.replace(/\D/g, '') === candidate.replace(/\D/g, '');

export type LinkingOutcome = ReturnType<typeof createLinkingOutcome>;
/** How a linking ends. Whatever must then happen at the bridge is ordered with the end itself, so a crash cannot skip it. */
export function createLinkingOutcome({ db, clock, audit, news, jobs, alarms, states, provisioning, onLinked }: Deps) {
  const byBox = boxActor('linking');

  // A login that must not be: logged out at once, again and again until the bridge says it is gone.
  jobs.handle('linking.log-out', LogOut, async ({ bridgeId, serviceUserId, loginId }) => {
    const owner = findAccountByLogin(db, bridgeId as BridgeId, loginId as LoginId);
    if (owner?.serviceUserId === serviceUserId) return; // rightly linked meanwhile
    await provisioning.get(bridgeId as BridgeId)?.logout(serviceUserId as UserId, loginId as LoginId);
  });

  // After an end that is no success: nothing of the attempt stays at the bridge, not even a pairing that came a moment too late.
  jobs.handle('linking.clean-up', Cleanup, ({ linkingId }) => cleanUp(linkingId as LinkingId));

  async function cleanUp(linkingId: LinkingId): Promise<void> {
    const linking = findLinking(db, linkingId);
    const account = linking && findAccount(db, linking.accountId);
    const api = account && provisioning.get(account.bridgeId);
    if (!linking || !account || !api) return;
    if (linking.processId !== null) await api.cancel(account.serviceUserId, linking.processId);
    const present = await api.logins(account.serviceUserId);
    if (findLatestLinking(db, account.accountId)?.linkingId !== linkingId) return; // what is there now belongs to a newer attempt
    const known = new Set<string>([...linking.loginsBefore, ...(account.loginId === null ? [] : [account.loginId])]);
    for (const loginId of present) if (!known.has(loginId)) await api.logout(account.serviceUserId, loginId);
  }

  function tell(tx: WriteTx, linking: LinkingRecord): void {
    const { linkingId, accountId } = linking;
    tx.afterCommit(() => {
      news.publish({ kind: 'linking.changed', linkingId });
      news.publish({ kind: 'account.changed', accountId });
    });
  }

  function orderCleanUp(tx: WriteTx, linkingId: LinkingId): void {
    jobs.enqueue(tx, { kind: 'linking.clean-up', key: linkingId, payload: { linkingId } });
  }

  function fail(linking: LinkingRecord, failure: string): void {
    db.write((tx) => {
      if (!endLinking(tx, linking.linkingId, 'failed', failure, clock.now())) return;
      orderCleanUp(tx, linking.linkingId);
      audit.record(tx, { actor: byBox, action: 'account.link-failed', target: linking.accountId, detail: { linkingId: linking.linkingId, code: failure } });
      tell(tx, linking);
    });
  }

  function cancel(actor: Actor, linking: LinkingRecord): void {
    db.write((tx) => {
      if (!endLinking(tx, linking.linkingId, 'cancelled', null, clock.now())) return;
      orderCleanUp(tx, linking.linkingId);
      audit.record(tx, { actor, action: 'account.link-cancelled', target: linking.accountId, detail: { linkingId: linking.linkingId } });
      tell(tx, linking);
    });
  }

  function succeed(linking: LinkingRecord, loginId: LoginId): void {
    db.write((tx) => {
      if (!endLinking(tx, linking.linkingId, 'completed', null, clock.now())) return;
      updateAccountLogin(tx, linking.accountId, loginId, clock.now());
      states.set(tx, linking.accountId, 'connecting', null);
      onLinked(tx, findAccount(tx, linking.accountId) as AccountRecord);
      // The bridge may have reported CONNECTED before the login was known to be this account's.
      const bridgeId = (findAccount(tx, linking.accountId) as AccountRecord).bridgeId;
      jobs.enqueue(tx, { kind: 'account.refresh', key: bridgeId, payload: { bridgeId } });
      audit.record(tx, { actor: byBox, action: 'account.linked', target: linking.accountId, detail: { linkingId: linking.linkingId } });
      tell(tx, linking);
    });
  }

  /** Another number than expected was paired. It goes at once; whoever it cost their session is told. */
  function refuseNumber(linking: LinkingRecord, account: AccountRecord, loginId: LoginId): void {
    db.write((tx) => {
      if (!endLinking(tx, linking.linkingId, 'wrong-number', 'WRONG_NUMBER', clock.now())) return;
      const payload = { bridgeId: account.bridgeId, serviceUserId: account.serviceUserId, loginId };
      jobs.enqueue(tx, { kind: 'linking.log-out', key: `${account.bridgeId}/${loginId}`, payload });
      for (const victim of losers(tx, account, loginId)) {
        states.set(tx, victim.accountId, 'logged-out', 'REPLACED_BY_ANOTHER_PAIRING');
        alarms.raise(tx, { kind: 'account-replaced', target: victim.accountId, teamId: victim.teamId, detail: { by: account.accountId, linkingId: linking.linkingId } });
      }
      audit.record(tx, { actor: byBox, action: 'account.link-failed', target: account.accountId, detail: { linkingId: linking.linkingId, code: 'WRONG_NUMBER' } });
      tell(tx, linking);
    });
  }

  /** The account whose number was paired here (bridgev2 deletes its login), and this one, whose login the bridge replaced. */
  function losers(tx: WriteTx, account: AccountRecord, loginId: LoginId): AccountRecord[] {
    return listAccounts(tx, { bridgeId: account.bridgeId }).filter(
      (other) =>
        other.loginId !== null &&
        (other.accountId === account.accountId ? account.loginId !== loginId : other.loginId === loginId || (other.number !== null && sameNumber(other.number, loginId))),
    );
  }

  /**
   * Decides whose number was paired. Asks the bridge for the number of the profile where the login's id is not the number.
   * Throws BRIDGE_UNAVAILABLE when it cannot be asked: undecided then, asked again.
   */
  async function settle(linking: LinkingRecord, loginId: LoginId): Promise<void> {
    const account = findAccount(db, linking.accountId) as AccountRecord;
    const expected = await isExpected(account, loginId);
    if (expected) succeed(linking, loginId);
    else refuseNumber(linking, account, loginId);
  }

  async function isExpected(account: AccountRecord, loginId: LoginId): Promise<boolean> {
    if (account.loginId !== null) return account.loginId === loginId;
    const owner = findAccountByLogin(db, account.bridgeId, loginId);
    if (owner) return false; // another account's
    const asNumber = findNumberOwner(account.bridgeId, loginId);
    if (asNumber) return asNumber === account.accountId;
    if (account.number === null) return true;
    const logins = await provisioning.get(account.bridgeId)?.whoami(account.serviceUserId);
    const phone = logins?.find((login) => login.loginId === loginId)?.phone;
    return phone ? sameNumber(account.number, phone) : false;
  }

  function findNumberOwner(bridgeId: BridgeId, loginId: LoginId): AccountId | undefined {
    return listAccounts(db, { bridgeId }).find(({ number }) => number !== null && sameNumber(number, loginId))?.accountId;
  }

  /** Before a new attempt: clears away what the last one left, if that is not done yet. */
  async function clearAway(accountId: AccountId): Promise<void> {
    const last = findLatestLinking(db, accountId);
    if (!last || !jobs.find(db, 'linking.clean-up', last.linkingId)) return;
    await cleanUp(last.linkingId);
    db.write((tx) => void jobs.cancel(tx, 'linking.clean-up', last.linkingId));
  }

  return { fail, cancel, settle, clearAway };
}
