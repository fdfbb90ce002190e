import type { MSC3575List } from 'matrix-js-sdk/lib/sliding-sync.js';

/** What every room comes with: its name and face, which number it is on, what the network can do, and who speaks. */
export const requiredState: string[][] = [
  ['m.room.name', ''], ['m.room.avatar', ''], ['m.room.topic', ''], ['m.room.tombstone', ''], ['m.room.create', ''],
  ['m.bridge', '*'], ['uk.half-shot.bridge', '*'], ['com.beeper.room_features', '*'], ['m.room.member', '$LAZY'], ['m.room.member', '$ME'],
];
export const firstRooms = 20;
const firstTimeline = 20;
/** Enough for the line in the list and most of what happened overnight; the rest is a gap that the history filler closes. */
const laterTimeline = 6;
const smallestStep = 20;
const largestStep = 250;
/** A live message waits at most about this long behind an answer that fills the list. */
const wantedMs = 300;

/**
 * How much of the list the homeserver is asked to watch. First what fits on a screen, with a page of each conversation; then
 * more with every answer, in steps as large as the homeserver handles quickly, until every room is covered. Then it stays.
 */
export function createWindowPlan() {
  let until = firstRooms - 1;
  let step = smallestStep;
  let total: number | undefined;
  let isFirst = true;

  const list = (): MSC3575List => ({ ranges: [[0, until]], required_state: requiredState, timeline_limit: isFirst ? firstTimeline : laterTimeline, filters: { is_invite: false } });
  return {
    list,
    isComplete: (): boolean => !isFirst && total !== undefined && until >= total - 1,
    /** After an answer that took `tookMs` for the present window. True when the list to ask for has changed. */
    grow(count: number, tookMs: number): boolean {
      total = count;
      const wasFirst = isFirst;
      isFirst = false;
      if (until >= count - 1 && !wasFirst) {
        // Room for conversations that come later, so that a new client needs no second question.
        if (until >= count + largestStep / 2) return false;
        until = count + largestStep;
        return true;
      }
      if (!wasFirst) step = Math.round(Math.min(largestStep, Math.max(smallestStep, step * Math.min(2, wantedMs / Math.max(tookMs, 1)))));
      until = Math.min(until + step, count + largestStep);
      if (until >= count - 1) until = count + largestStep;
      return true;
    },
    /** The homeserver forgot the connection: small again, so that the screen comes first again. */
    reset(): void {
      until = firstRooms - 1;
      step = smallestStep;
      isFirst = true;
      total = undefined;
    },
  };
}
export type WindowPlan = ReturnType<typeof createWindowPlan>;
