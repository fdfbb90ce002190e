import { randomUUID } from 'node:crypto';
import type { BridgeId, RoomId } from '@holdfast/contract';
import type { Db, ReadDb, WriteTx } from '../db/index.ts';
import { AppError, type Clock } from '../kernel/index.ts';
import type { SagaDefinition, SagaRunner, SagaStep } from '../saga/index.ts';
import { findRoom, findRooms, whichArePeople } from './directory-facts.ts';
import { unlessGone, type RoomMembers } from './room-members.ts';
import { entitledUsers } from './room-rights.ts';

type Input = { readonly roomId: RoomId; readonly bridgeId: BridgeId; readonly closed: boolean };
type Ports = { readonly db: ReadDb; readonly clock: Clock; readonly members: RoomMembers };

const kind = 'settle-room';
/** Few rooms are somebody waiting at a screen; many are a cover that begins, and go after handovers. */
const bulkFrom = 20;
const bulkRank = 30;

/** Makes the employees in a room those who belong there now. First in, then out, as in a handover. */
const settleMembers: SagaStep<Input, Ports> = {
  name: 'settle-members',
  async run({ roomId, bridgeId, closed }, { db, clock, members }) {
    const wanted = entitledUsers(db, roomId, clock.now());
    const present = await unlessGone(closed, () => members.present(bridgeId, roomId));
    if (present === 'gone') return;
    for (const userId of wanted) if (present.get(userId) !== 'join') await members.bringIn(bridgeId, roomId, userId);
    for (const userId of whichArePeople(db, [...present.keys()])) {
      // Asked again just before: the right may have come back while others joined.
      if (!entitledUsers(db, roomId, clock.now()).includes(userId)) await members.putOut(bridgeId, roomId, userId, 'no longer answers this conversation');
    }
  },
  async undo() {}, // never ordered: settling again is how it is corrected
};

export function settleRoomSaga(ports: Ports & { db: Db }): SagaDefinition<Input, Ports> {
  return {
    kind,
    rank: 10,
    steps: [settleMembers],
    ports,
    forget: true,
    load(db, _sagaId, key) {
      const room = findRoom(db, key as RoomId);
      if (!room) throw new AppError('ROOM_NOT_PORTAL', 'the bridge has not declared this room yet');
      return { roomId: room.roomId, bridgeId: room.bridgeId, closed: room.state === 'closed' };
    },
  };
}

/** Orders that the members of these rooms follow the rights as they are after this transaction. */
export type SettleRooms = (tx: WriteTx, roomIds: readonly RoomId[]) => void;

export function createSettleRooms(sagas: SagaRunner): SettleRooms {
  return (tx, roomIds) => {
    if (roomIds.length === 0) return;
    const activity = new Map(findRooms(tx, roomIds).map((room) => [room.roomId, room.lastEventAt]));
    sagas.begin(tx, {
      kind,
      id: randomUUID(),
      items: roomIds.map((roomId) => ({ key: roomId, priority: activity.get(roomId) ?? 0 })),
      ...(roomIds.length >= bulkFrom ? { rank: bulkRank } : {}),
    });
  };
}
