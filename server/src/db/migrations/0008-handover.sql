-- Oldest binary that still works with this schema: the first.
-- Durable steps over many things. One row per operation, one per thing it is done to.
CREATE TABLE saga (
  kind        TEXT NOT NULL,
  id          TEXT NOT NULL,
  rank        INTEGER NOT NULL,           -- lower goes first when several sagas wait
  started_at  INTEGER NOT NULL,
  finished_at INTEGER,
  PRIMARY KEY (kind, id)
) STRICT;

CREATE TABLE saga_item (
  kind        TEXT NOT NULL,
  saga_id     TEXT NOT NULL,
  key         TEXT NOT NULL,              -- what it is done to; never two steps of one key at the same moment
  priority    INTEGER NOT NULL,           -- higher goes first within a rank
  direction   TEXT NOT NULL CHECK (direction IN ('forward', 'back')),
  step        INTEGER NOT NULL,           -- forward: steps done; back: the step to take back next, -1 when all are
  state       TEXT NOT NULL CHECK (state IN ('waiting', 'failed', 'waiting-for-homeserver', 'done')),
  attempts    INTEGER NOT NULL DEFAULT 0, -- failures of the step ahead since it last succeeded
  error_code  TEXT,
  next_at     INTEGER NOT NULL,
  outcome     TEXT NOT NULL DEFAULT '{}', -- JSON: what the steps found out
  finished_at INTEGER,
  PRIMARY KEY (kind, saga_id, key)
) STRICT;
CREATE INDEX saga_item_open ON saga_item (next_at) WHERE state <> 'done';
CREATE INDEX saga_item_key ON saga_item (key) WHERE state <> 'done';

-- Moving rooms from their owners to others, as it was ordered.
CREATE TABLE handover (
  id              TEXT PRIMARY KEY,
  kind            TEXT NOT NULL CHECK (kind IN ('handover', 'access-off')),
  state           TEXT NOT NULL CHECK (state IN
    ('awaiting-approval', 'scheduled', 'running', 'done', 'undoing', 'undone', 'rejected', 'refused')),
  request         TEXT NOT NULL,          -- JSON of the order: scope, successors, greeting
  reason          TEXT NOT NULL,
  leaver_user_id  TEXT,                   -- locked and signed out with the cut
  requested_by    TEXT NOT NULL,          -- person id
  team_id         TEXT,                   -- of the lead who ordered it; null when an administrator did
  approval_needed TEXT NOT NULL,          -- JSON array of causes; empty when none is needed
  approved_by     TEXT,
  decided_at      INTEGER,
  decision_reason TEXT,
  idempotency_key TEXT,
  run_at          INTEGER,
  overlap_until   INTEGER,
  refused_code    TEXT,                   -- why a scheduled or approved one could not start
  parked          INTEGER NOT NULL DEFAULT 0,
  created_at      INTEGER NOT NULL,
  cut_at          INTEGER,
  finished_at     INTEGER,
  undone_by       TEXT,
  undo_reason     TEXT,
  undo_at         INTEGER
) STRICT;
CREATE UNIQUE INDEX handover_once ON handover (requested_by, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX handover_created ON handover (created_at);

CREATE TABLE handover_room (
  handover_id           TEXT NOT NULL REFERENCES handover (id),
  room_id               TEXT NOT NULL,
  bridge_id             TEXT NOT NULL,
  predecessor           TEXT,             -- null: was unassigned
  successor             TEXT,             -- null: becomes unassigned
  rule                  TEXT NOT NULL,
  greeting              TEXT,             -- the text for this client's language; null when none is sent
  undo_result           TEXT CHECK (undo_result IN ('returned', 'moved-on')),
  PRIMARY KEY (handover_id, room_id)
) STRICT;
CREATE INDEX handover_room_room ON handover_room (room_id);

-- A predecessor who still reads and no longer writes.
CREATE TABLE room_overlap (
  room_id     TEXT NOT NULL,
  user_id     TEXT NOT NULL,
  until_at    INTEGER NOT NULL,
  handover_id TEXT NOT NULL,
  PRIMARY KEY (room_id, user_id)
) STRICT;
CREATE INDEX room_overlap_user ON room_overlap (user_id);
