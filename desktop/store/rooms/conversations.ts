import type { RoomId, UserId } from '@holdfast/contract';
import type { Conversation, Output, RoomView } from '../../ipc/index.ts';
import { visibleRoom, type Cache } from '../cache.ts';
import type { Own } from '../own/own.ts';
import { gapAtOrBelow } from '../timeline/gaps.ts';
import { readBy } from '../timeline/receipts.ts';
import { readFeatures } from './features.ts';
import type { Room } from './rooms.ts';

const listed = (room: Room): boolean => !room.gone && room.membership !== 'leave' && room.membership !== 'ban';
/** A draft in the list is one line of it. */
const mostDraft = 240;

type Pending = { unsent: number; newestAt: number };
function pendingByRoom(own: Own): Map<RoomId, Pending> {
  const rooms = new Map<RoomId, Pending>();
  for (const { roomId, state, createdAt } of own.outgoing.values()) {
    const entry = rooms.get(roomId) ?? { unsent: 0, newestAt: 0 };
    if (state === 'unsent') entry.unsent += 1;
    entry.newestAt = Math.max(entry.newestAt, createdAt);
    rooms.set(roomId, entry);
  }
  return rooms;
}

export function conversationOf(own: Own, room: Room, pending: Pending | undefined): Conversation {
  const { facts, summary } = room;
  const mark = own.marks.get(room.roomId);
  const draft = own.drafts.get(room.roomId)?.text ?? null;
  return {
    roomId: room.roomId,
    name: facts?.client?.name ?? facts?.name ?? room.name ?? '',
    avatar: room.avatar,
    direct: facts?.direct ?? true,
    state: facts && (facts.state === 'closed' || facts.state === 'excluded') ? 'closed' : 'open',
    right: facts && room.answered ? facts.right : 'reader',
    ownerUserId: facts?.ownerUserId ?? null,
    account: facts?.account ?? null,
    client: facts?.client ?? null,
    last: summary?.last ?? null,
    sortAt: Math.max(summary?.sortAt ?? facts?.lastEventAt ?? 0, pending?.newestAt ?? 0),
    unread: summary?.unread ?? room.unread,
    mentioned: summary?.mentioned ?? false,
    waitingSince: summary?.waitingSince ?? null,
    draft: draft === null ? null : draft.slice(0, mostDraft),
    muted: mark?.muted ?? false,
    doneAt: mark?.doneAt ?? null,
    attention: (summary?.attention ?? 0) + (pending?.unsent ?? 0),
  };
}

/** All conversations, or those asked for; `gone` are asked-for rooms that are not (or no longer) among them. */
export function listConversations(cache: Cache, own: Own, roomIds?: readonly RoomId[]): Output<'listConversations'> {
  const pending = pendingByRoom(own);
  const conversations: Conversation[] = [];
  const gone: RoomId[] = [];
  if (roomIds === undefined) {
    for (const room of cache.rooms.all()) if (listed(room)) conversations.push(conversationOf(own, room, pending.get(room.roomId)));
  } else {
    for (const roomId of new Set(roomIds)) {
      const room = cache.rooms.find(roomId);
      if (room && listed(room)) conversations.push(conversationOf(own, room, pending.get(roomId)));
      else gone.push(roomId);
    }
  }
  return { conversations, gone };
}

export const oneConversation = (own: Own, room: Room): Conversation => conversationOf(own, room, pendingByRoom(own).get(room.roomId));

type MemberRow = { readonly user: number; readonly name: string | null; readonly avatar: string | null };

export function nameOf(cache: Cache, room: Room, userId: UserId): string {
  const user = cache.users.find(userId);
  const member = user === undefined ? undefined : cache.db.prepare<[number, number], MemberRow>('SELECT user, name, avatar FROM member WHERE room = ? AND user = ?').get(room.no, user);
  return cache.colleagues.get(userId)?.name ?? member?.name ?? (room.facts?.direct === true && cache.sideOf(room, userId) === 'client' ? (room.facts.client?.name ?? '') : '');
}

export function readRoom(cache: Cache, own: Own, roomId: RoomId): RoomView | undefined {
  const room = visibleRoom(cache, roomId);
  if (!room) return undefined;
  const members = cache.db.prepare<[number], MemberRow>("SELECT user, name, avatar FROM member WHERE room = ? AND membership = 'join' LIMIT 2000").all(room.no);
  const clientId = room.facts?.client?.clientId;
  const siblings = clientId === undefined ? [] : [...cache.rooms.all()].filter((other) => other !== room && other.answered && listed(other) && other.facts?.client?.clientId === clientId);
  const oldest = cache.db.prepare<[number], { at: number }>('SELECT at FROM event WHERE room = ? AND item = 1 ORDER BY position LIMIT 1').get(room.no);
  return {
    conversation: oneConversation(own, room),
    topic: room.topic,
    members: members.map(({ user, name, avatar }) => {
      const userId = cache.users.id(user);
      return { userId, name: cache.colleagues.get(userId)?.name ?? name ?? '', avatar, side: cache.sideOf(room, userId) };
    }),
    features: readFeatures(room.features),
    readUpTo: room.readEvent,
    readBy: readBy(cache, room),
    siblings: siblings.map((other) => other.roomId),
    predecessorRoomId: room.facts?.predecessorRoomId ?? room.predecessor,
    indexed: { complete: gapAtOrBelow(cache, room, Number.MAX_SAFE_INTEGER) === undefined, oldestAt: oldest?.at ?? null },
  };
}
