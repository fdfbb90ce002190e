-- Oldest binary that still works with this schema: the first.
-- The trail by who acted and by time: a page of a million entries costs what a page of a thousand does.
CREATE INDEX audit_entry_actor ON audit_entry (actor, seq, action);
CREATE INDEX audit_entry_at ON audit_entry (at);

-- What the journal holds, counted by day and company account as it is recorded; '' is no account. Can be built anew from
-- the journal at any time: `tally_progress` says how far.
CREATE TABLE tally_day (
  day             TEXT NOT NULL,             -- UTC
  account_id      TEXT NOT NULL,
  received        INTEGER NOT NULL DEFAULT 0,
  sent_box        INTEGER NOT NULL DEFAULT 0,
  sent_handset    INTEGER NOT NULL DEFAULT 0,
  refused         INTEGER NOT NULL DEFAULT 0,
  edits           INTEGER NOT NULL DEFAULT 0,
  deletions       INTEGER NOT NULL DEFAULT 0,
  reactions       INTEGER NOT NULL DEFAULT 0,
  notes           INTEGER NOT NULL DEFAULT 0,
  other           INTEGER NOT NULL DEFAULT 0,
  technical       INTEGER NOT NULL DEFAULT 0,
  media           INTEGER NOT NULL DEFAULT 0, -- of received and sent
  PRIMARY KEY (day, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX tally_day_account ON tally_day (account_id, day);

CREATE TABLE tally_progress (
  id           INTEGER PRIMARY KEY CHECK (id = 1),
  live_from    INTEGER NOT NULL,             -- this event and later ones are counted as they are recorded
  counted_to   INTEGER NOT NULL              -- earlier ones are counted up to here
) STRICT;

-- A compliance officer reads a live conversation for a while.
CREATE TABLE look (
  id               TEXT PRIMARY KEY,
  room_id          TEXT NOT NULL,
  person_id        TEXT NOT NULL,
  reasons          TEXT NOT NULL,            -- JSON array of {at, reason}
  opened_at        INTEGER NOT NULL,
  ends_at          INTEGER NOT NULL,
  ended_at         INTEGER,
  visible_to_owner INTEGER NOT NULL,
  told_at          INTEGER,
  pages_read       INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX look_person ON look (person_id, opened_at DESC);

-- What was changed while the box runs. What is missing is as the file or the default says.
CREATE TABLE setting (
  key        TEXT PRIMARY KEY,
  value      TEXT NOT NULL,                  -- JSON; of a secret: null, its value is in a file
  changed_at INTEGER NOT NULL,
  changed_by TEXT NOT NULL
) STRICT;

CREATE TABLE setting_version (
  id      INTEGER PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL
) STRICT;

-- What is to be told of alerts, one row per alert, channel and turn of events; gone when told for good.
CREATE TABLE alert_message (
  seq        INTEGER PRIMARY KEY AUTOINCREMENT,
  channel    TEXT NOT NULL CHECK (channel IN ('email', 'webhook')),
  alert_id   TEXT NOT NULL,
  turn       TEXT NOT NULL CHECK (turn IN ('opened', 'resolved')),
  at         INTEGER NOT NULL,
  sent_at    INTEGER,
  dropped    TEXT,                           -- code: why it was never sent
  UNIQUE (channel, alert_id, turn)
) STRICT;
CREATE INDEX alert_message_waiting ON alert_message (channel, seq) WHERE sent_at IS NULL AND dropped IS NULL;

-- The doctor's last run.
CREATE TABLE doctor_run (
  id          INTEGER PRIMARY KEY CHECK (id = 1),
  started_at  INTEGER NOT NULL,
  finished_at INTEGER,
  failure     TEXT,
  checks      TEXT,                          -- JSON; of the last run that gave any
  checked_at  INTEGER
) STRICT;

CREATE INDEX decision_refused_room ON decision (room_id, decided_at) WHERE verdict = 'refuse';
