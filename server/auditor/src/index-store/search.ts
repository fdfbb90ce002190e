import type { Sqlite } from './open-index.ts';
import { matchOf, parseQuery } from './query.ts';
import { findPeople, findRooms, type RoomFilter } from './find.ts';
import { states } from './row.ts';
import { monthTags, roomTag, senderTag } from './tags.ts';

export type SearchQuery = RoomFilter & {
  readonly text: string;
  /** Who wrote it: an id, or a name they have or had. */
  readonly person?: string;
  readonly from?: number;
  /** Exclusive. */
  readonly to?: number;
  readonly order: 'time' | 'rank';
  readonly limit: number;
  /** Only records before this one: the next page by time. */
  readonly before?: number;
};

export type Found = {
  readonly index: number;
  readonly at: number;
  readonly room: string;
  readonly roomName: string | null;
  readonly client: string | null;
  readonly sender: string;
  readonly senderName: string | null;
  readonly text: string;
  /** A later version of it exists. */
  readonly isEdited: boolean;
  /** It is itself a later version. */
  readonly isVersion: boolean;
  readonly isWithdrawn: boolean;
  readonly isLate: boolean;
  readonly isNote: boolean;
};

type Row = { idx: number; at: number; room: string | null; roomName: string | null; client: string | null; sender: string | null; senderName: string | null; text: string; state: number };

/** More marks than this in one group cost more than looking at the rows. */
const mostTags = 400;
/** Rank is of the newest so many: the commonest word of a big archive has no best fifty. */
const mostRanked = 20_000;

/** Newest first by the order of the log, or best first. Every record that holds what was asked for is found. */
export function search(sqlite: Sqlite, query: SearchQuery): Found[] {
  const tags: string[][] = [];
  const where: string[] = [];
  const values: (string | number)[] = [];
  const restrict = (ids: readonly number[] | null, tag: (id: number) => string, column: string): boolean => {
    if (ids === null) return true;
    if (ids.length <= mostTags) tags.push(ids.map(tag));
    else {
      where.push(`${column} IN (SELECT value FROM json_each(?))`);
      values.push(JSON.stringify(ids));
    }
    return ids.length > 0;
  };
  if (!restrict(findRooms(sqlite, query), roomTag, 'r.room')) return [];
  if (!restrict(query.person === undefined ? null : findPeople(sqlite, query.person), senderTag, 'r.sender')) return [];
  const [from, to] = [query.from ?? 0, query.to ?? Number.MAX_SAFE_INTEGER];
  if (query.from !== undefined || query.to !== undefined) {
    where.push('r.at >= ? AND r.at < ?');
    values.push(from, to);
    const months = monthTags(query.from ?? Date.UTC(2015), Math.min(to, Date.UTC(2040)));
    if (query.from !== undefined && query.to !== undefined && months) tags.push(months);
  }
  if (query.before !== undefined) {
    where.push('r.idx < ?');
    values.push(query.before);
  }
  const parsed = parseQuery(query.text);
  if (parsed.wanted.length === 0 && query.text.trim() !== '') return [];
  return rowsOf(sqlite, matchOf(parsed, tags), where, values, query).map(toFound);
}

const columns = `r.idx, r.at, o.room, o.name AS roomName, o.client, p.user AS sender, p.name AS senderName, m.text, m.state`;
const joins = 'LEFT JOIN room o ON o.id = r.room LEFT JOIN person p ON p.id = r.sender';

function rowsOf(sqlite: Sqlite, match: string | undefined, where: readonly string[], values: readonly (string | number)[], { order, limit }: SearchQuery): Row[] {
  const and = where.map((each) => ` AND ${each}`).join('');
  if (match === undefined) {
    return sqlite.prepare<unknown[], Row>(`SELECT ${columns} FROM record r CROSS JOIN message m ON m.idx = r.idx ${joins} WHERE true${and} ORDER BY r.idx DESC LIMIT ?`).all(...values, limit);
  }
  if (order === 'time') {
    return sqlite
      .prepare<unknown[], Row>(`SELECT ${columns} FROM fts f CROSS JOIN record r ON r.idx = f.rowid CROSS JOIN message m ON m.idx = f.rowid ${joins} WHERE fts MATCH ?${and} ORDER BY f.rowid DESC LIMIT ?`)
      .all(match, ...values, limit);
  }
  const ranked = `SELECT f.rowid AS idx, bm25(fts, 2.0, 1.0, 0.0) AS rank FROM fts f ${where.length > 0 ? 'CROSS JOIN record r ON r.idx = f.rowid' : ''} WHERE fts MATCH ?${and} ORDER BY f.rowid DESC LIMIT ${mostRanked}`;
  return sqlite
    .prepare<unknown[], Row>(`SELECT ${columns} FROM (SELECT idx, rank FROM (${ranked}) ORDER BY rank LIMIT ?) b CROSS JOIN record r ON r.idx = b.idx CROSS JOIN message m ON m.idx = b.idx ${joins} ORDER BY b.rank`)
    .all(match, ...values, limit);
}

const has = (state: number, bit: number): boolean => (state & bit) !== 0;
const toFound = (row: Row): Found => ({
  index: row.idx, at: row.at, room: row.room ?? '', roomName: row.roomName, client: row.client, sender: row.sender ?? '', senderName: row.senderName, text: row.text,
  isEdited: has(row.state, states.edited), isVersion: has(row.state, states.version), isWithdrawn: has(row.state, states.withdrawn), isLate: has(row.state, states.late), isNote: has(row.state, states.note),
});
