import type { EventId, RoomId } from '@holdfast/contract';
import type { BodyStore } from '../../src/journal/index.ts';

/** Bodies in memory, in the place of the archive that seals them. What a transaction takes back is gone from here too. */
export function createKeptBodies(): BodyStore & { readonly kept: ReadonlyMap<EventId, string>; readonly prepared: (readonly RoomId[])[] } {
  const kept = new Map<EventId, string>();
  const prepared: (readonly RoomId[])[] = [];
  return {
    kept,
    prepared,
    prepare: async (rooms) => void prepared.push(rooms),
    put(tx, { eventId }, json) {
      kept.set(eventId, json);
      tx.afterRollback(() => kept.delete(eventId));
    },
  };
}
