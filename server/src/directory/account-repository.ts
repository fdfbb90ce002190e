import type { Account, AccountId, AccountState, BridgeId, LoginId, PersonId, TeamId, UserId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';

/** An account as the record keeps it; the API's view adds what the bridge is. */
export type AccountRecord = Omit<Account, 'network' | 'linkable' | 'unofficialClient' | 'riskAccepted' | 'lastPhoneContactAt' | 'unlinksAt'> & {
  readonly riskAccepted: { readonly by: PersonId; readonly at: number } | null;
  readonly linkedAt: number | null;
  /** Null is unknown. */
  readonly phoneSeenAt: number | null;
};

type Row = {
  id: AccountId;
  bridge_id: BridgeId;
  slug: string;
  label: string;
  team_id: TeamId | null;
  owner_user_id: UserId | null;
  number: string | null;
  service_user_id: UserId;
  login_id: LoginId | null;
  linked_at: number | null;
  state: AccountState;
  state_reason: string | null;
  state_since: number;
  paused: number;
  stale_minutes: number;
  number_history: 'new' | 'used' | null;
  risk_accepted_by: PersonId | null;
  risk_accepted_at: number | null;
  phone_seen_at: number | null;
  version: number;
};

const columns =
  'id, bridge_id, slug, label, team_id, owner_user_id, number, service_user_id, login_id, linked_at, state, state_reason, state_since, paused, stale_minutes, number_history, risk_accepted_by, risk_accepted_at, phone_seen_at, version';

const toAccount = (row: Row): AccountRecord => ({
  accountId: row.id,
  bridgeId: row.bridge_id,
  slug: row.slug,
  label: row.label,
  teamId: row.team_id,
  ownerUserId: row.owner_user_id,
  number: row.number,
  serviceUserId: row.service_user_id,
  loginId: row.login_id,
  linkedAt: row.linked_at,
  state: row.state,
  stateReason: row.state_reason,
  stateSince: row.state_since,
  paused: row.paused === 1,
  staleMinutes: row.stale_minutes,
  numberHistory: row.number_history,
  riskAccepted: row.risk_accepted_by === null || row.risk_accepted_at === null ? null : { by: row.risk_accepted_by, at: row.risk_accepted_at },
  phoneSeenAt: row.phone_seen_at,
  version: row.version,
});

function findBy(db: ReadDb, where: string, ...values: unknown[]): AccountRecord | undefined {
  const row = db.prepare<unknown[], Row>(`SELECT ${columns} FROM account WHERE ${where}`).get(...values);
  return row && toAccount(row);
}

export const findAccount = (db: ReadDb, accountId: AccountId) => findBy(db, 'id = ?', accountId);
export const findAccountBySlug = (db: ReadDb, bridgeId: BridgeId, slug: string) => findBy(db, 'bridge_id = ? AND slug = ?', bridgeId, slug);
export const findAccountByLogin = (db: ReadDb, bridgeId: BridgeId, loginId: LoginId) => findBy(db, 'bridge_id = ? AND login_id = ?', bridgeId, loginId);
export const findAccountByNumber = (db: ReadDb, bridgeId: BridgeId, number: string) => findBy(db, 'bridge_id = ? AND number = ?', bridgeId, number);
export const findAccountByServiceUser = (db: ReadDb, userId: UserId) => findBy(db, 'service_user_id = ?', userId);

export function listAccounts(db: ReadDb, filter: { bridgeId?: BridgeId } = {}): AccountRecord[] {
  return db
    .prepare<unknown[], Row>(`SELECT ${columns} FROM account WHERE (? IS NULL OR bridge_id = ?) ORDER BY bridge_id, slug`)
    .all(filter.bridgeId ?? null, filter.bridgeId ?? null)
    .map(toAccount);
}

export function insertAccount(tx: WriteTx, account: AccountRecord, createdAt: number): void {
  tx.prepare(
    `INSERT INTO account (id, bridge_id, slug, label, team_id, owner_user_id, number, service_user_id, state, state_since, number_history, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    account.accountId, account.bridgeId, account.slug, account.label, account.teamId, account.ownerUserId, account.number,
    account.serviceUserId, account.state, account.stateSince, account.numberHistory, createdAt,
  );
}

/** What people decide about an account. */
export function updateAccountSettings(tx: WriteTx, account: AccountRecord): void {
  tx.prepare(
    'UPDATE account SET label = ?, team_id = ?, owner_user_id = ?, number = ?, number_history = ?, stale_minutes = ?, paused = ?, version = version + 1 WHERE id = ?',
  ).run(
    account.label, account.teamId, account.ownerUserId, account.number, account.numberHistory, account.staleMinutes, account.paused ? 1 : 0, account.accountId,
  );
}

/** What the bridge says about it. False when nothing changed. */
export function updateAccountState(tx: WriteTx, accountId: AccountId, state: AccountState, reason: string | null, since: number): boolean {
  const changed = tx
    .prepare('UPDATE account SET state = ?, state_reason = ?, state_since = ? WHERE id = ? AND (state <> ? OR state_reason IS NOT ?)')
    .run(state, reason, since, accountId, state, reason);
  return changed.changes > 0;
}

/** Once for an account: who accepted it first stays on record. */
export function acceptRisk(tx: WriteTx, accountId: AccountId, by: PersonId, at: number): void {
  tx.prepare('UPDATE account SET risk_accepted_by = ?, risk_accepted_at = ?, version = version + 1 WHERE id = ? AND risk_accepted_at IS NULL').run(by, at, accountId);
}

/** False when that was known already. */
export function updatePhoneSeen(tx: WriteTx, accountId: AccountId, at: number | null): boolean {
  return tx.prepare('UPDATE account SET phone_seen_at = ? WHERE id = ? AND phone_seen_at IS NOT ?').run(at, accountId, at).changes > 0;
}

export function updateAccountLogin(tx: WriteTx, accountId: AccountId, loginId: LoginId, linkedAt: number): void {
  tx.prepare('UPDATE account SET login_id = ?, linked_at = ?, phone_seen_at = NULL WHERE id = ?').run(loginId, linkedAt, accountId);
}
