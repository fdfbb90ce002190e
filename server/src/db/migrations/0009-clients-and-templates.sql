-- Oldest binary that still works with this schema: the first.
ALTER TABLE client ADD COLUMN firm TEXT;
ALTER TABLE client ADD COLUMN firm_folded TEXT;                -- for searching, as name_folded
ALTER TABLE client ADD COLUMN tags TEXT NOT NULL DEFAULT '[]'; -- JSON array, in the order people gave them

-- What colleagues know about a client. A row is never changed: taking it away marks it, and it stays on record.
CREATE TABLE client_note (
  id               TEXT PRIMARY KEY,
  client_id        TEXT NOT NULL REFERENCES client (id),
  author_person_id TEXT NOT NULL REFERENCES person (id),
  text             TEXT NOT NULL,
  idempotency_key  TEXT NOT NULL,
  created_at       INTEGER NOT NULL,
  removed_at       INTEGER,
  UNIQUE (author_person_id, idempotency_key)
) STRICT;
CREATE INDEX client_note_client ON client_note (client_id, created_at DESC, id);

-- Words written again and again: somebody's own, or a team's.
CREATE TABLE template (
  id         TEXT PRIMARY KEY,
  scope      TEXT NOT NULL CHECK (scope IN ('own', 'team')),
  team_id    TEXT REFERENCES team (id),
  person_id  TEXT NOT NULL REFERENCES person (id), -- who wrote it first
  title      TEXT NOT NULL,
  language   TEXT,
  body       TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  CHECK ((scope = 'team') = (team_id IS NOT NULL))
) STRICT;
CREATE INDEX template_person ON template (person_id) WHERE scope = 'own';
CREATE INDEX template_team ON template (team_id) WHERE scope = 'team';
