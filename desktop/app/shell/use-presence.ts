import { onScopeDispose, watch, type Ref } from 'vue';
import type { RoomId } from '@holdfast/contract';
import { useBoxApi } from '../host/box-api.ts';

const activityEvery = 5_000;

/** Tells main what is before the person's eyes (no notification for it) and that somebody is at the keyboard (the lock waits). */
export function usePresence(roomId: Readonly<Ref<RoomId | null>>): void {
  const api = useBoxApi();
  let lastTold = '';
  let lastActive = 0;

  function tell(): void {
    const focus = { roomId: roomId.value, focused: document.hasFocus() && document.visibilityState === 'visible' };
    if (JSON.stringify(focus) === lastTold) return;
    lastTold = JSON.stringify(focus);
    api.noteFocus(focus).catch(() => (lastTold = ''));
  }
  function active(): void {
    const now = Date.now();
    if (now - lastActive < activityEvery) return;
    lastActive = now;
    api.noteActivity({}).catch(() => undefined); // the next key says it again
  }

  watch(roomId, tell, { immediate: true });
  const pairs = [[window, 'focus', tell], [window, 'blur', tell], [document, 'visibilitychange', tell], [window, 'keydown', active], [window, 'pointerdown', active]] as const;
  for (const [target, name, listener] of pairs) target.addEventListener(name, listener, { passive: true });
  onScopeDispose(() => {
    for (const [target, name, listener] of pairs) target.removeEventListener(name, listener);
  });
}
