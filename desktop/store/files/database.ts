import { chmodSync, existsSync } from 'node:fs';
import Database from 'better-sqlite3-multiple-ciphers';
import { migrate, type Migration } from './migrate.ts';

type Sqlite = Database.Database;

export type Db = {
  /** Statements are kept: the same text is compiled once. */
  prepare: Sqlite['prepare'];
  /** One transaction; inside another write it joins that one. Synchronous by type. */
  write<T>(change: () => T extends PromiseLike<unknown> ? never : T): T;
  exec(sql: string): void;
  /** What was deleted leaves the write-ahead log too. */
  forgetDeleted(): void;
  close(): void;
};

export type OpenFile = {
  readonly path: string;
  readonly keyHex: string;
  readonly migrations: readonly Migration[];
  /** True: survives a power cut (own.db). False: survives kill -9, and after a power cut stands where it stood a moment ago (cache.db, which the box fills again). */
  readonly durable: boolean;
  readonly cacheKiB: number;
};

/**
 * Opens one SQLCipher file with a raw key. Every byte of it and of its write-ahead log is encrypted, the header too, and
 * nothing is ever sorted or staged outside of memory. Exclusive locking keeps the log's index in memory, so that no -shm
 * file exists, and a second process is refused. Throws SQLITE_NOTADB for a wrong key or a damaged first page.
 */
export function openFile({ path, keyHex, migrations, durable, cacheKiB }: OpenFile): Db {
  const sqlite = new Database(path);
  try {
    sqlite.pragma("cipher = 'sqlcipher'");
    sqlite.pragma('legacy = 4');
    sqlite.pragma(`key = "x'${keyHex}'"`);
    sqlite.pragma('temp_store = MEMORY');
    sqlite.pragma('locking_mode = EXCLUSIVE');
    sqlite.pragma('busy_timeout = 2000');
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma(`synchronous = ${durable ? 'FULL' : 'NORMAL'}`);
    sqlite.pragma('secure_delete = ON');
    sqlite.pragma('wal_autocheckpoint = 1000');
    sqlite.pragma(`cache_size = -${cacheKiB}`);
    sqlite.prepare('SELECT count(*) FROM sqlite_schema').get();
    migrate(sqlite, migrations);
    for (const file of [path, `${path}-wal`]) if (existsSync(file)) chmodSync(file, 0o600);
  } catch (failure) {
    sqlite.close();
    throw failure;
  }
  return wrap(sqlite);
}

function wrap(sqlite: Sqlite): Db {
  const statements = new Map<string, Database.Statement>();
  const prepare = ((sql: string) => {
    let statement = statements.get(sql);
    if (!statement) {
      statement = sqlite.prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  }) as Sqlite['prepare'];
  return {
    prepare,
    write<T>(change: () => T): T {
      if (sqlite.inTransaction) return change();
      prepare('BEGIN IMMEDIATE').run();
      try {
        const result = change();
        prepare('COMMIT').run();
        return result;
      } catch (failure) {
        if (sqlite.inTransaction) prepare('ROLLBACK').run();
        throw failure;
      }
    },
    exec: (sql) => void sqlite.exec(sql),
    forgetDeleted: () => void sqlite.pragma('wal_checkpoint(TRUNCATE)'),
    close: () => void sqlite.close(),
  };
}
