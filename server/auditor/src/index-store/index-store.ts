import { openIndexFile } from './open-index.ts';
import { createIndexWriter, eventKey } from './index-writer.ts';
import { findPeople, findRooms, type RoomFilter } from './find.ts';
import { fileKey, type IndexRow } from './row.ts';
import { search, type Found, type SearchQuery } from './search.ts';

export type Span = { readonly from?: number; readonly to?: number };
export type RoomInfo = { readonly room: string; readonly name: string | null; readonly bridge: string | null; readonly account: string | null; readonly client: string | null; readonly other: string | null; readonly records: number };
export type Chain = { readonly kid: string; /** Record that opened it, and when. */ readonly index: number; readonly at: number; readonly key: Uint8Array | null; readonly fault: string | null };

/** docs/spec/archive.md: a chain ends after seven days at the latest; a day more for clocks. */
const longestChainMs = 8 * 86_400_000;

export type IndexStore = ReturnType<typeof openIndex>;

/** The local index of one archive. What it says of records before `indexedTo` is whole; the rest is put in at the next sync. */
export function openIndex(path: string, key: Uint8Array, options: { cacheKiB?: number } = {}) {
  const sqlite = openIndexFile(path, key, options);
  const writer = createIndexWriter(sqlite);
  const meta = (name: string): string | undefined => sqlite.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?').get(name)?.value;
  const setMeta = sqlite.prepare('INSERT INTO meta(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value');
  const addChain = sqlite.prepare('INSERT INTO chain(kid, idx, at, key, fault) VALUES (?, ?, ?, ?, ?) ON CONFLICT(kid) DO UPDATE SET key = excluded.key, fault = excluded.fault');
  const inRooms = (ids: readonly number[]): string => JSON.stringify(ids);

  return {
    indexedTo: (): number => Number(meta('indexedTo') ?? 0),
    /** Rows and the mark in one transaction, so that a kill between two leaves neither half done nor done twice. */
    write(rows: readonly IndexRow[], indexedTo: number): void {
      sqlite.transaction(() => {
        for (const row of rows) writer.add(row);
        setMeta.run('indexedTo', String(indexedTo));
      })();
    },
    /** Keys of chains as they open. One that does not open now may open later, with the shares of others. */
    writeChains(chains: readonly Chain[]): void {
      sqlite.transaction(() => chains.forEach(({ kid, index, at, key: chainKey, fault }) => addChain.run(kid, index, at, chainKey === null ? null : Buffer.from(chainKey), fault)))();
    },
    chain: (kid: string): Chain | undefined => sqlite.prepare<[string], Chain>('SELECT kid, idx AS "index", at, key, fault FROM chain WHERE kid = ?').get(kid),
    unopenedChains: (): Chain[] => sqlite.prepare<[], Chain>("SELECT kid, idx AS \"index\", at, key, fault FROM chain WHERE key IS NULL AND fault IS NOT 'ERASED' ORDER BY idx").all(),
    /** Chains that may hold something of a period: none lives longer than `longestChainMs`. */
    chainsWithin: ({ from = 0, to = Number.MAX_SAFE_INTEGER }: Span = {}): Chain[] => sqlite.prepare<[number, number], Chain>('SELECT kid, idx AS "index", at, key, fault FROM chain WHERE at >= ? AND at < ? ORDER BY idx').all(from - longestChainMs, to),
    addShare: (kid: string, holder: string, share: Uint8Array): void => void sqlite.prepare('INSERT OR REPLACE INTO share(kid, holder, share) VALUES (?, ?, ?)').run(kid, holder, Buffer.from(share)),
    sharesOf: (kid: string): Uint8Array[] => sqlite.prepare<[string], { share: Uint8Array }>('SELECT share FROM share WHERE kid = ?').all(kid).map(({ share }) => Uint8Array.from(share)),
    has: (index: number): boolean => sqlite.prepare<[number], { idx: number }>('SELECT idx FROM record WHERE idx = ?').get(index) !== undefined,
    add(rows: readonly IndexRow[]): void {
      sqlite.transaction(() => rows.forEach((row) => writer.add(row)))();
    },
    purge(kids: readonly string[]): number {
      const purged = sqlite.transaction(() => writer.purge(kids))();
      if (purged > 0) sqlite.pragma('wal_checkpoint(TRUNCATE)');
      return purged;
    },
    search: (query: SearchQuery): Found[] => search(sqlite, query),
    rooms(filter: RoomFilter & { person?: string }): RoomInfo[] {
      const ids = findRooms(sqlite, filter);
      const people = filter.person === undefined ? null : findPeople(sqlite, filter.person);
      const where = [...(ids ? ['o.id IN (SELECT value FROM json_each(@ids))'] : []), ...(people ? ['o.id IN (SELECT room FROM person_room WHERE person IN (SELECT value FROM json_each(@people)))'] : [])];
      return sqlite
        .prepare<[{ ids: string; people: string }], RoomInfo>(
          `SELECT o.room, o.name, o.bridge, o.account, o.client, o.other, (SELECT count(*) FROM record r WHERE r.room = o.id) AS records FROM room o ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''} ORDER BY o.id`,
        )
        .all({ ids: inRooms(ids ?? []), people: inRooms(people ?? []) });
    },
    /** Places in the log of everything said of a room, in order. */
    recordsOfRoom: (room: string): number[] => sqlite.prepare<[string], { idx: number }>('SELECT idx FROM record WHERE room = (SELECT id FROM room WHERE room = ?) ORDER BY idx').all(room).map(({ idx }) => idx),
    /** The record that holds the identity of a file, in whichever conversation of its client. */
    recordOfFile: (blob: string): number | undefined => sqlite.prepare<[Buffer], { idx: number }>("SELECT idx FROM record WHERE event = ? AND kind = 'media' ORDER BY idx LIMIT 1").get(eventKey(fileKey(blob)))?.idx,
    /**
     * Of a period: what was said in it, what was later done to that (corrections, withdrawals, deliveries), and who was in the
     * room and answered before.
     */
    recordsOfPeriod(room: string, { from = 0, to = Number.MAX_SAFE_INTEGER }: Span): number[] {
      return sqlite
        .prepare<[{ room: string; from: number; to: number }], { idx: number }>(
          `WITH said AS (SELECT idx, event FROM record WHERE room = (SELECT id FROM room WHERE room = @room) AND at >= @from AND at < @to)
           SELECT idx FROM said
           UNION SELECT r.idx FROM said JOIN record r ON r.target = said.event
           UNION SELECT idx FROM record WHERE room = (SELECT id FROM room WHERE room = @room) AND at < @from AND kind IN ('member', 'ownership', 'portal')
           ORDER BY 1`,
        )
        .all({ room, from, to })
        .map(({ idx }) => idx);
    },
    /** Facts of these kinds, wherever they belong: the trail of what people and the box did. */
    recordsOfKinds: (kinds: readonly string[], { from = 0, to = Number.MAX_SAFE_INTEGER }: Span = {}): number[] =>
      sqlite.prepare<[string, number, number], { idx: number }>("SELECT idx FROM record WHERE kind <> 'event' AND kind IN (SELECT value FROM json_each(?)) AND at >= ? AND at < ? ORDER BY idx").all(JSON.stringify(kinds), from, to).map(({ idx }) => idx),
    counts: (): { records: number; messages: number } => sqlite.prepare<[], { records: number; messages: number }>('SELECT (SELECT count(*) FROM record) AS records, (SELECT count(*) FROM message) AS messages').get() as { records: number; messages: number },
    setMeta: (name: string, value: string): void => void setMeta.run(`x.${name}`, value),
    meta: (name: string): string | undefined => meta(`x.${name}`),
    /** Merges the words' segments; worth it after a first sync. */
    tidy: (): void => void sqlite.exec("INSERT INTO fts(fts) VALUES ('optimize')"),
    close: (): void => void sqlite.close(),
  };
}
