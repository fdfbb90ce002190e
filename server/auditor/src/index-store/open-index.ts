import { chmodSync, existsSync } from 'node:fs';
import Database from 'better-sqlite3-multiple-ciphers';
import { AuditorError } from '../auditor-error.ts';

export type Sqlite = Database.Database;

/** Bump when rows would come out differently: an index of another version is built anew from the copy. */
export const indexVersion = 2;

const schema = `
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE room(id INTEGER PRIMARY KEY, room TEXT NOT NULL UNIQUE, name TEXT, bridge TEXT, account TEXT, client TEXT, other TEXT) STRICT;
CREATE TABLE person(id INTEGER PRIMARY KEY, user TEXT NOT NULL UNIQUE, name TEXT) STRICT;
CREATE TABLE person_name(person INTEGER NOT NULL, folded TEXT NOT NULL, PRIMARY KEY(person, folded)) STRICT, WITHOUT ROWID;
CREATE TABLE person_room(person INTEGER NOT NULL, room INTEGER NOT NULL, PRIMARY KEY(person, room)) STRICT, WITHOUT ROWID;
CREATE TABLE chain(id INTEGER PRIMARY KEY, kid TEXT NOT NULL UNIQUE, idx INTEGER NOT NULL, at INTEGER NOT NULL, key BLOB, fault TEXT) STRICT;
CREATE TABLE share(kid TEXT NOT NULL, holder TEXT NOT NULL, share BLOB NOT NULL, PRIMARY KEY(kid, holder)) STRICT, WITHOUT ROWID;
CREATE TABLE record(idx INTEGER PRIMARY KEY, chain INTEGER NOT NULL, kind TEXT NOT NULL, room INTEGER, sender INTEGER, at INTEGER NOT NULL, event BLOB, target BLOB, relation INTEGER NOT NULL) STRICT;
CREATE INDEX record_of_room ON record(room, idx) WHERE room IS NOT NULL;
CREATE INDEX record_by_event ON record(event) WHERE event IS NOT NULL;
CREATE INDEX record_by_target ON record(target, relation, idx) WHERE target IS NOT NULL;
CREATE INDEX record_by_kind ON record(kind, idx) WHERE kind <> 'event';
CREATE TABLE message(idx INTEGER PRIMARY KEY, text TEXT NOT NULL, state INTEGER NOT NULL) STRICT;
CREATE VIRTUAL TABLE fts USING fts5(words, stems, tags, content='', tokenize='unicode61 remove_diacritics 0');
INSERT INTO fts(fts, rank) VALUES ('secure-delete', 1);
`;

/**
 * Opens the index of one archive or makes it, in SQLCipher under a raw key. Every byte of it is encrypted, its write-ahead
 * log too; nothing is sorted or staged outside of memory. A second process is refused.
 */
export function openIndexFile(path: string, key: Uint8Array, { cacheKiB = 131_072 }: { cacheKiB?: number } = {}): Sqlite {
  const sqlite = new Database(path);
  try {
    sqlite.pragma("cipher = 'sqlcipher'");
    sqlite.pragma('legacy = 4');
    sqlite.pragma(`key = "x'${Buffer.from(key).toString('hex')}'"`);
    sqlite.pragma('temp_store = MEMORY');
    sqlite.pragma('locking_mode = EXCLUSIVE');
    sqlite.pragma('busy_timeout = 2000');
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = NORMAL');
    sqlite.pragma('secure_delete = ON');
    sqlite.pragma(`cache_size = -${cacheKiB}`);
    const made = sqlite.prepare<[], { n: number }>("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'meta'").get()?.n === 1;
    if (!made) {
      sqlite.exec(`BEGIN; ${schema} INSERT INTO meta VALUES ('version', '${indexVersion}'), ('indexedTo', '0'); COMMIT;`);
    }
    const version = sqlite.prepare<[], { value: string }>("SELECT value FROM meta WHERE key = 'version'").get()?.value;
    if (version !== String(indexVersion)) throw new AuditorError('INDEX_VERSION', `${path} was made by another version of this tool`, 'Delete the file and run `holdfast-auditor sync` again: the index is built anew from the copy.');
    for (const file of [path, `${path}-wal`]) if (existsSync(file)) chmodSync(file, 0o600);
    return sqlite;
  } catch (failure) {
    sqlite.close();
    const code = (failure as { code?: string }).code ?? '';
    if (code === 'SQLITE_NOTADB') throw new AuditorError('INDEX_KEY', `${path} does not open with this key`, 'It belongs to another key holder, or it is damaged. Delete it and run `holdfast-auditor sync` again.');
    if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) throw new AuditorError('INDEX_BUSY', `${path} is in use`, 'Another holdfast-auditor works with it. Wait until it has ended.');
    throw failure;
  }
}
