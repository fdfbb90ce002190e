import type { Delivery as DeliveryView, DeliveryFilter, EventId, RoomId, Scope, UserId } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { Db } from '../db/index.ts';
import { AppError, type Clock, type PersonActor } from '../kernel/index.ts';
import type { Delivery } from './delivery.ts';
import { confirmRow, findRow, listRows } from './outbox-repository.ts';
import type { GateAlerts, GateDirectory } from './ports.ts';

type Deps = { db: Db; delivery: Delivery; directory: GateDirectory; audit: AuditTrail; alerts: GateAlerts; clock: Clock; isWithinReach: WithinReach };
/** Whether a person may see deliveries of a room, given how far their permission reaches. */
export type WithinReach = (actor: PersonActor, scope: Scope, roomId: RoomId) => boolean;

/** States that wait for a person. `failed` is one too: to try again is a decision. */
const decidable = new Set(['uncertain', 'needs-confirmation', 'failed']);

/** What people may see and decide of deliveries. The box never repeats a doubtful one by itself; this is where somebody does. */
export function createDeliveries({ db, delivery, directory, audit, alerts, clock, isWithinReach }: Deps) {
  function answers(actor: PersonActor, roomId: RoomId): UserId | null {
    return actor.userId !== null && directory.whoAnswers(db, roomId, actor.userId, clock.now()) !== null ? actor.userId : null;
  }

  return {
    /** Newest first, only of rooms within the actor's reach. */
    list(actor: PersonActor, scope: Scope, filter: DeliveryFilter): DeliveryView[] {
      const limit = filter.limit ?? 100;
      const seen: DeliveryView[] = [];
      for (const { seq: _seq, ...row } of listRows(db, { state: filter.state ?? null, roomId: filter.roomId ?? null, limit: 5_000 })) {
        if (isWithinReach(actor, scope, row.roomId)) seen.push(row);
        if (seen.length === limit) break;
      }
      return seen;
    },

    /** Send again (or at last), or drop for good. Only who answers the room now decides; both facts stay on record. */
    decide(actor: PersonActor, scope: Scope, eventId: EventId, verb: 'send' | 'discard', reason?: string): DeliveryView {
      db.write((tx) => {
        const row = findRow(tx, eventId);
        if (!row || !isWithinReach(actor, scope, row.roomId)) throw new AppError('NOT_FOUND', `no delivery of event ${eventId}`);
        const by = answers(actor, row.roomId);
        if (by === null) throw new AppError('NOT_OWNER', 'only who answers the room now may decide');
        if (!decidable.has(row.state)) throw new AppError('DELIVERY_NOT_DECIDABLE', `the delivery is ${row.state}`);
        if (verb === 'send') {
          confirmRow(tx, row.seq, by);
          tx.afterCommit(() => delivery.tell(row, 'waiting'));
        } else delivery.close(tx, row, 'discarded', row.reason);
        alerts.resolve(tx, 'delivery.uncertain', eventId);
        const action = verb === 'send' ? 'delivery.sent-anyway' : 'delivery.discarded';
        audit.record(tx, { actor, action, target: eventId, reason, detail: { roomId: row.roomId, was: row.state } });
      });
      delivery.pump();
      const row = findRow(db, eventId);
      if (!row) throw new AppError('NOT_FOUND', `no delivery of event ${eventId}`);
      const { eventId: id, roomId, bridgeId, accountId, sender, kind, state, reason: why, originAt, enqueuedAt, attempts } = row;
      return { eventId: id, roomId, bridgeId, accountId, sender, kind, state, reason: why, originAt, enqueuedAt, settledAt: null, attempts };
    },
  };
}
