import type { IndexProgress } from '../../ipc/index.ts';
import type { Cache } from '../cache.ts';

/** How much of what the box has can be found here: counted as it comes, never estimated. A room is complete when no stretch of it is missing. */
export function readProgress({ db, rooms }: Cache): IndexProgress {
  const open = new Set(db.prepare<[], { room: number }>('SELECT room FROM gap').all().map(({ room }) => room));
  let count = 0;
  let complete = 0;
  let messages = 0;
  let oldestAt: number | null = null;
  for (const room of rooms.all()) {
    if (room.gone) continue;
    count += 1;
    messages += room.messages;
    if (room.top !== 0 && !open.has(room.no)) complete += 1;
    if (room.oldestAt !== null) oldestAt = Math.min(oldestAt ?? room.oldestAt, room.oldestAt);
  }
  return { rooms: count, roomsComplete: complete, messages, filling: open.size > 0, oldestAt };
}
