import type { Input, Output, SearchHit } from '../../ipc/index.ts';
import { visibleRoom, type Cache } from '../cache.ts';
import { bodyNow } from '../timeline/items.ts';
import { presentContent } from '../timeline/edits.ts';
import { eventColumns, type EventRow } from '../timeline/rows.ts';
import { docAt, docsPerMs } from '../timeline/docs.ts';
import { readProgress } from '../sync/progress.ts';
import { excerptOf } from './excerpt.ts';
import { matchOf, parseQuery, type ParsedQuery } from './query.ts';
import { kindMark, roomMark, searchableText, searchKinds, senderMark } from './searchable.ts';

type Query = Input<'search'>;

/** Rooms a filter leaves; undefined without one. */
function roomsOf(cache: Cache, { roomId, clientId }: Query): number[] | undefined {
  if (roomId === undefined && clientId === undefined) return undefined;
  return [...cache.rooms.all()]
    .filter((room) => !room.gone && (roomId === undefined || room.roomId === roomId) && (clientId === undefined || room.facts?.client?.clientId === clientId))
    .map(({ no }) => no);
}

/** The company's people and the bridges' bots among those who ever wrote here. A client is whoever is neither. */
function companyMarks(cache: Cache): { company: string[]; bridge: string[] } {
  const company: string[] = [];
  const bridge: string[] = [];
  const bots = new Set([...cache.rooms.all()].flatMap(({ bot, facts }) => [bot, facts?.botUserId]));
  const ours = new Set([...cache.rooms.all()].flatMap(({ facts }) => [facts?.account?.serviceUserId, ...(facts?.companyGhosts ?? [])]));
  for (const [userId, no] of cache.users.all()) {
    if (bots.has(userId)) bridge.push(senderMark(no));
    else if (userId === cache.me || userId.startsWith('@acct_') || cache.colleagues.has(userId) || ours.has(userId)) company.push(senderMark(no));
  }
  return { company, bridge };
}

type Range = { readonly from: number; readonly below: number };
function rangeOf({ from, until, after }: Query): Range {
  const cursor = after == null ? Number.MAX_SAFE_INTEGER : Number(after);
  return { from: from === undefined ? 0 : docAt(Math.max(0, from)), below: Math.min(Number.isFinite(cursor) ? cursor : 0, until === undefined ? Number.MAX_SAFE_INTEGER : docAt(until) + docsPerMs) };
}

/** The newest hits in time, without sorting: numbers of the index are times, and its lists are read from their end. */
function findDocs(cache: Cache, query: Query, parsed: ParsedQuery): number[] {
  const { from, below } = rangeOf(query);
  const rooms = roomsOf(cache, query);
  if (rooms?.length === 0 || (parsed.asks && parsed.wanted.length === 0 && parsed.unwanted.length === 0)) return [];
  const sides = query.side === undefined ? undefined : companyMarks(cache);
  const filters: string[][] = [];
  if (rooms) filters.push(rooms.map(roomMark));
  if (query.kinds && query.kinds.length > 0) filters.push(query.kinds.map(kindMark));
  if (query.side === 'company') filters.push(sides?.company ?? []);
  if (filters.some((marks) => marks.length === 0)) return [];
  if (parsed.wanted.length === 0 && filters.length === 0) filters.push(searchKinds.map(kindMark));
  const match = matchOf(parsed, filters, query.side === 'client' && sides ? [...sides.company, ...sides.bridge] : []);
  if (match === undefined) return [];
  return cache.db
    .prepare<[string, number, number, number], { doc: number }>('SELECT rowid AS doc FROM word WHERE word MATCH ? AND rowid >= ? AND rowid < ? ORDER BY rowid DESC LIMIT ?')
    .all(match, from, below, query.limit + 1)
    .map(({ doc }) => doc);
}

export function search(cache: Cache, query: Query): Output<'search'> {
  const parsed = parseQuery(query.text);
  const docs = findDocs(cache, query, parsed);
  const hits = docs.slice(0, query.limit).flatMap((doc) => hitOf(cache, doc, parsed) ?? []);
  const last = docs[query.limit - 1];
  return { hits, next: docs.length > query.limit && last !== undefined ? String(last) : null, progress: readProgress(cache) };
}

function hitOf(cache: Cache, doc: number, parsed: ParsedQuery): SearchHit | undefined {
  const row = cache.db.prepare<[number], EventRow>(`SELECT ${eventColumns} FROM event WHERE doc = ?`).get(doc);
  const room = row && cache.rooms.byNo(row.room);
  if (!row || !room || !visibleRoom(cache, room.roomId)) return undefined;
  const senderId = cache.users.id(row.sender);
  return {
    roomId: room.roomId, eventId: row.eventId, at: row.at, senderId, side: cache.sideOf(room, senderId), kind: bodyNow(cache, room, row).kind,
    ...excerptOf(searchableText(row.kind, presentContent(cache, room, row)), parsed.wanted),
  };
}
