-- Oldest binary that still works with this schema: the first.
-- Who answers a portal now. A null owner means unassigned; no row means routing has not looked at the room yet.
CREATE TABLE ownership (
  room_id       TEXT PRIMARY KEY,
  owner_user_id TEXT,
  since         INTEGER NOT NULL
) STRICT;
CREATE INDEX ownership_owner ON ownership (owner_user_id);

-- Who answered when. A row is closed, never changed otherwise.
CREATE TABLE ownership_period (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  room_id       TEXT NOT NULL,
  owner_user_id TEXT,
  from_at       INTEGER NOT NULL,
  until_at      INTEGER,
  via           TEXT NOT NULL CHECK (via IN ('routing', 'claim', 'assignment', 'handover', 'undo', 'conversation-started')),
  handover_id   TEXT,
  CHECK (until_at IS NULL OR until_at >= from_at)
) STRICT;
CREATE INDEX ownership_period_room ON ownership_period (room_id, id);
-- A room has one owner or none: at most one open period.
CREATE UNIQUE INDEX ownership_period_open ON ownership_period (room_id) WHERE until_at IS NULL;

CREATE TABLE cover (
  id            TEXT PRIMARY KEY,
  owner_user_id TEXT NOT NULL,
  cover_user_id TEXT NOT NULL,
  from_at       INTEGER NOT NULL,
  until_at      INTEGER NOT NULL,
  ended_at      INTEGER,
  reason        TEXT NOT NULL,
  created_by    TEXT NOT NULL,
  created_at    INTEGER NOT NULL,
  CHECK (owner_user_id <> cover_user_id),
  CHECK (from_at < until_at)
) STRICT;
CREATE INDEX cover_owner ON cover (owner_user_id, from_at);
CREATE INDEX cover_cover ON cover (cover_user_id, from_at);
