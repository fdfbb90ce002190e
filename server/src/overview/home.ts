import { unlinkAlarmDays, type AccountTrouble, type Handover, type HandoverQuery, type HandoverState, type Home, type Scope } from '@holdfast/contract';
import type { Db } from '../db/index.ts';
import { daysUntil, listAccounts, unlinksAt, type AccountRecord } from '../directory/index.ts';
import type { Clock, PersonActor } from '../kernel/index.ts';
import { readOpenAlerts, readOpenDeliveries, readUnassigned, readWaiting, type OpenDeliveries, type Reach } from './home-repository.ts';

type Deps = {
  db: Db;
  clock: Clock;
  /** Name of a bridge's network; undefined for one that left the configuration. */
  networkOf(bridgeId: string): string | undefined;
  handovers: { list(actor: PersonActor, scope: Scope, query: HandoverQuery): Handover[] };
};

const openHandovers: readonly HandoverState[] = ['awaiting-approval', 'scheduled', 'running', 'undoing'];
const shownHandovers = 20;
const inTrouble: ReadonlySet<string> = new Set(['bad-credentials', 'logged-out', 'unknown', 'transient-disconnect']);

export type HomeReader = ReturnType<typeof createHome>;
/** One look at everything that needs somebody. Synchronous, so it is one moment of the record; asked again while nothing was written, it costs nothing. */
export function createHome({ db, clock, networkOf, handovers }: Deps) {
  const kept = new Map<string, { writes: number; home: Home }>();

  const writesSoFar = (): number => db.prepare<[], { n: number }>('SELECT total_changes() AS n').get()?.n ?? 0;

  function troubleOf(account: AccountRecord, now: number): AccountTrouble | undefined {
    const { accountId, label, bridgeId, teamId, state, stateReason, stateSince, paused } = account;
    const network = networkOf(bridgeId) ?? bridgeId;
    const end = unlinksAt(network, account);
    const soon = end !== null && end - now <= unlinkAlarmDays * 24 * 60 * 60_000;
    const trouble = inTrouble.has(state) ? 'state' : soon ? 'unlinks-soon' : state === 'connected' && stateReason !== null ? 'warning' : paused ? 'paused' : undefined;
    if (trouble === undefined) return undefined;
    return { accountId, label, network, teamId, trouble, state, reason: stateReason, since: stateSince, unlinksAt: end ?? 'unknown', daysLeft: end === null ? null : daysUntil(end, now) };
  }

  function look(actor: PersonActor, scope: Scope, team: Reach): Home {
    const now = clock.now();
    const accounts = listAccounts(db).filter(({ teamId }) => team === null || teamId === team);
    const deliveries = readOpenDeliveries(db, team);
    const countOf = (state: string) => deliveries.reduce((sum, row) => sum + (row.state === state ? row.count : 0), 0);
    return {
      at: now,
      waiting: readWaiting(db, team),
      unassigned: readUnassigned(db, team),
      accounts: { total: accounts.length, troubles: accounts.flatMap((account) => troubleOf(account, now) ?? []) },
      notSent: notSent(deliveries),
      uncertain: countOf('uncertain'),
      needsConfirmation: countOf('needs-confirmation'),
      handovers: openHandovers
        .flatMap((state) => handovers.list(actor, scope, { state, limit: shownHandovers }))
        .sort((a, b) => b.createdAt - a.createdAt)
        .slice(0, shownHandovers),
      alerts: readOpenAlerts(db, team),
    };
  }

  return {
    read(actor: PersonActor, scope: Scope): Home {
      if (scope !== 'all' && actor.teamId === null) return nothing(clock.now());
      const team = scope === 'all' ? null : actor.teamId;
      const writes = writesSoFar();
      const before = kept.get(team ?? '');
      if (before?.writes === writes) return { ...before.home, at: clock.now() };
      const home = look(actor, scope, team);
      kept.set(team ?? '', { writes, home });
      return home;
    },
  };
}

function notSent(deliveries: readonly OpenDeliveries[]): Home['notSent'] {
  const byAccount = new Map<string, Home['notSent']['byAccount'][number]>();
  for (const { accountId, label, state, count, oldestAt } of deliveries) {
    if (state !== 'waiting' && state !== 'sending') continue;
    const known = byAccount.get(accountId ?? '');
    byAccount.set(accountId ?? '', { accountId, label, count: count + (known?.count ?? 0), oldestAt: Math.min(oldestAt, known?.oldestAt ?? oldestAt) });
  }
  const accounts = [...byAccount.values()].sort((a, b) => a.oldestAt - b.oldestAt);
  return { count: accounts.reduce((sum, { count }) => sum + count, 0), oldestAt: accounts[0]?.oldestAt ?? null, byAccount: accounts };
}

/** A lead without a team is responsible for nobody. */
function nothing(at: number): Home {
  const none = { count: 0, longest: [] };
  return {
    at, waiting: none, unassigned: none, accounts: { total: 0, troubles: [] }, notSent: { count: 0, oldestAt: null, byAccount: [] }, uncertain: 0, needsConfirmation: 0, handovers: [],
    alerts: { count: 0, newest: [] },
  };
}
