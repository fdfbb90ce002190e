import type { HandoverId, PlannedRoom, RoomId, UserId } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { WriteTx } from '../db/index.ts';
import type { Jobs } from '../jobs/index.ts';
import type { Actor, Clock } from '../kernel/index.ts';
import type { SagaRunner } from '../saga/index.ts';
import type { Covers } from './covers.ts';
import type { RoomFacts } from './directory-facts.ts';
import { fillGreeting, greetingFacts } from './greetings.ts';
import { changeHandover, insertHandoverRoom, type HandoverRecord } from './handover-repository.ts';
import { handoverSagaKind, overlapEnded } from './handover-saga.ts';
import { endLeaveDraft } from './leave-drafts.ts';
import { leaverSagaKind } from './leaver-saga.ts';
import type { Plan } from './make-plan.ts';
import type { OwnershipNews } from './ownership-news.ts';
import { movingRooms } from './plan-handover.ts';
import type { Leaving, WaitingMessages } from './ports.ts';
import { endOverlapsOf, insertOverlaps } from './room-rights.ts';
import { setOwner } from './set-owner.ts';
import type { SettleRooms } from './settle-room.ts';

export type CutDeps = {
  clock: Clock;
  audit: AuditTrail;
  jobs: Jobs;
  sagas: SagaRunner;
  waiting: WaitingMessages;
  leaving: Leaving;
  covers: Covers;
  news: OwnershipNews;
  settle: SettleRooms;
  /** Language of a client whose own is not known. */
  language: string;
};

/**
 * The moment at which rooms change hands: one transaction, whatever their number. Once it is committed the gate decides
 * the next event by it, what the predecessors have waiting waits for the successors' word, and a leaver is locked; what
 * is left is to let the homeserver's members follow, room by room, and nothing of that can give a room back.
 */
export function cut(tx: WriteTx, deps: CutDeps, actor: Actor, handover: HandoverRecord, plan: Plan): void {
  const { clock, audit, jobs, sagas, news, leaving, covers, settle } = deps;
  const { handoverId, leaver } = handover;
  const at = clock.now();
  const moving = movingRooms(plan.rooms);

  for (const room of moving) {
    const facts = plan.facts.get(room.roomId) as RoomFacts;
    insertHandoverRoom(tx, {
      handoverId,
      roomId: room.roomId,
      bridgeId: facts.bridgeId,
      predecessor: room.predecessor,
      successor: room.successor,
      chosenBy: room.chosenBy,
      greeting: greetingFor(tx, handover, facts, room, deps.language),
      undo: null,
    });
    setOwner(tx, { roomId: room.roomId, owner: room.successor, at, via: 'handover', handoverId });
  }
  noteLeftovers(tx, deps, handoverId, moving, at);
  const parked = parkByWriter(tx, deps, moving, at);
  if (handover.overlapUntil !== null && handover.overlapUntil > at) beginOverlap(tx, jobs, handover, moving);
  changeHandover(tx, handoverId, { state: 'running', cut_at: at, parked });

  audit.record(tx, {
    actor,
    action: handover.kind === 'access-off' ? 'access.cut' : 'handover.started',
    target: handover.kind === 'access-off' ? (leaver ?? handoverId) : handoverId,
    reason: handover.reason,
    detail: { handover: handoverId, rooms: moving.length, parked, leaver },
  });
  if (leaver !== null) {
    leaving.lock(tx, leaver, actor, handover.reason);
    endLeaveDraft(tx, leaver);
    covers.endAllOf(tx, actor, leaver, handover.reason);
    settle(tx, endOverlapsOf(tx, leaver));
    sagas.begin(tx, { kind: leaverSagaKind, id: handoverId, items: [{ key: leaver, priority: 0 }] });
  }
  news.roomsChanged(tx, moving.map(({ roomId }) => roomId));
  news.handoverChanged(tx, handoverId);
  sagas.begin(tx, { kind: handoverSagaKind, id: handoverId, items: moving.map(({ roomId, lastEventAt }) => ({ key: roomId, priority: lastEventAt })) });
}

type LeftRoom = Pick<PlannedRoom, 'roomId' | 'predecessor'>;

/** Everybody who answered until now: predecessors, and those who answered in their place. */
function writersOf(tx: WriteTx, rooms: readonly LeftRoom[], at: number): { writer: UserId; roomIds: RoomId[] }[] {
  const roomsOf = new Map<UserId, RoomId[]>();
  for (const { roomId, predecessor } of rooms) {
    if (predecessor !== null) roomsOf.set(predecessor, [...(roomsOf.get(predecessor) ?? []), roomId]);
  }
  return [...roomsOf].flatMap(([predecessor, roomIds]) => [predecessor, ...coversOf(tx, predecessor, at)].map((writer) => ({ writer, roomIds })));
}

export function parkByWriter(tx: WriteTx, { waiting }: Pick<CutDeps, 'waiting'>, rooms: readonly LeftRoom[], at: number): number {
  return writersOf(tx, rooms, at).reduce((parked, { writer, roomIds }) => parked + waiting.park(tx, roomIds, writer), 0);
}

/** For the report: what became of a message is told later, but that it had not gone out is known only now. */
function noteLeftovers(tx: WriteTx, { waiting }: Pick<CutDeps, 'waiting'>, handoverId: HandoverId, rooms: readonly LeftRoom[], at: number): void {
  const insert = tx.prepare('INSERT INTO handover_message (handover_id, room_id, event_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  for (const { writer, roomIds } of writersOf(tx, rooms, at)) {
    for (const { roomId, eventId } of waiting.openOf(tx, roomIds, writer)) insert.run(handoverId, roomId, eventId);
  }
}

function beginOverlap(tx: WriteTx, jobs: Jobs, { handoverId, overlapUntil }: HandoverRecord, moving: readonly PlannedRoom[]): void {
  const overlaps = moving.flatMap(({ roomId, predecessor }) => (predecessor === null ? [] : [{ roomId, userId: predecessor }]));
  insertOverlaps(tx, overlaps, overlapUntil as number, handoverId);
  jobs.enqueue(tx, { kind: overlapEnded, key: handoverId, payload: { handoverId }, runAt: overlapUntil as number });
}

function greetingFor(tx: WriteTx, { order, kind }: HandoverRecord, room: RoomFacts, { successor }: PlannedRoom, language: string): string | null {
  if (order.greeting === null || successor === null || kind === 'access-off') return null;
  const text = order.greeting[(room.language ?? language) as 'en'];
  return text === undefined ? null : fillGreeting(text, greetingFacts(tx, room.clientId, successor));
}

function coversOf(tx: WriteTx, owner: UserId, at: number): UserId[] {
  return tx
    .prepare<unknown[], { userId: UserId }>('SELECT cover_user_id AS userId FROM cover WHERE owner_user_id = ? AND from_at <= ? AND until_at > ? AND ended_at IS NULL')
    .all(owner, at, at)
    .map(({ userId }) => userId);
}

