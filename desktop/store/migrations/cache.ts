import type { Migration } from '../files/migrate.ts';

/**
 * cache.db. A room's events lie side by side in order of `position` (clustered), whatever came between them in time.
 * `item` marks what a timeline shows; the rest (edits, reactions, redactions, status words, state) is kept as known, so that
 * pages can be joined where they meet. `doc` (time of the event × 1024 + a number) is an item's row in the word index: word
 * lists are in order of time, and the newest hits are read first without sorting.
 */
const first = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE user (no INTEGER PRIMARY KEY, user_id TEXT NOT NULL UNIQUE);
CREATE TABLE colleague (user_id TEXT PRIMARY KEY, name TEXT NOT NULL, team_id TEXT, state TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE room (
  no INTEGER PRIMARY KEY AUTOINCREMENT,
  room_id TEXT NOT NULL UNIQUE,
  name TEXT, avatar TEXT, topic TEXT, predecessor TEXT, features TEXT, bot TEXT, membership TEXT,
  top INTEGER NOT NULL DEFAULT 0,
  unread INTEGER NOT NULL DEFAULT 0,
  read_position INTEGER NOT NULL DEFAULT 0,
  read_event TEXT,
  mention_position INTEGER NOT NULL DEFAULT 0,
  messages INTEGER NOT NULL DEFAULT 0, oldest_at INTEGER,
  facts TEXT, answered INTEGER NOT NULL DEFAULT 0,
  summary TEXT,
  gone INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE member (
  room INTEGER NOT NULL, user INTEGER NOT NULL, name TEXT, avatar TEXT, membership TEXT NOT NULL, position INTEGER NOT NULL,
  PRIMARY KEY (room, user)
) WITHOUT ROWID;
CREATE TABLE gap (
  gap_id INTEGER PRIMARY KEY AUTOINCREMENT, room INTEGER NOT NULL, above INTEGER NOT NULL, token TEXT NOT NULL, at INTEGER NOT NULL,
  UNIQUE (room, above)
);
CREATE INDEX gap_at ON gap (at);
CREATE TABLE event (
  room INTEGER NOT NULL, position INTEGER NOT NULL,
  event_id TEXT NOT NULL, kind INTEGER NOT NULL, item INTEGER NOT NULL, sender INTEGER NOT NULL, at INTEGER NOT NULL,
  doc INTEGER, attach INTEGER NOT NULL DEFAULT 0, handset INTEGER NOT NULL DEFAULT 0,
  txn TEXT, target TEXT, edit_id TEXT, redacted INTEGER NOT NULL DEFAULT 0, redacted_by INTEGER,
  content TEXT NOT NULL,
  PRIMARY KEY (room, position)
) WITHOUT ROWID;
CREATE UNIQUE INDEX event_by_id ON event (event_id);
CREATE UNIQUE INDEX event_by_doc ON event (doc) WHERE doc IS NOT NULL;
CREATE UNIQUE INDEX event_by_txn ON event (txn) WHERE txn IS NOT NULL;
CREATE INDEX event_items ON event (room, position) WHERE item = 1;
CREATE INDEX event_times ON event (room, at) WHERE item = 1;
CREATE INDEX event_attached ON event (room, position) WHERE attach > 0;
CREATE INDEX event_target ON event (target) WHERE target IS NOT NULL;
CREATE TABLE delivery (
  event_id TEXT PRIMARY KEY, room INTEGER NOT NULL,
  state TEXT, reason TEXT, detail TEXT, at INTEGER NOT NULL DEFAULT 0,
  network INTEGER NOT NULL DEFAULT 0, network_at INTEGER
) WITHOUT ROWID;
CREATE INDEX delivery_attention ON delivery (room) WHERE state IN ('failed', 'uncertain', 'needs-confirmation', 'refused');
CREATE INDEX delivery_open ON delivery (event_id) WHERE network = 0 AND (state IS NULL OR state IN ('waiting', 'sending', 'uncertain', 'needs-confirmation'));
CREATE TABLE receipt (
  room INTEGER NOT NULL, user INTEGER NOT NULL, event_id TEXT NOT NULL, at INTEGER NOT NULL, position INTEGER,
  PRIMARY KEY (room, user)
) WITHOUT ROWID;
CREATE INDEX receipt_event ON receipt (event_id) WHERE position IS NULL;
CREATE VIRTUAL TABLE word USING fts5 (words, marks, content = '', prefix = '2 3 4', tokenize = 'unicode61 remove_diacritics 1');
INSERT INTO word (word, rank) VALUES ('secure-delete', 1);
INSERT INTO word (word, rank) VALUES ('pgsz', 3900);
CREATE TABLE media (
  no INTEGER PRIMARY KEY AUTOINCREMENT, source TEXT NOT NULL, variant TEXT NOT NULL, mime_type TEXT NOT NULL,
  size INTEGER NOT NULL DEFAULT 0, used INTEGER NOT NULL, finished INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX media_source ON media (source, variant) WHERE finished = 1;
CREATE INDEX media_used ON media (used) WHERE finished = 1;
CREATE TABLE media_piece (media INTEGER NOT NULL, start INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (media, start)) WITHOUT ROWID;
CREATE TABLE media_use (source TEXT NOT NULL, room INTEGER NOT NULL, PRIMARY KEY (source, room)) WITHOUT ROWID;
CREATE INDEX media_use_room ON media_use (room);
`;

export const cacheMigrations: readonly Migration[] = [{ version: 1, sql: first }];
