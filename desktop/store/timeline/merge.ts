import type { EventId } from '@holdfast/contract';
import type { MatrixEvent } from '../../ipc/index.ts';
import type { Cache } from '../cache.ts';
import type { Room } from '../rooms/rooms.ts';
import { addGap, closeGap, gapBelow, saveGap, type Gap } from './gaps.ts';

/** Room between two stretches whose distance is unknown: four thousand million events fit into it. */
export const stretch = 2 ** 32;
/** What waits here stands after everything the box has. */
export const echoPosition = 2 ** 51;

export type Insert = (event: MatrixEvent, position: number) => void;
export type Chunk = { readonly events: readonly MatrixEvent[]; readonly limited: boolean; readonly initial: boolean; readonly prevBatch: string | null };

export function positionOf({ db }: Cache, room: Room, eventId: EventId | string): number | undefined {
  return db.prepare<[string, number], { position: number }>('SELECT position FROM event WHERE event_id = ? AND room = ?').get(eventId, room.no)?.position;
}

/**
 * Gives the events of one sync answer their places. New ones follow what is here when the chunk joins it: it says so, or
 * shares an event with it. Else they start a stretch of their own, with a gap below. Known events are never placed again,
 * and older ones than those here fill the gap they belong to. Answers the positions that are the newest of the room now.
 */
export function placeChunk(cache: Cache, room: Room, chunk: Chunk, insert: Insert): void {
  const events = unique(chunk.events);
  const newestKnown = events.findLastIndex((event) => positionOf(cache, room, event.event_id) !== undefined);
  if (newestKnown >= 0) {
    const older = events.slice(0, newestKnown + 1).reverse();
    fill(cache, room, undefined, older, chunk.prevBatch ?? undefined, insert);
  } else {
    startStretch(cache, room, chunk, events[0]);
  }
  for (const event of events.slice(newestKnown + 1)) {
    room.top += 1;
    insert(event, room.top);
  }
}

function startStretch(cache: Cache, room: Room, { limited, initial, prevBatch }: Chunk, oldest: MatrixEvent | undefined): void {
  const joins = room.top > 0 && !limited && !initial;
  const whole = room.top === 0 && initial && !limited;
  if (joins || whole || prevBatch === null) return;
  if (room.top === 0) {
    if (!oldest) room.top = 1; // an empty answer still says where now is: what comes next joins it
    addGap(cache, room, room.top + 1, prevBatch, oldest?.origin_server_ts ?? 0);
  } else if (oldest) {
    addGap(cache, room, room.top + stretch, prevBatch, oldest.origin_server_ts);
    room.top += stretch - 1;
  }
}

/**
 * Gives a page of history its places, newest first, downwards from a gap. Meeting an event from below closes the gap; when
 * the page goes on beneath the stretch that event belongs to, it fills the gap under it too. `end`: where the page ended,
 * null at the start of the room. True when the gap the page was asked for is closed.
 */
export function placeHistory(cache: Cache, room: Room, gap: Gap, newestFirst: readonly MatrixEvent[], end: string | null, insert: Insert): boolean {
  return fill(cache, room, gap, unique(newestFirst), end, insert);
}

function fill(cache: Cache, room: Room, asked: Gap | undefined, newestFirst: readonly MatrixEvent[], end: string | null | undefined, insert: Insert): boolean {
  let gap = asked;
  let spare: Gap | undefined; // a closed gap: numbers are left in it for events that came in another order before
  let lowest: number | undefined;
  for (const event of newestFirst) {
    const position = positionOf(cache, room, event.event_id);
    if (position !== undefined) {
      if (gap && position >= gap.above) continue;
      if (gap) {
        closeGap(cache, gap.gapId);
        spare = gap;
        gap = undefined;
      }
      lowest = position;
      continue;
    }
    if (!gap && lowest !== undefined) gap = gapBelow(cache, room, lowest);
    const into = gap ?? spare;
    if (into) {
      into.above -= 1;
      into.at = event.origin_server_ts;
      insert(event, into.above);
    } else {
      room.top += 1;
      insert(event, room.top);
    }
  }
  if (!gap && lowest !== undefined) gap = gapBelow(cache, room, lowest);
  if (gap && end === null) closeGap(cache, gap.gapId);
  else if (gap) saveGap(cache, { ...gap, token: end ?? gap.token });
  return asked !== undefined && (gap !== asked || end === null);
}

function unique(events: readonly MatrixEvent[]): MatrixEvent[] {
  const seen = new Set<string>();
  return events.filter(({ event_id }) => !seen.has(event_id) && seen.add(event_id));
}
