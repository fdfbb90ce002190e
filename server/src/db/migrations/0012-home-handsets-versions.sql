-- Oldest binary that still works with this schema: the first. A client who waits while an older one runs is counted from their last message.
-- Since when a client waits; who accepted the risk of an unofficial client and when the phone was last heard of; versions of what two people may
-- change at once; the register of handsets; half-made choices about a leaver; what a leaver had not got out before the cut.
ALTER TABLE portal ADD COLUMN first_unanswered_at INTEGER;
-- From the first message nobody answered; trusted only while it is younger than the company's last word.
ALTER TABLE portal ADD COLUMN waiting_since INTEGER GENERATED ALWAYS AS (
  CASE WHEN state <> 'open' OR last_client_at IS NULL OR last_client_at <= coalesce(last_company_at, -1) THEN NULL
       WHEN first_unanswered_at > coalesce(last_company_at, -1) THEN min(first_unanswered_at, last_client_at)
       ELSE last_client_at END) VIRTUAL;
CREATE INDEX portal_waiting ON portal (waiting_since, room_id, account_id) WHERE waiting_since IS NOT NULL;
CREATE INDEX ownership_unassigned ON ownership (since, room_id) WHERE owner_user_id IS NULL;
CREATE INDEX alert_open_newest ON alert (raised_at) WHERE resolved_at IS NULL;
CREATE INDEX outbox_account ON outbox (account_id, origin_at);

ALTER TABLE team ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE person ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE cover ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE account ADD COLUMN version INTEGER NOT NULL DEFAULT 1; -- of what people decide about it, not of its state
ALTER TABLE account ADD COLUMN risk_accepted_by TEXT;
ALTER TABLE account ADD COLUMN risk_accepted_at INTEGER;
ALTER TABLE account ADD COLUMN phone_seen_at INTEGER;              -- from the bridge's own database; null is unknown

CREATE TABLE handset (
  id         TEXT PRIMARY KEY,
  label      TEXT NOT NULL,
  account_id TEXT REFERENCES account (id),
  number     TEXT,
  imei       TEXT,
  serial     TEXT,
  note       TEXT,
  state      TEXT NOT NULL CHECK (state IN ('in-safe', 'handed-out', 'lost', 'retired')),
  holder     TEXT,                       -- person id; who lost it stays named
  since      INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  version    INTEGER NOT NULL DEFAULT 1,
  CHECK (state <> 'handed-out' OR holder IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX handset_account ON handset (account_id) WHERE account_id IS NOT NULL AND state <> 'retired';
CREATE INDEX handset_holder ON handset (holder) WHERE holder IS NOT NULL;

CREATE TABLE handset_turn (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  handset_id TEXT NOT NULL REFERENCES handset (id),
  at         INTEGER NOT NULL,
  state      TEXT NOT NULL,
  holder     TEXT,
  by         TEXT NOT NULL,
  reason     TEXT
) STRICT;
CREATE INDEX handset_turn_handset ON handset_turn (handset_id, id);
CREATE INDEX handset_turn_holder ON handset_turn (holder) WHERE holder IS NOT NULL;

CREATE TABLE leave_draft (
  person_id   TEXT PRIMARY KEY REFERENCES person (id),
  choices     TEXT NOT NULL,             -- JSON, as the wizard stored it
  handover_id TEXT,
  version     INTEGER NOT NULL,
  changed_at  INTEGER NOT NULL,
  changed_by  TEXT NOT NULL
) STRICT;

CREATE TABLE handover_message (
  handover_id TEXT NOT NULL REFERENCES handover (id),
  room_id     TEXT NOT NULL,
  event_id    TEXT NOT NULL,
  PRIMARY KEY (handover_id, room_id, event_id)
) STRICT, WITHOUT ROWID;
