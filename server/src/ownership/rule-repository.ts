import type { AccountId, GivenRoutingRule, RoomId, RoutingRuleId, TeamId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';

export type StoredRule = GivenRoutingRule & { readonly ruleId: RoutingRuleId };
export type StoredRules = { readonly version: number; readonly rules: readonly StoredRule[]; readonly changedAt: number | null; readonly changedBy: string | null };

export function findRules(db: ReadDb): StoredRules {
  const row = db
    .prepare<[], { version: number; rules: string; changedAt: number; changedBy: string }>('SELECT version, rules, changed_at AS changedAt, changed_by AS changedBy FROM routing_rule_set WHERE id = 1')
    .get();
  return row ? { ...row, rules: JSON.parse(row.rules) as StoredRule[] } : { version: 0, rules: [], changedAt: null, changedBy: null };
}

export function saveRules(tx: WriteTx, { version, rules, changedAt, changedBy }: StoredRules): void {
  tx.prepare(
    `INSERT INTO routing_rule_set (id, version, rules, changed_at, changed_by) VALUES (1, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, rules = excluded.rules, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
  ).run(version, JSON.stringify(rules), changedAt, changedBy);
}

export const hasTeam = (db: ReadDb, teamId: TeamId): boolean => db.prepare<[TeamId], { found: 1 }>('SELECT 1 AS found FROM team WHERE id = ?').get(teamId) !== undefined;
export const hasAccount = (db: ReadDb, accountId: AccountId): boolean => db.prepare<[AccountId], { found: 1 }>('SELECT 1 AS found FROM account WHERE id = ?').get(accountId) !== undefined;

/** The room waits in this team's queue, whatever its account's team is, until somebody has it. */
export function putIntoQueue(tx: WriteTx, roomId: RoomId, teamId: TeamId): void {
  tx.prepare('INSERT INTO room_queue (room_id, team_id) VALUES (?, ?) ON CONFLICT (room_id) DO UPDATE SET team_id = excluded.team_id').run(roomId, teamId);
}
