import type { AuditExportQuery, AuditQuery, AuditName, ClientId } from '@holdfast/contract';
import type { AuditEntry, AuditFilter, AuditTrail } from '../audit/index.ts';
import type { Db, ReadDb } from '../db/index.ts';
import { AppError, type PersonActor } from '../kernel/index.ts';
import { namesOf, stringsIn } from './names.ts';

const mostTargets = 500;
const exportedAtOnce = 500;

export type AuditReading = ReturnType<typeof createAuditReading>;

/** The audit trail as people see it: by person and by client, with names, and as rows for a file. */
export function createAuditReading({ db, audit }: { db: Db; audit: AuditTrail }) {
  function named(entries: readonly AuditEntry[]): Map<string, string> {
    return namesOf(db, entries.flatMap(({ actor, target, detail }) => [actor, target, ...stringsIn(detail)]));
  }

  return {
    list({ client, ...query }: AuditQuery & { limit: number }): { entries: AuditEntry[]; names: AuditName[]; next: number | null } {
      if (query.after !== undefined && query.before !== undefined && query.order === undefined) {
        throw new AppError('BAD_REQUEST', 'between two entries, say which comes first', { field: '/order' });
      }
      const entries = audit.list(db, withClient(db, query, client));
      const names = [...named(entries)].map(([id, name]) => ({ id, name }));
      return { entries, names, next: entries.length === query.limit ? (entries.at(-1)?.seq ?? null) : null };
    },

    /**
     * What the filter names, oldest first, up to the entry that says that it was taken out. Read piece by piece as it is
     * sent: nothing that is written meanwhile waits, and nothing that is written meanwhile is in it.
     */
    export(actor: PersonActor, { reason, client, ...query }: AuditExportQuery): Iterable<readonly string[]> {
      const last = db.write((tx) => {
        const filters = Object.fromEntries(Object.entries({ client, ...query }).filter(([, value]) => value !== undefined));
        audit.record(tx, { actor, action: 'audit.exported', target: 'audit', reason, detail: { filters } });
        return tx.prepare<[], { seq: number }>('SELECT max(seq) AS seq FROM audit_entry').get()!.seq;
      });
      const filter = withClient(db, { ...query, limit: exportedAtOnce }, client);
      return rows(filter, last);
    },
  };

  function* rows(filter: AuditFilter, last: number): Generator<readonly string[]> {
    yield ['seq', 'at', 'actor', 'actor_name', 'action', 'target', 'target_name', 'reason', 'detail'];
    for (let after = 0; ; ) {
      const entries = audit.list(db, { ...filter, after, before: last + 1, order: 'oldest' });
      const names = named(entries);
      for (const { seq, at, actor, action, target, reason, detail } of entries) {
        const name = (id: string) => names.get(id) ?? '';
        yield [String(seq), new Date(at).toISOString(), actor, name(actor), action, target, name(target), reason ?? '', detail === null ? '' : JSON.stringify(detail)];
      }
      if (entries.length < filter.limit) return;
      after = entries.at(-1)!.seq;
    }
  }
}

/** A client is acted upon by their own id and by each of their conversations. */
function withClient(db: ReadDb, query: Omit<AuditFilter, 'target'> & { target?: string | undefined }, client: ClientId | undefined): AuditFilter {
  if (client === undefined) return query;
  const targets = targetsOfClient(db, client);
  if (query.target === undefined) return { ...query, target: targets };
  return { ...query, target: targets.includes(query.target) ? query.target : [] };
}

export function targetsOfClient(db: ReadDb, client: ClientId): string[] {
  const rooms = db.prepare<[string, number], { id: string }>('SELECT room_id AS id FROM portal WHERE client_id = ? ORDER BY last_event_at DESC LIMIT ?').all(client, mostTargets);
  return [client, ...rooms.map(({ id }) => id)];
}
