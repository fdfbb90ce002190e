import type { Cache } from '../cache.ts';
import { asRecord, asText, type Content } from '../events/classify.ts';
import type { Room } from '../rooms/rooms.ts';

const isMxc = (value: string | null): value is string => value !== null && value.startsWith('mxc://');

/** Addresses of the media a message shows, also of its edited version. */
export function mediaIn(content: Content): string[] {
  const of = (part: Content) => [asText(part['url']), asText(asRecord(part['file'])['url']), asText(asRecord(part['info'])['thumbnail_url'])];
  return [...of(content), ...of(asRecord(content['m.new_content']))].filter(isMxc);
}

/** Remembers which rooms show a file, so that it leaves the computer with the last of them. */
export function noteMedia({ db }: Cache, room: Room, sources: readonly string[]): void {
  for (const source of sources) db.prepare('INSERT INTO media_use (source, room) VALUES (?, ?) ON CONFLICT DO NOTHING').run(source, room.no);
}

/** Takes files out of the cache, whoever else shows them: whoever still needs one fetches it again. */
export function dropMedia({ db }: Cache, sources: readonly string[]): void {
  for (const source of sources) {
    for (const { no } of db.prepare<[string], { no: number }>('SELECT no FROM media WHERE source = ?').all(source)) {
      db.prepare('DELETE FROM media_piece WHERE media = ?').run(no);
      db.prepare('DELETE FROM media WHERE no = ?').run(no);
    }
  }
}

export function dropMediaOf(cache: Cache, room: Room): void {
  const only = cache.db
    .prepare<[number], { source: string }>('SELECT source FROM media_use AS mine WHERE room = ? AND NOT EXISTS (SELECT 1 FROM media_use AS other WHERE other.source = mine.source AND other.room <> mine.room)')
    .all(room.no);
  dropMedia(cache, only.map(({ source }) => source));
  cache.db.prepare('DELETE FROM media_use WHERE room = ?').run(room.no);
}
