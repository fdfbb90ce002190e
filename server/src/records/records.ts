import type { AccessList, AccessQuery, AccountId, RecordDay, RecordDayList, RecordDayQuery, RecordedDecisionList, RecordedDecisionQuery, RefusalList, RefusalQuery, Scope } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { PersonActor } from '../kernel/index.ts';
import { listAccesses } from './accesses.ts';
import { createAuditReading } from './audit-reading.ts';
import { listDecisions } from './decisions.ts';
import { readCursor } from './places.ts';
import { listRefusals } from './refusals.ts';
import { listDays, sumDays } from './tally-repository.ts';
import { createTally, type TallyDeps } from './tally.ts';

export type RecordDeps = TallyDeps & { readonly audit: AuditTrail };
export type Records = ReturnType<typeof createRecords>;

export function createRecords({ audit, ...deps }: RecordDeps) {
  const { db } = deps;
  const tally = createTally(deps);

  return {
    tally,
    audit: createAuditReading({ db, audit }),

    /** What the journal holds by day and account. A lead sees the accounts of the own team. */
    days(actor: PersonActor, scope: Scope, { accountId, from, to, limit = 100, after }: RecordDayQuery): RecordDayList {
      const cursor = readCursor(after, 2);
      const filter = { accountId, from, to, teamId: scope === 'all' ? null : (actor.teamId ?? 'none') };
      const days = listDays(db, filter, cursor && { day: cursor[0]!, accountId: cursor[1]! }, limit);
      const last = days.length === limit ? days.at(-1) : undefined;
      return { days, totals: sumDays(db, filter), counting: tally.counting(db), next: last ? `${last.day}|${last.accountId ?? ''}` : null };
    },

    /** One account's days, for its statistics. */
    daysOfAccount: (accountId: AccountId, from: string, to: string): RecordDay[] => listDays(db, { accountId, from, to, teamId: null }, undefined, 500),

    refusals: (actor: PersonActor, scope: Scope, query: RefusalQuery): RefusalList => listRefusals(db, actor, scope, query),
    decisions: (actor: PersonActor, scope: Scope, query: RecordedDecisionQuery): RecordedDecisionList => listDecisions(db, actor, scope, query),
    accesses: (query: AccessQuery): AccessList => listAccesses(db, audit, query),
  };
}
