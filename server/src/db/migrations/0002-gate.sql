-- Oldest binary that still works with this schema: the first.
-- What the gate decided about an event of a company-side user. Append-only.
CREATE TABLE decision (
  event_id   TEXT PRIMARY KEY,
  room_id    TEXT NOT NULL,
  sender     TEXT NOT NULL,
  verdict    TEXT NOT NULL CHECK (verdict IN ('pass', 'refuse', 'note')),
  code       TEXT,
  detail     TEXT,
  decided_at INTEGER NOT NULL,
  answered   INTEGER NOT NULL DEFAULT 0   -- a refusal was told in the room
) STRICT;
CREATE INDEX decision_refused ON decision (decided_at) WHERE verdict = 'refuse';

-- Ids, decisions and states of what goes out; never a body.
CREATE TABLE outbox (
  seq             INTEGER PRIMARY KEY AUTOINCREMENT,
  event_id        TEXT NOT NULL UNIQUE,
  bridge_id       TEXT NOT NULL,
  room_id         TEXT NOT NULL,
  account_id      TEXT,
  sender          TEXT NOT NULL,          -- who wrote it
  service_user_id TEXT NOT NULL,          -- in whose name the bridge sees it
  kind            TEXT NOT NULL CHECK (kind IN ('message', 'edit', 'reaction', 'redaction', 'poll')),
  target_event_id TEXT,                   -- what an edit, reaction, redaction or reply refers to
  body_event_id   TEXT,                   -- an edit that replaced the body while this waited
  state           TEXT NOT NULL CHECK (state IN
    ('waiting', 'sending', 'delivered', 'unconfirmed', 'failed', 'uncertain', 'needs-confirmation', 'cancelled', 'discarded', 'refused')),
  reason          TEXT,
  origin_at       INTEGER NOT NULL,       -- when it was written (homeserver's time)
  enqueued_at     INTEGER NOT NULL,
  settled_at      INTEGER,
  transaction_id  TEXT,
  bridge_run      INTEGER,                -- incarnation of the bridge it was handed to
  box_run         INTEGER,                -- incarnation of the control plane that handed it over
  bridge_seen     INTEGER NOT NULL DEFAULT 0, -- the bridge reported step BRIDGE for it
  fence_event_id  TEXT,
  handed_at       INTEGER,                -- when it was last handed to the bridge
  attempts        INTEGER NOT NULL DEFAULT 0,
  confirmed_by    TEXT,                   -- who said 'send' after it needed confirmation
  alerted         INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX outbox_open ON outbox (room_id, seq) WHERE state IN ('waiting', 'sending', 'uncertain', 'needs-confirmation');
CREATE INDEX outbox_target ON outbox (target_event_id) WHERE target_event_id IS NOT NULL;
CREATE INDEX outbox_fence ON outbox (fence_event_id) WHERE fence_event_id IS NOT NULL;
CREATE INDEX outbox_room ON outbox (room_id, seq);

CREATE TABLE run (
  part       TEXT PRIMARY KEY,            -- 'box' or a bridge id
  number     INTEGER NOT NULL,
  started_at INTEGER NOT NULL
) STRICT;

-- What the control plane sends as a service user (greeting, correction, test message): proof that an event of a
-- service user was ordered here and not made by a bridge.
CREATE TABLE service_send (
  transaction_id  TEXT PRIMARY KEY,
  service_user_id TEXT NOT NULL,
  room_id         TEXT NOT NULL,
  purpose         TEXT NOT NULL,
  ordered_by      TEXT NOT NULL,
  event_id        TEXT UNIQUE,
  created_at      INTEGER NOT NULL
) STRICT;
