import type { AccountId, AccountState } from '@holdfast/contract';
import type { WriteTx } from '../db/index.ts';
import type { Clock, News } from '../kernel/index.ts';
import { findAccount, updateAccountState } from './account-repository.ts';
import type { Alarms } from './ports.ts';

/** States in which nobody can be answered until a person does something. */
const badStates: ReadonlySet<AccountState> = new Set(['bad-credentials', 'logged-out', 'unknown']);

export type AccountStates = ReturnType<typeof createAccountStates>;
/** The one place where the state of an account changes: news for screens, an alert while it is bad, its end when it is good again. */
export function createAccountStates({ clock, news, alarms }: { clock: Clock; news: News; alarms: Alarms }) {
  return {
    set(tx: WriteTx, accountId: AccountId, state: AccountState, reason: string | null): void {
      if (!updateAccountState(tx, accountId, state, reason, clock.now())) return;
      const account = findAccount(tx, accountId);
      if (!account) return;
      if (badStates.has(state)) {
        alarms.raise(tx, { kind: 'account-state', target: accountId, teamId: account.teamId, detail: { state, reason } });
      } else if (state === 'connected') {
        for (const kind of ['account-state', 'account-replaced']) alarms.resolve(tx, { kind, target: accountId });
      }
      // Connected with a complaint: WhatsApp's phone has been away for twelve days, and two later it is unlinked.
      if (state === 'connected' && reason !== null) {
        alarms.raise(tx, { kind: 'account-warning', target: accountId, teamId: account.teamId, detail: { reason } });
      } else {
        alarms.resolve(tx, { kind: 'account-warning', target: accountId });
      }
      tx.afterCommit(() => news.publish({ kind: 'account.changed', accountId }));
    },
  };
}
