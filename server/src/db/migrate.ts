import { readFileSync, readdirSync } from 'node:fs';
import type Database from 'better-sqlite3';

export type Migration = { readonly version: number; readonly name: string; readonly sql: string };

const folder = new URL('./migrations/', import.meta.url);

/** All migrations in order; `NNNN-what.sql`, forward-only and additive. */
export function loadMigrations(): Migration[] {
  return readdirSync(folder)
    .filter((file) => /^\d{4}-[a-z0-9-]+\.sql$/.test(file))
    .sort()
    .map((file) => ({ version: Number(file.slice(0, 4)), name: file, sql: readFileSync(new URL(file, folder), 'utf8') }));
}

/** Applies what is missing, each migration in a transaction of its own. Refuses a file written by a newer binary. */
export function migrate(sqlite: Database.Database, migrations: readonly Migration[] = loadMigrations()): void {
  const present = sqlite.pragma('user_version', { simple: true }) as number;
  const newest = migrations.at(-1)?.version ?? 0;
  if (present > newest) throw new Error(`record has schema ${present}, this binary knows ${newest}: start the newer binary`);
  for (const migration of migrations) {
    if (migration.version <= present) continue;
    sqlite.transaction(() => {
      sqlite.exec(migration.sql);
      sqlite.pragma(`user_version = ${migration.version}`);
    })();
  }
}
