import type { AccountId, ClientId, DeliveryState, EventId, HandoverId, PersonId, RoomId, UserId } from '@holdfast/contract';
import type { ReadDb } from '../db/index.ts';

export type RoomRow = {
  readonly roomId: RoomId;
  readonly bridgeId: string;
  readonly clientId: ClientId | null;
  readonly clientName: string | null;
  readonly accountId: AccountId | null;
  readonly accountLabel: string | null;
  readonly predecessor: UserId | null;
  readonly predecessorName: string | null;
  readonly successor: UserId | null;
  readonly successorName: string | null;
  readonly chosenBy: string;
  readonly hasGreeting: 0 | 1;
  readonly undo: 'returned' | 'moved-on' | null;
  readonly itemState: string | null;
  readonly direction: string | null;
  readonly errorCode: string | null;
  readonly finishedAt: number | null;
  readonly greeted: 0 | 1 | null;
};

export function readRooms(db: ReadDb, handoverId: HandoverId, after: RoomId | null, limit: number): RoomRow[] {
  return db
    .prepare<unknown[], RoomRow>(
      `SELECT r.room_id AS roomId, r.bridge_id AS bridgeId, p.client_id AS clientId, coalesce(c.name, p.name) AS clientName, p.account_id AS accountId, a.label AS accountLabel,
         r.predecessor, f.name AS predecessorName, r.successor, t.name AS successorName, r.rule AS chosenBy, r.greeting IS NOT NULL AS hasGreeting, r.undo_result AS undo,
         i.state AS itemState, i.direction, i.error_code AS errorCode, i.finished_at AS finishedAt, i.outcome ->> 'greeted' AS greeted
       FROM handover_room r LEFT JOIN portal p ON p.room_id = r.room_id LEFT JOIN client c ON c.id = p.client_id LEFT JOIN account a ON a.id = p.account_id
         LEFT JOIN person f ON f.user_id = r.predecessor LEFT JOIN person t ON t.user_id = r.successor
         LEFT JOIN saga_item i ON i.kind = 'handover' AND i.saga_id = r.handover_id AND i.key = r.room_id
       WHERE r.handover_id = ? AND (? IS NULL OR r.room_id > ?) ORDER BY r.room_id LIMIT ?`,
    )
    .all(handoverId, after, after, limit);
}

export type ResultCount = Pick<RoomRow, 'undo' | 'itemState' | 'direction'> & { readonly unassigned: 0 | 1; readonly count: number };

export function countResults(db: ReadDb, handoverId: HandoverId): ResultCount[] {
  return db
    .prepare<[HandoverId], ResultCount>(
      `SELECT r.undo_result AS undo, i.state AS itemState, i.direction, r.successor IS NULL AS unassigned, count(*) AS count
       FROM handover_room r LEFT JOIN saga_item i ON i.kind = 'handover' AND i.saga_id = r.handover_id AND i.key = r.room_id
       WHERE r.handover_id = ? GROUP BY 1, 2, 3, 4`,
    )
    .all(handoverId);
}

export type LeftoverRow = {
  readonly roomId: RoomId;
  readonly eventId: EventId;
  readonly author: UserId;
  readonly authorName: string | null;
  readonly state: DeliveryState;
  readonly decidedBy: PersonId | null;
  readonly decidedByName: string | null;
  readonly settledAt: number | null;
};

/** Who said 'send' stands on the row, who said 'discard' in the audit trail. */
export function readLeftovers(db: ReadDb, handoverId: HandoverId, roomIds: readonly RoomId[]): LeftoverRow[] {
  return db
    .prepare<[HandoverId, string], LeftoverRow>(
      `SELECT m.room_id AS roomId, m.event_id AS eventId, b.sender AS author, f.name AS authorName, b.state, d.id AS decidedBy, d.name AS decidedByName, b.settled_at AS settledAt
       FROM handover_message m JOIN outbox b ON b.event_id = m.event_id LEFT JOIN person f ON f.user_id = b.sender
         LEFT JOIN person d ON d.id = CASE WHEN b.state = 'discarded'
           THEN (SELECT e.actor FROM audit_entry e WHERE e.target = m.event_id AND e.action = 'delivery.discarded' ORDER BY e.seq DESC LIMIT 1)
           ELSE (SELECT q.id FROM person q WHERE q.user_id = b.confirmed_by) END
       WHERE m.handover_id = ? AND m.room_id IN (SELECT value FROM json_each(?)) ORDER BY b.seq`,
    )
    .all(handoverId, JSON.stringify(roomIds));
}

export function countLeftovers(db: ReadDb, handoverId: HandoverId): { state: DeliveryState; count: number }[] {
  return db
    .prepare<[HandoverId], { state: DeliveryState; count: number }>(
      'SELECT b.state, count(*) AS count FROM handover_message m JOIN outbox b ON b.event_id = m.event_id WHERE m.handover_id = ? GROUP BY b.state',
    )
    .all(handoverId);
}

export type SignOutRow = { readonly state: string; readonly errorCode: string | null; readonly finishedAt: number | null; readonly devices: number | null };

export function readSignOut(db: ReadDb, handoverId: HandoverId): SignOutRow | undefined {
  return db
    .prepare<[HandoverId], SignOutRow>(
      "SELECT state, error_code AS errorCode, finished_at AS finishedAt, outcome ->> 'devices' AS devices FROM saga_item WHERE kind = 'leaver' AND saga_id = ?",
    )
    .get(handoverId);
}
