import { onBeforeUnmount } from 'vue';
import type { RoomId } from '@holdfast/contract';
import { useLiveRoom } from '../conversation/live-room.ts';

const AGAIN_MS = 4_000;
const IDLE_MS = 6_000;

/** Tells the client that somebody types: at the first key, again every few seconds, and no more soon after the last. Never for notes. */
export function useTyping(roomId: RoomId, isWanted: () => boolean): { typed: () => void; stopped: () => void } {
  const live = useLiveRoom();
  let saidAt = 0;
  let idle: ReturnType<typeof setTimeout> | undefined;

  function stopped(): void {
    clearTimeout(idle);
    if (saidAt !== 0) live?.typing(roomId, false);
    saidAt = 0;
  }
  function typed(): void {
    if (!live || !isWanted()) return;
    const now = performance.now();
    if (saidAt === 0 || now - saidAt >= AGAIN_MS) {
      live.typing(roomId, true);
      saidAt = now;
    }
    clearTimeout(idle);
    idle = setTimeout(stopped, IDLE_MS);
  }
  onBeforeUnmount(stopped);
  return { typed, stopped };
}
