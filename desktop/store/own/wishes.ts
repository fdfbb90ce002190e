import type { RoomId } from '@holdfast/contract';
import type { Input, Settings } from '../../ipc/index.ts';
import type { Cache } from '../cache.ts';
import type { Changes } from '../contract.ts';
import { roomsChanged } from '../tally.ts';
import { keepDraft, noDraft, writeDraft } from './drafts.ts';
import type { Draft, Mark, Own } from './own.ts';

/** What a person set for themselves: drafts, mutes, what they put away, settings. Nobody else has it. */
export function saveDraft(own: Own, { roomId, text, replyTo, note }: Input<'saveDraft'>): Changes {
  const known = own.drafts.get(roomId) ?? noDraft;
  const wanted: Draft = { text: text === '' ? null : text, replyTo, note: note === undefined ? known.note : note === '' ? null : note };
  if (known.text === wanted.text && known.replyTo === wanted.replyTo && known.note === wanted.note) return roomsChanged([]);
  own.write((db) => writeDraft(db, roomId, wanted));
  keepDraft(own, roomId, wanted);
  return roomsChanged([roomId]);
}

function changeMark(own: Own, roomId: RoomId, change: Partial<Mark>): Changes {
  const mark: Mark = { ...(own.marks.get(roomId) ?? { muted: false, doneAt: null, doneUpto: null }), ...change };
  own.write((db) => {
    db.prepare(
      `INSERT INTO mark (room_id, muted, done_at, done_upto) VALUES (?, ?, ?, ?)
       ON CONFLICT (room_id) DO UPDATE SET muted = excluded.muted, done_at = excluded.done_at, done_upto = excluded.done_upto`,
    ).run(roomId, mark.muted ? 1 : 0, mark.doneAt, mark.doneUpto);
  });
  own.marks.set(roomId, mark);
  return roomsChanged([roomId]);
}

export const setMuted = (own: Own, roomId: RoomId, muted: boolean): Changes => changeMark(own, roomId, { muted });

/**
 * Put away until the client writes again. What is here now is remembered by the box's time, not by this computer's clock nor
 * by place: so the mark means the same after the cache was filled anew.
 */
export function setDone(cache: Cache, own: Own, roomId: RoomId, done: boolean, at: number): Changes {
  const room = cache.rooms.find(roomId);
  const newest = room && cache.db.prepare<[number], { at: number | null }>('SELECT max(at) AS at FROM (SELECT at FROM event WHERE room = ? AND item = 1 ORDER BY position DESC LIMIT 50)').get(room.no)?.at;
  return changeMark(own, roomId, done ? { doneAt: at, doneUpto: newest ?? at } : { doneAt: null, doneUpto: null });
}

export function readSettings({ db }: Own): Settings | null {
  const row = db.prepare<[], { value: string }>('SELECT value FROM setting').get();
  return row ? (JSON.parse(row.value) as Settings) : null;
}

export function writeSettings(own: Own, settings: Settings): void {
  own.write((db) => void db.prepare('INSERT INTO setting (one, value) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET value = excluded.value').run(JSON.stringify(settings)));
}

export function readMeta({ db }: Own, key: string): string | null {
  return db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?').get(key)?.value ?? null;
}

export function writeMeta(own: Own, key: string, value: string): void {
  own.write((db) => void db.prepare('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value').run(key, value));
}
