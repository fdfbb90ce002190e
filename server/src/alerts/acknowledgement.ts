import { acknowledgeableAlerts, type Alert, type AlertId, type Scope } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { Db, ReadDb } from '../db/index.ts';
import { AppError, type PersonActor } from '../kernel/index.ts';
import type { Alerts } from './alerts.ts';

type Row = Omit<Alert, 'detail'> & { detail: string | null };

function findAlert(db: ReadDb, alertId: AlertId): Alert | undefined {
  const row = db
    .prepare<[AlertId], Row>('SELECT id AS alertId, kind, target, team_id AS teamId, detail, raised_at AS raisedAt, resolved_at AS resolvedAt FROM alert WHERE id = ?')
    .get(alertId);
  return row && { ...row, detail: row.detail === null ? null : (JSON.parse(row.detail) as unknown) };
}

export type Acknowledgement = ReturnType<typeof createAcknowledgement>;
/** Alerts of a moment end when somebody says that it was seen, and to what it led; those of a state end by themselves. */
export function createAcknowledgement({ db, alerts, audit }: { db: Db; alerts: Pick<Alerts, 'resolve'>; audit: AuditTrail }) {
  return {
    /** Once: what is over stays as it is. */
    acknowledge(actor: PersonActor, scope: Scope, alertId: AlertId, reason?: string): Alert {
      return db.write((tx) => {
        const alert = findAlert(tx, alertId);
        if (!alert || (scope !== 'all' && (actor.teamId === null || alert.teamId !== actor.teamId))) throw new AppError('NOT_FOUND', `no alert ${alertId}`);
        if (!acknowledgeableAlerts.has(alert.kind)) throw new AppError('ALERT_NOT_ACKNOWLEDGEABLE', 'this alert ends by itself when its cause does');
        if (alert.resolvedAt !== null) return alert;
        alerts.resolve(tx, alert);
        audit.record(tx, { actor, action: 'alert.acknowledged', target: alertId, reason, detail: { kind: alert.kind, about: alert.target } });
        return findAlert(tx, alertId) as Alert;
      });
    },
  };
}
