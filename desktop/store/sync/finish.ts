import type { Cache } from '../cache.ts';
import { summarise } from '../rooms/summary.ts';
import { indexPending } from '../search/word-index.ts';
import type { Tally } from '../tally.ts';

/** The end of every write to cache.db, inside its transaction: lines of the inbox and the word index follow the events. */
export function finish(cache: Cache, tally: Tally): void {
  for (const room of tally.rooms) {
    room.summary = summarise(cache, room);
    cache.rooms.save(room);
  }
  indexPending(cache, tally.stale);
}
