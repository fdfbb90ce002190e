import type { Cache } from '../cache.ts';

/** Numbers of the word index are times: 1,024 of them a millisecond, so that newest first is the order they lie in. */
export const docsPerMs = 1024;
export const docAt = (at: number): number => at * docsPerMs;

/** The next free number of a moment. A moment with more than 1,024 messages borrows from the next. */
export function freeDoc({ db }: Cache, at: number): number {
  const start = docAt(at);
  const last = db.prepare<[number, number], { doc: number | null }>('SELECT max(doc) AS doc FROM event WHERE doc >= ? AND doc < ?').get(start, start + docsPerMs)?.doc;
  if (last == null) return start;
  let doc = last + 1;
  while (db.prepare<[number], { one: number }>('SELECT 1 AS one FROM event WHERE doc = ?').get(doc)) doc += 1;
  return doc;
}
