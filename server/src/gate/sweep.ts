import type { Db } from '../db/index.ts';
import type { Clock } from '../kernel/index.ts';
import { isStale, type Delivery } from './delivery.ts';
import { markAlerted, stuckRows, waitingSince } from './outbox-repository.ts';
import type { GateAlerts, GateDirectory } from './ports.ts';

/** The word: a message undelivered for five minutes raises an alert. */
const stuckMs = 5 * 60_000;

/** Looks after what waits too long: alarms, and asks authors whether a late message still makes sense. */
export function sweepOutbox({ db, delivery, directory, alerts, clock }: { db: Db; delivery: Delivery; directory: GateDirectory; alerts: GateAlerts; clock: Clock }): void {
  db.write((tx) => {
    for (const row of stuckRows(tx, clock.now() - stuckMs)) {
      markAlerted(tx, row.seq);
      alerts.raise(tx, { kind: 'delivery.stuck', target: row.eventId, detail: { roomId: row.roomId, bridgeId: row.bridgeId, state: row.state } });
    }
    for (const row of waitingSince(tx, clock.now() - 60_000)) {
      const portal = directory.portalOf(tx, row.roomId);
      if (portal && isStale(row, portal, clock.now())) delivery.close(tx, row, 'needs-confirmation', 'STALE');
    }
  });
}
