import type { EventId, RoomId } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { Db } from '../db/index.ts';
import { findJournaled } from '../journal/index.ts';
import { AppError, type Clock, type PersonActor } from '../kernel/index.ts';
import type { GateBridge, GateDirectory } from './ports.ts';
import type { ServiceSends } from './service-sends.ts';

type Deps = {
  db: Db;
  sends: ServiceSends;
  directory: GateDirectory;
  bridges: ReadonlyMap<string, GateBridge>;
  audit: AuditTrail;
  clock: Clock;
};

/**
 * Owners correct or withdraw what a predecessor or the handset wrote: not as an edit of somebody else's event, which the
 * gate refuses, but as the account itself (DESIGN.md §1 'Decide').
 */
export function createCorrections({ db, sends, directory, bridges, audit, clock }: Deps) {
  function check(actor: PersonActor, roomId: RoomId, target: EventId) {
    const portal = directory.portalOf(db, roomId);
    const bridge = portal && bridges.get(portal.bridgeId);
    if (!portal?.account || !bridge) throw new AppError('ROOM_NOT_PORTAL', `room ${roomId} is no conversation`);
    if (actor.userId === null || directory.whoAnswers(db, roomId, actor.userId, clock.now()) === null) {
      throw new AppError('NOT_OWNER', 'only who answers the room now may correct what was said in it');
    }
    const event = findJournaled(db, target);
    if (!event || event.roomId !== roomId) throw new AppError('NOT_FOUND', `no event ${target} in this room`);
    if (bridge.isGhost(event.sender) || event.sender === bridge.botUserId) throw new AppError('FORBIDDEN', "a client's message is not ours to change");
    return portal.account;
  }

  return {
    /** `idempotencyKey` makes a repeat of the same request the same correction. */
    async correct(actor: PersonActor, input: { roomId: RoomId; eventId: EventId; body: string; idempotencyKey: string }): Promise<EventId> {
      const account = check(actor, input.roomId, input.eventId);
      const order = { transactionId: `correct-${input.idempotencyKey}`, serviceUserId: account.serviceUserId, roomId: input.roomId, purpose: 'correction', actor } as const;
      const eventId = await sends.message(order, {
        msgtype: 'm.text',
        body: `* ${input.body}`,
        'm.new_content': { msgtype: 'm.text', body: input.body },
        'm.relates_to': { rel_type: 'm.replace', event_id: input.eventId },
      });
      db.write((tx) => audit.record(tx, { actor, action: 'message.corrected', target: input.eventId, detail: { roomId: input.roomId, by: eventId } }));
      return eventId;
    },
    async withdraw(actor: PersonActor, input: { roomId: RoomId; eventId: EventId; reason?: string; idempotencyKey: string }): Promise<EventId> {
      const account = check(actor, input.roomId, input.eventId);
      const order = { transactionId: `withdraw-${input.idempotencyKey}`, serviceUserId: account.serviceUserId, roomId: input.roomId, purpose: 'withdrawal', actor } as const;
      const eventId = await sends.redaction(order, input.eventId);
      db.write((tx) => audit.record(tx, { actor, action: 'message.withdrawn', target: input.eventId, reason: input.reason, detail: { roomId: input.roomId, by: eventId } }));
      return eventId;
    },
  };
}
