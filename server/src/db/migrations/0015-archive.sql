-- Oldest binary that still works with this schema: the first.
-- What the archive needs of the record (docs/spec/archive.md): records that are sealed and not yet in full bundles of the
-- log, keyslots until they are files, and facts until they are sealed. Nothing here opens anything.

-- In the order of the log. Rows of a bundle stay until its files are full and durable.
CREATE TABLE archive_tail (
  seq  INTEGER PRIMARY KEY AUTOINCREMENT,
  leaf BLOB NOT NULL CHECK (length(leaf) = 68),
  body BLOB NOT NULL
) STRICT;

CREATE TABLE archive_keyslot (
  kid  BLOB PRIMARY KEY CHECK (length(kid) = 16),
  file BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE archive_log (
  id        INTEGER PRIMARY KEY CHECK (id = 1),
  base      INTEGER NOT NULL,             -- records in full bundles; the tail begins here
  edge      BLOB NOT NULL,                -- right edge of the tree over them
  head      TEXT,                         -- the last head that was signed
  head_size INTEGER NOT NULL,
  signed_at INTEGER,
  frozen    TEXT,                         -- code: why no head is signed any more
  frozen_at INTEGER
) STRICT;

CREATE TABLE archive_policy (
  sequence INTEGER PRIMARY KEY,
  note     TEXT NOT NULL,                 -- as its signers made it
  taken_at INTEGER NOT NULL
) STRICT;

-- What the box did and knows beside events, as it was written, until it is sealed. Filled by the triggers below, so that
-- nothing that is written can be left out by whoever writes it.
CREATE TABLE archive_fact (
  seq     INTEGER PRIMARY KEY AUTOINCREMENT,
  kind    TEXT NOT NULL,
  room_id TEXT,
  at      INTEGER NOT NULL,
  fields  TEXT NOT NULL                   -- JSON
) STRICT;

-- Whose conversation a room was when it was last sealed.
CREATE TABLE archive_room (
  room_id TEXT PRIMARY KEY,
  client  TEXT
) STRICT, WITHOUT ROWID;

-- Files of messages that are still to be fetched from the homeserver.
CREATE TABLE archive_fetch (
  seq        INTEGER PRIMARY KEY AUTOINCREMENT,
  event_id   TEXT NOT NULL,
  room_id    TEXT NOT NULL,
  mxc        TEXT NOT NULL,
  asked_at   INTEGER NOT NULL,
  attempts   INTEGER NOT NULL DEFAULT 0,
  next_at    INTEGER NOT NULL,
  last_error TEXT,
  UNIQUE (event_id, mxc)
) STRICT;
CREATE INDEX archive_fetch_next ON archive_fetch (next_at);

-- Files that were kept, by a keyed tag of what is in them: the same file of the same client is kept once.
CREATE TABLE archive_file (
  client TEXT NOT NULL,
  tag    BLOB NOT NULL,
  file   BLOB NOT NULL CHECK (length(file) = 32),
  PRIMARY KEY (client, tag)
) STRICT, WITHOUT ROWID;

CREATE TABLE archive_witness (
  name          TEXT PRIMARY KEY,
  size          INTEGER NOT NULL DEFAULT 0,   -- of the last head it cosigned
  cosigned_at   INTEGER,
  failing_since INTEGER,
  failure       TEXT                          -- code
) STRICT;

CREATE TABLE archive_verification (
  seq         INTEGER PRIMARY KEY AUTOINCREMENT,
  at          INTEGER NOT NULL,
  took_ms     INTEGER NOT NULL,
  records     INTEGER NOT NULL,
  good_up_to  INTEGER NOT NULL,
  faults      INTEGER NOT NULL,
  first_code  TEXT,
  first_index INTEGER,
  first_path  TEXT
) STRICT;

-- Times in which something may be missing. `late`: events of that time that were captured afterwards.
CREATE TABLE archive_gap (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  part       TEXT NOT NULL CHECK (part IN ('account', 'bridge', 'homeserver', 'box')),
  target     TEXT NOT NULL,
  cause      TEXT NOT NULL,
  from_at    INTEGER NOT NULL,
  to_at      INTEGER,
  clients    INTEGER NOT NULL DEFAULT 0,      -- whose conversations run over it
  late       INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX archive_gap_open ON archive_gap (part, target) WHERE to_at IS NULL;
CREATE INDEX archive_gap_recent ON archive_gap (from_at DESC);

-- How far each key holder has handed in their own log of looks.
CREATE TABLE archive_access (
  holder TEXT PRIMARY KEY,
  to_n   INTEGER NOT NULL,
  at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- When the box last said that it runs.
CREATE TABLE archive_alive (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE archive_coverage (
  day         TEXT NOT NULL,                  -- UTC
  account_id  TEXT NOT NULL,
  bridge      INTEGER,                        -- null: its database cannot be read
  homeserver  INTEGER NOT NULL,
  archive     INTEGER NOT NULL,
  differences TEXT NOT NULL,                  -- JSON array of {eventId, missing}
  at          INTEGER NOT NULL,
  PRIMARY KEY (day, account_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER archive_takes_audit AFTER INSERT ON audit_entry BEGIN
  INSERT INTO archive_fact (kind, room_id, at, fields) VALUES ('audit', iif(NEW.target GLOB '!*', NEW.target, NULL), NEW.at,
    json_object('seq', NEW.seq, 'actor', NEW.actor, 'action', NEW.action, 'target', NEW.target, 'reason', NEW.reason, 'detail', json(iif(json_valid(NEW.detail), NEW.detail, 'null'))));
END;

CREATE TRIGGER archive_takes_decision AFTER INSERT ON decision BEGIN
  INSERT INTO archive_fact (kind, room_id, at, fields) VALUES (iif(NEW.verdict = 'refuse', 'refusal', 'decision'), NEW.room_id, NEW.decided_at,
    json_object('event', NEW.event_id, 'sender', NEW.sender, 'verdict', NEW.verdict, 'code', NEW.code, 'detail', NEW.detail));
END;

CREATE TRIGGER archive_takes_delivery_at_once AFTER INSERT ON outbox WHEN NEW.state NOT IN ('waiting', 'sending') BEGIN
  INSERT INTO archive_fact (kind, room_id, at, fields) VALUES ('delivery', NEW.room_id, NEW.enqueued_at,
    json_object('event', NEW.event_id, 'account', NEW.account_id, 'sender', NEW.sender, 'as', NEW.service_user_id, 'state', NEW.state, 'reason', NEW.reason, 'confirmedBy', NEW.confirmed_by));
END;

CREATE TRIGGER archive_takes_delivery AFTER UPDATE OF state ON outbox WHEN NEW.state <> OLD.state AND NEW.state <> 'sending'
  AND (NEW.state <> 'waiting' OR OLD.state <> 'sending') BEGIN
  INSERT INTO archive_fact (kind, room_id, at, fields) VALUES ('delivery', NEW.room_id, coalesce(NEW.settled_at, CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    json_object('event', NEW.event_id, 'account', NEW.account_id, 'sender', NEW.sender, 'as', NEW.service_user_id, 'state', NEW.state, 'reason', NEW.reason, 'confirmedBy', NEW.confirmed_by));
END;

CREATE TRIGGER archive_takes_ownership AFTER INSERT ON ownership_period BEGIN
  INSERT INTO archive_fact (kind, room_id, at, fields) VALUES ('ownership', NEW.room_id, NEW.from_at,
    json_object('owner', NEW.owner_user_id, 'via', NEW.via, 'handover', NEW.handover_id));
END;

CREATE TRIGGER archive_takes_portal AFTER INSERT ON portal BEGIN
  INSERT INTO archive_fact (kind, room_id, at, fields) VALUES ('portal', NEW.room_id, NEW.created_at,
    json_object('bridge', NEW.bridge_id, 'account', NEW.account_id, 'client', NEW.client_id, 'other', NEW.other_user_id, 'direct', json(iif(NEW.is_direct, 'true', 'false')), 'name', NEW.name, 'state', NEW.state, 'predecessor', NEW.predecessor_room));
END;

CREATE TRIGGER archive_takes_portal_change AFTER UPDATE OF account_id, client_id, other_user_id, name, state, is_direct ON portal
  WHEN NEW.account_id IS NOT OLD.account_id OR NEW.client_id IS NOT OLD.client_id OR NEW.other_user_id IS NOT OLD.other_user_id OR NEW.name IS NOT OLD.name OR NEW.state <> OLD.state OR NEW.is_direct <> OLD.is_direct BEGIN
  INSERT INTO archive_fact (kind, room_id, at, fields) VALUES ('portal', NEW.room_id, CAST(unixepoch('subsec') * 1000 AS INTEGER),
    json_object('bridge', NEW.bridge_id, 'account', NEW.account_id, 'client', NEW.client_id, 'other', NEW.other_user_id, 'direct', json(iif(NEW.is_direct, 'true', 'false')), 'name', NEW.name, 'state', NEW.state, 'predecessor', NEW.predecessor_room));
END;

CREATE TRIGGER archive_takes_account AFTER INSERT ON account BEGIN
  INSERT INTO archive_fact (kind, room_id, at, fields) VALUES ('bridge-state', NULL, NEW.state_since,
    json_object('account', NEW.id, 'bridge', NEW.bridge_id, 'label', NEW.label, 'number', NEW.number, 'service', NEW.service_user_id, 'state', NEW.state, 'reason', NEW.state_reason));
END;

CREATE TRIGGER archive_takes_account_state AFTER UPDATE OF state, state_reason, number, label, paused ON account
  WHEN NEW.state <> OLD.state OR NEW.state_reason IS NOT OLD.state_reason OR NEW.number IS NOT OLD.number OR NEW.label <> OLD.label OR NEW.paused <> OLD.paused BEGIN
  INSERT INTO archive_fact (kind, room_id, at, fields) VALUES ('bridge-state', NULL, CAST(unixepoch('subsec') * 1000 AS INTEGER),
    json_object('account', NEW.id, 'bridge', NEW.bridge_id, 'label', NEW.label, 'number', NEW.number, 'service', NEW.service_user_id, 'state', NEW.state, 'reason', NEW.state_reason, 'paused', NEW.paused));
END;

CREATE TRIGGER archive_gap_of_account AFTER UPDATE OF state ON account WHEN OLD.state = 'connected' AND NEW.state <> 'connected' BEGIN
  INSERT INTO archive_gap (part, target, cause, from_at, clients) VALUES ('account', NEW.id, NEW.state, CAST(unixepoch('subsec') * 1000 AS INTEGER),
    (SELECT count(DISTINCT client_id) FROM portal WHERE account_id = NEW.id AND state = 'open')) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER archive_gap_of_account_ends AFTER UPDATE OF state ON account WHEN OLD.state <> 'connected' AND NEW.state = 'connected' BEGIN
  UPDATE archive_gap SET to_at = CAST(unixepoch('subsec') * 1000 AS INTEGER) WHERE part = 'account' AND target = NEW.id AND to_at IS NULL;
END;

CREATE TRIGGER archive_takes_gap AFTER INSERT ON archive_gap BEGIN
  INSERT INTO archive_fact (kind, room_id, at, fields) VALUES ('gap', NULL, coalesce(NEW.to_at, NEW.from_at),
    json_object('gap', NEW.id, 'part', NEW.part, 'target', NEW.target, 'cause', NEW.cause, 'from', NEW.from_at, 'to', NEW.to_at, 'clients', NEW.clients));
END;

CREATE TRIGGER archive_takes_gap_end AFTER UPDATE OF to_at ON archive_gap WHEN NEW.to_at IS NOT OLD.to_at BEGIN
  INSERT INTO archive_fact (kind, room_id, at, fields) VALUES ('gap', NULL, NEW.to_at,
    json_object('gap', NEW.id, 'part', NEW.part, 'target', NEW.target, 'cause', NEW.cause, 'from', NEW.from_at, 'to', NEW.to_at, 'clients', NEW.clients));
END;

-- What an earlier release recorded. Its bodies are sealed from `journal_body` when a policy is there, and leave it then.
INSERT INTO archive_fact (kind, room_id, at, fields)
  SELECT 'portal', room_id, created_at, json_object('bridge', bridge_id, 'account', account_id, 'client', client_id, 'other', other_user_id, 'direct', json(iif(is_direct, 'true', 'false')), 'name', name, 'state', state, 'predecessor', predecessor_room) FROM portal ORDER BY created_at;
INSERT INTO archive_fact (kind, room_id, at, fields)
  SELECT 'ownership', room_id, from_at, json_object('owner', owner_user_id, 'via', via, 'handover', handover_id) FROM ownership_period ORDER BY id;
INSERT INTO archive_fact (kind, room_id, at, fields)
  SELECT iif(verdict = 'refuse', 'refusal', 'decision'), room_id, decided_at, json_object('event', event_id, 'sender', sender, 'verdict', verdict, 'code', code, 'detail', detail) FROM decision ORDER BY decided_at;
INSERT INTO archive_fact (kind, room_id, at, fields)
  SELECT 'delivery', room_id, coalesce(settled_at, enqueued_at), json_object('event', event_id, 'account', account_id, 'sender', sender, 'as', service_user_id, 'state', state, 'reason', reason, 'confirmedBy', confirmed_by) FROM outbox WHERE state NOT IN ('waiting', 'sending') ORDER BY seq;
INSERT INTO archive_fact (kind, room_id, at, fields)
  SELECT 'bridge-state', NULL, state_since, json_object('account', id, 'bridge', bridge_id, 'label', label, 'number', number, 'service', service_user_id, 'state', state, 'reason', state_reason) FROM account ORDER BY id;
INSERT INTO archive_fact (kind, room_id, at, fields)
  SELECT 'audit', iif(target GLOB '!*', target, NULL), at, json_object('seq', seq, 'actor', actor, 'action', action, 'target', target, 'reason', reason, 'detail', json(iif(json_valid(detail), detail, 'null'))) FROM audit_entry ORDER BY seq;
