import { computed, onScopeDispose, ref, shallowRef } from 'vue';
import { useNow } from '@holdfast/ui';
import type { EventId, RoomId } from '@holdfast/contract';
import type { RoomFeatures, TimelineItem } from '../../ipc/index.ts';
import { useComposerStore } from '../composer/composer.store.ts';
import { useSessionStore } from '../session/session.store.ts';
import type { ConversationContext } from './conversation-context.ts';
import { useDownloadsStore } from './downloads.store.ts';
import { actionsFor, wordsOf, type MessageAction } from './message-actions.ts';
import { useRoomsStore } from './rooms.store.ts';
import { isDisconnected } from './send-words.ts';
import { timelineRows, type Row } from './timeline-rows.ts';
import { useTimelinesStore } from './timelines.store.ts';
import { useMessageActs } from './use-message-acts.ts';

/** Before a room's abilities are known nothing is offered: what cannot be done is worse than what comes a moment later. */
export const noFeatures: RoomFeatures = {
  reply: false, edit: false, editMaxAgeMs: null, remove: false, removeMaxAgeMs: null, reaction: false, allowedReactions: null, location: false, poll: false, readReceipts: false, typing: false,
  formatting: [], maxTextLength: null, files: {},
};
type Place = { readonly key: string; readonly top: number };
const places = new Map<RoomId, Place>();

export type DialogSurface = {
  showVersions(item: TimelineItem): void;
  showStatus(item: TimelineItem): void;
  showReactions(item: TimelineItem): void;
  confirmRemoval(item: TimelineItem, how: 'delete' | 'withdraw'): void;
  openViewer(item: TimelineItem): void;
};
type Surfaces = { readonly dialogs: () => DialogSurface | null; readonly focusField: () => void; readonly jumpTo: (eventId: EventId) => void };

/** What a pane knows of its conversation: the held stretch as rows, what may be done here, and how it is done. */
export function useConversationState(roomId: RoomId, surfaces: Surfaces) {
  const rooms = useRoomsStore();
  const session = useSessionStore();
  const composer = useComposerStore();
  const timelines = useTimelinesStore();
  const window = timelines.hold(roomId);
  onScopeDispose(() => timelines.release(roomId));
  const acts = useMessageActs(roomId);
  const downloads = useDownloadsStore();
  const now = useNow();
  const view = computed(() => rooms.entries.get(roomId)?.view ?? null);
  const features = computed(() => view.value?.features ?? noFeatures);
  const isMoving = ref(false);
  const asked = shallowRef<{ key: string; what: 'menu' | 'react' } | null>(null);
  /** Fixed when the conversation is opened: the line does not run away from the eye while one reads. */
  const unreadAfter = shallowRef<EventId | null>(null);

  let lastRows: ReadonlyMap<string, Row> = new Map();
  const rows = computed(() => {
    const made = timelineRows({ items: window.items.value, older: window.older.value, newer: window.newer.value, unreadAfter: unreadAfter.value, direct: view.value?.conversation.direct ?? true }, lastRows);
    lastRows = new Map(made.map((row) => [row.key, row]));
    return made;
  });

  const mayWrite = computed(() => view.value !== null && view.value.conversation.state === 'open' && view.value.conversation.right !== 'reader');
  const surroundings = computed(() => {
    const account = view.value?.conversation.account;
    return { offline: rooms.connection === 'offline', paused: account?.paused ?? false, disconnected: account ? isDisconnected(account.state) : false };
  });
  const actionsOf = (item: TimelineItem): MessageAction[] =>
    actionsFor(item, { features: features.value, right: view.value?.conversation.right ?? 'reader', open: view.value?.conversation.state === 'open', now: now.value });

  function act(action: MessageAction, item: TimelineItem): void {
    switch (action) {
      case 'reply': composer.reply(roomId, item); return surfaces.focusField();
      case 'edit': case 'correct': composer.change(roomId, item, action); return surfaces.focusField();
      case 'copy': return void acts.copy(item);
      case 'save': return void ('media' in item.body && item.eventId !== null && downloads.save(roomId, item.eventId, item.body.media));
      case 'versions': return surfaces.dialogs()?.showVersions(item);
      case 'status': return surfaces.dialogs()?.showStatus(item);
      case 'retry': return void (item.localId !== null && acts.retry(item.localId));
      case 'cancel': return void (item.localId !== null && acts.cancel(item.localId));
      case 'delete': case 'withdraw': return surfaces.dialogs()?.confirmRemoval(item, action);
      case 'react': asked.value = { key: item.key, what: 'react' };
    }
  }

  const context: ConversationContext = {
    roomId, view, features, mayWrite, surroundings,
    me: computed(() => session.userId),
    asked,
    nameOf: (userId) => rooms.nameOf(roomId, userId),
    actionsOf, act,
    react: acts.react,
    vote: acts.vote,
    save: (eventId, media) => void downloads.save(roomId, eventId, media),
    openViewer: (item) => surfaces.dialogs()?.openViewer(item),
    jumpTo: surfaces.jumpTo,
    decide: acts.decide,
    showReactions: (item) => surfaces.dialogs()?.showReactions(item),
    reuse(item) {
      composer.giveBack(roomId, 'message', wordsOf(item));
      surfaces.focusField();
    },
  };

  async function open(): Promise<void> {
    await rooms.open(roomId);
    if ((view.value?.conversation.unread ?? 0) > 0) unreadAfter.value = view.value?.readUpTo ?? null;
  }
  function keptPlace(): Place | null {
    const place = places.get(roomId);
    places.delete(roomId);
    return place && window.items.value.some((item) => item.key === place.key) ? place : null;
  }
  function leave(place: Place | null): void {
    if (place) places.set(roomId, place);
    void composer.saveNow(roomId);
  }
  /** The newest message of one's own that can still be changed: what ↑ in an empty field opens. */
  const lastEditable = (): TimelineItem | null => window.items.value.findLast((item) => item.own && actionsOf(item).includes('edit')) ?? null;

  return { context, rooms, window, rows, view, unreadAfter, isMoving, asked, acts, open, keptPlace, leave, lastEditable };
}
