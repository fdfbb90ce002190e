import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { EventId, RoomId } from '@holdfast/contract';

export const panels = ['palette', 'shortcuts', 'search', 'settings', 'start'] as const;
/** What stands in front of the panes; one at a time. */
export type Panel = (typeof panels)[number];
/** What the list shows: one's own conversations, or the team's that nobody answers. */
export type View = 'inbox' | 'queue';
export type OpenConversation = { readonly roomId: RoomId; readonly eventId: EventId | null; /** Counts openings: opening the same message twice jumps to it twice. */ readonly visit: number };
/** What a panel starts with: words to search for, a client or number to write to. */
export type PanelStart = { readonly text?: string; readonly roomId?: RoomId; readonly clientId?: string };

/**
 * Where the person is. Kept in memory only: neither address bar nor history learns whom somebody talks to. Every feature may
 * open conversations and panels through here; only the shell draws them.
 */
export const useNavigation = defineStore('navigation', () => {
  const view = ref<View>('inbox');
  const open = shallowRef<OpenConversation | null>(null);
  const queuedRoomId = ref<RoomId | null>(null);
  const panel = ref<Panel | null>(null);
  const panelStart = shallowRef<PanelStart>({});
  const past: RoomId[] = [];
  let visits = 0;

  function openConversation(roomId: RoomId, eventId: EventId | null = null): void {
    const before = open.value?.roomId;
    if (before !== undefined && before !== roomId) past.push(before);
    if (past.length > 50) past.shift();
    open.value = { roomId, eventId, visit: ++visits };
    queuedRoomId.value = null;
    if (panel.value !== 'search') panel.value = null; // what was found stays beside what is looked at
    if (view.value === 'queue') view.value = 'inbox';
  }

  /** Closes whatever is in front; with nothing in front, the conversation. */
  function back(): void {
    if (panel.value !== null) panel.value = null;
    else if (queuedRoomId.value !== null) queuedRoomId.value = null;
    else open.value = null;
  }

  /** The conversation before this one. */
  function previous(): void {
    const before = past.pop();
    if (before !== undefined) open.value = { roomId: before, eventId: null, visit: ++visits };
  }

  function closeConversation(roomId?: RoomId): void {
    if (roomId === undefined || open.value?.roomId === roomId) open.value = null;
  }

  function openQueued(roomId: RoomId | null): void {
    view.value = 'queue';
    queuedRoomId.value = roomId;
  }

  function show(next: View): void {
    view.value = next;
    panel.value = null;
    if (next === 'inbox') queuedRoomId.value = null;
  }

  function openPanel(next: Panel, start: PanelStart = {}): void {
    panelStart.value = start;
    panel.value = next;
  }

  function closePanel(which?: Panel): void {
    if (which === undefined || panel.value === which) panel.value = null;
  }

  /** Somebody signed out or was locked: nothing of where they were stays. */
  function reset(): void {
    view.value = 'inbox';
    open.value = null;
    queuedRoomId.value = null;
    panel.value = null;
    past.length = 0;
  }

  return {
    view, open, queuedRoomId, panel, panelStart, roomId: computed(() => open.value?.roomId ?? null),
    openConversation, closeConversation, openQueued, show, openPanel, closePanel, back, previous, reset,
  };
});
