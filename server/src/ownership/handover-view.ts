import type { Handover, HandoverRoom } from '@holdfast/contract';
import type { ReadDb } from '../db/index.ts';
import type { SagaItem, SagaRunner } from '../saga/index.ts';
import type { HandoverRecord, HandoverRoomRecord } from './handover-repository.ts';
import { handoverSagaKind } from './handover-saga.ts';
import { leaverSagaKind } from './leaver-saga.ts';
import { undoableForMs } from './undo-handover.ts';

/** A handover with how far it is. */
export function viewHandover(db: ReadDb, sagas: SagaRunner, record: HandoverRecord): Handover {
  const { order, teamId: _team, idempotencyKey: _key, parked, approvalNeeded, ...rest } = record;
  const counts = sagas.counts(db, handoverSagaKind, record.handoverId);
  const undoable = (record.state === 'running' || record.state === 'done') && record.cutAt !== null;
  return {
    ...rest,
    scope: order.scope,
    approvalNeeded: [...approvalNeeded],
    parkedMessages: parked,
    undoUntil: undoable ? (record.cutAt) + undoableForMs : null,
    progress: {
      rooms: counts.total,
      done: counts.done,
      failed: counts.failed,
      waitingForHomeserver: counts.waitingForHomeserver,
      signedOut: record.leaver === null || record.cutAt === null ? null : sagas.isFinished(db, leaverSagaKind, record.handoverId),
    },
  };
}

/** One room with the step ahead of it. */
export function viewHandoverRoom(room: HandoverRoomRecord, item: SagaItem | undefined, steps: readonly string[]): HandoverRoom {
  const { roomId, predecessor, successor, chosenBy, undo } = room;
  const greeted = item?.outcome['greeted'] === true;
  return {
    roomId,
    predecessor,
    successor,
    chosenBy,
    state: item?.state ?? 'done',
    direction: item?.direction ?? 'forward',
    step: item && item.state !== 'done' ? (steps[item.step] ?? null) : null,
    attempts: item?.attempts ?? 0,
    errorCode: item?.errorCode ?? null,
    greeting: greeted ? 'sent' : room.greeting !== null && item?.state !== 'done' && item?.direction === 'forward' ? 'waiting' : 'none',
    undo,
  };
}
