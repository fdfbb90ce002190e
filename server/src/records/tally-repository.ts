import type { AccountId, RecordDay } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';
import type { Tallied, TallyEvent, TallyKind } from './classify.ts';

export const tallyColumns = {
  received: 'received',
  sentFromBox: 'sent_box',
  sentFromHandset: 'sent_handset',
  refused: 'refused',
  edits: 'edits',
  deletions: 'deletions',
  reactions: 'reactions',
  notes: 'notes',
  other: 'other',
  technical: 'technical',
} as const satisfies Record<TallyKind, string>;

export const counts = [...Object.entries(tallyColumns), ['media', 'media'] as const] as readonly (readonly [string, string])[];

export type Progress = { readonly liveFrom: number; readonly countedTo: number };

export function readProgress(db: ReadDb): Progress | undefined {
  return db.prepare<[], Progress>('SELECT live_from AS liveFrom, counted_to AS countedTo FROM tally_progress WHERE id = 1').get();
}

export function beginTally(tx: WriteTx, liveFrom: number): void {
  tx.prepare('INSERT INTO tally_progress (id, live_from, counted_to) VALUES (1, ?, 0) ON CONFLICT (id) DO NOTHING').run(liveFrom);
}

export function noteCounted(tx: WriteTx, to: number): void {
  tx.prepare('UPDATE tally_progress SET counted_to = max(counted_to, ?) WHERE id = 1').run(to);
}

/** Forgets every count and starts anew; what is recorded from `liveFrom` on is counted as it comes. */
export function forgetTally(tx: WriteTx, liveFrom: number): void {
  tx.prepare('DELETE FROM tally_day').run();
  tx.prepare('DELETE FROM tally_progress').run();
  beginTally(tx, liveFrom);
}

export const newestSeq = (db: ReadDb): number => db.prepare<[], { seq: number | null }>('SELECT max(seq) AS seq FROM journal_event').get()?.seq ?? 0;

export function addToDay(tx: WriteTx, day: string, accountId: AccountId | null, { kind, media }: Tallied, by = 1): void {
  const column = tallyColumns[kind];
  tx.prepare(
    `INSERT INTO tally_day (day, account_id, ${column}, media) VALUES (?, ?, ?, ?)
     ON CONFLICT (day, account_id) DO UPDATE SET ${column} = ${column} + excluded.${column}, media = media + excluded.media`,
  ).run(day, accountId ?? '', by, media ? by : 0);
}

export type JournaledForTally = TallyEvent & { readonly seq: number; readonly roomId: string; readonly at: number };

/** Recorded events in order, state left out, with what the gate made of each. */
export function journaledBetween(db: ReadDb, after: number, before: number, limit: number): JournaledForTally[] {
  return db
    .prepare<[number, number, number], JournaledForTally & { stateKey: string | null }>(
      `SELECT e.seq, e.room_id AS roomId, e.origin_server_ts AS at, e.type, e.sender, e.msgtype, e.relation, d.verdict
       FROM (SELECT * FROM journal_event WHERE seq > ? AND seq < ? ORDER BY seq LIMIT ?) e LEFT JOIN decision d ON d.event_id = e.event_id
       WHERE e.state_key IS NULL ORDER BY e.seq`,
    )
    .all(after, before, limit);
}

export type DayFilter = { readonly accountId?: AccountId | undefined; readonly teamId: string | null; readonly from?: string | undefined; readonly to?: string | undefined };
const where = `(@accountId IS NULL OR account_id = @accountId) AND (@from IS NULL OR day >= @from) AND (@to IS NULL OR day <= @to)
  AND (@teamId IS NULL OR account_id IN (SELECT id FROM account WHERE team_id = @teamId))`;
const values = ({ accountId, teamId, from, to }: DayFilter) => ({ accountId: accountId ?? null, teamId, from: from ?? null, to: to ?? null });
const columns = counts.map(([name, column]) => `${column} AS ${name}`).join(', ');

export function listDays(db: ReadDb, filter: DayFilter, before: { day: string; accountId: string } | undefined, limit: number): RecordDay[] {
  const source = filter.accountId === undefined ? 'tally_day' : 'tally_day INDEXED BY tally_day_account';
  return db
    .prepare<unknown[], RecordDay>(
      `SELECT day, nullif(account_id, '') AS accountId, ${columns} FROM ${source}
       WHERE ${where} AND (@day IS NULL OR day < @day OR (day = @day AND account_id > @last)) ORDER BY day DESC, account_id LIMIT @limit`,
    )
    .all({ ...values(filter), day: before?.day ?? null, last: before?.accountId ?? null, limit });
}

export function sumDays(db: ReadDb, filter: DayFilter): Omit<RecordDay, 'day' | 'accountId'> {
  const sums = counts.map(([name, column]) => `coalesce(sum(${column}), 0) AS ${name}`).join(', ');
  return db.prepare<unknown[], Omit<RecordDay, 'day' | 'accountId'>>(`SELECT ${sums} FROM tally_day WHERE ${where}`).get(values(filter))!;
}
