import type { MatrixEvent } from '../../ipc/index.ts';
import type { Cache } from '../cache.ts';
import { asText } from '../events/classify.ts';
import type { Own } from '../own/own.ts';
import type { Room } from '../rooms/rooms.ts';

/** Which message of this device an event is: `certain` when the box says so, by transaction id or by the id it answered. */
export type Adopted = { readonly localId: string; readonly certain: boolean };

/**
 * The box tells this device its own transaction ids. Where it does not and the answer to the sending is still under way, an
 * event with the very words of the one that is going out now is shown in its place; should it turn out to be another, the
 * answer puts that right (`sent`). The row waits for the answer: nothing is taken for sent on a guess.
 */
export function adopt(cache: Cache, own: Own, room: Room, event: MatrixEvent): Adopted | null {
  const told = asText(event.unsigned?.['transaction_id']);
  const rows = [...own.outgoing.values()].filter((row) => row.roomId === room.roomId);
  const answered = rows.find((row) => row.eventId === event.event_id);
  const localId = answered?.localId ?? told;
  if (localId !== undefined && localId !== null) {
    disown(cache, localId); // an earlier guess, if there was one
    return { localId, certain: true };
  }
  const going = rows.find(({ state }) => state === 'sending');
  const words = going && (going.outgoing.kind === 'text' || going.outgoing.kind === 'note') ? going.outgoing.text : undefined;
  if (!going || words === undefined || going.eventId !== null || asText(event.content['body']) !== words || event.content['m.new_content'] !== undefined) return null;
  return isFree(cache, going.localId) ? { localId: going.localId, certain: false } : null;
}

const isFree = ({ db }: Cache, localId: string): boolean => db.prepare<[string], { one: number }>('SELECT 1 AS one FROM event WHERE txn = ?').get(localId) === undefined;

/** Takes a guess back: the event stands under its own id again. */
export function disown({ db }: Cache, localId: string): void {
  db.prepare('UPDATE event SET txn = NULL WHERE txn = ?').run(localId);
}
