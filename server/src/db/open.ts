import Database from 'better-sqlite3';
import { migrate } from './migrate.ts';

type Sqlite = Database.Database;

/** A handle that can only ask. A write transaction is one too, so a reading function works inside and outside of it. */
export type ReadDb = { prepare: Sqlite['prepare'] };

declare const writeBrand: unique symbol;
/** A transaction under way. Synchronous by construction: no network call can hide in it. */
export type WriteTx = ReadDb & {
  readonly [writeBrand]: true;
  /** Runs once the transaction is durable, in order of registration; never if it rolls back. */
  afterCommit(tell: () => void): void;
  /** Runs if what was done here is taken back, by the whole transaction or by the part of it that failed: for what lives in memory and went ahead with it. */
  afterRollback(undo: () => void): void;
  /** A part that may fail alone: its changes roll back, the rest of the transaction stands. A full or broken disk is not such a failure. */
  attempt(part: () => void): unknown;
};

const busyTimeoutMs = 5000;
/** The pages a company's lists are made of; with the 2 MB of the default each search read them from the file again. */
const cachedKibibytes = 64 * 1024;

type Settled<T> = T extends PromiseLike<unknown> ? never : T;

export type Db = ReadDb & {
  /** Runs `change` in one durable transaction (fsync before it returns). Inside another write it joins that one. */
  write<T>(change: (tx: WriteTx) => Settled<T>): T;
  /** What was deleted leaves the write-ahead log too, at once unless somebody is reading it; then with the next checkpoint. After commit only. */
  forgetDeleted(): void;
  close(): void;
};

/** Opens the record and brings its schema up to date. `:memory:` is for tests. */
export function openDb(path: string): Db {
  const sqlite = new Database(path);
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL'); // an acknowledged event survives a power cut
  sqlite.pragma('foreign_keys = ON');
  sqlite.pragma(`busy_timeout = ${busyTimeoutMs}`);
  sqlite.pragma('secure_delete = ON');
  sqlite.pragma('wal_autocheckpoint = 1000');
  sqlite.pragma(`cache_size = -${cachedKibibytes}`);
  migrate(sqlite);
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

  type Hooks = { readonly tells: (() => void)[]; readonly undos: (() => void)[] };
  let current: (Hooks & { readonly tx: WriteTx }) | undefined;

  function newTx({ tells, undos }: Hooks): WriteTx {
    return {
      prepare,
      afterCommit: (tell: () => void) => void tells.push(tell),
      afterRollback: (undo: () => void) => void undos.push(undo),
      attempt: (part: () => void) => {
        const mark = tells.length;
        const undoMark = undos.length;
        prepare('SAVEPOINT part').run();
        try {
          part();
          prepare('RELEASE part').run();
          return undefined;
        } catch (failure) {
          prepare('ROLLBACK TO part').run();
          prepare('RELEASE part').run();
          tells.length = mark;
          for (const undo of undos.splice(undoMark).reverse()) undo();
          if (isStorageFailure(failure)) throw failure; // no fault of the part: the whole transaction waits for a better disk
          return failure ?? new Error('failed without a reason');
        }
      },
    } as WriteTx;
  }

  return {
    prepare,
    write<T>(change: (tx: WriteTx) => Settled<T>): T {
      if (current) return change(current.tx);
      const hooks: Hooks = { tells: [], undos: [] };
      const own = { tx: newTx(hooks), ...hooks };
      current = own;
      let result: T;
      try {
        sqlite.exec('BEGIN IMMEDIATE');
        result = change(own.tx);
        sqlite.exec('COMMIT');
      } catch (failure) {
        if (sqlite.inTransaction) sqlite.exec('ROLLBACK');
        for (const undo of own.undos.reverse()) undo();
        throw failure;
      } finally {
        current = undefined;
      }
      for (const tell of own.tells) tell();
      return result;
    },
    forgetDeleted() {
      sqlite.pragma('busy_timeout = 0'); // a reader must not hold up the gate
      try {
        sqlite.pragma('wal_checkpoint(TRUNCATE)');
      } finally {
        sqlite.pragma(`busy_timeout = ${busyTimeoutMs}`);
      }
    },
    close: () => void sqlite.close(),
  };
}

/** The disk is full, broken or away, or memory is: says nothing about what was being written. */
export function isStorageFailure(failure: unknown): boolean {
  const code = failure instanceof Database.SqliteError ? failure.code : '';
  return /^SQLITE_(FULL|IOERR|NOMEM|CORRUPT|READONLY|CANTOPEN|BUSY)/.test(code);
}
