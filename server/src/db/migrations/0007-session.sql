-- Oldest binary that still works with this schema: the first.
-- Who is signed in. A token is 256 random bits and only its SHA-256 is here: a copy of this file signs nobody in.
CREATE TABLE session (
  id           TEXT PRIMARY KEY,
  token_hash   BLOB NOT NULL UNIQUE,
  person_id    TEXT NOT NULL,
  via          TEXT NOT NULL CHECK (via IN ('password', 'matrix')),
  label        TEXT,
  opened_at    INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,          -- to the minute: a request is not worth an fsync
  expires_at   INTEGER NOT NULL,
  closed_at    INTEGER
) STRICT;
CREATE INDEX session_person ON session (person_id) WHERE closed_at IS NULL;

-- Failed sign-ins by name. Hashed, because people type passwords into the name field.
CREATE TABLE sign_in_failure (
  name_hash    BLOB PRIMARY KEY,
  failures     INTEGER NOT NULL,
  last_at      INTEGER NOT NULL,
  barred_until INTEGER NOT NULL
) STRICT;
