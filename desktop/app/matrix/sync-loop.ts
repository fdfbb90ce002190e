import { ExtensionState, SlidingSync, SlidingSyncEvent, SlidingSyncState } from 'matrix-js-sdk/lib/sliding-sync.js';
import type { MSC3575SlidingSyncResponse } from 'matrix-js-sdk/lib/sliding-sync.js';
import type { RoomId, UserId } from '@holdfast/contract';
import type { SyncedRoom } from '../../ipc/index.ts';
import type { Homeserver } from './homeserver.ts';
import { roomsInWindow, toSyncedRooms, typistsIn } from './synced-rooms.ts';
import { createWindowPlan, requiredState } from './window-plan.ts';

const listName = 'rooms';
const pollMs = 30_000;
const openTimeline = 20;
const settleBeforeSubscribing = 250;

type Deps = {
  readonly homeserver: Pick<Homeserver, 'slidingSync' | 'baseUrl'>;
  readonly userId: UserId;
  readonly now: () => number;
  /** Back-pressure: the next question is asked when it resolves. */
  readonly apply: (rooms: readonly SyncedRoom[]) => Promise<void>;
  readonly onTyping: (typists: ReadonlyMap<RoomId, UserId[]>) => void;
  /** After every answer: whether all rooms are covered, and which rooms the homeserver counts as ours. */
  readonly onAnswer: (answer: { isComplete: boolean; rooms: readonly RoomId[] }) => void;
};

/** Receipts and typing of every room of the list (MSC3960, MSC3961); Synapse wants to be told with every question. */
const extension = (name: string) => ({ name: () => name, onRequest: async () => ({ enabled: true }), onResponse: async () => undefined, when: () => ExtensionState.PreProcess });

/**
 * The long poll (MSC4186): first a screenful, then all rooms, then what happens. A lost position starts anew with a screenful;
 * nothing is lost by that, because the store knows what it has and every hole becomes a gap that the filler closes.
 */
export function startSyncLoop({ homeserver, userId, now, apply, onTyping, onAnswer }: Deps) {
  const plan = createWindowPlan();
  const sync = new SlidingSync(homeserver.baseUrl, new Map([[listName, plan.list()]]), { required_state: requiredState, timeline_limit: openTimeline }, homeserver as never, pollMs);
  sync.registerExtension(extension('receipts'));
  sync.registerExtension(extension('typing'));
  let askedAt = now();
  let applied: Promise<void> = Promise.resolve();
  let subscribing: ReturnType<typeof setTimeout> | undefined;

  sync.on(SlidingSyncEvent.Lifecycle, (state, answer, failure) => {
    if (state === SlidingSyncState.RequestFinished && failure) return restart(failure);
    if (state === SlidingSyncState.RequestFinished && answer) return take(answer);
    if (state === SlidingSyncState.Complete) askedAt = now();
    return undefined;
  });
  // The driver waits for its listeners of rooms before it asks again: this is where a full queue holds it back.
  sync.on(SlidingSyncEvent.RoomData, () => applied);

  function restart(failure: Error & { httpStatus?: number }): void {
    if (failure.httpStatus !== 400) return;
    plan.reset();
    sync.setList(listName, plan.list());
    askedAt = now();
  }

  function take(answer: MSC3575SlidingSyncResponse): void {
    applied = apply(toSyncedRooms(answer, userId));
    const typists = typistsIn(answer, userId);
    if (typists.size > 0) onTyping(typists);
    const count = answer.lists[listName]?.count;
    // A long poll that brought news has waited for them: only answers that fill the list say how quick the homeserver is.
    const wasFilling = !plan.isComplete();
    if (count !== undefined && plan.grow(count, wasFilling ? now() - askedAt : 0)) sync.setList(listName, plan.list());
    onAnswer({ isComplete: plan.isComplete(), rooms: roomsInWindow(answer, listName) });
  }

  void sync.start();
  return {
    /** The conversation before the eyes comes at once, also when the list has not reached it, and with a page of its messages. */
    subscribe(roomId: RoomId | null): void {
      clearTimeout(subscribing);
      subscribing = setTimeout(() => {
        const wanted = new Set(roomId === null ? [] : [roomId]);
        const present = sync.getRoomSubscriptions();
        if (wanted.size === present.size && [...wanted].every((each) => present.has(each))) return;
        // Leaving one alone is no reason to interrupt the poll; the next subscription takes its place.
        if (wanted.size > 0) sync.modifyRoomSubscriptions(wanted);
      }, settleBeforeSubscribing);
    },
    stop(): void {
      clearTimeout(subscribing);
      sync.stop();
    },
  };
}
export type SyncLoop = ReturnType<typeof startSyncLoop>;
