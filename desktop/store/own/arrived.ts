import type { EventId } from '@holdfast/contract';
import type { Cache } from '../cache.ts';
import type { Changes } from '../contract.ts';
import { finish } from '../sync/finish.ts';
import { createTally, type Tally } from '../tally.ts';
import { disown } from '../timeline/adopt.ts';
import { hasArrived, targetOf } from '../timeline/echo.ts';
import { tellTarget } from '../timeline/project.ts';
import { findByKey, findEvent, keyOfRow } from '../timeline/rows.ts';
import type { OutgoingRow } from '../contract.ts';
import { dropOutgoing, updateOutgoing } from './outgoing.ts';
import type { Own } from './own.ts';

/** Rows whose event came, between whose two writes the program was killed. */
export function finishSends(cache: Cache, own: Own): void {
  const arrived = [...own.outgoing.values()].filter((row) => row.state === 'sent' && hasArrived(cache, cache.rooms.find(row.roomId), row));
  dropOutgoing(own, arrived.map(({ localId }) => localId));
}

/** What the screen has to read again after one row of this device changed. */
export function tellRow(cache: Cache, tally: Tally, row: OutgoingRow): void {
  const room = cache.rooms.find(row.roomId);
  if (!room) return;
  const target = targetOf(row);
  if (target !== null) tellTarget(cache, tally, room, target);
  else tally.item(room, `txn:${row.localId}`);
}

/** The box answered with the event's id. Whichever came first, this answer or the event, there is one item under one key. */
export function markSent(cache: Cache, own: Own, localId: string, eventId: EventId): Changes {
  const tally = createTally();
  const row = own.outgoing.get(localId);
  const room = row && cache.rooms.find(row.roomId);
  let arrived = false;
  if (row && room) {
    cache.db.write(() => {
      const guessed = findByKey(cache, room, `txn:${localId}`);
      if (guessed && guessed.eventId !== eventId) {
        disown(cache, localId);
        tally.item(room, guessed.eventId);
      }
      const event = findEvent(cache, room, eventId);
      if (event) {
        if (event.txn === null) {
          tally.item(room, keyOfRow(event)); // the key it had for a moment
          cache.db.prepare('UPDATE event SET txn = ? WHERE event_id = ?').run(localId, eventId);
        }
        arrived = true;
      }
      tellRow(cache, tally, row);
      finish(cache, tally);
    });
  }
  if (row) updateOutgoing(own, localId, { state: 'sent', reason: null, eventId });
  if (arrived) dropOutgoing(own, [localId]);
  return tally.changes([]);
}

/** A guess that this event was ours is over when ours turns out not to have gone out. */
export function changeRow(cache: Cache, own: Own, localId: string, change: Parameters<typeof updateOutgoing>[2]): Changes {
  const tally = createTally();
  const row = updateOutgoing(own, localId, change);
  const room = row && cache.rooms.find(row.roomId);
  if (!row || !room) return tally.changes([]);
  cache.db.write(() => {
    const guessed = row.state === 'sending' || row.state === 'sent' ? undefined : findByKey(cache, room, `txn:${localId}`);
    if (guessed) {
      disown(cache, localId);
      tally.item(room, guessed.eventId);
    }
    tellRow(cache, tally, row);
    finish(cache, tally);
  });
  return tally.changes([]);
}
