import type { AccountId, BridgeId, Delivery, DeliveryKind, DeliveryReason, DeliveryState, EventId, RoomId, UserId, WaitingCounts } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';

/** One row of the outbox: what is on its way to a phone. Ids and states; bodies are read from the homeserver. */
export type OutboxRow = {
  readonly seq: number;
  readonly eventId: EventId;
  readonly bridgeId: BridgeId;
  readonly roomId: RoomId;
  readonly accountId: AccountId | null;
  readonly sender: UserId;
  readonly serviceUserId: UserId;
  readonly kind: DeliveryKind;
  readonly target: EventId | null;
  /** An edit that replaced the body while the message waited. */
  readonly bodyEventId: EventId | null;
  readonly state: DeliveryState;
  readonly reason: DeliveryReason | null;
  readonly originAt: number;
  readonly enqueuedAt: number;
  readonly bridgeRun: number | null;
  readonly boxRun: number | null;
  readonly bridgeSeen: 0 | 1;
  readonly fenceEventId: EventId | null;
  readonly handedAt: number | null;
  readonly attempts: number;
  /** The person who said 'send' to a row that needed confirmation; ownership is asked of them instead of the author. */
  readonly confirmedBy: UserId | null;
};

const columns = `seq, event_id AS eventId, bridge_id AS bridgeId, room_id AS roomId, account_id AS accountId, sender,
  service_user_id AS serviceUserId, kind, target_event_id AS target, body_event_id AS bodyEventId, state, reason,
  origin_at AS originAt, enqueued_at AS enqueuedAt, bridge_run AS bridgeRun, box_run AS boxRun, bridge_seen AS bridgeSeen,
  fence_event_id AS fenceEventId, handed_at AS handedAt, attempts, confirmed_by AS confirmedBy`;

type NewRow = Pick<OutboxRow, 'eventId' | 'bridgeId' | 'roomId' | 'accountId' | 'sender' | 'serviceUserId' | 'kind' | 'target' | 'originAt' | 'enqueuedAt'>;

export function insertRow(tx: WriteTx, row: NewRow): void {
  tx.prepare(
    `INSERT INTO outbox (event_id, bridge_id, room_id, account_id, sender, service_user_id, kind, target_event_id, state, origin_at, enqueued_at)
     VALUES (@eventId, @bridgeId, @roomId, @accountId, @sender, @serviceUserId, @kind, @target, 'waiting', @originAt, @enqueuedAt)`,
  ).run(row);
}

export function findRow(db: ReadDb, eventId: EventId): OutboxRow | undefined {
  return db.prepare<[string], OutboxRow>(`SELECT ${columns} FROM outbox WHERE event_id = ?`).get(eventId);
}

export function findByFence(db: ReadDb, fence: EventId): OutboxRow | undefined {
  return db.prepare<[string], OutboxRow>(`SELECT ${columns} FROM outbox WHERE fence_event_id = ?`).get(fence);
}

/** The first waiting row of each room in which nothing is under way, oldest first: strictly in order within a room. */
export function roomHeads(db: ReadDb, limit: number): OutboxRow[] {
  return db
    .prepare<[number], OutboxRow>(
      `SELECT ${columns} FROM outbox WHERE seq IN (
         SELECT MIN(seq) FROM outbox WHERE state IN ('waiting', 'sending', 'uncertain', 'needs-confirmation') AND state IN ('waiting', 'sending')
         GROUP BY room_id
       ) AND state = 'waiting'
       AND NOT EXISTS (SELECT 1 FROM outbox busy WHERE busy.room_id = outbox.room_id AND busy.state = 'sending')
       ORDER BY seq LIMIT ?`,
    )
    .all(limit);
}

/** The first waiting row of one room, unless something of it is under way. */
export function roomHead(db: ReadDb, roomId: RoomId): OutboxRow | undefined {
  const head = db
    .prepare<[string], OutboxRow>(
      `SELECT ${columns} FROM outbox WHERE room_id = ? AND state IN ('waiting', 'sending', 'uncertain', 'needs-confirmation')
       AND state IN ('waiting', 'sending') ORDER BY state = 'sending' DESC, seq LIMIT 1`,
    )
    .get(roomId);
  return head?.state === 'waiting' ? head : undefined;
}

export function sendingRows(db: ReadDb, bridgeId?: BridgeId): OutboxRow[] {
  return db
    .prepare<[string | null, string | null], OutboxRow>(
      `SELECT ${columns} FROM outbox WHERE state IN ('waiting', 'sending', 'uncertain', 'needs-confirmation') AND state = 'sending'
       AND (? IS NULL OR bridge_id = ?) ORDER BY seq`,
    )
    .all(bridgeId ?? null, bridgeId ?? null);
}

/** Hands the row over: from here until an answer it is the one unresolved event of its room. */
export function markSending(tx: WriteTx, seq: number, transactionId: string, bridgeRun: number, boxRun: number, at: number): void {
  tx.prepare(
    `UPDATE outbox SET state = 'sending', transaction_id = ?, bridge_run = ?, box_run = ?, handed_at = ?, bridge_seen = 0,
       fence_event_id = NULL, attempts = attempts + 1 WHERE seq = ?`,
  ).run(transactionId, bridgeRun, boxRun, at, seq);
}

export function markFenced(tx: WriteTx, seq: number, fence: EventId): void {
  tx.prepare('UPDATE outbox SET fence_event_id = ? WHERE seq = ?').run(fence, seq);
}

export function markSeen(tx: WriteTx, eventId: EventId): void {
  tx.prepare("UPDATE outbox SET bridge_seen = 1 WHERE event_id = ? AND state = 'sending'").run(eventId);
}

export function backToWaiting(tx: WriteTx, seq: number): void {
  tx.prepare("UPDATE outbox SET state = 'waiting', reason = NULL, fence_event_id = NULL WHERE seq = ?").run(seq);
}

const open: ReadonlySet<DeliveryState> = new Set(['waiting', 'sending', 'uncertain', 'needs-confirmation']);

/** The fence stays on the row: an answer of its own that comes after the fence's may still correct it. */
export function settle(tx: WriteTx, seq: number, state: DeliveryState, reason: DeliveryReason | null, at: number): void {
  tx.prepare('UPDATE outbox SET state = ?, reason = ?, settled_at = ? WHERE seq = ?').run(state, reason, open.has(state) ? null : at, seq);
}

export function confirmRow(tx: WriteTx, seq: number, by: UserId): void {
  tx.prepare("UPDATE outbox SET state = 'waiting', reason = NULL, settled_at = NULL, fence_event_id = NULL, confirmed_by = ? WHERE seq = ?").run(by, seq);
}

/** The row whose body an edit replaced while it waited. */
export function findByBody(db: ReadDb, edit: EventId, target: EventId): OutboxRow | undefined {
  return db.prepare<[string, string], OutboxRow>(`SELECT ${columns} FROM outbox WHERE event_id = ? AND body_event_id = ?`).get(target, edit);
}

export function replaceBody(tx: WriteTx, seq: number, edit: EventId | null): void {
  tx.prepare('UPDATE outbox SET body_event_id = ? WHERE seq = ?').run(edit, seq);
}

/** What the predecessor has waiting in these rooms, parked for a person to decide; returns how many. */
export function parkWaiting(tx: WriteTx, roomId: RoomId, writtenBy: UserId): EventId[] {
  return tx
    .prepare<[string, string, string], { eventId: EventId }>(
      `UPDATE outbox SET state = 'needs-confirmation', reason = 'HANDOVER'
       WHERE room_id = ? AND state = 'waiting' AND (sender = ? OR confirmed_by = ?) RETURNING event_id AS eventId`,
    )
    .all(roomId, writtenBy, writtenBy)
    .map((row) => row.eventId);
}

/** What somebody wrote in these rooms, or sent on, and nobody has answered for yet. */
export function openRowsOf(db: ReadDb, roomIds: readonly RoomId[], writtenBy: UserId): { roomId: RoomId; eventId: EventId }[] {
  const statement = db.prepare<[string, string, string], { roomId: RoomId; eventId: EventId }>(
    `SELECT room_id AS roomId, event_id AS eventId FROM outbox WHERE room_id = ? AND state IN ('waiting', 'sending', 'uncertain', 'needs-confirmation')
     AND kind IN ('message', 'poll') AND (sender = ? OR confirmed_by = ?) ORDER BY seq`,
  );
  return roomIds.flatMap((roomId) => statement.all(roomId, writtenBy, writtenBy));
}

/** How many wait in each of these rooms; a room with none is left out. */
export function waitingByRoom(db: ReadDb, roomIds: readonly RoomId[]): Map<RoomId, number> {
  const statement = db.prepare<[string], { n: number }>("SELECT COUNT(*) AS n FROM outbox WHERE room_id = ? AND state = 'waiting'");
  const counted = roomIds.map((roomId) => [roomId, statement.get(roomId)?.n ?? 0] as const);
  return new Map(counted.filter(([, n]) => n > 0));
}

/** Rows that have waited since before `since`, not yet alarmed. */
export function stuckRows(db: ReadDb, since: number): OutboxRow[] {
  return db
    .prepare<[number], OutboxRow>(
      `SELECT ${columns} FROM outbox WHERE state IN ('waiting', 'sending', 'uncertain', 'needs-confirmation')
       AND state IN ('waiting', 'sending') AND alerted = 0 AND enqueued_at < ? LIMIT 1000`,
    )
    .all(since);
}

export function markAlerted(tx: WriteTx, seq: number): void {
  tx.prepare('UPDATE outbox SET alerted = 1 WHERE seq = ?').run(seq);
}

export function countWaiting(db: ReadDb, now: number, accountId?: AccountId): WaitingCounts {
  const rows = db
    .prepare<[string | null, string | null], { state: DeliveryState; n: number; oldest: number }>(
      `SELECT state, COUNT(*) AS n, MIN(enqueued_at) AS oldest FROM outbox
       WHERE state IN ('waiting', 'sending', 'uncertain', 'needs-confirmation') AND (? IS NULL OR account_id = ?) GROUP BY state`,
    )
    .all(accountId ?? null, accountId ?? null);
  const of = (state: DeliveryState): number => rows.find((row) => row.state === state)?.n ?? 0;
  const oldest = Math.min(...rows.filter((row) => row.state === 'waiting' || row.state === 'sending').map((row) => row.oldest));
  return {
    waiting: of('waiting') + of('sending'),
    oldestWaitingMs: Number.isFinite(oldest) ? Math.max(0, now - oldest) : null,
    uncertain: of('uncertain'),
    needsConfirmation: of('needs-confirmation'),
  };
}

export function listRows(db: ReadDb, filter: { state: DeliveryState | null; roomId: RoomId | null; limit: number }): (Delivery & { seq: number })[] {
  return db
    .prepare<unknown[], Delivery & { seq: number }>(
      `SELECT seq, event_id AS eventId, room_id AS roomId, bridge_id AS bridgeId, account_id AS accountId, sender, kind, state, reason,
         origin_at AS originAt, enqueued_at AS enqueuedAt, settled_at AS settledAt, attempts
       FROM outbox WHERE (? IS NULL OR state = ?) AND (? IS NULL OR room_id = ?) ORDER BY seq DESC LIMIT ?`,
    )
    .all(filter.state, filter.state, filter.roomId, filter.roomId, filter.limit);
}

/** Waiting messages that entered the outbox before `before`; whether they are stale depends on their account. */
export function waitingSince(db: ReadDb, before: number): OutboxRow[] {
  return db
    .prepare<[number], OutboxRow>(
      `SELECT ${columns} FROM outbox WHERE state IN ('waiting', 'sending', 'uncertain', 'needs-confirmation')
       AND state = 'waiting' AND kind = 'message' AND confirmed_by IS NULL AND enqueued_at < ? ORDER BY seq LIMIT 1000`,
    )
    .all(before);
}
