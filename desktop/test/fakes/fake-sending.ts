import type { EventId, RoomId } from '@holdfast/contract';
import type { CallHandlers, MessageBody, Outgoing, SendState, TimelineItem } from '../../ipc/index.ts';
import { eventId, refuse, type FakeState } from './fake-state.ts';

type SendingCalls = Pick<
  CallHandlers,
  'send' | 'cancelSend' | 'retrySend' | 'beginFile' | 'appendFile' | 'discardFile' | 'decideDelivery' | 'correctMessage' | 'withdrawMessage' | 'applySync' | 'forgetRooms' | 'nextGap' | 'applyHistory' | 'readIndexProgress' | 'readConnection' | 'noteSyncState'
>;

const previewOf = (body: MessageBody): { kind: never; text: string } => ({ kind: body.kind as never, text: 'text' in body ? body.text.slice(0, 240) : '' });

function bodyOf(outgoing: Outgoing): MessageBody | null {
  if (outgoing.kind === 'text') return { kind: 'text', text: outgoing.text, html: outgoing.html, emote: false };
  if (outgoing.kind === 'note') return { kind: 'note', text: outgoing.text, mentions: outgoing.mentions };
  if (outgoing.kind === 'location') return { kind: 'location', latitude: outgoing.latitude, longitude: outgoing.longitude, name: outgoing.name };
  if (outgoing.kind === 'poll') return { kind: 'poll', question: outgoing.question, maxSelections: outgoing.maxSelections, ended: false, options: outgoing.options.map((text, id) => ({ id: String(id), text, votes: 0, mine: false })) };
  if (outgoing.kind !== 'file') return null;
  const { file } = outgoing;
  const media = { source: `out:${file.fileId}`, name: file.name, mimeType: file.mimeType, size: null, width: file.width, height: file.height, durationMs: file.durationMs, waveform: file.waveform, thumbnail: null, animated: false };
  return { kind: file.kind, media, caption: file.caption === null ? null : { text: file.caption, html: null } };
}

export type SendingControls = {
  /** Puts a message into a conversation as the sync would, and tells. */
  append(roomId: RoomId, item: Partial<TimelineItem> & Pick<TimelineItem, 'body' | 'side' | 'senderId'>): TimelineItem;
  /** Moves the newest own message of a conversation on. */
  settle(roomId: RoomId, to: SendState, reason?: string): void;
};

/** Sending as the store and main do it: kept at once, then on its way. `settle` plays what the network answers. */
export function sendingCalls(state: FakeState): SendingCalls & SendingControls {
  const timeline = (roomId: RoomId): TimelineItem[] => {
    const known = state.timelines.get(roomId) ?? [];
    state.timelines.set(roomId, known);
    return known;
  };
  const replace = (roomId: RoomId, item: TimelineItem): void => {
    const all = timeline(roomId);
    all[all.findIndex(({ key }) => key === item.key)] = item;
    state.push({ push: 'timeline.changed', roomId, keys: [item.key], appended: false });
  };
  const byEvent = (wanted: EventId): [RoomId, TimelineItem] => {
    for (const [roomId, all] of state.timelines) {
      const found = all.find((item) => item.eventId === wanted);
      if (found) return [roomId, found];
    }
    return refuse('NOT_FOUND');
  };
  const byLocal = (localId: string): [RoomId, TimelineItem] => {
    for (const [roomId, all] of state.timelines) {
      const found = all.find((item) => item.localId === localId);
      if (found) return [roomId, found];
    }
    return refuse('NOT_FOUND');
  };

  function append(roomId: RoomId, given: Parameters<SendingControls['append']>[1]): TimelineItem {
    const all = timeline(roomId);
    const id = state.nextId();
    const item: TimelineItem = {
      key: `$event${id}`, eventId: eventId(id), localId: null, position: (all.at(-1)?.position ?? 0) + 1, at: state.now(), handset: false,
      edited: null, replyTo: null, reactions: [], send: null, own: false, ...given,
    };
    all.push(item);
    const before = state.conversations.get(roomId);
    if (before) {
      const isClient = item.side === 'client';
      state.conversations.set(roomId, {
        ...before,
        last: { preview: previewOf(item.body), at: item.at, side: item.side, senderId: item.senderId, eventId: item.eventId ?? eventId(id) },
        sortAt: item.at,
        unread: isClient ? before.unread + 1 : before.unread,
        waitingSince: isClient ? (before.waitingSince ?? item.at) : item.body.kind === 'note' ? before.waitingSince : null,
        doneAt: isClient ? null : before.doneAt,
      });
    }
    state.push({ push: 'timeline.changed', roomId, keys: [item.key], appended: true });
    state.push({ push: 'conversations.changed', roomIds: [roomId] });
    return item;
  }

  function settle(roomId: RoomId, to: SendState, reason: string | null = null): void {
    const mine = timeline(roomId).findLast(({ own, send }) => own && send !== null);
    if (!mine) return;
    replace(roomId, { ...mine, eventId: mine.eventId ?? eventId(`sent${mine.localId}`), send: { state: to, reason, detail: null, at: state.now(), progress: null } });
  }

  return {
    append,
    settle,
    async send({ roomId, outgoing, localId = `local${state.nextId()}` }) {
      if (timeline(roomId).some((item) => item.localId === localId)) return { localId };
      const body = bodyOf(outgoing);
      const target = 'target' in outgoing ? byEvent(outgoing.target)[1] : undefined;
      if (target && outgoing.kind === 'edit') replace(roomId, { ...target, body: { kind: 'text', text: outgoing.text, html: outgoing.html, emote: false }, edited: { at: state.now(), senderId: state.readyView.userId, handset: false } });
      if (target && outgoing.kind === 'redaction') replace(roomId, { ...target, body: { kind: 'deleted', by: state.readyView.userId } });
      if (target && outgoing.kind === 'reaction') replace(roomId, { ...target, reactions: [...target.reactions, { key: outgoing.key, senders: [state.readyView.userId], mine: eventId(localId) }] });
      if (body) append(roomId, { key: `txn:${localId}`, eventId: null, localId, body, side: 'company', senderId: state.readyView.userId, own: true, send: { state: 'queued', reason: null, detail: null, at: state.now(), progress: null } });
      return { localId };
    },
    async cancelSend({ localId }) {
      const [roomId, item] = byLocal(localId);
      if (item.send?.state !== 'queued' && item.send?.state !== 'unsent') return { cancelled: false };
      state.timelines.set(roomId, timeline(roomId).filter((each) => each !== item));
      state.push({ push: 'timeline.changed', roomId, appended: false });
      return { cancelled: true };
    },
    async retrySend({ localId }) {
      const [roomId, item] = byLocal(localId);
      replace(roomId, { ...item, send: { state: 'queued', reason: null, detail: null, at: state.now(), progress: null } });
      return null;
    },
    async beginFile({ size }) {
      const fileId = `file${state.nextId()}`;
      state.files.set(fileId, size);
      return { fileId };
    },
    appendFile: async ({ fileId }) => (state.files.has(fileId) ? null : refuse('NOT_FOUND')),
    async discardFile({ fileId }) {
      state.files.delete(fileId);
      return null;
    },
    async decideDelivery({ eventId: of, decision }) {
      const [roomId, item] = byEvent(of);
      replace(roomId, { ...item, send: { state: decision === 'send' ? 'waiting' : 'discarded', reason: null, detail: null, at: state.now(), progress: null } });
      return null;
    },
    async correctMessage({ roomId, eventId: of, text }) {
      replace(roomId, { ...byEvent(of)[1], body: { kind: 'text', text, html: null, emote: false }, edited: { at: state.now(), senderId: state.readyView.userId, handset: false } });
      return null;
    },
    async withdrawMessage({ roomId, eventId: of }) {
      replace(roomId, { ...byEvent(of)[1], body: { kind: 'deleted', by: state.readyView.userId } });
      return null;
    },
    applySync: async ({ rooms }) => ({ newEvents: rooms.reduce((sum, room) => sum + room.timeline.length, 0) }),
    async forgetRooms({ roomIds }) {
      for (const roomId of roomIds) state.conversations.delete(roomId);
      state.push({ push: 'conversations.changed', roomIds });
      return null;
    },
    nextGap: async () => null,
    applyHistory: async () => ({ closed: true }),
    readIndexProgress: async () => ({ rooms: state.conversations.size, roomsComplete: state.conversations.size, messages: 0, filling: false, oldestAt: null }),
    readConnection: async () => state.connection,
    noteSyncState: async () => null,
  };
}
