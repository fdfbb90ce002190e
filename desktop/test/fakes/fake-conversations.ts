import type { RoomId } from '@holdfast/contract';
import type { CallHandlers, Conversation, RoomFeatures, RoomView, TimelineItem } from '../../ipc/index.ts';
import { refuse, userId, type FakeState } from './fake-state.ts';

type ConversationCalls = Pick<
  CallHandlers,
  'listConversations' | 'readRoom' | 'listColleagues' | 'saveDraft' | 'readDraft' | 'setMuted' | 'setDone' | 'readTimeline' | 'readItems' | 'readVersions' | 'listAttachments' | 'search'
>;

/** What a capable network can do; a test takes away what its network cannot. */
export const allFeatures: RoomFeatures = {
  reply: true, edit: true, editMaxAgeMs: null, remove: true, removeMaxAgeMs: null, reaction: true, allowedReactions: null, location: true, poll: true, readReceipts: true, typing: true,
  formatting: ['bold', 'italic', 'strikethrough', 'inline_code'],
  maxTextLength: null,
  files: Object.fromEntries(['m.image', 'm.video', 'm.audio', 'm.file', 'fi.mau.voice', 'm.sticker'].map((type) => [type, { maxSize: 50_000_000, mimeTypes: ['*/*'], caption: true }])),
};

/** Conversations and timelines of the store, with its order and anchors. */
export function conversationCalls(state: FakeState): ConversationCalls {
  const conversation = (roomId: RoomId): Conversation => state.conversations.get(roomId) ?? refuse('NOT_FOUND');
  const items = (roomId: RoomId): TimelineItem[] => state.timelines.get(roomId) ?? [];
  const change = (roomId: RoomId, changed: Partial<Conversation>): null => {
    state.conversations.set(roomId, { ...conversation(roomId), ...changed });
    state.push({ push: 'conversations.changed', roomIds: [roomId] });
    return null;
  };
  return {
    async listConversations({ roomIds }) {
      if (!roomIds) return { conversations: [...state.conversations.values()], gone: [] };
      return {
        conversations: roomIds.flatMap((roomId) => state.conversations.get(roomId) ?? []),
        gone: roomIds.filter((roomId) => !state.conversations.has(roomId)),
      };
    },
    async readRoom({ roomId }): Promise<RoomView> {
      const found = conversation(roomId);
      const client = { userId: userId(`client_${roomId.slice(1).split(':')[0]}`), name: found.name, avatar: null, side: 'client' as const };
      const company = state.colleagues.slice(0, 1).map((each) => ({ userId: each.userId, name: each.name, avatar: null, side: 'company' as const }));
      const siblings = found.client === null ? [] : [...state.conversations.values()].filter((each) => each.client?.clientId === found.client?.clientId && each.roomId !== roomId).map((each) => each.roomId);
      return { conversation: found, topic: null, members: [client, ...company], features: allFeatures, readUpTo: null, readBy: [], siblings, predecessorRoomId: null, indexed: { complete: true, oldestAt: null }, ...state.rooms.get(roomId) };
    },
    listColleagues: async () => state.colleagues,
    async saveDraft({ roomId, text, replyTo }) {
      if (text === null) state.drafts.delete(roomId);
      else state.drafts.set(roomId, { text, replyTo });
      return change(roomId, { draft: text });
    },
    readDraft: async ({ roomId }) => state.drafts.get(roomId) ?? null,
    setMuted: async ({ roomId, muted }) => change(roomId, { muted }),
    setDone: async ({ roomId, done }) => change(roomId, { doneAt: done ? state.now() : null }),
    async readTimeline({ roomId, anchor, before, after }) {
      const all = items(roomId);
      let at = all.length;
      if (anchor.at === 'event') at = all.findIndex(({ eventId }) => eventId === anchor.eventId);
      if (anchor.at === 'position') at = all.findIndex(({ position }) => position >= anchor.position);
      if (anchor.at === 'date') at = all.findIndex((item) => item.at >= anchor.time);
      if (anchor.at === 'unread') at = Math.max(0, all.length - conversation(roomId).unread);
      if (at === -1) at = all.length;
      const first = Math.max(0, at - before);
      const last = Math.min(all.length, at + after + (anchor.at === 'end' ? 0 : 1));
      return { items: all.slice(first, last), older: first > 0 ? 'more' : 'start', newer: last < all.length ? 'more' : 'end', gapId: null, anchorKey: all[at]?.key ?? null };
    },
    readItems: async ({ roomId, keys }) => items(roomId).filter(({ key }) => keys.includes(key)),
    readVersions: async () => [],
    async listAttachments({ roomId, kind, limit }) {
      return items(roomId).toReversed().flatMap((item) => {
        if (item.eventId === null || !('media' in item.body)) return [];
        const isPicture = item.body.kind === 'image' || item.body.kind === 'video';
        if (kind === 'links' || isPicture !== (kind === 'media')) return [];
        return [{ eventId: item.eventId, position: item.position, at: item.at, senderId: item.senderId, media: item.body.media, kind: item.body.kind, link: null }];
      }).slice(0, limit);
    },
    async search({ text, roomId, limit }) {
      const needle = text.trim().toLowerCase();
      const hits = [...state.timelines].flatMap(([inRoom, found]) =>
        roomId !== undefined && roomId !== inRoom ? [] : found.flatMap((item) => {
          const body = item.body.kind === 'text' || item.body.kind === 'note' ? item.body.text : '';
          const start = needle === '' ? -1 : body.toLowerCase().indexOf(needle);
          if (start === -1 || item.eventId === null) return [];
          return [{ roomId: inRoom, eventId: item.eventId, at: item.at, senderId: item.senderId, side: item.side, kind: item.body.kind, excerpt: body, marks: [[start, start + needle.length] as [number, number]] }];
        }),
      );
      return { hits: hits.toSorted((a, b) => b.at - a.at).slice(0, limit), next: null, progress: { rooms: state.conversations.size, roomsComplete: state.conversations.size, messages: hits.length, filling: false, oldestAt: null } };
    },
  };
}
