import type { HistoryGap } from '../../ipc/index.ts';
import type { Cache } from '../cache.ts';
import type { Room } from '../rooms/rooms.ts';

/**
 * A gap lies directly below the event at `above`: between it and the next older event here, the box has more. Its token is
 * where a request for older events has to start.
 */
export type Gap = { readonly gapId: number; readonly room: number; above: number; token: string; at: number };

const columns = 'gap_id AS gapId, room, above, token, at';

export const gapOf = ({ db }: Cache, gapId: number) => db.prepare<[number], Gap>(`SELECT ${columns} FROM gap WHERE gap_id = ?`).get(gapId);
export const gapBelow = ({ db }: Cache, room: Room, above: number) => db.prepare<[number, number], Gap>(`SELECT ${columns} FROM gap WHERE room = ? AND above = ?`).get(room.no, above);
/** The nearest gap at or below a position. */
export const gapAtOrBelow = ({ db }: Cache, room: Room, position: number) =>
  db.prepare<[number, number], Gap>(`SELECT ${columns} FROM gap WHERE room = ? AND above <= ? ORDER BY above DESC LIMIT 1`).get(room.no, position);
/** The nearest gap above a position. */
export const gapOver = ({ db }: Cache, room: Room, position: number) =>
  db.prepare<[number, number], Gap>(`SELECT ${columns} FROM gap WHERE room = ? AND above > ? ORDER BY above LIMIT 1`).get(room.no, position);

export function addGap({ db }: Cache, room: Room, above: number, token: string, at: number): void {
  db.prepare('INSERT INTO gap (room, above, token, at) VALUES (?, ?, ?, ?) ON CONFLICT (room, above) DO UPDATE SET token = excluded.token, at = excluded.at').run(room.no, above, token, at);
}
export const saveGap = ({ db }: Cache, gap: Gap): void => void db.prepare('UPDATE gap SET above = ?, token = ?, at = ? WHERE gap_id = ?').run(gap.above, gap.token, gap.at, gap.gapId);
export const closeGap = ({ db }: Cache, gapId: number): void => void db.prepare('DELETE FROM gap WHERE gap_id = ?').run(gapId);

/** The given gap, else the newest of the room, else the one whose missing events are the newest anywhere. */
export function nextGap(cache: Cache, room: Room | undefined, gapId: number | undefined): HistoryGap | null {
  const { db } = cache;
  let gap: Gap | undefined;
  if (gapId !== undefined) gap = gapOf(cache, gapId);
  else if (room) gap = gapAtOrBelow(cache, room, Number.MAX_SAFE_INTEGER);
  else gap = db.prepare<[], Gap>(`SELECT ${columns} FROM gap ORDER BY at DESC, gap_id DESC LIMIT 1`).get();
  const owner = gap && cache.rooms.byNo(gap.room);
  if (!gap || !owner || owner.gone) return null;
  return { gapId: String(gap.gapId), roomId: owner.roomId, token: gap.token };
}
