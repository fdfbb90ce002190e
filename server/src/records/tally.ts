import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AccountId, RoomId } from '@holdfast/contract';
import { Type } from 'typebox';
import type { Db, ReadDb, WriteTx } from '../db/index.ts';
import type { Jobs } from '../jobs/index.ts';
import type { JournalReader } from '../journal/index.ts';
import type { Log } from '../kernel/index.ts';
import { classify, type TallyBridge, type Tallied, type TallyPlace } from './classify.ts';
import { addToDay, beginTally, forgetTally, journaledBetween, newestSeq, noteCounted, readProgress, type JournaledForTally } from './tally-repository.ts';

export type TallyDeps = { db: Db; jobs: Jobs; log: Log; bridge: (bridgeId: string) => TallyBridge | undefined };

const job = 'records.tally';
/** Read and classified between two writes; each write touches a handful of rows, so the gate never waits for it. */
const eventsAtOnce = 500;
const mostPlaces = 20_000;

/** Counts what is recorded, by day and account: live in the transaction that records, and once over what lies there already. */
export function createTally({ db, jobs, log, bridge }: TallyDeps) {
  function placeOf(read: ReadDb, roomId: string): TallyPlace | undefined {
    const row = read
      .prepare<[string], { bridgeId: string; accountId: AccountId | null; loginId: string; serviceUserId: string | null }>(
        `SELECT p.bridge_id AS bridgeId, p.account_id AS accountId, p.login_id AS loginId, a.service_user_id AS serviceUserId
         FROM portal p LEFT JOIN account a ON a.id = p.account_id WHERE p.room_id = ?`,
      )
      .get(roomId);
    return row && { bridge: bridge(row.bridgeId), accountId: row.accountId, loginId: row.loginId, serviceUserId: row.serviceUserId };
  }

  const reader: JournalReader = {
    name: 'records',
    read(tx, event) {
      if (event.stateKey !== null) return;
      const progress = readProgress(tx);
      if (!progress) begin(tx, event.seq);
      else if (event.seq < progress.liveFrom) return; // the count over what lay there takes it
      const place = placeOf(tx, event.roomId);
      if (!place) return;
      const verdict = tx.prepare<[string], { verdict: JournaledForTally['verdict'] }>('SELECT verdict FROM decision WHERE event_id = ?').get(event.eventId)?.verdict ?? null;
      const msgtype = event.content['msgtype'];
      addToDay(tx, dayOf(event.originServerTs), place.accountId, classify({ ...event, msgtype: typeof msgtype === 'string' ? msgtype : null, verdict }, place));
    },
  };

  function begin(tx: WriteTx, liveFrom: number): void {
    beginTally(tx, liveFrom);
    jobs.enqueue(tx, { kind: job, key: 'all', payload: {} });
  }

  async function countWhatLiesThere(stopping: AbortSignal): Promise<void> {
    const places = new Map<string, TallyPlace | undefined>();
    const place = (roomId: string) => {
      if (!places.has(roomId)) {
        if (places.size >= mostPlaces) places.clear();
        places.set(roomId, placeOf(db, roomId));
      }
      return places.get(roomId);
    };
    for (;;) {
      const progress = readProgress(db);
      if (!progress || progress.countedTo >= progress.liveFrom - 1 || stopping.aborted) break;
      const events = journaledBetween(db, progress.countedTo, progress.liveFrom, eventsAtOnce);
      const to = Math.min(progress.liveFrom - 1, lastSeq(db, progress.countedTo, progress.liveFrom, eventsAtOnce));
      const sums = sumUp(events, place);
      // The counts and how far they go are one change: killed in between, nothing is counted twice.
      db.write((tx) => {
        if (readProgress(tx)?.liveFrom !== progress.liveFrom || readProgress(tx)?.countedTo !== progress.countedTo) return; // begun anew meanwhile
        for (const { day, accountId, tallied, count } of sums.values()) addToDay(tx, day, accountId, tallied, count);
        noteCounted(tx, to);
      });
      await nextTurn();
    }
    log.info({ countedTo: readProgress(db)?.countedTo ?? 0 }, 'records.counted');
  }

  jobs.handle(job, Type.Object({}), (_payload, { stopping }) => countWhatLiesThere(stopping), { limit: 1 });

  return {
    reader,
    /** At every start, before the journal is read: begins a tally where there is none, goes on with one that was cut short. */
    start(): void {
      db.write((tx) => {
        const progress = readProgress(tx);
        if (!progress) begin(tx, newestSeq(tx) + 1);
        else if (progress.countedTo < progress.liveFrom - 1) jobs.enqueue(tx, { kind: job, key: 'all', payload: {} });
      });
    },
    /** Counts everything anew. */
    rebuild(): void {
      db.write((tx) => {
        forgetTally(tx, newestSeq(tx) + 1);
        jobs.enqueue(tx, { kind: job, key: 'all', payload: {} });
      });
    },
    counting(read: ReadDb): { done: number; of: number } | null {
      const progress = readProgress(read);
      if (!progress || progress.countedTo >= progress.liveFrom - 1) return null;
      return { done: progress.countedTo, of: progress.liveFrom - 1 };
    },
  };
}

type Sum = { readonly day: string; readonly accountId: AccountId | null; readonly tallied: Tallied; count: number };

function sumUp(events: readonly JournaledForTally[], placeOf: (roomId: RoomId) => TallyPlace | undefined): Map<string, Sum> {
  const sums = new Map<string, Sum>();
  for (const event of events) {
    const place = placeOf(event.roomId as RoomId);
    if (!place) continue;
    const tallied = classify(event, place);
    const day = dayOf(event.at);
    const key = `${day} ${place.accountId} ${tallied.kind} ${tallied.media}`;
    const sum = sums.get(key);
    if (sum) sum.count += 1;
    else sums.set(key, { day, accountId: place.accountId, tallied, count: 1 });
  }
  return sums;
}

/** How far a stretch reaches, its state events included. */
function lastSeq(db: ReadDb, after: number, before: number, limit: number): number {
  const row = db.prepare<[number, number, number], { seq: number | null }>('SELECT max(seq) AS seq FROM (SELECT seq FROM journal_event WHERE seq > ? AND seq < ? ORDER BY seq LIMIT ?)').get(after, before, limit);
  return row?.seq ?? before - 1;
}

const day = (at: number): string => new Date(Math.min(Math.max(at, 0), 253_402_300_799_999)).toISOString().slice(0, 10);
let remembered = { from: 1, until: 0, day: '' };
/** Most events are of the day of the one before. */
function dayOf(at: number): string {
  if (at < remembered.from || at >= remembered.until) {
    const from = Math.floor(at / 86_400_000) * 86_400_000;
    remembered = { from, until: from + 86_400_000, day: day(at) };
  }
  return remembered.day;
}
