-- Oldest binary that still works with this schema: the first.
CREATE TABLE audit_entry (
  seq        INTEGER PRIMARY KEY AUTOINCREMENT,
  at         INTEGER NOT NULL,
  actor      TEXT NOT NULL,
  action     TEXT NOT NULL,
  target     TEXT NOT NULL,
  reason     TEXT,
  detail     TEXT                         -- JSON; ids and codes, never text of a conversation
) STRICT;
CREATE INDEX audit_entry_action ON audit_entry (action, seq);
CREATE INDEX audit_entry_target ON audit_entry (target, seq);
CREATE TRIGGER audit_entry_is_append_only_u BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_entry_is_append_only_d BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;

CREATE TABLE alert (
  id          TEXT PRIMARY KEY,
  kind        TEXT NOT NULL,
  target      TEXT NOT NULL,
  team_id     TEXT,                       -- the team it concerns; null concerns the whole box
  detail      TEXT,                       -- JSON; ids and codes
  raised_at   INTEGER NOT NULL,
  resolved_at INTEGER
) STRICT;
CREATE UNIQUE INDEX alert_open ON alert (kind, target) WHERE resolved_at IS NULL;
