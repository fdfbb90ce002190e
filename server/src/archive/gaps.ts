import type { Db, ReadDb, WriteTx } from '../db/index.ts';
import type { CapturedEvent, JournalReader } from '../journal/index.ts';
import type { Clock } from '../kernel/index.ts';
import { insertFact } from './facts.ts';

export type GapPart = 'account' | 'bridge' | 'homeserver' | 'box';
export type Gap = { readonly id: number; readonly part: GapPart; readonly target: string; readonly cause: string; readonly from: number; readonly to: number | null; readonly clients: number; readonly late: number };

const columns = 'id, part, target, cause, from_at AS "from", to_at AS "to", clients, late';
export const listGaps = (db: ReadDb, { before, limit }: { before?: number | undefined; limit: number }): Gap[] =>
  db.prepare<unknown[], Gap>(`SELECT ${columns} FROM archive_gap WHERE id < ? ORDER BY id DESC LIMIT ?`).all(before ?? Number.MAX_SAFE_INTEGER, limit);
export const openGaps = (db: ReadDb): Gap[] => db.prepare<[], Gap>(`SELECT ${columns} FROM archive_gap WHERE to_at IS NULL ORDER BY from_at`).all();

/** Two looks in a row must fail: one that comes in the middle of a restart is no outage. */
const failuresOfAnOutage = 2;
/** The box itself was away when it did not look for longer than this. */
export const boxPatienceMs = 3 * 60_000;
/** Between this and its own time an event was on its way for so long that it was not captured live. */
const liveMs = 60_000;

type Deps = { db: Db; clock: Clock; /** Whether each part answers now. */ look: () => Promise<readonly { readonly part: 'bridge' | 'homeserver'; readonly target: string; readonly isUp: boolean }[]> };
export type GapLedger = ReturnType<typeof createGapLedger>;

/**
 * Times in which something may be missing, by part: accounts write themselves down as their state changes (triggers of
 * migration 0015), parts are looked at here. A gap ends when the part is back; what comes in afterwards from that time is
 * counted on it as late.
 */
export function createGapLedger({ db, clock, look }: Deps) {
  const failures = new Map<string, { count: number; since: number }>();

  function clientsOver(read: ReadDb, part: GapPart, target: string): number {
    const where = part === 'bridge' ? 'bridge_id = ?' : '? IS NOT NULL';
    return read.prepare<[string], number>(`SELECT count(DISTINCT client_id) FROM portal WHERE state = 'open' AND ${where}`).pluck().get(target) ?? 0;
  }
  function begin(tx: WriteTx, part: GapPart, target: string, cause: string, from: number, to: number | null): void {
    tx.prepare('INSERT INTO archive_gap (part, target, cause, from_at, to_at, clients) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING').run(part, target, cause, from, to, clientsOver(tx, part, target));
  }
  const alive = (tx: WriteTx): void => void tx.prepare('INSERT OR REPLACE INTO archive_alive (id, at) VALUES (1, ?)').run(clock.now());

  function judge(tx: WriteTx, part: 'bridge' | 'homeserver', target: string, isUp: boolean): void {
    const key = `${part}/${target}`;
    if (isUp) {
      failures.delete(key);
      tx.prepare('UPDATE archive_gap SET to_at = ? WHERE part = ? AND target = ? AND to_at IS NULL').run(clock.now(), part, target);
      return;
    }
    const before = failures.get(key) ?? { count: 0, since: clock.now() };
    const now = { ...before, count: before.count + 1 };
    failures.set(key, now);
    if (now.count === failuresOfAnOutage) begin(tx, part, target, 'no-answer', now.since, null);
  }

  /** What came in since the last look for gaps that are over: said in the archive too, so that a count there only grows. */
  function sealLate(tx: WriteTx): void {
    const grown = tx.prepare<[], Gap>(`SELECT ${columns} FROM archive_gap WHERE to_at IS NOT NULL AND late > late_sealed ORDER BY id`).all();
    for (const { id, ...gap } of grown) {
      insertFact(tx, { kind: 'gap', roomId: null, at: clock.now(), fields: { gap: id, ...gap } });
      tx.prepare('UPDATE archive_gap SET late_sealed = late WHERE id = ?').run(id);
    }
  }

  const reader: JournalReader = {
    name: 'archive.gaps',
    read(tx, { roomId, originServerTs, recordedAt, stateKey }: CapturedEvent) {
      if (stateKey !== null || recordedAt - originServerTs < liveMs) return;
      tx.prepare(
        `UPDATE archive_gap SET late = late + 1 WHERE from_at <= @at AND coalesce(to_at, @now) >= @at AND (part IN ('homeserver', 'box')
           OR (part = 'account' AND target = (SELECT account_id FROM portal WHERE room_id = @room)) OR (part = 'bridge' AND target = (SELECT bridge_id FROM portal WHERE room_id = @room)))`,
      ).run({ at: originServerTs, now: recordedAt, room: roomId });
    },
  };

  return {
    reader,
    /** At a start: the time since the box last said that it runs. */
    boxStarted(): void {
      db.write((tx) => {
        const last = tx.prepare<[], number>('SELECT at FROM archive_alive WHERE id = 1').pluck().get();
        if (last !== undefined && clock.now() - last > boxPatienceMs) begin(tx, 'box', 'box', 'not-running', last, clock.now());
        alive(tx);
      });
    },
    /** About once a minute. */
    async check(): Promise<void> {
      const found = await look();
      db.write((tx) => {
        for (const { part, target, isUp } of found) judge(tx, part, target, isUp);
        sealLate(tx);
        alive(tx);
      });
    },
  };
}
