import type { AuditAction } from '@holdfast/contract';
import type { ReadDb } from '../db/index.ts';

export type AuditEntry = {
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly action: AuditAction;
  readonly target: string;
  readonly reason: string | null;
  readonly detail: unknown;
};

type OneOrMany<Value> = Value | readonly Value[];

/** Everything given must hold. `target` and `action` may be several: any of them. */
export type AuditFilter = {
  action?: OneOrMany<AuditAction> | undefined;
  target?: OneOrMany<string> | undefined;
  actor?: string | undefined;
  /** What they did, and what was done to them. */
  person?: string | undefined;
  from?: number | undefined;
  to?: number | undefined;
  after?: number | undefined;
  before?: number | undefined;
  order?: 'oldest' | 'newest' | undefined;
  limit: number;
};

type Row = Omit<AuditEntry, 'detail'> & { detail: string | null };
type Condition = { readonly sql: string; readonly values: readonly unknown[] };

/**
 * One question for each value of the narrowest filter, each along an index in order of `seq`, then merged: a page costs
 * the same whether the trail holds a thousand entries or millions.
 */
export function findEntries(db: ReadDb, filter: AuditFilter): AuditEntry[] {
  const newest = (filter.order ?? (filter.before === undefined ? 'oldest' : 'newest')) === 'newest';
  const [legs, ...rest] = plan(filter);
  const bounds = boundsOf(db, filter);
  if (bounds.low > bounds.high) return [];
  const found = new Map<number, Row>();
  for (const leg of legs) {
    const conditions = [leg, ...rest.map((each) => anyOf(each)), { sql: 'seq >= ? AND seq <= ?', values: [bounds.low, bounds.high] }, ...timesOf(filter)];
    const sql = `SELECT seq, at, actor, action, target, reason, detail FROM audit_entry WHERE ${conditions.map((each) => each.sql).join(' AND ')}
      ORDER BY seq ${newest ? 'DESC' : 'ASC'} LIMIT ?`;
    for (const row of db.prepare<unknown[], Row>(sql).all(...conditions.flatMap(({ values }) => values), filter.limit)) found.set(row.seq, row);
  }
  return [...found.values()]
    .sort((a, b) => (newest ? b.seq - a.seq : a.seq - b.seq))
    .slice(0, filter.limit)
    .map((row) => ({ ...row, detail: row.detail === null ? null : (JSON.parse(row.detail) as unknown) }));
}

const equals = (column: string) => (value: string): Condition => ({ sql: `${column} = ?`, values: [value] });
const anyOf = (conditions: readonly Condition[]): Condition => ({ sql: `(${conditions.map(({ sql }) => sql).join(' OR ')})`, values: conditions.flatMap(({ values }) => values) });
const many = <Value>(value: OneOrMany<Value>): readonly Value[] => (Array.isArray(value) ? (value as readonly Value[]) : [value as Value]);

/** The filters that name something, the one that is walked first: an id is narrower than a person, a person than a kind of act. */
function plan({ target, person, actor, action }: AuditFilter): readonly [readonly Condition[], ...(readonly Condition[])[]] {
  const filters: (readonly Condition[])[] = [];
  if (target !== undefined) filters.push(many(target).map(equals('target')));
  if (person !== undefined) filters.push([equals('actor')(person), equals('target')(person)]);
  if (actor !== undefined) filters.push([equals('actor')(actor)]);
  if (action !== undefined && many(action).length > 0) filters.push(many<string>(action).map(equals('action')));
  const [first = [{ sql: 'TRUE', values: [] }], ...others] = filters;
  // Whoever comes second only narrows: kept from choosing an index of its own, which would have to sort.
  return [first, ...others.map((conditions) => conditions.map(({ sql, values }) => ({ sql: `+${sql}`, values })))];
}

const timesOf = ({ from, to }: AuditFilter): Condition[] => [
  ...(from === undefined ? [] : [{ sql: '+at >= ?', values: [from] }]),
  ...(to === undefined ? [] : [{ sql: '+at <= ?', values: [to] }]),
];

/** Times as sequence numbers. Exact also when the machine's clock was once set back: no entry of the period lies outside. */
function boundsOf(db: ReadDb, { from, to, after, before }: AuditFilter): { low: number; high: number } {
  const low = from === undefined ? 1 : (db.prepare<[number], { seq: number | null }>('SELECT min(seq) AS seq FROM audit_entry INDEXED BY audit_entry_at WHERE at >= ?').get(from)?.seq ?? Infinity);
  const high = to === undefined ? Number.MAX_SAFE_INTEGER : (db.prepare<[number], { seq: number | null }>('SELECT max(seq) AS seq FROM audit_entry INDEXED BY audit_entry_at WHERE at <= ?').get(to)?.seq ?? 0);
  return { low: Math.max(low, (after ?? 0) + 1), high: Math.min(high, (before ?? Infinity) - 1, Number.MAX_SAFE_INTEGER) };
}
