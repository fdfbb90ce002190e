import type { MSC3575RoomData, MSC3575SlidingSyncResponse } from 'matrix-js-sdk/lib/sliding-sync.js';
import type { EventId, RoomId, UserId } from '@holdfast/contract';
import type { MatrixEvent, SyncedRoom } from '../../ipc/index.ts';

type Receipts = Record<string, { content?: Record<string, Record<string, Record<string, { ts?: number }>>> }>;
type Typing = Record<string, { content?: { user_ids?: string[] } }>;
type RoomData = MSC3575RoomData & { avatar?: string };

const hasId = (event: unknown): event is MatrixEvent => typeof event === 'object' && event !== null && typeof (event as MatrixEvent).event_id === 'string' && typeof (event as MatrixEvent).sender === 'string';

/** What one answer says about the rooms, freed of transport. Invitations are left out: the box joins people, they are not asked. */
export function toSyncedRooms(answer: MSC3575SlidingSyncResponse, me: UserId): SyncedRoom[] {
  const receipts = ((answer.extensions['receipts'] as { rooms?: Receipts } | undefined)?.rooms ?? {});
  const rooms = Object.entries(answer.rooms).filter(([, room]) => !room.invite_state).map(([roomId, room]) => toSyncedRoom(roomId as RoomId, room as RoomData, receipts[roomId], me));
  const named = new Set(rooms.map(({ roomId }) => roomId as string));
  for (const [roomId, found] of Object.entries(receipts)) {
    if (named.has(roomId)) continue;
    rooms.push({ roomId: roomId as RoomId, state: [], timeline: [], limited: false, initial: false, prevBatch: null, receipts: toReceipts(found) });
  }
  return rooms;
}

function toSyncedRoom(roomId: RoomId, room: RoomData, receipts: Receipts[string] | undefined, me: UserId): SyncedRoom {
  const state = ((room.required_state ?? []) as unknown[]).filter(hasId);
  const timeline = ((room.timeline ?? []) as unknown[]).filter(hasId);
  const name = room.name ?? room.heroes?.map((hero) => hero.displayname ?? '').filter(Boolean).join(', ');
  const membership = membershipOf(me, state, timeline);
  return {
    roomId,
    ...(name ? { name } : {}),
    ...(room.avatar === undefined ? {} : { avatar: room.avatar }),
    state,
    timeline,
    limited: room.limited ?? false,
    initial: room.initial ?? false,
    prevBatch: room.prev_batch ?? null,
    ...(room.notification_count === undefined ? {} : { unread: room.notification_count }),
    ...(room.bump_stamp === undefined ? {} : { bumpStamp: room.bump_stamp }),
    receipts: toReceipts(receipts),
    ...(membership === undefined ? {} : { membership }),
  };
}

/** The newest word about oneself; the timeline is newer than the state it came with only when it ends in it. */
function membershipOf(me: UserId, state: readonly MatrixEvent[], timeline: readonly MatrixEvent[]): SyncedRoom['membership'] {
  const mine = (event: MatrixEvent): boolean => event.type === 'm.room.member' && event.state_key === me;
  const membership = (timeline.findLast(mine) ?? state.find(mine))?.content['membership'];
  return membership === 'join' || membership === 'leave' || membership === 'ban' || membership === 'invite' ? membership : undefined;
}

function toReceipts(room: Receipts[string] | undefined): SyncedRoom['receipts'] {
  const found: SyncedRoom['receipts'] = [];
  for (const [eventId, byType] of Object.entries(room?.content ?? {})) {
    for (const type of ['m.read', 'm.read.private']) {
      for (const [userId, { ts }] of Object.entries(byType[type] ?? {})) found.push({ userId: userId as UserId, eventId: eventId as EventId, at: Math.round(ts ?? 0) });
    }
  }
  return found;
}

/** Who types where, as far as this answer says: rooms it does not name are as before. */
export function typistsIn(answer: MSC3575SlidingSyncResponse, me: UserId): Map<RoomId, UserId[]> {
  const rooms = (answer.extensions['typing'] as { rooms?: Typing } | undefined)?.rooms ?? {};
  return new Map(Object.entries(rooms).map(([roomId, found]) => [roomId as RoomId, (found.content?.user_ids ?? []).filter((userId) => userId !== me) as UserId[]]));
}

/** All rooms of the list's present window (MSC4186 as Synapse answers it: one SYNC operation a range). */
export function roomsInWindow(answer: MSC3575SlidingSyncResponse, list: string): RoomId[] {
  const found = answer.lists[list] as { ops?: { room_ids?: string[] }[] } | undefined;
  return (found?.ops ?? []).flatMap(({ room_ids }) => room_ids ?? []) as RoomId[];
}
