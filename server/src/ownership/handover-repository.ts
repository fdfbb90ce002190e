import type { ApprovalCause, BridgeId, ChosenBy, Greeting, HandoverId, HandoverScope, HandoverState, PersonId, RoomId, Successors, TeamId, UserId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';

/** The order as it was given, with what was true then. */
export type HandoverOrder = {
  readonly scope: HandoverScope;
  readonly successors: Successors;
  readonly greeting: Greeting | null;
  /** For a selection of rooms: who owned them when it was ordered. */
  readonly expectedOwners: Readonly<Record<RoomId, UserId | null>> | null;
};

export type HandoverRecord = {
  readonly handoverId: HandoverId;
  readonly kind: 'handover' | 'access-off';
  readonly state: HandoverState;
  readonly order: HandoverOrder;
  readonly reason: string;
  readonly leaver: UserId | null;
  readonly requestedBy: PersonId;
  readonly teamId: TeamId | null;
  readonly approvalNeeded: readonly ApprovalCause[];
  readonly approvedBy: PersonId | null;
  readonly idempotencyKey: string | null;
  readonly runAt: number | null;
  readonly overlapUntil: number | null;
  readonly refusedCode: string | null;
  readonly parked: number;
  readonly createdAt: number;
  readonly cutAt: number | null;
  readonly finishedAt: number | null;
  readonly undoneBy: PersonId | null;
};

type Row = Omit<HandoverRecord, 'order' | 'approvalNeeded'> & { request: string; approvalNeeded: string };

const columns = `id AS handoverId, kind, state, request, reason, leaver_user_id AS leaver, requested_by AS requestedBy, team_id AS teamId,
  approval_needed AS approvalNeeded, approved_by AS approvedBy, idempotency_key AS idempotencyKey, run_at AS runAt,
  overlap_until AS overlapUntil, refused_code AS refusedCode, parked, created_at AS createdAt, cut_at AS cutAt,
  finished_at AS finishedAt, undone_by AS undoneBy`;

function toRecord({ request, approvalNeeded, ...row }: Row): HandoverRecord {
  return { ...row, order: JSON.parse(request) as HandoverOrder, approvalNeeded: JSON.parse(approvalNeeded) as ApprovalCause[] };
}

export function insertHandover(tx: WriteTx, handover: HandoverRecord): void {
  tx.prepare(
    `INSERT INTO handover (id, kind, state, request, reason, leaver_user_id, requested_by, team_id, approval_needed, idempotency_key,
       run_at, overlap_until, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    handover.handoverId, handover.kind, handover.state, JSON.stringify(handover.order), handover.reason, handover.leaver, handover.requestedBy,
    handover.teamId, JSON.stringify(handover.approvalNeeded), handover.idempotencyKey, handover.runAt, handover.overlapUntil, handover.createdAt,
  );
}

export function findHandover(db: ReadDb, handoverId: HandoverId): HandoverRecord | undefined {
  const row = db.prepare<[HandoverId], Row>(`SELECT ${columns} FROM handover WHERE id = ?`).get(handoverId);
  return row && toRecord(row);
}

export function findHandoverByKey(db: ReadDb, requestedBy: PersonId, key: string): HandoverRecord | undefined {
  const row = db.prepare<[PersonId, string], Row>(`SELECT ${columns} FROM handover WHERE requested_by = ? AND idempotency_key = ?`).get(requestedBy, key);
  return row && toRecord(row);
}

/** Ordered by the team's lead, or it moves rooms of the team's accounts, or from or to its people. */
const concernsTeam = `(h.team_id = @teamId OR EXISTS (
  SELECT 1 FROM handover_room r LEFT JOIN portal q ON q.room_id = r.room_id LEFT JOIN account a ON a.id = q.account_id
  LEFT JOIN person f ON f.user_id = r.predecessor LEFT JOIN person t ON t.user_id = r.successor
  WHERE r.handover_id = h.id AND @teamId IN (a.team_id, f.team_id, t.team_id)))`;

/** Newest first. */
export function listHandovers(db: ReadDb, filter: { state: HandoverState | null; teamId: TeamId | null; limit: number }): HandoverRecord[] {
  return db
    .prepare<unknown[], Row>(
      `SELECT ${columns} FROM handover h WHERE (@state IS NULL OR state = @state) AND (@teamId IS NULL OR ${concernsTeam})
       ORDER BY created_at DESC, id LIMIT @limit`,
    )
    .all(filter)
    .map(toRecord);
}

export function handoverConcerns(db: ReadDb, handoverId: HandoverId, teamId: TeamId): boolean {
  return db.prepare<unknown[], unknown>(`SELECT 1 FROM handover h WHERE h.id = @handoverId AND ${concernsTeam}`).get({ handoverId, teamId }) !== undefined;
}

type Change = Partial<{
  state: HandoverState;
  approval_needed: string;
  approved_by: PersonId;
  decided_at: number;
  decision_reason: string | null;
  refused_code: string | null;
  parked: number;
  cut_at: number;
  finished_at: number | null;
  undone_by: PersonId;
  undo_reason: string;
  undo_at: number;
}>;

export function changeHandover(tx: WriteTx, handoverId: HandoverId, change: Change): void {
  const names = Object.keys(change);
  tx.prepare(`UPDATE handover SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`).run(...Object.values(change), handoverId);
}

export type HandoverRoomRecord = {
  readonly handoverId: HandoverId;
  readonly roomId: RoomId;
  readonly bridgeId: BridgeId;
  readonly predecessor: UserId | null;
  readonly successor: UserId | null;
  readonly chosenBy: ChosenBy;
  readonly greeting: string | null;
  readonly undo: 'returned' | 'moved-on' | null;
};

const roomColumns = `handover_id AS handoverId, room_id AS roomId, bridge_id AS bridgeId, predecessor, successor, rule AS chosenBy,
  greeting, undo_result AS undo`;

export function insertHandoverRoom(tx: WriteTx, room: HandoverRoomRecord): void {
  tx.prepare(
    `INSERT INTO handover_room (handover_id, room_id, bridge_id, predecessor, successor, rule, greeting)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    room.handoverId, room.roomId, room.bridgeId, room.predecessor, room.successor, room.chosenBy, room.greeting,
  );
}

export function findHandoverRoom(db: ReadDb, handoverId: string, roomId: string): HandoverRoomRecord | undefined {
  return db.prepare<[string, string], HandoverRoomRecord>(`SELECT ${roomColumns} FROM handover_room WHERE handover_id = ? AND room_id = ?`).get(handoverId, roomId);
}

export function listHandoverRooms(db: ReadDb, handoverId: HandoverId, page: { after: RoomId | null; limit: number } = { after: null, limit: -1 }): HandoverRoomRecord[] {
  return db
    .prepare<unknown[], HandoverRoomRecord>(`SELECT ${roomColumns} FROM handover_room WHERE handover_id = ? AND (? IS NULL OR room_id > ?) ORDER BY room_id LIMIT ?`)
    .all(handoverId, page.after, page.after, page.limit);
}

export function markUndo(tx: WriteTx, handoverId: HandoverId, roomIds: readonly RoomId[], result: 'returned' | 'moved-on'): void {
  tx.prepare('UPDATE handover_room SET undo_result = ? WHERE handover_id = ? AND room_id IN (SELECT value FROM json_each(?))').run(result, handoverId, JSON.stringify(roomIds));
}
