import type { EventId, RoomId, UserId } from '@holdfast/contract';
import type { Settings } from '../../ipc/index.ts';
import { isClosedToUs, type Homeserver } from './homeserver.ts';

const settleBeforeReading = 300;
const typingLasts = 20_000;
const typingAgainAfter = 8_000;
const typingEndsAfter = 6_000;

type Deps = {
  readonly homeserver: Pick<Homeserver, 'receipt' | 'typing'>;
  readonly userId: UserId;
  readonly now: () => number;
  readonly settings: () => Pick<Settings, 'readMarks' | 'typingMarks'>;
  /** The window is before the eyes. */
  readonly isSeen: () => boolean;
};

/**
 * What the others learn of this person: that they read and that they type. `m.read` reaches the client's phone, and only when
 * the person allows it; otherwise `m.read.private` moves the mark for this person alone. A mark that found no line is kept and
 * goes out with the next chance; of several in a conversation only the newest counts.
 */
export function createMarks({ homeserver, userId, now, settings, isSeen }: Deps) {
  const unread = new Map<RoomId, EventId>();
  const sent = new Map<RoomId, string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isSending = false;
  const typing = new Map<RoomId, { sentAt: number; end: ReturnType<typeof setTimeout> }>();

  function markRead(roomId: RoomId, eventId: EventId): void {
    unread.set(roomId, eventId);
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), settleBeforeReading);
  }

  /** Sends what waits; called again when the window is seen or the line is back. */
  async function flush(): Promise<void> {
    if (isSending || !isSeen()) return;
    isSending = true;
    try {
      for (const [roomId, eventId] of unread) {
        const type = settings().readMarks ? 'm.read' : 'm.read.private';
        if (sent.get(roomId) !== `${type} ${eventId}`) await homeserver.receipt(roomId, type, eventId).catch(dropWhenRefused);
        sent.set(roomId, `${type} ${eventId}`);
        if (unread.get(roomId) === eventId) unread.delete(roomId);
      }
    } catch {
      // No line: it stays in `unread` until the next chance.
    } finally {
      isSending = false;
    }
  }

  function dropWhenRefused(failure: unknown): void {
    if (!isClosedToUs(failure)) throw failure;
  }

  /** Typing is worth nothing later: what does not arrive is forgotten. */
  const tell = (roomId: RoomId, on: boolean): void => void homeserver.typing(roomId, userId, on, typingLasts).catch(() => undefined);

  function setTyping(roomId: RoomId, on: boolean): void {
    const before = typing.get(roomId);
    clearTimeout(before?.end);
    if (!on) {
      if (typing.delete(roomId)) tell(roomId, false);
      return;
    }
    if (!settings().typingMarks) return;
    const isDue = !before || now() - before.sentAt >= typingAgainAfter;
    if (isDue) tell(roomId, true);
    typing.set(roomId, { sentAt: isDue ? now() : before.sentAt, end: setTimeout(() => setTyping(roomId, false), typingEndsAfter) });
  }

  return {
    markRead,
    setTyping,
    flush,
    stop(): void {
      clearTimeout(timer);
      for (const roomId of [...typing.keys()]) setTyping(roomId, false);
    },
  };
}
