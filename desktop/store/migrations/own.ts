import type { Migration } from '../files/migrate.ts';

/**
 * own.db and own-mirror.db: what exists only on this computer. `generation` counts writes, so that a start after a kill
 * between the two knows which copy is ahead. Pieces of files that wait to be sent lie in own.db only: a second copy of two
 * gigabytes would cost more than it saves, since the person still has the file.
 */
const first = `
CREATE TABLE generation (one INTEGER PRIMARY KEY CHECK (one = 1), value INTEGER NOT NULL);
INSERT INTO generation VALUES (1, 0);
CREATE TABLE draft (room_id TEXT PRIMARY KEY, text TEXT, reply_to TEXT) WITHOUT ROWID;
CREATE TABLE mark (room_id TEXT PRIMARY KEY, muted INTEGER NOT NULL DEFAULT 0, done_at INTEGER, done_upto INTEGER) WITHOUT ROWID;
CREATE TABLE outgoing (
  seq INTEGER PRIMARY KEY, local_id TEXT NOT NULL UNIQUE, room_id TEXT NOT NULL, outgoing TEXT NOT NULL, state TEXT NOT NULL,
  reason TEXT, mxc TEXT, attempts INTEGER NOT NULL, not_before INTEGER NOT NULL, created_at INTEGER NOT NULL, event_id TEXT
);
CREATE TABLE file (file_id TEXT PRIMARY KEY, size INTEGER NOT NULL, stored INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE setting (one INTEGER PRIMARY KEY CHECK (one = 1), value TEXT NOT NULL);
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;
const pieces = `
CREATE TABLE file_piece (file_id TEXT NOT NULL, start INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (file_id, start)) WITHOUT ROWID;
`;

/** A note that was begun is a draft of its own beside the message. */
const notes = 'ALTER TABLE draft ADD COLUMN note TEXT;';

export const mirrorMigrations: readonly Migration[] = [{ version: 1, sql: first }, { version: 2, sql: notes }];
export const ownMigrations: readonly Migration[] = [{ version: 1, sql: first + pieces }, { version: 2, sql: notes }];
/** Tables that both copies hold, in the order they are copied. */
export const mirroredTables = ['draft', 'mark', 'outgoing', 'file', 'setting', 'meta', 'generation'] as const;
