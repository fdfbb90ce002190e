import type { PersonId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';

export type StoredSetting = { readonly key: string; readonly value: unknown; readonly changedAt: number; readonly changedBy: PersonId };

export function readStored(db: ReadDb): Map<string, StoredSetting> {
  const rows = db.prepare<[], Omit<StoredSetting, 'value'> & { value: string }>('SELECT key, value, changed_at AS changedAt, changed_by AS changedBy FROM setting').all();
  return new Map(rows.map((row) => [row.key, { ...row, value: JSON.parse(row.value) as unknown }]));
}

export function readVersion(db: ReadDb): number {
  return db.prepare<[], { version: number }>('SELECT version FROM setting_version WHERE id = 1').get()?.version ?? 0;
}

export function raiseVersion(tx: WriteTx): number {
  tx.prepare('INSERT INTO setting_version (id, version) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET version = version + 1').run();
  return readVersion(tx);
}

export function store(tx: WriteTx, { key, value, changedAt, changedBy }: StoredSetting): void {
  tx.prepare(
    `INSERT INTO setting (key, value, changed_at, changed_by) VALUES (?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
  ).run(key, JSON.stringify(value), changedAt, changedBy);
}

export const forget = (tx: WriteTx, key: string): void => void tx.prepare('DELETE FROM setting WHERE key = ?').run(key);

export function namesOfPeople(db: ReadDb, personIds: readonly string[]): Map<string, string> {
  const rows = db.prepare<[string], { id: string; name: string }>('SELECT id, name FROM person WHERE id IN (SELECT value FROM json_each(?))').all(JSON.stringify(personIds));
  return new Map(rows.map(({ id, name }) => [id, name]));
}
