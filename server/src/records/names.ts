import type { AuditName } from '@holdfast/contract';
import type { ReadDb } from '../db/index.ts';

const named = /^(?:pers_|acct_|team_|@)/;

/** Names of people, accounts and teams of the box by their ids; Matrix ids of people too. Nobody else's: a client stays an id. */
export function namesOf(db: ReadDb, ids: Iterable<string>): Map<string, string> {
  const wanted = [...new Set(ids)].filter((id) => named.test(id));
  if (wanted.length === 0) return new Map();
  const list = JSON.stringify(wanted);
  const rows = db
    .prepare<string[], AuditName>(
      `SELECT id, name FROM person WHERE id IN (SELECT value FROM json_each(?))
       UNION ALL SELECT user_id, name FROM person WHERE user_id IN (SELECT value FROM json_each(?))
       UNION ALL SELECT id, label FROM account WHERE id IN (SELECT value FROM json_each(?))
       UNION ALL SELECT id, name FROM team WHERE id IN (SELECT value FROM json_each(?))`,
    )
    .all(list, list, list, list);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Every string inside of what an entry carries: ids among them are looked up, the rest matches nothing. */
export function* stringsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) yield* stringsIn(inner);
}
