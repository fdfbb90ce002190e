import type { Account, AccountFigures, AccountId, AccountStatistics, DeliveryState, Scope } from '@holdfast/contract';
import type { Db } from '../db/index.ts';
import type { Clock, PersonActor } from '../kernel/index.ts';

const dayMs = 24 * 60 * 60_000;
const restOf = { today: 5_000, other: 5 * 60_000 };
const mostKept = 500;

type DayTally = { readonly day: string; readonly received: number; readonly refused: number };
type Deps = {
  db: Db;
  clock: Clock;
  accounts: { get(actor: PersonActor, scope: Scope, accountId: AccountId): Account };
  /** What was recorded, day by day; a day without events may be missing. */
  tally(accountId: AccountId, from: string, to: string): readonly DayTally[];
  confirmsDelivery(bridgeId: string): boolean;
};
type Sent = { readonly counts: Omit<AccountFigures, 'received' | 'refused' | 'medianMs' | 'p95Ms'>; readonly tookMs: Int32Array };

export type AccountStatisticsReader = ReturnType<typeof createAccountStatistics>;
/** How an account fared. Counted a day at a time, so that the gate's transactions come in between, and kept for a while. */
export function createAccountStatistics({ db, clock, accounts, tally, confirmsDelivery }: Deps) {
  const kept = new Map<string, { until: number; sent: Sent }>();

  function sentOn(accountId: AccountId, start: number): Sent {
    const key = `${accountId} ${start}`;
    const now = clock.now();
    const known = kept.get(key);
    if (known && known.until > now) return known.sent;
    const sent = count(accountId, start);
    if (kept.size >= mostKept) kept.clear();
    kept.set(key, { until: now + (start + dayMs > now ? restOf.today : restOf.other), sent });
    return sent;
  }

  function count(accountId: AccountId, start: number): Sent {
    const rows = db
      .prepare<unknown[], { state: DeliveryState; tookMs: number | null }>(
        `SELECT state, settled_at - origin_at AS tookMs FROM outbox INDEXED BY outbox_account
         WHERE account_id = ? AND origin_at >= ? AND origin_at < ? AND kind IN ('message', 'poll')`,
      )
      .all(accountId, start, start + dayMs);
    const of = (...states: DeliveryState[]) => rows.filter(({ state }) => states.includes(state)).length;
    const took = rows.flatMap(({ state, tookMs }) => (state === 'delivered' && tookMs !== null ? [Math.min(Math.max(0, tookMs), 2 ** 31 - 1)] : []));
    return {
      counts: {
        sent: rows.length, delivered: of('delivered', 'unconfirmed'), failed: of('failed', 'refused'), uncertain: of('uncertain'), waiting: of('waiting', 'sending', 'needs-confirmation'),
      },
      tookMs: Int32Array.from(took).sort(),
    };
  }

  return {
    async read(actor: PersonActor, scope: Scope, accountId: AccountId, days = 30): Promise<AccountStatistics> {
      const { bridgeId } = accounts.get(actor, scope, accountId);
      const today = Math.floor(clock.now() / dayMs) * dayMs;
      const starts = Array.from({ length: days }, (_, index) => today - (days - 1 - index) * dayMs);
      const recorded = new Map(tally(accountId, dayOf(starts[0] as number), dayOf(today)).map((day) => [day.day, day]));
      const each: { day: string; figures: AccountFigures; sent: Sent }[] = [];
      for (const start of starts) {
        const sent = sentOn(accountId, start);
        const day = dayOf(start);
        const { received = 0, refused = 0 } = recorded.get(day) ?? {};
        each.push({ day, sent, figures: { received, refused, ...sent.counts, medianMs: percentile(sent.tookMs, 0.5), p95Ms: percentile(sent.tookMs, 0.95) } });
        await new Promise(setImmediate);
      }
      const sum = (name: keyof AccountFigures) => each.reduce((total, { figures }) => total + (figures[name] ?? 0), 0);
      const tookMs = Int32Array.from(each.flatMap(({ sent }) => [...sent.tookMs])).sort();
      return {
        confirmsDelivery: confirmsDelivery(bridgeId),
        days: each.map(({ day, figures }) => ({ day, ...figures })),
        total: {
          received: sum('received'), sent: sum('sent'), delivered: sum('delivered'), failed: sum('failed'), uncertain: sum('uncertain'), waiting: sum('waiting'), refused: sum('refused'),
          medianMs: percentile(tookMs, 0.5), p95Ms: percentile(tookMs, 0.95),
        },
      };
    },
  };
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Nearest rank: a value that really occurred. */
function percentile(sorted: Int32Array, part: number): number | null {
  return sorted.length === 0 ? null : (sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] as number);
}
