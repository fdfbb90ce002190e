-- Oldest binary that still works with this schema: the first.
-- Facts of every event of the homeserver, in the homeserver's order; bodies apart, so that sealing replaces one table.
CREATE TABLE journal_event (
  seq              INTEGER PRIMARY KEY AUTOINCREMENT,
  event_id         TEXT NOT NULL UNIQUE,
  stream_ordering  INTEGER NOT NULL,
  room_id          TEXT NOT NULL,
  sender           TEXT NOT NULL,
  type             TEXT NOT NULL,
  state_key        TEXT,
  origin_server_ts INTEGER NOT NULL,
  recorded_at      INTEGER NOT NULL,
  size             INTEGER NOT NULL,          -- bytes of the stored JSON
  hash             BLOB NOT NULL,             -- SHA-256 of the stored JSON
  msgtype          TEXT,
  relates_to       TEXT,                      -- event id this one edits, answers, reacts to or redacts
  relation         TEXT,                      -- 'edit' | 'reply' | 'reaction' | 'redaction' | 'thread' | 'reference'
  late             INTEGER NOT NULL DEFAULT 0 -- found by re-reading, after later events were recorded
) STRICT;
CREATE INDEX journal_event_room ON journal_event (room_id, seq);
CREATE INDEX journal_event_stream ON journal_event (stream_ordering);
CREATE INDEX journal_event_relates ON journal_event (relates_to) WHERE relates_to IS NOT NULL;

CREATE TABLE journal_body (
  event_id TEXT PRIMARY KEY REFERENCES journal_event (event_id),
  body     BLOB NOT NULL
) STRICT;

CREATE TABLE journal_cursor (
  id              INTEGER PRIMARY KEY CHECK (id = 1),
  stream_ordering INTEGER NOT NULL
) STRICT;

-- A reader that failed on one event: the event is recorded all the same, the failure is visible and alarmed.
CREATE TABLE journal_fault (
  event_id   TEXT NOT NULL,
  reader     TEXT NOT NULL,
  code       TEXT NOT NULL,
  at         INTEGER NOT NULL,
  PRIMARY KEY (event_id, reader)
) STRICT;
