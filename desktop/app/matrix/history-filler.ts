import type { RoomId } from '@holdfast/contract';
import type { BoxApi, HistoryGap } from '../../ipc/index.ts';
import { codeOf } from '../host/box-api.ts';
import { asRefusal, isClosedToUs, pauseAsked, type Homeserver } from './homeserver.ts';

const foregroundPage = 50;
const backgroundPage = 100;
const restAfterPage = 150;
const longestRest = 60_000;

type Deps = {
  readonly api: Pick<BoxApi, 'nextGap' | 'applyHistory'>;
  readonly homeserver: Pick<Homeserver, 'messages'>;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Resolves when nobody types or scrolls and the line is up. */
  readonly untilQuiet: () => Promise<void>;
};

/**
 * Fetches what the box has and this computer has not. Somebody who scrolls into a gap gets their page at once; everything else
 * comes when nobody is doing anything, never more than half of the time, and more slowly when the homeserver asks for it.
 */
export function createHistoryFiller({ api, homeserver, now, sleep, untilQuiet }: Deps) {
  const underWay = new Map<string, Promise<boolean>>();
  let isStopped = false;
  let wake: (() => void) | undefined;
  let hasNews = false;

  /** One page into the store; true when there is more of this gap. Two callers of one gap share one request. */
  function fill(gap: HistoryGap, limit: number): Promise<boolean> {
    let running = underWay.get(gap.gapId);
    if (!running) underWay.set(gap.gapId, (running = fetchPage(gap, limit).finally(() => underWay.delete(gap.gapId))));
    return running;
  }

  async function fetchPage({ gapId, roomId, token }: HistoryGap, limit: number): Promise<boolean> {
    try {
      const page = await homeserver.messages(roomId, token, limit);
      const { closed } = await api.applyHistory({ gapId, events: page.chunk, state: page.state ?? [], end: page.end ?? null });
      return !closed;
    } catch (failure) {
      if (!isClosedToUs(failure)) throw failure;
      // The conversation is not ours any more: there is nothing to fetch, and it must not block the others.
      await api.applyHistory({ gapId, events: [], state: [], end: null });
      return false;
    }
  }

  /** For somebody who is looking at the gap. Rejects with BoxApiError; `timeline.changed` follows when it worked. */
  async function fillForeground(roomId: RoomId, gapId: string): Promise<void> {
    try {
      const gap = await api.nextGap({ gapId, roomId });
      if (gap) await fill(gap, foregroundPage);
    } catch (failure) {
      throw asRefusal(failure);
    }
  }

  async function runInBackground(): Promise<void> {
    let failures = 0;
    while (!isStopped) {
      await untilQuiet();
      if (isStopped) return;
      try {
        hasNews = false;
        const gap = await api.nextGap({});
        if (!gap) {
          await untilNews();
          continue;
        }
        const startedAt = now();
        await fill(gap, backgroundPage);
        failures = 0;
        await sleep(Math.max(restAfterPage, now() - startedAt));
      } catch (failure) {
        if (codeOf(failure) === 'NOT_SIGNED_IN') return;
        failures += 1;
        await sleep(pauseAsked(failure) ?? Math.min(longestRest, 1_000 * 2 ** failures));
      }
    }
  }

  async function untilNews(): Promise<void> {
    if (hasNews || isStopped) return;
    await new Promise<void>((resolve) => (wake = resolve));
  }

  void runInBackground();
  return {
    fillForeground,
    /** The sync brought a room or a hole: there may be something to fetch. */
    noteNews(): void {
      hasNews = true;
      wake?.();
      wake = undefined;
    },
    stop(): void {
      isStopped = true;
      wake?.();
    },
  };
}
export type HistoryFiller = ReturnType<typeof createHistoryFiller>;
