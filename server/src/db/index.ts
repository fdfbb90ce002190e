/** The record: one SQLite file, one writer. Features read with `ReadDb` and change inside `db.write`; nobody else opens it. */
export { openDb, type Db, type ReadDb, type WriteTx } from './open.ts';
export { migrate, loadMigrations } from './migrate.ts';
export { backupTo } from './backup.ts';
