import { HandoverId as HandoverIdSchema, type HandoverId, type RoomId } from '@holdfast/contract';
import { Type } from 'typebox';
import type { AuditTrail } from '../audit/index.ts';
import type { Db, WriteTx } from '../db/index.ts';
import type { Jobs } from '../jobs/index.ts';
import { AppError, boxActor, type Clock } from '../kernel/index.ts';
import type { SagaDefinition, SagaRunner } from '../saga/index.ts';
import { findRoom } from './directory-facts.ts';
import { changeHandover, findHandover, findHandoverRoom } from './handover-repository.ts';
import { handoverSteps, type HandoverPorts, type Reassignment } from './handover-steps.ts';
import { leaverSagaKind } from './leaver-saga.ts';
import type { OwnershipNews } from './ownership-news.ts';
import { endOverlapsOfHandover, entitledUsers } from './room-rights.ts';
import { coveredSince } from './cover-repository.ts';
import type { SettleRooms } from './settle-room.ts';
import { ownerOf } from './who-answers.ts';

export const handoverSagaKind = 'handover';
export const overlapEnded = 'ownership.overlap-ended';

type Deps = { db: Db; clock: Clock; audit: AuditTrail; jobs: Jobs; sagas: SagaRunner; news: OwnershipNews; settle: SettleRooms };

/** What the record learns while the homeserver follows a cut. */
export function createHandoverProgress({ db, clock, audit, jobs, sagas, news, settle }: Deps) {
  jobs.handle(overlapEnded, Type.Object({ handoverId: HandoverIdSchema }), async ({ handoverId }) => {
    db.write((tx) => settle(tx, endOverlapsOfHandover(tx, handoverId)));
  });

  /** Over when the rooms have their members and the leaver is out of the homeserver; whichever is last says so. */
  function finishIfOver(tx: WriteTx, sagaId: string): void {
    const handoverId = sagaId as HandoverId;
    const state = findHandover(tx, handoverId)?.state;
    if (state !== 'running' && state !== 'undoing') return;
    if (!sagas.isFinished(tx, handoverSagaKind, sagaId) || !sagas.isFinished(tx, leaverSagaKind, sagaId)) return;
    changeHandover(tx, handoverId, { state: state === 'running' ? 'done' : 'undone', finished_at: clock.now() });
    audit.record(tx, { actor: boxActor('saga'), action: 'handover.completed', target: handoverId, detail: { direction: state === 'running' ? 'forward' : 'back' } });
    news.handoverChanged(tx, handoverId);
  }

  const shared = {
    sagaDone: finishIfOver,
    progressed: (sagaId: string) => news.handoverProgressed(sagaId as HandoverId),
  };

  return {
    leaver: { sagaDone: finishIfOver, progressed: shared.progressed },

    rooms(ports: HandoverPorts): SagaDefinition<Reassignment, HandoverPorts> {
      return {
        kind: handoverSagaKind,
        rank: 20,
        steps: handoverSteps,
        ports,
        ...shared,
        load(read, sagaId, key) {
          const room = findHandoverRoom(read, sagaId, key);
          if (!room) throw new AppError('INTERNAL', `handover ${sagaId} does not know this room`);
          return { ...room, closed: findRoom(read, room.roomId)?.state !== 'open' };
        },
        itemDone(tx, sagaId, key) {
          const roomId = key as RoomId;
          const room = findHandoverRoom(tx, sagaId, key);
          const owner = ownerOf(tx, roomId);
          const others = entitledUsers(tx, roomId, clock.now()).filter((userId) => userId !== owner && userId !== room?.predecessor);
          if (others.length > 0 || (room && coveredSince(tx, room, findHandover(tx, sagaId as HandoverId)?.cutAt ?? 0, clock.now()))) settle(tx, [roomId]);
          news.roomsChanged(tx, [roomId]);
        },
        resumed(tx, sagaId) {
          audit.record(tx, { actor: boxActor('saga'), action: 'handover.resumed', target: sagaId });
        },
      };
    },
  };
}
