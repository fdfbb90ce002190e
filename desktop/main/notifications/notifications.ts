import type { RoomId } from '@holdfast/contract';
import type { Settings } from '../../ipc/index.ts';
import type { Arrival, Store } from '../../store/contract.ts';
import type { Clock, Notifier } from '../ports.ts';
import { disturbs } from './rules.ts';

type Deps = {
  readonly notifier: Notifier;
  readonly clock: Clock;
  readonly settings: () => Settings;
  readonly isLocked: () => boolean;
  readonly openRoom: (roomId: RoomId, eventId: Arrival['eventId']) => void;
  readonly reply: (roomId: RoomId, text: string) => void;
};

/** News older than this came while the app was closed: the inbox shows it, nothing rings. The box's clock may differ by five minutes (CLOCK_SKEW). */
const freshMs = 7 * 60_000;

export function createNotifications({ notifier, clock, settings, isLocked, openRoom, reply }: Deps) {
  let focus: { roomId: RoomId | null; focused: boolean } = { roomId: null, focused: false };
  const shown = new Set<RoomId>();
  let sitting = 0;
  return {
    /** Locked or signed out: what is shown goes away, and an answer typed into it is nobody's any more, least of all the next person's. */
    clear(): void {
      sitting++;
      for (const roomId of shown) notifier.dismiss(roomId);
      shown.clear();
    },
    focused(roomId: RoomId | null, isFocused: boolean): void {
      focus = { roomId, focused: isFocused };
      if (roomId !== null && isFocused) notifier.dismiss(roomId);
    },
    arrived(arrivals: readonly Arrival[]): void {
      const now = clock.now();
      for (const arrival of arrivals) {
        const inView = focus.focused && focus.roomId === arrival.roomId;
        if (now - arrival.at > freshMs || !disturbs(settings(), { muted: arrival.conversation.muted, mention: arrival.mention, inView }, new Date(now))) continue;
        const { showText, sound } = settings().notifications;
        const hidden = isLocked() || !showText;
        const shownIn = sitting;
        shown.add(arrival.roomId);
        notifier.show(
          { roomId: arrival.roomId, eventId: arrival.eventId, title: hidden ? 'Holdfast' : arrival.conversation.name || arrival.senderName, body: hidden ? '' : wordsOf(arrival), silent: !sound, replyable: !hidden && arrival.conversation.right !== 'reader' },
          { open: () => openRoom(arrival.roomId, arrival.eventId), reply: (text) => void (text.trim() === '' || isLocked() || sitting !== shownIn || reply(arrival.roomId, text)) },
        );
      }
    },
    async count(store: Store): Promise<void> {
      const { conversations } = await store.conversations.list();
      notifier.setBadge(conversations.filter(({ unread, muted }) => unread > 0 && !muted).length);
    },
  };
}
export type Notifications = ReturnType<typeof createNotifications>;

const mostWords = 240;
/** One line of what came. A kind without words of its own is empty: the screen says what it is in its own language. */
function wordsOf({ body }: Arrival): string {
  switch (body.kind) {
    case 'text':
    case 'note':
    case 'unsupported':
    case 'call':
      return body.text.slice(0, mostWords);
    case 'poll':
      return body.question.slice(0, mostWords);
    case 'image':
    case 'video':
    case 'voice':
    case 'audio':
    case 'file':
    case 'sticker':
      return (body.caption?.text ?? body.media.name).slice(0, mostWords);
    case 'contact':
      return body.name.slice(0, mostWords);
    case 'location':
      return body.name ?? '';
    case 'deleted':
      return '';
  }
}
