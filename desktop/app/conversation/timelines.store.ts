import { defineStore } from 'pinia';
import type { RoomId } from '@holdfast/contract';
import { useBoxApi } from '../host/box-api.ts';
import { createTimelineWindow, type TimelineWindow } from './timeline-window.ts';

/** Conversations left a moment ago open where they were; more than this many are forgotten, the longest unseen first. */
const KEPT = 6;

/** The stretches of conversations that are held, and the one place that hears of their changes. */
export const useTimelinesStore = defineStore('timelines', () => {
  const api = useBoxApi();
  const windows = new Map<RoomId, TimelineWindow>();
  const inUse = new Map<RoomId, number>();

  /** The stretch of a conversation; `release` it when its pane goes. Two panes may hold one. */
  function hold(roomId: RoomId): TimelineWindow {
    const window = windows.get(roomId) ?? createTimelineWindow(api, roomId);
    windows.delete(roomId);
    windows.set(roomId, window); // newest last
    inUse.set(roomId, (inUse.get(roomId) ?? 0) + 1);
    for (const old of windows.keys()) {
      if (windows.size <= KEPT) break;
      if (!inUse.get(old)) windows.delete(old);
    }
    return window;
  }

  function release(roomId: RoomId): void {
    inUse.set(roomId, Math.max(0, (inUse.get(roomId) ?? 0) - 1));
  }

  api.subscribe((push) => {
    if (push.push === 'timeline.changed') {
      const window = windows.get(push.roomId);
      // A failed answer leaves what is on screen; the next change or scroll asks again.
      window?.changed(push.keys, push.appended, push.items).catch(() => undefined);
    }
    if (push.push === 'send.progress') windows.get(push.roomId)?.progressed(push.localId, push.progress);
    if (push.push === 'session.changed' && push.session.state !== 'ready') windows.clear();
  });

  /** The held stretch of a conversation, if there is one. */
  const peek = (roomId: RoomId): TimelineWindow | undefined => windows.get(roomId);

  return { hold, release, peek };
});
