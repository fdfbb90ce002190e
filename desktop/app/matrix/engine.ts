import type { EventId, RoomId, UserId } from '@holdfast/contract';
import { defaultMarks } from './default-marks.ts';
import type { BoxApi, Settings } from '../../ipc/index.ts';
import { watchActivity } from './activity.ts';
import { createApplyQueue } from './apply-queue.ts';
import { createHistoryFiller } from './history-filler.ts';
import { createHomeserver } from './homeserver.ts';
import { createMarks } from './marks.ts';
import { createStaleRooms } from './stale-rooms.ts';
import { createSteadyFetch } from './steady-fetch.ts';
import { startSyncLoop } from './sync-loop.ts';

type Context = { readonly api: BoxApi; readonly userId: UserId; readonly base: string; readonly onTyping: (typists: ReadonlyMap<RoomId, UserId[]>) => void };

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Everything that speaks Matrix, put together. Loaded after the first paint: what is on the screen comes from the store. */
export function startEngine({ api, userId, base, onTyping }: Context) {
  const now = (): number => Date.now();
  let marks: Pick<Settings, 'readMarks' | 'typingMarks'> = defaultMarks;
  let isUp = true;
  let isCatchingUp = true;
  let told = '';
  let isStopped = false;
  let opened: RoomId | null = null;
  const whenUp: (() => void)[] = [];

  const activity = watchActivity(window, now);
  const steady = createSteadyFetch({ fetch: (...args) => fetch(...args), onChange: (up) => (up ? cameUp() : wentDown()) });
  const homeserver = createHomeserver({ base, fetch: (...args) => fetch(...args) });
  const poll = createHomeserver({ base, fetch: steady.fetch });
  const queue = createApplyQueue({ api, sleep, report: reportError });
  const stale = createStaleRooms({ api, sleep });
  const own = createMarks({ homeserver, userId, now, settings: () => marks, isSeen: () => document.visibilityState === 'visible' && document.hasFocus() });
  const filler = createHistoryFiller({
    api, homeserver, now, sleep,
    async untilQuiet() {
      while (!isUp && !isStopped) await new Promise<void>((resolve) => whenUp.push(resolve));
      await activity.untilQuiet();
    },
  });
  const loop = startSyncLoop({
    homeserver: poll, userId, now, onTyping,
    async apply(rooms) {
      await queue.add(rooms, opened);
      const left = rooms.filter(({ membership }) => membership === 'leave' || membership === 'ban').map(({ roomId }) => roomId);
      if (left.length > 0) void queue.settled().then(() => api.forgetRooms({ roomIds: left })).catch(reportError);
      if (rooms.some(({ limited, initial }) => limited || initial)) void queue.settled().then(() => filler.noteNews());
    },
    onAnswer({ isComplete, rooms }) {
      isCatchingUp = !isComplete;
      tell();
      if (isComplete) stale.compare(rooms);
    },
  });

  function tell(): void {
    const state = { ok: isUp, catchingUp: isUp && isCatchingUp };
    if (told === JSON.stringify(state) || isStopped) return;
    told = JSON.stringify(state);
    void api.noteSyncState(state).catch(() => (told = ''));
  }
  function cameUp(): void {
    isUp = true;
    for (const resolve of whenUp.splice(0)) resolve();
    tell();
    void own.flush();
  }
  function wentDown(): void {
    isUp = false;
    tell();
  }

  void api.readSettings({}).then((settings) => (marks = settings)).catch(() => undefined);
  const forget = api.subscribe((push) => {
    if (push.push === 'settings.changed') marks = push.settings;
    if (push.push === 'connection.changed' && push.connection.state !== 'offline') steady.wake();
  });
  const onSeen = (): void => void own.flush();
  window.addEventListener('focus', onSeen);

  return {
    opened(roomId: RoomId | null): void {
      opened = roomId;
      loop.subscribe(roomId);
    },
    typing: own.setTyping,
    markRead: (roomId: RoomId, eventId: EventId): void => own.markRead(roomId, eventId),
    fillGap: filler.fillForeground,
    wake: steady.wake,
    stop(): void {
      isStopped = true;
      loop.stop();
      queue.stop();
      filler.stop();
      own.stop();
      stale.stop();
      activity.stop();
      forget();
      for (const resolve of whenUp.splice(0)) resolve();
      window.removeEventListener('focus', onSeen);
    },
  };
}
export type Engine = ReturnType<typeof startEngine>;
