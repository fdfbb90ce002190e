import { onBeforeUnmount, onMounted, watch, type Ref } from 'vue';
import type { EventId, RoomId } from '@holdfast/contract';
import { useBoxApi } from '../host/box-api.ts';
import { useLiveRoom } from './live-room.ts';

const DWELL_MS = 300;

/**
 * Read marks leave when something was really seen: the window has the focus, the page is visible, and the message stood in
 * view for a moment. Never for what is above the mark already.
 */
export function useReadMarks(roomId: RoomId, seen: Readonly<Ref<{ eventId: EventId; position: number } | null>>): void {
  const api = useBoxApi();
  const live = useLiveRoom();
  let marked = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const isLooking = (): boolean => document.visibilityState === 'visible' && document.hasFocus();
  function tellFocus(): void {
    // Lost when main is away: it asks for nothing then either.
    api.noteFocus({ roomId, focused: isLooking() }).catch(() => undefined);
    consider();
  }
  function consider(): void {
    clearTimeout(timer);
    const now = seen.value;
    if (!now || now.position <= marked || !isLooking()) return;
    timer = setTimeout(() => {
      if (!isLooking() || seen.value !== now) return consider();
      marked = now.position;
      live?.markRead(roomId, now.eventId);
    }, DWELL_MS);
  }

  watch(seen, consider);
  onMounted(() => {
    window.addEventListener('focus', tellFocus);
    window.addEventListener('blur', tellFocus);
    document.addEventListener('visibilitychange', tellFocus);
    tellFocus();
  });
  onBeforeUnmount(() => {
    clearTimeout(timer);
    window.removeEventListener('focus', tellFocus);
    window.removeEventListener('blur', tellFocus);
    document.removeEventListener('visibilitychange', tellFocus);
    api.noteFocus({ roomId: null, focused: document.hasFocus() }).catch(() => undefined);
  });
}
