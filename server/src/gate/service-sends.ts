import type { EventId, RoomId, UserId } from '@holdfast/contract';
import type { Db, ReadDb } from '../db/index.ts';
import type { CapturedEvent } from '../journal/index.ts';
import { actorId, type Actor, type Clock } from '../kernel/index.ts';
import type { Homeserver } from '../matrix/index.ts';

export type ServicePurpose = 'greeting' | 'notice' | 'test' | 'correction' | 'withdrawal';

type Order = {
  /** Persisted by the caller and unique for ever: a repeat of the same order is the same event. */
  readonly transactionId: string;
  readonly serviceUserId: UserId;
  readonly roomId: RoomId;
  readonly purpose: ServicePurpose;
  readonly actor: Actor;
};

export interface ServiceSends {
  message(order: Order, content: object): Promise<EventId>;
  redaction(order: Order, target: EventId): Promise<EventId>;
}

/**
 * What the control plane itself says in an account's name. The order is durable before the event exists, so the gate can
 * tell it from what a bridge says with the same user. The text is only ever in the homeserver.
 */
export function createServiceSends({ db, homeserver, clock }: { db: Db; homeserver: Homeserver; clock: Clock }): ServiceSends {
  function place(order: Order): void {
    db.write((tx) => {
      tx.prepare(
        `INSERT INTO service_send (transaction_id, service_user_id, room_id, purpose, ordered_by, created_at) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (transaction_id) DO NOTHING`,
      ).run(order.transactionId, order.serviceUserId, order.roomId, order.purpose, actorId(order.actor), clock.now());
    });
  }
  /** The homeserver forgets transaction ids after a while; the record does not. */
  function sentBefore(order: Order): EventId | undefined {
    const row = db.prepare<[string], { eventId: EventId | null }>('SELECT event_id AS eventId FROM service_send WHERE transaction_id = ?').get(order.transactionId);
    return row?.eventId ?? undefined;
  }
  function done(order: Order, eventId: EventId): EventId {
    db.write((tx) => void tx.prepare('UPDATE service_send SET event_id = ? WHERE transaction_id = ?').run(eventId, order.transactionId));
    return eventId;
  }
  return {
    async message(order, content) {
      const before = sentBefore(order);
      if (before) return before;
      place(order);
      return done(order, await homeserver.sendAs(order.serviceUserId, order.roomId, 'm.room.message', content, order.transactionId));
    },
    async redaction(order, target) {
      const before = sentBefore(order);
      if (before) return before;
      place(order);
      return done(order, await homeserver.redactAs(order.serviceUserId, order.roomId, target, order.transactionId));
    },
  };
}

/** Who ordered this event of a service user; undefined when nobody did and so a bridge made it. */
export function orderedBy(db: ReadDb, event: CapturedEvent): string | undefined {
  if (event.transactionId === null) return undefined;
  return db
    .prepare<[string, string, string], { by: string }>(
      'SELECT ordered_by AS by FROM service_send WHERE transaction_id = ? AND service_user_id = ? AND room_id = ?',
    )
    .get(event.transactionId, event.sender, event.roomId)?.by;
}
