import type { Input, MatrixEvent, SyncedRoom } from '../../ipc/index.ts';
import type { Cache } from '../cache.ts';
import type { Changes } from '../contract.ts';
import { dropOutgoing } from '../own/outgoing.ts';
import type { Own } from '../own/own.ts';
import { takeState } from '../rooms/state.ts';
import type { Room } from '../rooms/rooms.ts';
import { createTally, type Tally } from '../tally.ts';
import { adopt } from '../timeline/adopt.ts';
import { gapOf } from '../timeline/gaps.ts';
import { placeChunk, placeHistory, type Insert } from '../timeline/merge.ts';
import { takeReceipt } from '../timeline/receipts.ts';
import { recordEvent } from '../timeline/record.ts';
import { arrivals } from './arrivals.ts';
import { finish } from './finish.ts';

/** One sync answer, in one transaction. Repeating it changes nothing. */
export function applySync(cache: Cache, own: Own, input: Input<'applySync'>): Changes {
  const tally = createTally();
  const arrived: string[] = [];
  const seenBefore = new Set<Room>();
  cache.db.write(() => {
    for (const synced of input.rooms) {
      const room = cache.rooms.make(synced.roomId);
      if (room.gone) continue; // on its way out: should the person be back in it, the next start fetches it anew
      if (room.top > 0) seenBefore.add(room);
      applyRoom(cache, own, tally, room, synced, arrived);
    }
    finish(cache, tally);
  });
  dropOutgoing(own, arrived);
  return tally.changes(arrivals(cache, own, tally, seenBefore));
}

function applyRoom(cache: Cache, own: Own, tally: Tally, room: Room, synced: SyncedRoom, arrived: string[]): void {
  const top = room.top;
  const known = room.top > 0;
  if (!known || synced.name !== undefined || synced.avatar !== undefined || (synced.membership ?? room.membership) !== room.membership) tally.room(room);
  room.membership = synced.membership ?? room.membership ?? 'join';
  const before = tally.news.length;
  placeChunk(cache, room, { events: synced.timeline, limited: synced.limited, initial: synced.initial, prevBatch: synced.prevBatch }, inserter(cache, own, tally, room, arrived, top));
  for (const event of synced.state) takeState(cache, tally, room, event, room.top);
  if (synced.name !== undefined) room.name = synced.name.slice(0, 4000);
  if (synced.avatar !== undefined) room.avatar = synced.avatar;
  for (const receipt of synced.receipts) takeReceipt(cache, tally, room, receipt);
  const unread = synced.unread ?? room.unread + (tally.news.length - before);
  if (unread !== room.unread) tally.room(room);
  room.unread = unread;
}

function inserter(cache: Cache, own: Own, tally: Tally, room: Room, arrived: string[], top: number): Insert {
  const adoptTxn = (_: Room, event: MatrixEvent): string | null => {
    const adopted = adopt(cache, own, room, event);
    if (adopted?.certain === true) arrived.push(adopted.localId);
    return adopted?.localId ?? null;
  };
  return (event, position) => {
    recordEvent({ cache, tally, adoptTxn }, room, event, position, position > top);
    takeState(cache, tally, room, event, position);
  };
}

/** A page of history for a gap. An answer for a gap that is closed already changes nothing. */
export function applyHistory(cache: Cache, own: Own, input: Input<'applyHistory'>): Changes & { closed: boolean } {
  const tally = createTally();
  const arrived: string[] = [];
  let closed = true;
  cache.db.write(() => {
    const gap = gapOf(cache, Number(input.gapId));
    const room = gap && cache.rooms.byNo(gap.room);
    if (!gap || !room || room.gone) return;
    closed = placeHistory(cache, room, gap, input.events, input.end, inserter(cache, own, tally, room, arrived, room.top));
    for (const event of input.state) takeState(cache, tally, room, event, Number.MIN_SAFE_INTEGER);
    tally.room(room);
    finish(cache, tally);
  });
  dropOutgoing(own, arrived);
  return { ...tally.changes([]), closed };
}
