import type { BridgeId, LinkingId, LoginId } from '@holdfast/contract';
import { BridgeRefusal, type Provisioning } from '../bridge/index.ts';
import type { Db } from '../db/index.ts';
import { backoffMs } from '../jobs/index.ts';
import { AppError, type Clock, type Log, type News } from '../kernel/index.ts';
import { findAccount, type AccountRecord } from './account-repository.ts';
import type { LinkingOutcome } from './linking-outcome.ts';
import { findLinking, updateLinkingStep, type LinkingRecord } from './linking-repository.ts';

type Deps = {
  db: Db;
  clock: Clock;
  news: News;
  log: Log;
  provisioning: ReadonlyMap<BridgeId, Provisioning>;
  outcome: LinkingOutcome;
  /** How long to wait after the n-th vain attempt to reach the bridge. */
  pauseMs?: (attempt: number) => number;
};
type Drive = { readonly abort: AbortController; readonly done: Promise<void>; readonly moved: Promise<void>; answering: boolean };

const signsOfLife = new Set(['CONNECTING', 'BACKFILLING', 'CONNECTED']);

export type LinkingDriver = ReturnType<typeof createLinkingDriver>;
/**
 * Keeps an open linking moving: polls the bridge while a code is shown, hands it what a person answered, and asks again
 * with the same step after an outage on either side (the bridge then gives the same answer, not a second attempt).
 */
export function createLinkingDriver({ db, clock, news, log, provisioning, outcome, pauseMs = backoffMs }: Deps) {
  const drives = new Map<LinkingId, Drive>();

  /** Moves the linking on until it ends or needs a person. With an answer: gives it first. One drive per linking. */
  function drive(linkingId: LinkingId, answer?: unknown): Drive {
    const present = drives.get(linkingId);
    if (present) return present;
    const abort = new AbortController();
    let tellMoved: () => void = () => {};
    const moved = new Promise<void>((resolve) => (tellMoved = resolve));
    const done = Promise.resolve().then(async () => {
      try {
        await run(linkingId, answer, abort.signal, () => {
          own.answering = false;
          tellMoved();
        });
      } catch (failure) {
        log.error({ linkingId, code: failure instanceof AppError ? failure.code : 'INTERNAL' }, 'linking.stopped');
        const linking = findLinking(db, linkingId);
        if (linking) outcome.fail(linking, 'INTERNAL');
      } finally {
        drives.delete(linkingId);
        tellMoved();
      }
    });
    const own: Drive = { abort, done, moved, answering: answer !== undefined };
    drives.set(linkingId, own);
    return own;
  }

  async function run(linkingId: LinkingId, firstAnswer: unknown, signal: AbortSignal, moved: () => void): Promise<void> {
    let answer = firstAnswer;
    for (let vain = 0; !signal.aborted; ) {
      const linking = findLinking(db, linkingId);
      const account = linking && findAccount(db, linking.accountId);
      const api = account && provisioning.get(account.bridgeId);
      if (!linking || !account || !api || linking.state !== 'open' || !linking.step || linking.processId === null) return;
      if (needsPerson(linking) && answer === undefined) return;
      const askedAt = clock.now();
      try {
        if (linking.step.type === 'complete') return await outcome.settle(linking, linking.step.complete.user_login_id as LoginId);
        const next = await api.submit(account.serviceUserId, { processId: linking.processId, step: linking.step }, answer, { signal });
        answer = undefined;
        vain = 0;
        store(linking, next.processId, next.step);
        moved();
      } catch (failure) {
        if (signal.aborted) return;
        if (!(failure instanceof AppError)) throw failure;
        if (failure.code === 'BRIDGE_UNAVAILABLE') {
          vain = clock.now() - askedAt > 10_000 ? 1 : vain + 1; // a long poll that ran its full time was not in vain
          await sleep(pauseMs(vain), signal);
        } else if (isGone(failure) && (await endOfGone(linking, account, api))) {
          return;
        } else if (!isGone(failure)) {
          return outcome.fail(linking, failure instanceof BridgeRefusal ? failure.errcode : failure.code);
        } else {
          await sleep(pauseMs((vain += 1)), signal);
        }
      }
    }
  }

  function store(linking: LinkingRecord, processId: string, step: NonNullable<LinkingRecord['step']>): void {
    db.write((tx) => {
      if (!updateLinkingStep(tx, linking.linkingId, processId, step, clock.now())) return; // cancelled while the bridge answered
      tx.afterCommit(() => news.publish({ kind: 'linking.changed', linkingId: linking.linkingId }));
    });
  }

  /** The bridge no longer knows the process: it completed and we missed it, or it died. False when the bridge cannot be asked. */
  async function endOfGone(linking: LinkingRecord, account: AccountRecord, api: Provisioning): Promise<boolean> {
    try {
      const logins = await api.whoami(account.serviceUserId);
      const paired = logins.find(({ loginId }) => !linking.loginsBefore.includes(loginId));
      const renewed = logins.find(
        ({ loginId, stateEvent, stateAt }) =>
          loginId === account.loginId && signsOfLife.has(stateEvent) && (stateAt ?? 0) >= Math.floor(linking.startedAt / 1000) * 1000,
      );
      const found = paired ?? renewed;
      if (found) await outcome.settle(linking, found.loginId);
      else outcome.fail(linking, 'START_AGAIN');
      return true;
    } catch (failure) {
      if (failure instanceof AppError && failure.code === 'BRIDGE_UNAVAILABLE') return false;
      throw failure;
    }
  }

  return {
    drive,
    isAnswering: (linkingId: LinkingId): boolean => drives.get(linkingId)?.answering ?? false,

    /** Stops polling; the linking itself is not ended by this. */
    async halt(linkingId: LinkingId): Promise<void> {
      const present = drives.get(linkingId);
      present?.abort.abort();
      await present?.done;
    },
    async stop(): Promise<void> {
      await Promise.all([...drives.values()].map(({ abort, done }) => (abort.abort(), done)));
    },
  };
}

function needsPerson({ step }: LinkingRecord): boolean {
  return step?.type === 'user_input' || step?.type === 'cookies' || step?.type === 'webauthn';
}

function isGone(failure: AppError): boolean {
  return failure instanceof BridgeRefusal && failure.errcode === 'M_NOT_FOUND';
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(finish, ms);
    signal.addEventListener('abort', finish, { once: true });
    function finish(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    }
  });
}
