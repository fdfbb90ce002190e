import type { HandoverId, RoomId, UserId } from '@holdfast/contract';
import type { Db } from '../db/index.ts';
import { boxActor, type Clock } from '../kernel/index.ts';
import type { SagaStep } from '../saga/index.ts';
import { findRoom } from './directory-facts.ts';
import type { HandoverRoomRecord } from './handover-repository.ts';
import type { ServiceMessages } from './ports.ts';
import { unlessGone, type RoomMembers } from './room-members.ts';
import { entitledUsers } from './room-rights.ts';
import { ownerOf } from './who-answers.ts';

/** One room of a handover: what was decided at the cut, and whether the network still has the conversation. */
export type Reassignment = HandoverRoomRecord & { readonly closed: boolean };
type Calls = <T>(name: string, reach: () => Promise<T>) => Promise<T>;
export type HandoverPorts = { db: Db; clock: Clock; members: RoomMembers; messages: ServiceMessages; call: Calls };

const belongs = ({ db, clock }: HandoverPorts, roomId: RoomId, userId: UserId): boolean => entitledUsers(db, roomId, clock.now()).includes(userId);

/**
 * The successor joins before the predecessor leaves: for a moment two employees see the room, which is harmless; a moment
 * with nobody in it would lose the client's message to silence. Who lost the right meanwhile is not brought in.
 */
export const admitSuccessor: SagaStep<Reassignment, HandoverPorts> = {
  name: 'admit-successor',
  applies: ({ successor }) => successor !== null,
  async run(room, ports) {
    const { successor, roomId, bridgeId } = room;
    if (successor === null || !belongs(ports, roomId, successor)) return;
    const result = await unlessGone(room.closed, () => ports.members.bringIn(bridgeId, roomId, successor));
    return result === 'gone' ? { gone: true } : {};
  },
  async undo(room, ports) {
    const { successor, roomId, bridgeId } = room;
    // Who was there before us by a right of their own (cover, overlap) has it still, and stays. Without one nobody reads a
    // client's conversation, whoever brought them in.
    if (successor === null || belongs(ports, roomId, successor)) return;
    await unlessGone(room.closed, () => ports.members.putOut(bridgeId, roomId, successor, 'handover undone'));
  },
};

/** A predecessor who still has a right (overlap, cover, or the room again) stays. */
export const removePredecessor: SagaStep<Reassignment, HandoverPorts> = {
  name: 'remove-predecessor',
  applies: ({ predecessor }) => predecessor !== null,
  async run(room, ports) {
    const { predecessor, roomId, bridgeId } = room;
    if (predecessor === null || belongs(ports, roomId, predecessor)) return;
    await unlessGone(room.closed, () => ports.members.putOut(bridgeId, roomId, predecessor, 'handed over'));
  },
  async undo(room, ports) {
    const { predecessor, roomId, bridgeId } = room;
    if (predecessor === null || !belongs(ports, roomId, predecessor)) return;
    await unlessGone(room.closed, () => ports.members.bringIn(bridgeId, roomId, predecessor));
  },
};

/** One ordinary message to the client. It cannot be recalled, so it comes last and an undo sends none. */
export const announceSuccessor: SagaStep<Reassignment, HandoverPorts> = {
  name: 'announce-successor',
  applies: ({ greeting, closed }, direction) => direction === 'forward' && greeting !== null && !closed,
  async run(room, { db, messages, call }) {
    const { greeting, handoverId, roomId, successor } = room;
    if (greeting === null || room.closed || ownerOf(db, roomId) !== successor) return;
    const serviceUserId = findRoom(db, roomId)?.serviceUserId;
    if (!serviceUserId) return; // the account is gone from the box: nobody to speak for
    await call('messages.greeting', () =>
      messages.message(
        { transactionId: greetingTransactionId(handoverId, roomId), serviceUserId, roomId, purpose: 'greeting', actor: boxActor('saga') },
        { msgtype: 'm.text', body: greeting },
      ),
    );
    return { greeted: true };
  },
  async undo() {},
};

/** The same for every attempt, so that the client is greeted once however often the box was killed. */
function greetingTransactionId(handoverId: HandoverId, roomId: RoomId): string {
  return `greeting-${handoverId}-${roomId}`;
}

export const handoverSteps = [admitSuccessor, removePredecessor, announceSuccessor] as const;
