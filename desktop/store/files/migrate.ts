import type Database from 'better-sqlite3-multiple-ciphers';

/** SQL as text modules, because the packed product has no folder of SQL files to read. Forward-only and additive. */
export type Migration = { readonly version: number; readonly sql: string };

/** Applies what is missing, each in a transaction of its own. Refuses a file of a newer app: it is not damaged, only not ours to read. */
export function migrate(sqlite: Database.Database, migrations: readonly Migration[]): void {
  const present = sqlite.pragma('user_version', { simple: true }) as number;
  const newest = migrations.at(-1)?.version ?? 0;
  if (present > newest) throw new Error(`store has schema ${present}, this app knows ${newest}`);
  for (const { version, sql } of migrations) {
    if (version <= present) continue;
    sqlite.transaction(() => {
      sqlite.exec(sql);
      sqlite.pragma(`user_version = ${version}`);
    })();
  }
}
