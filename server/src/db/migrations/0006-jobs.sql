-- Oldest binary that still works with this schema: the first.
-- Work that must happen once the transaction that ordered it is durable. One open row per kind and key.
CREATE TABLE job (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  kind       TEXT NOT NULL,
  key        TEXT NOT NULL,
  payload    TEXT NOT NULL,
  run_at     INTEGER NOT NULL,
  attempts   INTEGER NOT NULL DEFAULT 0,
  ordered    INTEGER NOT NULL DEFAULT 1,  -- grows each time the same work is ordered again: a run that began earlier does not settle it
  last_error TEXT,                        -- a code, never text
  created_at INTEGER NOT NULL,
  UNIQUE (kind, key)
) STRICT;
CREATE INDEX job_due ON job (run_at);
