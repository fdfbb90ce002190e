import { app, Notification, type BrowserWindow } from 'electron';
import type { RoomId } from '@holdfast/contract';
import type { Notifier } from '../ports.ts';
import { bringToFront } from './window.ts';

/** Notifications of the operating system, one a conversation: a newer one replaces what is shown. */
export function createNotifier(window: () => BrowserWindow | undefined): Notifier {
  const shown = new Map<RoomId, Notification>();
  function drop(roomId: RoomId): void {
    shown.get(roomId)?.close();
    shown.delete(roomId);
  }
  return {
    show({ roomId, title, body, silent, replyable }, on) {
      drop(roomId);
      const notification = new Notification({ title, body, silent, hasReply: replyable });
      notification.on('click', () => {
        bringToFront(window());
        on.open();
      });
      notification.on('reply', (event) => on.reply(event.reply));
      notification.on('close', () => {
        if (shown.get(roomId) === notification) shown.delete(roomId);
      });
      shown.set(roomId, notification);
      notification.show();
      if (!window()?.isFocused()) window()?.flashFrame(true);
    },
    dismiss: drop,
    setBadge(count) {
      app.setBadgeCount(count);
      if (count === 0) window()?.flashFrame(false);
    },
  };
}
