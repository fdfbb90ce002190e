import { createHash } from 'node:crypto';
import { Type } from 'typebox';
import { deliveryEventType, type EventId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';
import { HomeserverError, type Homeserver } from '../matrix/index.ts';
import { findDecision } from './decision-repository.ts';
import { findRow } from './outbox-repository.ts';
import type { GateDirectory } from './ports.ts';

export const answerJob = 'gate.answer';
export const answerPayload = Type.Object({ eventId: Type.String() });

type Deps = { db: ReadDb; homeserver: Homeserver; directory: GateDirectory };

/** Orders an answer in the room; a durable job, so that nothing is refused in silence. */
export function orderAnswer(enqueue: (tx: WriteTx, job: { kind: string; key: string; payload: unknown }) => void) {
  return (tx: WriteTx, eventId: EventId): void => enqueue(tx, { kind: answerJob, key: eventId, payload: { eventId } });
}

/**
 * Says in the room what became of an event: a machine-readable state and reason, sent by the bridge's bot, whose events
 * are never bridged. May run twice: the same state is the same transaction id.
 */
export function createAnswerer({ db, homeserver, directory }: Deps) {
  return async (order: { eventId: string }): Promise<void> => {
    const eventId = order.eventId as EventId;
    const row = findRow(db, eventId);
    const decision = findDecision(db, eventId);
    const roomId = row?.roomId ?? decision?.roomId;
    const portal = roomId === undefined ? undefined : directory.portalOf(db, roomId);
    if (!roomId || !portal) return;
    const state = decision?.verdict === 'refuse' ? 'refused' : row?.state;
    if (!state) return;
    const reason = decision?.verdict === 'refuse' ? decision.code : row?.reason;
    const transactionId = createHash('sha256').update(`${eventId}/${state}/${reason ?? ''}`).digest('hex').slice(0, 40);
    const answer = {
      'm.relates_to': { rel_type: 'm.reference', event_id: eventId },
      state,
      ...(reason == null ? {} : { reason }),
      ...(decision?.detail == null ? {} : { detail: decision.detail }),
    };
    try {
      await homeserver.sendAsBot(portal.bridgeId, roomId, deliveryEventType, answer, `answer-${transactionId}`);
    } catch (failure) {
      // Deleted on the handset: the bot showed everybody out and left. Nobody is in the room to be told; the list of deliveries says it.
      if (portal.state === 'closed' && failure instanceof HomeserverError && failure.status === 403) return;
      throw failure;
    }
  };
}
