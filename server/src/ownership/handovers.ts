import {
  HandoverId as HandoverIdSchema,
  type CutAccess,
  type Handover,
  type HandoverId,
  type HandoverPreview,
  type HandoverQuery,
  type HandoverRoomPage,
  type HandoverRoomQuery,
  type PlanHandover,
  type RequestHandover,
  type RoomId,
  type Scope,
  type UserId,
} from '@holdfast/contract';
import { Type } from 'typebox';
import type { Db, ReadDb, WriteTx } from '../db/index.ts';
import { AppError, boxActor, newHandoverId, type Actor, type Log, type PersonActor } from '../kernel/index.ts';
import { cut, type CutDeps } from './cut.ts';
import { findEmployee } from './directory-facts.ts';
import { orderedGreeting } from './greetings.ts';
import {
  changeHandover,
  findHandover,
  findHandoverByKey,
  handoverConcerns,
  insertHandover,
  listHandoverRooms,
  listHandovers,
  type HandoverRecord,
} from './handover-repository.ts';
import { handoverSagaKind } from './handover-saga.ts';
import { viewHandover, viewHandoverRoom } from './handover-view.ts';
import { makePlan, refuseIfBlocked, type Plan } from './make-plan.ts';
import { approvalCausesOf, blockingConflict, movingRooms } from './plan-handover.ts';
import { undoHandover } from './undo-handover.ts';

type Deps = CutDeps & { db: Db; log: Log };
const dueHandover = 'ownership.handover-due';

/** Orders that move rooms: previewed, approved, cut, undone. Every rule of a handover lives here or below. */
export type Handovers = ReturnType<typeof createHandovers>;
export function createHandovers(deps: Deps) {
  const { db, clock, audit, jobs, sagas, waiting, news, log } = deps;

  jobs.handle(dueHandover, Type.Object({ handoverId: HandoverIdSchema }), async ({ handoverId }) => {
    db.write((tx) => runDue(tx, handoverId));
  });

  const view = (record: HandoverRecord): Handover => viewHandover(db, sagas, record);
  const again = (handoverId: HandoverId): Handover => view(findHandover(db, handoverId) as HandoverRecord);

  function existing(actor: PersonActor, key: string | undefined): Handover | undefined {
    const record = key === undefined ? undefined : findHandoverByKey(db, actor.personId, key);
    return record && view(record);
  }

  function within(actor: PersonActor, scope: Scope, handoverId: HandoverId): HandoverRecord {
    const record = findHandover(db, handoverId);
    const reaches = scope === 'all' || (scope === 'team' && actor.teamId !== null && handoverConcerns(db, handoverId, actor.teamId));
    if (!record || !reaches) throw new AppError('NOT_FOUND', 'no handover of this id within reach');
    return record;
  }

  /** Now, or at its time. */
  function startOrSchedule(tx: WriteTx, actor: Actor, record: HandoverRecord, plan: Plan): void {
    if (record.runAt === null || record.runAt <= clock.now()) return cut(tx, deps, actor, record, plan);
    changeHandover(tx, record.handoverId, { state: 'scheduled' });
    audit.record(tx, { actor, action: 'handover.scheduled', target: record.handoverId, detail: { runAt: record.runAt } });
    jobs.enqueue(tx, { kind: dueHandover, key: record.handoverId, payload: { handoverId: record.handoverId }, runAt: record.runAt });
    news.handoverChanged(tx, record.handoverId);
  }

  /** What was ordered for later is planned with the facts of now; if those forbid it, it says so and moves nothing. */
  function runDue(tx: WriteTx, handoverId: HandoverId): void {
    const record = findHandover(tx, handoverId);
    if (record?.state !== 'scheduled') return;
    let plan: Plan;
    try {
      plan = planOf(tx, record);
      refuseIfNothingMoves(plan, record.leaver);
      refuseIfBlocked(plan);
    } catch (failure) {
      if (!(failure instanceof AppError)) throw failure;
      return refuseDue(tx, handoverId, failure.code);
    }
    const causes = approvalCausesOf(plan.rooms, requesterUserId(tx, record));
    if (causes.every((cause) => record.approvalNeeded.includes(cause))) {
      const failure = tx.attempt(() => cut(tx, deps, boxActor('schedule'), record, plan));
      if (failure instanceof AppError) return refuseDue(tx, handoverId, failure.code); // the last administrator, for instance, is not locked
      if (failure instanceof Error) throw failure;
      return;
    }
    changeHandover(tx, handoverId, { state: 'awaiting-approval', approval_needed: JSON.stringify(causes) }); // it grew since it was ordered
    news.handoverChanged(tx, handoverId);
  }

  function refuseDue(tx: WriteTx, handoverId: HandoverId, code: string): void {
    changeHandover(tx, handoverId, { state: 'refused', refused_code: code, finished_at: clock.now() });
    audit.record(tx, { actor: boxActor('schedule'), action: 'handover.rejected', target: handoverId, detail: { code } });
    news.handoverChanged(tx, handoverId);
    log.warn({ handover: handoverId, code }, 'handover.refused');
  }

  const planOf = (tx: WriteTx, { order }: HandoverRecord): Plan => makePlan(tx, waiting, order, clock.now());

  function insert(tx: WriteTx, actor: PersonActor, given: Partial<HandoverRecord> & Pick<HandoverRecord, 'kind' | 'state' | 'order' | 'reason'>): HandoverRecord {
    const record: HandoverRecord = {
      handoverId: newHandoverId(), leaver: null, requestedBy: actor.personId, teamId: null, approvalNeeded: [], approvedBy: null, idempotencyKey: null,
      runAt: null, overlapUntil: null, refusedCode: null, parked: 0, createdAt: clock.now(), cutAt: null, finishedAt: null, undoneBy: null, ...given,
    };
    insertHandover(tx, record);
    return record;
  }

  return {
    preview(actor: PersonActor, scope: Scope, input: PlanHandover): HandoverPreview {
      mayLock(actor, input);
      return previewOf(makePlan(db, waiting, input, clock.now(), { actor, scope }), input.leaver === true, actor.userId);
    },

    /** What an order that is not carried out yet would move if it were now: what a second person agrees to. */
    planned(actor: PersonActor, scope: Scope, handoverId: HandoverId): HandoverPreview {
      const record = within(actor, scope, handoverId);
      if (record.state !== 'awaiting-approval' && record.state !== 'scheduled') throw new AppError('HANDOVER_NOT_APPROVABLE', `it is ${record.state}`);
      return previewOf(makePlan(db, waiting, record.order, clock.now()), record.leaver !== null, requesterUserId(db, record));
    },

    /** Repeating an order with the same idempotency key answers with the first one. */
    request(actor: PersonActor, scope: Scope, input: RequestHandover): Handover {
      const handoverId = db.write((tx) => {
        const before = existing(actor, input.idempotencyKey);
        if (before) return before.handoverId;
        mayLock(actor, input);
        mustBeInTime(input, clock.now());
        const plan = makePlan(tx, waiting, input, clock.now(), { actor, scope });
        const later = input.runAt !== undefined && input.runAt > clock.now();
        const leaver = input.leaver && input.scope.kind === 'person' ? input.scope.userId : null;
        refuseIfNothingMoves(plan, leaver);
        refuseIfBlocked(plan, later ? 'ROOM_IN_HANDOVER' : undefined);
        const approvalNeeded = approvalCausesOf(plan.rooms, actor.userId);
        const record = insert(tx, actor, {
          kind: 'handover', state: 'awaiting-approval', reason: input.reason, leaver, approvalNeeded,
          order: { scope: input.scope, successors: input.successors, greeting: orderedGreeting(tx, input), expectedOwners: expectedOwners(input, plan) },
          teamId: scope === 'all' ? null : actor.teamId, idempotencyKey: input.idempotencyKey ?? null, runAt: input.runAt ?? null, overlapUntil: input.overlapUntil ?? null,
        });
        audit.record(tx, { actor, action: 'handover.requested', target: record.handoverId, reason: input.reason, detail: { rooms: movingRooms(plan.rooms).length, approvalNeeded, leaver } });
        if (approvalNeeded.length === 0) startOrSchedule(tx, actor, record, plan);
        else news.handoverChanged(tx, record.handoverId);
        return record.handoverId;
      });
      return again(handoverId);
    },

    /** By a second administrator who gets none of the rooms. Planned again: what is carried out is what is true now. */
    approve(actor: PersonActor, handoverId: HandoverId, reason?: string): Handover {
      db.write((tx) => {
        const record = within(actor, 'all', handoverId);
        if (record.state !== 'awaiting-approval') throw new AppError('HANDOVER_NOT_APPROVABLE', `it is ${record.state}`);
        if (record.requestedBy === actor.personId) throw new AppError('APPROVER_IS_REQUESTER', 'somebody else has to agree');
        const plan = planOf(tx, record);
        if (movingRooms(plan.rooms).some(({ successor }) => successor !== null && successor === actor.userId)) {
          throw new AppError('HANDOVER_NOT_APPROVABLE', 'who gets rooms does not approve it');
        }
        refuseIfNothingMoves(plan, record.leaver);
        refuseIfBlocked(plan, record.runAt !== null && record.runAt > clock.now() ? 'ROOM_IN_HANDOVER' : undefined);
        const causes = approvalCausesOf(plan.rooms, requesterUserId(tx, record));
        changeHandover(tx, handoverId, { approved_by: actor.personId, approval_needed: JSON.stringify([...new Set([...record.approvalNeeded, ...causes])]), decided_at: clock.now(), decision_reason: reason ?? null });
        audit.record(tx, { actor, action: 'handover.approved', target: handoverId, reason });
        startOrSchedule(tx, actor, record, plan);
      });
      return again(handoverId);
    },

    /** Takes an order back before it is carried out; the one who gave it may do so too. */
    reject(actor: PersonActor, handoverId: HandoverId, reason?: string): Handover {
      db.write((tx) => {
        const record = within(actor, 'all', handoverId);
        if (record.state === 'rejected') return;
        if (record.state !== 'awaiting-approval' && record.state !== 'scheduled') throw new AppError('HANDOVER_NOT_APPROVABLE', `it is ${record.state}`);
        changeHandover(tx, handoverId, { state: 'rejected', decided_at: clock.now(), decision_reason: reason ?? null, finished_at: clock.now() });
        jobs.cancel(tx, dueHandover, handoverId);
        audit.record(tx, { actor, action: 'handover.rejected', target: handoverId, reason });
        news.handoverChanged(tx, handoverId);
      });
      return again(handoverId);
    },

    /**
     * The red button: locks, signs out and takes every room away, at once and without anybody's approval. Successors are
     * honoured only where an ordinary handover to them would need none; every other room goes to the queue.
     */
    accessOff(actor: PersonActor, input: CutAccess): Handover {
      const handoverId = db.write((tx) => {
        const before = existing(actor, input.idempotencyKey);
        if (before) return before.handoverId;
        if (!findEmployee(tx, input.userId)) throw new AppError('NOT_FOUND', 'no person of this id', { field: '/userId' });
        if (input.userId === actor.userId) throw new AppError('FORBIDDEN', 'nobody cuts off their own access', { field: '/userId' });
        const scope = { kind: 'person' as const, userId: input.userId };
        const nobody = { userIds: [], otherwise: 'unassigned' as const };
        const wished = input.successors ? makePlan(tx, waiting, { scope, successors: { ...input.successors, otherwise: 'unassigned' } }, clock.now()) : null;
        const free = wished !== null && approvalCausesOf(wished.rooms, actor.userId).length === 0 && !blockingConflict(wished.rooms);
        const plan = free ? wished : withoutConflicts(makePlan(tx, waiting, { scope, successors: nobody }, clock.now()));
        const record = insert(tx, actor, {
          kind: 'access-off', state: 'running', reason: input.reason, leaver: input.userId, idempotencyKey: input.idempotencyKey ?? null,
          order: { scope, successors: free && input.successors ? input.successors : nobody, greeting: null, expectedOwners: null },
        });
        cut(tx, deps, actor, record, plan);
        return record.handoverId;
      });
      return again(handoverId);
    },

    undo(actor: PersonActor, handoverId: HandoverId, reason: string): Handover {
      db.write((tx) => undoHandover(tx, deps, actor, within(actor, 'all', handoverId), reason));
      return again(handoverId);
    },

    list(actor: PersonActor, scope: Scope, { state, limit }: HandoverQuery): Handover[] {
      if (scope !== 'all' && actor.teamId === null) return [];
      return listHandovers(db, { state: state ?? null, teamId: scope === 'all' ? null : actor.teamId, limit: limit ?? 100 }).map(view);
    },

    find: (actor: PersonActor, scope: Scope, handoverId: HandoverId): Handover => view(within(actor, scope, handoverId)),

    /** The report: every room with its result. */
    rooms(actor: PersonActor, scope: Scope, handoverId: HandoverId, { after, limit = 200 }: HandoverRoomQuery): HandoverRoomPage {
      within(actor, scope, handoverId);
      const rooms = listHandoverRooms(db, handoverId, { after: after ?? null, limit: limit + 1 });
      const page = rooms.slice(0, limit);
      const items = sagas.items(db, handoverSagaKind, handoverId, page.map(({ roomId }) => roomId));
      const steps = sagas.stepNames(handoverSagaKind);
      return { rooms: page.map((room) => viewHandoverRoom(room, items.get(room.roomId), steps)), next: rooms.length > limit ? (page.at(-1)?.roomId ?? null) : null };
    },
  };
}

function mayLock(actor: PersonActor, { leaver, scope }: PlanHandover): void {
  if (!leaver) return;
  if (scope.kind !== 'person') throw new AppError('BAD_REQUEST', 'a leaver hands over everything they own', { field: '/leaver' });
  if (!actor.roles.includes('administrator')) throw new AppError('FORBIDDEN', 'only an administrator locks a person', { field: '/leaver' });
  if (scope.userId === actor.userId) throw new AppError('FORBIDDEN', 'nobody cuts off their own access', { field: '/scope/userId' });
}

function mustBeInTime({ overlapUntil, runAt, leaver }: RequestHandover, now: number): void {
  if (overlapUntil === undefined) return;
  if (leaver) throw new AppError('BAD_REQUEST', 'who is locked cannot read meanwhile', { field: '/overlapUntil' });
  if (overlapUntil <= Math.max(runAt ?? now, now)) throw new AppError('BAD_REQUEST', 'the overlap ends before the handover begins', { field: '/overlapUntil' });
}

function refuseIfNothingMoves(plan: Plan, leaver: UserId | null): void {
  if (leaver === null && movingRooms(plan.rooms).length === 0) throw new AppError('HANDOVER_EMPTY', 'no room would change hands');
}

function expectedOwners({ scope }: RequestHandover, plan: Plan): Record<RoomId, UserId | null> | null {
  if (scope.kind === 'person') return null; // whatever they own then is meant
  return Object.fromEntries(plan.rooms.map(({ roomId, predecessor }) => [roomId, predecessor]));
}

/** Access is cut also from rooms that are being moved to the person. */
function withoutConflicts(plan: Plan): Plan {
  return { ...plan, rooms: plan.rooms.map((room) => ({ ...room, conflicts: [] })) };
}

function previewOf(plan: Plan, leaves: boolean, orderedBy: UserId | null): HandoverPreview {
  const moving = movingRooms(plan.rooms);
  return {
    rooms: [...plan.rooms],
    moving: moving.length,
    blocked: blockingConflict(plan.rooms) !== undefined || (moving.length === 0 && !leaves),
    approvalNeeded: approvalCausesOf(plan.rooms, orderedBy),
    waitingMessages: moving.reduce((sum, room) => sum + room.waitingMessages, 0),
  };
}

function requesterUserId(tx: ReadDb, { requestedBy }: HandoverRecord): UserId | null {
  return tx.prepare<[string], { userId: UserId | null }>('SELECT user_id AS userId FROM person WHERE id = ?').get(requestedBy)?.userId ?? null;
}
