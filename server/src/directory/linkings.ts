import { networkFacts, type AccountId, type AnswerLinking, type BridgeId, type Linking, type LinkingId, type LinkingRun, type LoginId, type StartLinking } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import { BridgeRefusal, type LoginProcess, type Provisioning } from '../bridge/index.ts';
import type { Db } from '../db/index.ts';
import { actorId, AppError, newLinkingId, type Actor, type Clock, type News, type PersonActor } from '../kernel/index.ts';
import type { Homeserver } from '../matrix/index.ts';
import { acceptRisk, findAccount, listAccounts, type AccountRecord } from './account-repository.ts';
import type { KnownBridges } from './bridges.ts';
import type { LinkingDriver } from './linking-driver.ts';
import { sameNumber, type LinkingOutcome } from './linking-outcome.ts';
import { findLatestLinking, findLinking, findOpenLinking, insertLinking, listLinkingRuns, listOpenLinkings, updateLinkingStep, type LinkingRecord } from './linking-repository.ts';
import { answerFor, presentStep } from './linking-step.ts';

type Deps = {
  db: Db;
  clock: Clock;
  audit: AuditTrail;
  news: News;
  homeserver: Pick<Homeserver, 'ensureUser'>;
  bridges: KnownBridges;
  provisioning: ReadonlyMap<BridgeId, Provisioning>;
  outcome: LinkingOutcome;
  driver: LinkingDriver;
  /** How long an answer waits for the bridge's next step before the screen is told 'working'. */
  patienceMs?: number;
};

export type Linkings = ReturnType<typeof createLinkings>;
/** Pairing an account with its number: started, answered and cancelled by a person, kept moving by the driver. */
export function createLinkings(deps: Deps) {
  const { db, clock, audit, news, homeserver, bridges, provisioning, outcome, driver, patienceMs = 20_000 } = deps;

  function view(linking: LinkingRecord): Linking {
    const { linkingId, accountId, flowId, state, failure, step, startedAt, updatedAt, endedAt } = linking;
    const working = driver.isAnswering(linkingId) || (state === 'open' && (step === null || step.type === 'complete'));
    return { linkingId, accountId, flowId, state, failure, step: step && presentStep(step), working, startedAt, updatedAt, endedAt };
  }

  function get(linkingId: LinkingId): LinkingRecord {
    const linking = findLinking(db, linkingId);
    if (!linking) throw new AppError('NOT_FOUND', `no linking ${linkingId}`);
    return linking;
  }

  function getOpen(linkingId: LinkingId): LinkingRecord {
    const linking = get(linkingId);
    if (linking.state !== 'open') throw new AppError('LINKING_ENDED', `the linking is ${linking.state}`);
    return linking;
  }

  /** The bridge would take a second session of a number and end the first: refused before anybody scans. */
  function checkNumberFree(account: AccountRecord): void {
    const { number, bridgeId, accountId } = account;
    if (number === null) return;
    const other = listAccounts(db, { bridgeId }).find(
      (candidate) =>
        candidate.accountId !== accountId &&
        (candidate.number === number || (candidate.loginId !== null && sameNumber(number, candidate.loginId))),
    );
    if (other) throw new AppError('NUMBER_IN_USE', `account ${other.bridgeId}/${other.slug} has this number already`);
  }

  async function settled(linkingId: LinkingId, moved: Promise<void>): Promise<Linking> {
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([moved, new Promise<void>((resolve) => (timer = setTimeout(resolve, patienceMs)))]);
    clearTimeout(timer);
    return view(get(linkingId));
  }

  return {
    get: (linkingId: LinkingId): Linking => view(get(linkingId)),

    /** The account's linking under way, or the last one. */
    latest(accountId: AccountId): Linking {
      const linking = findLatestLinking(db, accountId);
      if (!linking) throw new AppError('NOT_FOUND', 'the account was never linked');
      return view(linking);
    },

    /** When it was linked before, by whom, and what came of it. */
    history(accountId: AccountId): LinkingRun[] {
      if (!findAccount(db, accountId)) throw new AppError('NOT_FOUND', `no account ${accountId}`);
      return listLinkingRuns(db, accountId);
    },

    async start(actor: PersonActor, accountId: AccountId, { flowId, acceptRisk: accepted }: StartLinking): Promise<Linking> {
      const account = findAccount(db, accountId);
      if (!account) throw new AppError('NOT_FOUND', `no account ${accountId}`);
      const { network } = bridges.get(account.bridgeId);
      const api = provisioning.get(account.bridgeId);
      if (!api) throw new AppError('PROVISIONING_UNSUPPORTED', `bridge ${account.bridgeId} offers no provisioning API: link it with its own tools`);
      if (findOpenLinking(db, accountId)) throw new AppError('LINKING_IN_PROGRESS', 'the account is being linked already');
      checkNumberFree(account);
      const risky = account.riskAccepted === null && networkFacts(network).unofficialClient;
      if (risky && !accepted) throw new AppError('RISK_NOT_ACCEPTED', 'the network may limit or ban the number: somebody accepts that first', { field: '/acceptRisk' });
      await outcome.clearAway(accountId);
      await homeserver.ensureUser(account.serviceUserId, account.label);
      const loginsBefore = await api.logins(account.serviceUserId);
      const linkingId = newLinkingId();
      db.write((tx) => {
        if (findOpenLinking(tx, accountId)) throw new AppError('LINKING_IN_PROGRESS', 'the account is being linked already');
        if (risky) {
          acceptRisk(tx, accountId, actor.personId, clock.now());
          audit.record(tx, { actor, action: 'account.risk-accepted', target: accountId, detail: { network } });
        }
        insertLinking(tx, { linkingId, accountId, flowId, loginsBefore, startedBy: actorId(actor), at: clock.now() });
        audit.record(tx, { actor, action: 'account.link-started', target: accountId, detail: { linkingId, flowId } });
        tx.afterCommit(() => news.publish({ kind: 'linking.changed', linkingId }));
      });
      const process = await begin(api, account, linkingId, flowId, loginsBefore);
      db.write((tx) => {
        updateLinkingStep(tx, linkingId, process.processId, process.step, clock.now());
        tx.afterCommit(() => news.publish({ kind: 'linking.changed', linkingId }));
      });
      if (get(linkingId).state === 'open') driver.drive(linkingId);
      else await api.cancel(account.serviceUserId, process.processId); // cancelled while the bridge was beginning
      return view(get(linkingId));
    },

    /** Gives the bridge what a person entered; waits a moment for what comes next. Entered values are never stored. */
    async answer(_actor: Actor, linkingId: LinkingId, answer: AnswerLinking): Promise<Linking> {
      const linking = getOpen(linkingId);
      if (linking.step === null || driver.isAnswering(linkingId)) throw new AppError('LINKING_STEP_INVALID', 'the bridge is still busy: read the linking again');
      const body = answerFor(linking.step, answer);
      await driver.halt(linkingId); // a drive that is about to find out that it needs a person would swallow the answer
      if (getOpen(linkingId).step?.txn_id !== linking.step.txn_id) throw new AppError('LINKING_STEP_INVALID', 'this step is over: read the linking again');
      return settled(linkingId, driver.drive(linkingId, body).moved);
    },

    /** When it answers, the code on the screen links nothing any more; a bridge that cannot be asked is told later by the clean-up job. */
    async cancel(actor: Actor, linkingId: LinkingId): Promise<Linking> {
      const linking = getOpen(linkingId);
      outcome.cancel(actor, linking);
      await driver.halt(linkingId);
      await outcome.clearAway(linking.accountId).catch(() => undefined);
      return view(get(linkingId));
    },

    /** At start: what a restart interrupted goes on, or ends where the bridge cannot know what it was asked. */
    resume(): void {
      for (const linking of listOpenLinkings(db)) {
        if (linking.processId === null) outcome.fail(linking, 'START_AGAIN');
        else driver.drive(linking.linkingId);
      }
    },

    stop: () => driver.stop(),
  };

  async function begin(api: Provisioning, account: AccountRecord, linkingId: LinkingId, flowId: string, present: readonly LoginId[]): Promise<LoginProcess> {
    // Signing in again names the login, so that the bridge renews it. One that it no longer has cannot be named.
    const loginId = account.loginId !== null && present.includes(account.loginId) ? account.loginId : undefined;
    try {
      return await api.start(account.serviceUserId, flowId, { loginId });
    } catch (failure) {
      const code = failure instanceof BridgeRefusal ? failure.errcode : failure instanceof AppError ? failure.code : 'INTERNAL';
      outcome.fail(get(linkingId), code);
      throw failure;
    }
  }
}
