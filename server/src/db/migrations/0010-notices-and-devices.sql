-- Oldest binary that still works with this schema: the first.
-- What people signed, kept whole: a later release has other words, and a hash alone shows nobody what was read.
CREATE TABLE notice_text (
  hash     TEXT PRIMARY KEY,              -- SHA-256 of the text, hexadecimal
  kind     TEXT NOT NULL CHECK (kind IN ('recording')),
  version  TEXT NOT NULL,
  language TEXT NOT NULL,
  text     TEXT NOT NULL
) STRICT;

CREATE TABLE notice_signature (
  id          TEXT PRIMARY KEY,
  person_id   TEXT NOT NULL,
  hash        TEXT NOT NULL REFERENCES notice_text (hash),
  version     TEXT NOT NULL,
  signed_name TEXT NOT NULL,              -- as the person wrote it
  session_id  TEXT NOT NULL,
  signed_at   INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX notice_signature_once ON notice_signature (person_id, version);

-- Half of what opens a device's local store. The share is overwritten before its row goes.
CREATE TABLE device (
  id             TEXT PRIMARY KEY,
  person_id      TEXT NOT NULL,
  name           TEXT NOT NULL,
  share          BLOB NOT NULL CHECK (length(share) = 32),
  session_id     TEXT NOT NULL,           -- the session it was added with
  created_at     INTEGER NOT NULL,
  last_leased_at INTEGER NOT NULL         -- to the minute
) STRICT;
CREATE INDEX device_person ON device (person_id);
