import type { Alert, AlertId, AlertQuery, Scope, TeamId } from '@holdfast/contract';
import type { Db, ReadDb, WriteTx } from '../db/index.ts';
import { newAlertId, type Clock, type News, type PersonActor } from '../kernel/index.ts';

export type NewAlert = {
  /** Code, e.g. `delivery-waiting`. */
  readonly kind: string;
  /** Id of what it is about. */
  readonly target: string;
  /** Whose lead should see it; without one only those who see the whole box do. */
  readonly teamId?: TeamId | null;
  /** Ids and codes; never text, names or numbers. */
  readonly detail?: unknown;
};

export interface Alerts {
  /** At most one open alert per kind and target: raising again while it is open changes nothing and is not told again. */
  raise(tx: WriteTx, alert: NewAlert): AlertId;
  /** What it was about is over. False when none was open; may run twice. */
  resolve(tx: WriteTx, about: { kind: string; target: string }): boolean;
  list(actor: PersonActor, scope: Scope, query: AlertQuery): Alert[];
  countOpen(): number;
  /** Null also for an alert that does not exist. */
  teamOf(alertId: AlertId): TeamId | null;
}

type Row = Omit<Alert, 'detail'> & { detail: string | null };
const columns = 'id AS alertId, kind, target, team_id AS teamId, detail, raised_at AS raisedAt, resolved_at AS resolvedAt';

function findOpen(db: ReadDb, kind: string, target: string): AlertId | undefined {
  return db.prepare<[string, string], { id: AlertId }>('SELECT id FROM alert WHERE kind = ? AND target = ? AND resolved_at IS NULL').get(kind, target)?.id;
}

type Turn = (tx: WriteTx, alert: { readonly alertId: AlertId; readonly kind: string; readonly target: string }) => void;
/** Who must hear of an alert hears of it in the transaction that opens or ends it. */
export type AlertDeps = { readonly db: Db; readonly clock: Clock; readonly news: News; readonly onOpened?: Turn; readonly onResolved?: Turn };

export function createAlerts({ db, clock, news, onOpened = () => {}, onResolved = () => {} }: AlertDeps): Alerts {
  return {
    raise(tx, { kind, target, teamId, detail }) {
      const open = findOpen(tx, kind, target);
      if (open !== undefined) return open;
      const alertId = newAlertId();
      tx.prepare('INSERT INTO alert (id, kind, target, team_id, detail, raised_at) VALUES (?, ?, ?, ?, ?, ?)').run(
        alertId,
        kind,
        target,
        teamId ?? null,
        detail === undefined ? null : JSON.stringify(detail),
        clock.now(),
      );
      onOpened(tx, { alertId, kind, target });
      tx.afterCommit(() => news.publish({ kind: 'alert.raised', alertId }));
      return alertId;
    },

    resolve(tx, { kind, target }) {
      const alertId = findOpen(tx, kind, target);
      if (alertId === undefined) return false;
      tx.prepare('UPDATE alert SET resolved_at = ? WHERE id = ?').run(clock.now(), alertId);
      onResolved(tx, { alertId, kind, target });
      tx.afterCommit(() => news.publish({ kind: 'alert.resolved', alertId }));
      return true;
    },

    list(actor, scope, { open = true, limit = 100 }) {
      const everywhere = scope === 'all' ? 1 : 0;
      return db
        .prepare<unknown[], Row>(
          `SELECT ${columns} FROM alert WHERE (? OR team_id = ?) AND (? = 0 OR resolved_at IS NULL) ORDER BY raised_at DESC, id LIMIT ?`,
        )
        .all(everywhere, actor.teamId, open ? 1 : 0, limit)
        .map((row) => ({ ...row, detail: row.detail === null ? null : (JSON.parse(row.detail) as unknown) }));
    },

    countOpen() {
      return db.prepare<[], { open: number }>('SELECT count(*) AS open FROM alert WHERE resolved_at IS NULL').get()!.open;
    },

    teamOf(alertId) {
      return db.prepare<[AlertId], { teamId: TeamId | null }>('SELECT team_id AS teamId FROM alert WHERE id = ?').get(alertId)?.teamId ?? null;
    },
  };
}
