import type { AccountId, BridgeId, EventId, RoomId } from '@holdfast/contract';
import type { Db, ReadDb } from '../db/index.ts';
import { isJournaled } from '../journal/index.ts';
import type { Clock } from '../kernel/index.ts';
import { parseStored, type EventSource } from '../matrix/index.ts';
import { insertFact } from './facts.ts';

export type Difference = { readonly eventId: EventId; readonly missing: 'bridge' | 'homeserver' | 'archive' };
/** One account's messages of one day (UTC), as three parts of the box saw them. `bridge` is null where its database cannot be read. */
export type Coverage = { readonly day: string; readonly accountId: AccountId; readonly bridge: number | null; readonly homeserver: number; readonly archive: number; readonly differences: readonly Difference[]; readonly at: number };
type Row = Omit<Coverage, 'differences'> & { readonly differences: string };

/**
 * Newest days first, and only whole ones: whoever goes on does so by day, and what was cut off would be shown to nobody. So
 * an answer may be shorter than `limit`, and longer where one day has more accounts than that. `next` is the `before` of the next.
 */
export function listCoverage(db: ReadDb, { before = '9999', limit }: { before?: string | undefined; limit: number }): { readonly rows: readonly Coverage[]; readonly next: string | null } {
  const cut = db.prepare<unknown[], string>('SELECT day FROM archive_coverage WHERE day < ? ORDER BY day DESC, account_id LIMIT 1 OFFSET ?').pluck().get(before, limit);
  const oldest = cut === undefined ? '' : (db.prepare<unknown[], string | null>('SELECT min(day) FROM archive_coverage WHERE day > ? AND day < ?').pluck().get(cut, before) ?? cut);
  const rows = db.prepare<unknown[], Row>('SELECT day, account_id AS accountId, bridge, homeserver, archive, differences, at FROM archive_coverage WHERE day < ? AND day >= ? ORDER BY day DESC, account_id').all(before, oldest);
  const isMore = db.prepare<unknown[], 1>('SELECT 1 FROM archive_coverage WHERE day < ? LIMIT 1').pluck().get(oldest) !== undefined;
  return { rows: rows.map((row) => ({ ...row, differences: JSON.parse(row.differences) as Difference[] })), next: isMore ? oldest : null };
}

const dayMs = 86_400_000;
const page = 500;
/** Events are stored a moment after their time; some of a day's come after midnight. */
const marginMs = 3_600_000;
const mostDifferences = 500;
const messageTypes: ReadonlySet<string> = new Set(['m.room.message', 'm.sticker', 'org.matrix.msc3381.poll.start', 'm.poll.start']);

type Account = { readonly accountId: AccountId; readonly bridgeId: BridgeId; readonly loginId: string };
type Deps = {
  db: Db;
  clock: Clock;
  source: Pick<EventSource, 'after' | 'byIds'>;
  seen: { between(bridge: BridgeId, loginId: string, from: number, to: number): EventId[] | null; known(bridge: BridgeId, eventIds: readonly EventId[]): ReadonlySet<EventId> | null };
  isGhost: (bridgeId: BridgeId, userId: string) => boolean;
};
export type CoverageCertifying = ReturnType<typeof createCoverage>;

/**
 * The daily certificate: each message that went over the network, by each account, must be known to the bridge, the
 * homeserver and the archive. Counted from three stores, not from one three times; what differs is named.
 */
export function createCoverage({ db, clock, source, seen, isGhost }: Deps) {
  const accounts = (): Account[] => db.prepare<[], Account>('SELECT id AS accountId, bridge_id AS bridgeId, login_id AS loginId FROM account WHERE login_id IS NOT NULL').all();
  const accountOf = (roomId: RoomId): AccountId | null => db.prepare<[string], AccountId | null>('SELECT account_id FROM portal WHERE room_id = ?').pluck().get(roomId) ?? null;
  const passed = (eventId: EventId): boolean => db.prepare<[string], 1>("SELECT 1 FROM outbox WHERE event_id = ? AND kind IN ('message', 'poll') AND state = 'delivered'").pluck().get(eventId) !== undefined;
  const isWithdrawn = (eventId: EventId): boolean => db.prepare<[string], 1>("SELECT 1 FROM journal_event WHERE relates_to = ? AND relation = 'redaction'").pluck().get(eventId) !== undefined;

  /** Messages that the homeserver has of that day and that went over the network, by account. */
  async function ofHomeserver(from: number, to: number): Promise<Map<AccountId, Set<EventId>>> {
    const found = new Map<AccountId, Set<EventId>>();
    let cursor = db.prepare<[number], number>('SELECT coalesce(max(stream_ordering), 0) FROM journal_event WHERE recorded_at < ?').pluck().get(from - marginMs) ?? 0;
    for (let rows = await source.after(cursor, page); rows.length > 0; rows = await source.after(cursor, page)) {
      for (const stored of rows) {
        cursor = stored.streamOrdering;
        const accountId = accountOfMessage(stored, from, to);
        if (accountId !== null) found.set(accountId, (found.get(accountId) ?? new Set()).add(stored.eventId));
      }
      if ((rows.at(-1)?.receivedAt ?? 0) >= to + marginMs) break;
    }
    return found;
  }

  function accountOfMessage(stored: Parameters<typeof parseStored>[0], from: number, to: number): AccountId | null {
    const event = parseStored(stored);
    if (event.originServerTs < from || event.originServerTs >= to || event.stateKey !== null || !messageTypes.has(event.type)) return null;
    if ((event.content['m.relates_to'] as { rel_type?: string } | undefined)?.rel_type === 'm.replace' || isWithdrawn(stored.eventId)) return null;
    const portal = db.prepare<[string], { bridgeId: BridgeId }>('SELECT bridge_id AS bridgeId FROM portal WHERE room_id = ?').get(event.roomId);
    if (!portal || !(isGhost(portal.bridgeId, event.sender) || passed(stored.eventId) || typeof event.content['fi.mau.double_puppet_source'] === 'string')) return null;
    return accountOf(event.roomId);
  }

  async function certify(account: Account, day: string, from: number, to: number, ofDay: ReadonlySet<EventId>): Promise<Coverage> {
    const ofBridge = seen.between(account.bridgeId, account.loginId, from, to)?.filter((eventId) => !isWithdrawn(eventId)) ?? null;
    const all = [...new Set([...ofDay, ...(ofBridge ?? [])])];
    const atBridge = ofBridge && seen.known(account.bridgeId, all);
    const strangers = all.filter((eventId) => !ofDay.has(eventId));
    const atHomeserver = new Set([...ofDay, ...(await source.byIds(strangers)).map(({ eventId }) => eventId)]);
    const differences: Difference[] = [];
    for (const eventId of all) {
      if (atBridge && !atBridge.has(eventId)) differences.push({ eventId, missing: 'bridge' });
      if (!atHomeserver.has(eventId)) differences.push({ eventId, missing: 'homeserver' });
      if (!isJournaled(db, eventId)) differences.push({ eventId, missing: 'archive' });
    }
    const missing = (part: Difference['missing']): number => differences.filter((one) => one.missing === part).length;
    return {
      day, accountId: account.accountId, bridge: atBridge === null ? null : all.length - missing('bridge'), homeserver: all.length - missing('homeserver'),
      archive: all.length - missing('archive'), differences: differences.slice(0, mostDifferences), at: clock.now(),
    };
  }

  function keep(coverage: Coverage): void {
    const { day, accountId, bridge, homeserver, archive, differences, at } = coverage;
    db.write((tx) => {
      tx.prepare('INSERT OR REPLACE INTO archive_coverage (day, account_id, bridge, homeserver, archive, differences, at) VALUES (?, ?, ?, ?, ?, ?, ?)').run(day, accountId, bridge, homeserver, archive, JSON.stringify(differences), at);
      insertFact(tx, { kind: 'coverage', roomId: null, at, fields: { day, account: accountId, bridge, homeserver, archive, differences } });
    });
  }

  return {
    /** Of one day (UTC), `YYYY-MM-DD`; may run again. */
    async certify(day: string): Promise<Coverage[]> {
      const from = Date.parse(`${day}T00:00:00Z`);
      const ofDay = await ofHomeserver(from, from + dayMs);
      const made: Coverage[] = [];
      for (const account of accounts()) {
        const coverage = await certify(account, day, from, from + dayMs, ofDay.get(account.accountId) ?? new Set());
        keep(coverage);
        made.push(coverage);
      }
      return made;
    },
    yesterday: () => new Date(clock.now() - dayMs).toISOString().slice(0, 10),
  };
}
