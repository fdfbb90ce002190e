-- Oldest binary that still works with this schema: the first.
ALTER TABLE client ADD COLUMN version INTEGER NOT NULL DEFAULT 1; -- grows with every change

CREATE INDEX portal_other ON portal (bridge_id, other_user_id);
CREATE INDEX portal_longest_waiting ON portal (coalesce(waiting_since, 9007199254740991), room_id);

-- What lists of clients are sorted by. Kept by the triggers below and by nobody else; its id names the row of the words.
CREATE TABLE client_index (
  id            INTEGER PRIMARY KEY,
  client_id     TEXT NOT NULL UNIQUE REFERENCES client (id) ON DELETE CASCADE,
  name_folded   TEXT NOT NULL,
  last_event_at INTEGER NOT NULL DEFAULT 0,
  waiting_since INTEGER,
  rooms         INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX client_index_recent ON client_index (last_event_at DESC, client_id);
CREATE INDEX client_index_name ON client_index (name_folded, client_id);
CREATE INDEX client_index_waiting ON client_index (coalesce(waiting_since, 9007199254740991), client_id);
CREATE VIRTUAL TABLE client_words USING fts5(name, firm, tags, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
INSERT INTO client_words (client_words, rank) VALUES ('secure-delete', 1);

INSERT INTO client_index (client_id, name_folded, last_event_at, waiting_since, rooms)
  SELECT c.id, c.name_folded, coalesce(max(p.last_event_at), 0), min(p.waiting_since), count(p.room_id)
  FROM client c LEFT JOIN portal p ON p.client_id = c.id GROUP BY c.id;
INSERT INTO client_words (rowid, name, firm, tags)
  SELECT x.id, c.name, coalesce(c.firm, ''), c.tags FROM client_index x JOIN client c ON c.id = x.client_id;

CREATE TRIGGER client_index_added AFTER INSERT ON client BEGIN
  INSERT INTO client_index (client_id, name_folded) VALUES (NEW.id, NEW.name_folded);
  INSERT OR REPLACE INTO client_words (rowid, name, firm, tags)
    SELECT x.id, NEW.name, coalesce(NEW.firm, ''), NEW.tags FROM client_index x WHERE x.client_id = NEW.id;
END;
CREATE TRIGGER client_index_changed AFTER UPDATE OF name, name_folded, firm, tags ON client
WHEN OLD.name IS NOT NEW.name OR OLD.name_folded IS NOT NEW.name_folded OR OLD.firm IS NOT NEW.firm OR OLD.tags IS NOT NEW.tags BEGIN
  UPDATE client_index SET name_folded = NEW.name_folded WHERE client_id = NEW.id;
  INSERT OR REPLACE INTO client_words (rowid, name, firm, tags)
    SELECT x.id, NEW.name, coalesce(NEW.firm, ''), NEW.tags FROM client_index x WHERE x.client_id = NEW.id;
END;
-- The words go with their client; an empty row stays behind, which nothing finds.
CREATE TRIGGER client_index_removed BEFORE DELETE ON client BEGIN
  INSERT OR REPLACE INTO client_words (rowid, name, firm, tags) SELECT x.id, '', '', '' FROM client_index x WHERE x.client_id = OLD.id;
END;
CREATE TRIGGER client_index_portal_added AFTER INSERT ON portal WHEN NEW.client_id IS NOT NULL BEGIN
  UPDATE client_index SET last_event_at = f.last, waiting_since = f.waiting, rooms = f.rooms
  FROM (SELECT coalesce(max(last_event_at), 0) AS last, min(waiting_since) AS waiting, count(*) AS rooms FROM portal WHERE client_id = NEW.client_id) AS f
  WHERE client_id = NEW.client_id;
END;
CREATE TRIGGER client_index_portal_changed AFTER UPDATE OF client_id, state, last_event_at, last_client_at, last_company_at ON portal
WHEN NEW.client_id IS NOT NULL BEGIN
  UPDATE client_index SET last_event_at = f.last, waiting_since = f.waiting, rooms = f.rooms
  FROM (SELECT coalesce(max(last_event_at), 0) AS last, min(waiting_since) AS waiting, count(*) AS rooms FROM portal WHERE client_id = NEW.client_id) AS f
  WHERE client_id = NEW.client_id;
END;
CREATE TRIGGER client_index_portal_left AFTER UPDATE OF client_id ON portal WHEN OLD.client_id IS NOT NULL AND OLD.client_id IS NOT NEW.client_id BEGIN
  UPDATE client_index SET last_event_at = f.last, waiting_since = f.waiting, rooms = f.rooms
  FROM (SELECT coalesce(max(last_event_at), 0) AS last, min(waiting_since) AS waiting, count(*) AS rooms FROM portal WHERE client_id = OLD.client_id) AS f
  WHERE client_id = OLD.client_id;
END;

-- Conversations with several people have a name of their own and no client.
CREATE TABLE group_index (
  id      INTEGER PRIMARY KEY,
  room_id TEXT NOT NULL UNIQUE
) STRICT;
CREATE VIRTUAL TABLE group_words USING fts5(name, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');
INSERT INTO group_words (group_words, rank) VALUES ('secure-delete', 1);
INSERT INTO group_index (room_id) SELECT room_id FROM portal WHERE is_direct = 0;
INSERT INTO group_words (rowid, name) SELECT x.id, coalesce(p.name, '') FROM group_index x JOIN portal p ON p.room_id = x.room_id;
CREATE TRIGGER group_index_added AFTER INSERT ON portal WHEN NEW.is_direct = 0 BEGIN
  INSERT OR IGNORE INTO group_index (room_id) VALUES (NEW.room_id);
  INSERT OR REPLACE INTO group_words (rowid, name) SELECT x.id, coalesce(NEW.name, '') FROM group_index x WHERE x.room_id = NEW.room_id;
END;
CREATE TRIGGER group_index_changed AFTER UPDATE OF name, is_direct ON portal
WHEN OLD.name IS NOT NEW.name OR OLD.is_direct IS NOT NEW.is_direct BEGIN
  INSERT OR IGNORE INTO group_index (room_id) SELECT NEW.room_id WHERE NEW.is_direct = 0;
  INSERT OR REPLACE INTO group_words (rowid, name)
    SELECT x.id, CASE WHEN NEW.is_direct = 0 THEN coalesce(NEW.name, '') ELSE '' END FROM group_index x WHERE x.room_id = NEW.room_id;
END;

-- A client that became part of another one, as it was: taking its conversations out again gives it back.
CREATE TABLE client_merge (
  client_id  TEXT PRIMARY KEY,
  into_id    TEXT NOT NULL,
  card       TEXT NOT NULL,               -- JSON: name, namedBy, firm, language, tags, createdAt
  identities TEXT NOT NULL,               -- JSON array of [bridge, ghost]
  notes      TEXT NOT NULL,               -- JSON array of note ids
  merged_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX client_merge_into ON client_merge (into_id);

-- Who is to have a client's first conversation, as an import said.
CREATE TABLE client_wish (
  client_id     TEXT PRIMARY KEY REFERENCES client (id) ON DELETE CASCADE,
  owner_user_id TEXT NOT NULL,
  account_id    TEXT,                     -- only on this account; null: on any
  import_id     TEXT NOT NULL
) STRICT;

CREATE TABLE client_import (
  id          TEXT PRIMARY KEY,
  state       TEXT NOT NULL CHECK (state IN ('reading', 'ready', 'running', 'done', 'cancelled')),
  file_name   TEXT,
  encoding    TEXT NOT NULL,
  delimiter   TEXT NOT NULL,
  columns     TEXT NOT NULL,              -- JSON: the header as the file has it, and what each column means
  lines       INTEGER NOT NULL DEFAULT 0,
  counts      TEXT NOT NULL,              -- JSON
  done        INTEGER NOT NULL DEFAULT 0,
  remarks     INTEGER NOT NULL DEFAULT 0,
  sample      TEXT NOT NULL DEFAULT '[]', -- JSON; emptied at the end
  created_by  TEXT NOT NULL,
  created_at  INTEGER NOT NULL,
  started_by  TEXT,
  started_at  INTEGER,
  finished_at INTEGER,
  version     INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX client_import_recent ON client_import (created_at DESC);
CREATE TABLE client_import_line (
  import_id   TEXT NOT NULL REFERENCES client_import (id) ON DELETE CASCADE,
  line        INTEGER NOT NULL,
  kind        TEXT NOT NULL CHECK (kind IN ('new', 'changed', 'unchanged', 'broken')),
  code        TEXT,                       -- what is wrong with it, or worth knowing
  column_name TEXT,
  cells       TEXT,                       -- JSON array as the file has them; emptied when the import ends
  client_id   TEXT,
  done        INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (import_id, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX client_import_line_kind ON client_import_line (import_id, kind, line);
CREATE INDEX client_import_line_open ON client_import_line (import_id, line) WHERE done = 0;

-- One list, changed as a whole.
CREATE TABLE routing_rule_set (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  version    INTEGER NOT NULL,
  rules      TEXT NOT NULL,               -- JSON
  changed_at INTEGER NOT NULL,
  changed_by TEXT NOT NULL
) STRICT;
-- A rule put the room into another team's queue than that of its account; until somebody owns it.
CREATE TABLE room_queue (
  room_id TEXT PRIMARY KEY,
  team_id TEXT NOT NULL REFERENCES team (id)
) STRICT;

CREATE TABLE greeting (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL UNIQUE,
  texts      TEXT NOT NULL,               -- JSON: language to text
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  version    INTEGER NOT NULL DEFAULT 1
) STRICT;

-- What clients are told about recording, and who was told.
CREATE TABLE client_notice (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  version    INTEGER NOT NULL,
  policy     TEXT NOT NULL CHECK (policy IN ('off', 'first-contact', 'next-message')),
  texts      TEXT NOT NULL,               -- JSON: language to text
  fallback   TEXT NOT NULL,
  in_groups  INTEGER NOT NULL,
  wording    INTEGER NOT NULL,
  since      INTEGER NOT NULL,            -- of the policy
  changed_at INTEGER NOT NULL,
  changed_by TEXT NOT NULL
) STRICT;
CREATE TABLE client_notice_send (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  subject    TEXT NOT NULL,               -- a client, or the room of several people
  wording    INTEGER NOT NULL,
  room_id    TEXT NOT NULL,
  client_id  TEXT,
  language   TEXT NOT NULL,
  text       TEXT,                        -- until it is sent
  ordered_at INTEGER NOT NULL,
  sent_at    INTEGER,
  event_id   TEXT
) STRICT;
CREATE UNIQUE INDEX client_notice_send_once ON client_notice_send (subject, wording);
CREATE INDEX client_notice_send_room ON client_notice_send (room_id, wording);
CREATE INDEX client_notice_send_recent ON client_notice_send (ordered_at DESC, id);
CREATE INDEX client_notice_send_waiting ON client_notice_send (wording) WHERE sent_at IS NULL;
