import type { AccountState, BridgeId, LoginId, UserId } from '@holdfast/contract';
import { Type } from 'typebox';
import type { BridgeLogin, Provisioning } from '../bridge/index.ts';
import type { Db, WriteTx } from '../db/index.ts';
import type { Jobs } from '../jobs/index.ts';
import type { Clock } from '../kernel/index.ts';
import { findAccountByServiceUser, listAccounts, updateAccountLogin, type AccountRecord } from './account-repository.ts';
import type { AccountStates } from './account-state.ts';
import { findOpenLinking } from './linking-repository.ts';
import type { Alarms } from './ports.ts';

/** What a bridge pushes to the status endpoint, as far as it matters here. Times in milliseconds. */
export type ReportedState = {
  readonly stateEvent: string;
  readonly userId: UserId | null;
  readonly loginId: LoginId | null;
  readonly error: string | null;
  readonly reason: string | null;
};

const stateOfLogin: Readonly<Record<string, AccountState>> = {
  CONNECTING: 'connecting',
  BACKFILLING: 'connecting', // delivery waits for CONNECTED
  CONNECTED: 'connected',
  TRANSIENT_DISCONNECT: 'transient-disconnect',
  BAD_CREDENTIALS: 'bad-credentials',
  LOGGED_OUT: 'logged-out',
  UNKNOWN_ERROR: 'unknown',
};
const isLinked = (account: AccountRecord) => account.loginId !== null && account.state !== 'logged-out';

type Deps = {
  db: Db;
  clock: Clock;
  jobs: Jobs;
  provisioning: ReadonlyMap<BridgeId, Provisioning>;
  states: AccountStates;
  alarms: Alarms;
  onLinked(tx: WriteTx, account: AccountRecord): void;
};

export type AccountHealth = ReturnType<typeof createAccountHealth>;
export function createAccountHealth({ db, clock, jobs, provisioning, states, alarms, onLinked }: Deps) {
  jobs.handle('account.refresh', Type.Object({ bridgeId: Type.String() }), ({ bridgeId }) => refresh(bridgeId as BridgeId));

  /** A state of one login. Reports about logins that are no account's (a wrong number being logged out) change nothing. */
  function applyLogin(tx: WriteTx, account: AccountRecord, { stateEvent, error, reason }: ReportedState): void {
    const state = stateOfLogin[stateEvent];
    if (state) states.set(tx, account.accountId, state, error || reason || null); // a Go program says 'none' with an empty string
  }

  /** A state of the whole bridge: it tells of its accounts only that they are not connected. */
  function applyBridge(tx: WriteTx, bridgeId: BridgeId, stateEvent: string): void {
    for (const account of listAccounts(tx, { bridgeId }).filter(isLinked)) {
      if (stateEvent === 'STARTING') states.set(tx, account.accountId, 'connecting', 'BRIDGE_STARTING');
      if (stateEvent === 'BRIDGE_UNREACHABLE') states.set(tx, account.accountId, 'unknown', 'BRIDGE_UNREACHABLE');
      if (stateEvent === 'UNCONFIGURED') states.set(tx, account.accountId, 'logged-out', 'LOGIN_MISSING'); // the bridge has no login at all
    }
  }

  /** By the login; on a bridge that is linked with its own tools, by the service user, whose login is learned from the report. */
  function accountOf(tx: WriteTx, bridgeId: BridgeId, { loginId, userId }: ReportedState): AccountRecord | undefined {
    if (loginId === null) return undefined;
    const known = listAccounts(tx, { bridgeId }).find((account) => account.loginId === loginId);
    if (known || userId === null || provisioning.has(bridgeId)) return known;
    const account = findAccountByServiceUser(tx, userId);
    if (account?.bridgeId !== bridgeId) return undefined;
    updateAccountLogin(tx, account.accountId, loginId, clock.now());
    onLinked(tx, { ...account, loginId });
    return { ...account, loginId };
  }

  function applyBridgeState(tx: WriteTx, bridgeId: BridgeId, reported: ReportedState): void {
    const account = accountOf(tx, bridgeId, reported);
    if (account && (reported.userId === null || reported.userId === account.serviceUserId)) applyLogin(tx, account, reported);
    else if (reported.loginId === null && reported.userId === null) applyBridge(tx, bridgeId, reported.stateEvent);
    else if (!account) noticeStranger(tx, reported);
  }

  /** A login of a service user that nobody here asked for: a pairing that outlived its linking. A person decides; it may be the only one. */
  function noticeStranger(tx: WriteTx, { stateEvent, userId, loginId }: ReportedState): void {
    const account = userId === null ? undefined : findAccountByServiceUser(tx, userId);
    if (!account || loginId === null || loginId === account.loginId) return;
    const about = { kind: 'unknown-login', target: account.accountId };
    if (stateEvent === 'LOGGED_OUT') alarms.resolve(tx, about);
    else if (stateEvent === 'CONNECTED' && !findOpenLinking(tx, account.accountId)) alarms.raise(tx, { ...about, teamId: account.teamId });
  }

  /** Asks the bridge about every account of it. Throws BRIDGE_UNAVAILABLE when it cannot be asked. */
  async function refresh(bridgeId: BridgeId): Promise<void> {
    const api = provisioning.get(bridgeId);
    if (!api) return;
    for (const account of listAccounts(db, { bridgeId }).filter(({ loginId }) => loginId !== null)) {
      await refreshAccount(api, account);
    }
  }

  async function refreshAccount(api: Provisioning, account: AccountRecord): Promise<void> {
    const logins = await api.whoami(account.serviceUserId);
    db.write((tx) => {
      const present = findAccountByServiceUser(tx, account.serviceUserId);
      if (!present || present.loginId !== account.loginId) return; // linked anew while we asked
      const login = logins.find(({ loginId }) => loginId === present.loginId);
      if (login) applyLogin(tx, present, toReported(present, login));
      else states.set(tx, present.accountId, 'logged-out', present.state === 'logged-out' ? present.stateReason : 'LOGIN_MISSING');
    });
  }

  return {
    applyBridgeState,
    refresh,

    /** Orders a refresh of every bridge, repeated until each has answered: pushes missed while the box was off are caught up. */
    refreshAll(tx: WriteTx): void {
      for (const bridgeId of provisioning.keys()) jobs.enqueue(tx, { kind: 'account.refresh', key: bridgeId, payload: { bridgeId } });
    },
    refreshSoon(tx: WriteTx, bridgeId: BridgeId): void {
      jobs.enqueue(tx, { kind: 'account.refresh', key: bridgeId, payload: { bridgeId } });
    },
  };
}

function toReported(account: AccountRecord, { loginId, stateEvent, error, reason }: BridgeLogin): ReportedState {
  return { stateEvent, userId: account.serviceUserId, loginId, error, reason };
}
