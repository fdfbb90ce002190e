import type { AccountId, LinkingId, LinkingRun, LinkingState, LoginId } from '@holdfast/contract';
import { Value } from 'typebox/value';
import { LoginStep } from '../bridge/index.ts';
import type { ReadDb, WriteTx } from '../db/index.ts';

export type LinkingRecord = {
  readonly linkingId: LinkingId;
  readonly accountId: AccountId;
  readonly flowId: string;
  readonly processId: string | null;
  readonly loginsBefore: readonly LoginId[];
  readonly state: LinkingState;
  readonly step: LoginStep | null;
  readonly failure: string | null;
  readonly startedAt: number;
  readonly updatedAt: number;
  readonly endedAt: number | null;
};

type Row = Omit<LinkingRecord, 'loginsBefore' | 'step'> & { readonly loginsBefore: string; readonly step: string | null };

const columns = `id AS linkingId, account_id AS accountId, flow_id AS flowId, process_id AS processId, logins_before AS loginsBefore,
  state, step, failure, started_at AS startedAt, updated_at AS updatedAt, ended_at AS endedAt`;

function toLinking(row: Row): LinkingRecord {
  const step: unknown = row.step === null ? null : JSON.parse(row.step);
  return { ...row, loginsBefore: JSON.parse(row.loginsBefore) as LoginId[], step: Value.Check(LoginStep, step) ? step : null };
}

export function findLinking(db: ReadDb, linkingId: LinkingId): LinkingRecord | undefined {
  const row = db.prepare<[LinkingId], Row>(`SELECT ${columns} FROM linking WHERE id = ?`).get(linkingId);
  return row && toLinking(row);
}

export function findOpenLinking(db: ReadDb, accountId: AccountId): LinkingRecord | undefined {
  const row = db.prepare<[AccountId], Row>(`SELECT ${columns} FROM linking WHERE account_id = ? AND state = 'open'`).get(accountId);
  return row && toLinking(row);
}

export function findLatestLinking(db: ReadDb, accountId: AccountId): LinkingRecord | undefined {
  const row = db.prepare<[AccountId], Row>(`SELECT ${columns} FROM linking WHERE account_id = ? ORDER BY started_at DESC, rowid DESC LIMIT 1`).get(accountId);
  return row && toLinking(row);
}

/** The last fifty linkings of an account, newest first, without what was on their screens. */
export function listLinkingRuns(db: ReadDb, accountId: AccountId): LinkingRun[] {
  return db
    .prepare<[AccountId], LinkingRun>(
      `SELECT l.id AS linkingId, l.flow_id AS flowId, l.state, l.failure, l.started_by AS startedBy, p.name AS startedByName, l.started_at AS startedAt, l.ended_at AS endedAt
       FROM linking l LEFT JOIN person p ON p.id = l.started_by WHERE l.account_id = ? ORDER BY l.started_at DESC, l.rowid DESC LIMIT 50`,
    )
    .all(accountId);
}

export function listOpenLinkings(db: ReadDb): LinkingRecord[] {
  return db.prepare<[], Row>(`SELECT ${columns} FROM linking WHERE state = 'open' ORDER BY started_at`).all().map(toLinking);
}

export function insertLinking(
  tx: WriteTx,
  linking: { linkingId: LinkingId; accountId: AccountId; flowId: string; loginsBefore: readonly LoginId[]; startedBy: string; at: number },
): void {
  tx.prepare(
    `INSERT INTO linking (id, account_id, flow_id, logins_before, state, started_by, started_at, updated_at) VALUES (?, ?, ?, ?, 'open', ?, ?, ?)`,
  ).run(linking.linkingId, linking.accountId, linking.flowId, JSON.stringify(linking.loginsBefore), linking.startedBy, linking.at, linking.at);
}

export function updateLinkingStep(tx: WriteTx, linkingId: LinkingId, processId: string, step: LoginStep, at: number): boolean {
  return (
    tx
      .prepare(`UPDATE linking SET process_id = ?, step = ?, updated_at = ? WHERE id = ? AND state = 'open'`)
      .run(processId, JSON.stringify(step), at, linkingId).changes > 0
  );
}

/** Ends an open linking; false when it had ended already. The step goes: it holds a pairing code. */
export function endLinking(tx: WriteTx, linkingId: LinkingId, state: Exclude<LinkingState, 'open'>, failure: string | null, at: number): boolean {
  return (
    tx
      .prepare(`UPDATE linking SET state = ?, failure = ?, step = NULL, updated_at = ?, ended_at = ? WHERE id = ? AND state = 'open'`)
      .run(state, failure, at, at, linkingId).changes > 0
  );
}
