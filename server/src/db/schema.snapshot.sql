-- Generated from migrations/ by `npm run reference`; not a migration.

CREATE TABLE account (
  id              TEXT PRIMARY KEY,
  bridge_id       TEXT NOT NULL,
  slug            TEXT NOT NULL,
  label           TEXT NOT NULL,
  team_id         TEXT REFERENCES team (id),
  owner_user_id   TEXT,                   -- who gets new conversations of this account first
  number          TEXT,                   -- E.164, what pairing must yield
  service_user_id TEXT NOT NULL UNIQUE,
  login_id        TEXT,                   -- kept after logging out: signing in again must yield the same one
  linked_at       INTEGER,                -- when the present login was paired; older messages are history
  state           TEXT NOT NULL CHECK (state IN
    ('unlinked', 'connecting', 'connected', 'transient-disconnect', 'bad-credentials', 'logged-out', 'unknown')),
  state_reason    TEXT,
  state_since     INTEGER NOT NULL,
  paused          INTEGER NOT NULL DEFAULT 0,
  stale_minutes   INTEGER NOT NULL DEFAULT 15, -- a live message unsent for longer needs confirmation
  number_history  TEXT CHECK (number_history IN ('new', 'used')),
  created_at      INTEGER NOT NULL, version INTEGER NOT NULL DEFAULT 1, risk_accepted_by TEXT, risk_accepted_at INTEGER, phone_seen_at INTEGER,
  UNIQUE (bridge_id, slug),
  UNIQUE (bridge_id, number),
  UNIQUE (bridge_id, login_id)
) STRICT;

CREATE TABLE alert (
  id          TEXT PRIMARY KEY,
  kind        TEXT NOT NULL,
  target      TEXT NOT NULL,
  team_id     TEXT,                       -- the team it concerns; null concerns the whole box
  detail      TEXT,                       -- JSON; ids and codes
  raised_at   INTEGER NOT NULL,
  resolved_at INTEGER
) STRICT;

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

CREATE TABLE archive_access (
  holder TEXT PRIMARY KEY,
  to_n   INTEGER NOT NULL,
  at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

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

CREATE TABLE archive_fact (
  seq     INTEGER PRIMARY KEY AUTOINCREMENT,
  kind    TEXT NOT NULL,
  room_id TEXT,
  at      INTEGER NOT NULL,
  fields  TEXT NOT NULL                   -- JSON
) STRICT;

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

CREATE TABLE archive_file (
  client TEXT NOT NULL,
  tag    BLOB NOT NULL,
  file   BLOB NOT NULL CHECK (length(file) = 32),
  PRIMARY KEY (client, tag)
) STRICT, WITHOUT ROWID;

CREATE TABLE archive_gap (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  part       TEXT NOT NULL CHECK (part IN ('account', 'bridge', 'homeserver', 'box')),
  target     TEXT NOT NULL,
  cause      TEXT NOT NULL,
  from_at    INTEGER NOT NULL,
  to_at      INTEGER,
  clients    INTEGER NOT NULL DEFAULT 0,      -- whose conversations run over it
  late       INTEGER NOT NULL DEFAULT 0
, late_sealed INTEGER NOT NULL DEFAULT 0) STRICT;

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

CREATE TABLE archive_room (
  room_id TEXT PRIMARY KEY,
  client  TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE archive_tail (
  seq  INTEGER PRIMARY KEY AUTOINCREMENT,
  leaf BLOB NOT NULL CHECK (length(leaf) = 68),
  body BLOB NOT NULL
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

CREATE TABLE archive_witness (
  name          TEXT PRIMARY KEY,
  size          INTEGER NOT NULL DEFAULT 0,   -- of the last head it cosigned
  cosigned_at   INTEGER,
  failing_since INTEGER,
  failure       TEXT                          -- code
) STRICT;

CREATE TABLE audit_entry (
  seq        INTEGER PRIMARY KEY AUTOINCREMENT,
  at         INTEGER NOT NULL,
  actor      TEXT NOT NULL,
  action     TEXT NOT NULL,
  target     TEXT NOT NULL,
  reason     TEXT,
  detail     TEXT                         -- JSON; ids and codes, never text of a conversation
) STRICT;

CREATE TABLE client (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL,
  name_folded TEXT NOT NULL,              -- for searching: SQLite itself folds no Cyrillic
  named_by   TEXT NOT NULL CHECK (named_by IN ('network', 'person')), -- a name a person gave is not overwritten
  language   TEXT,
  created_at INTEGER NOT NULL
, firm TEXT, firm_folded TEXT, tags TEXT NOT NULL DEFAULT '[]', version INTEGER NOT NULL DEFAULT 1) STRICT;

CREATE TABLE client_identity (
  bridge_id     TEXT NOT NULL,
  ghost_user_id TEXT NOT NULL,
  client_id     TEXT NOT NULL REFERENCES client (id),
  PRIMARY KEY (bridge_id, ghost_user_id)
) STRICT;

CREATE TABLE client_import (
  id          TEXT PRIMARY KEY,
  state       TEXT NOT NULL CHECK (state IN ('reading', 'ready', 'running', 'done', 'cancelled')),
  file_name   TEXT,
  encoding    TEXT NOT NULL,
  delimiter   TEXT NOT NULL,
  columns     TEXT NOT NULL,              -- JSON: the header as the file has it, and what each column means
  lines       INTEGER NOT NULL DEFAULT 0,
  counts      TEXT NOT NULL,              -- JSON
  done        INTEGER NOT NULL DEFAULT 0,
  remarks     INTEGER NOT NULL DEFAULT 0,
  sample      TEXT NOT NULL DEFAULT '[]', -- JSON; emptied at the end
  created_by  TEXT NOT NULL,
  created_at  INTEGER NOT NULL,
  started_by  TEXT,
  started_at  INTEGER,
  finished_at INTEGER,
  version     INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE client_import_line (
  import_id   TEXT NOT NULL REFERENCES client_import (id) ON DELETE CASCADE,
  line        INTEGER NOT NULL,
  kind        TEXT NOT NULL CHECK (kind IN ('new', 'changed', 'unchanged', 'broken')),
  code        TEXT,                       -- what is wrong with it, or worth knowing
  column_name TEXT,
  cells       TEXT,                       -- JSON array as the file has them; emptied when the import ends
  client_id   TEXT,
  done        INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (import_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE client_index (
  id            INTEGER PRIMARY KEY,
  client_id     TEXT NOT NULL UNIQUE REFERENCES client (id) ON DELETE CASCADE,
  name_folded   TEXT NOT NULL,
  last_event_at INTEGER NOT NULL DEFAULT 0,
  waiting_since INTEGER,
  rooms         INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE client_merge (
  client_id  TEXT PRIMARY KEY,
  into_id    TEXT NOT NULL,
  card       TEXT NOT NULL,               -- JSON: name, namedBy, firm, language, tags, createdAt
  identities TEXT NOT NULL,               -- JSON array of [bridge, ghost]
  notes      TEXT NOT NULL,               -- JSON array of note ids
  merged_at  INTEGER NOT NULL
) STRICT;

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

CREATE TABLE client_notice (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  version    INTEGER NOT NULL,
  policy     TEXT NOT NULL CHECK (policy IN ('off', 'first-contact', 'next-message')),
  texts      TEXT NOT NULL,               -- JSON: language to text
  fallback   TEXT NOT NULL,
  in_groups  INTEGER NOT NULL,
  wording    INTEGER NOT NULL,
  since      INTEGER NOT NULL,            -- of the policy
  changed_at INTEGER NOT NULL,
  changed_by TEXT NOT NULL
) STRICT;

CREATE TABLE client_notice_send (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  subject    TEXT NOT NULL,               -- a client, or the room of several people
  wording    INTEGER NOT NULL,
  room_id    TEXT NOT NULL,
  client_id  TEXT,
  language   TEXT NOT NULL,
  text       TEXT,                        -- until it is sent
  ordered_at INTEGER NOT NULL,
  sent_at    INTEGER,
  event_id   TEXT
) STRICT;

CREATE TABLE client_wish (
  client_id     TEXT PRIMARY KEY REFERENCES client (id) ON DELETE CASCADE,
  owner_user_id TEXT NOT NULL,
  account_id    TEXT,                     -- only on this account; null: on any
  import_id     TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE client_words USING fts5(name, firm, tags, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');

CREATE TABLE 'client_words_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE 'client_words_content'(id INTEGER PRIMARY KEY, c0, c1, c2);

CREATE TABLE 'client_words_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'client_words_docsize'(id INTEGER PRIMARY KEY, sz BLOB);

CREATE TABLE 'client_words_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE TABLE cover (
  id            TEXT PRIMARY KEY,
  owner_user_id TEXT NOT NULL,
  cover_user_id TEXT NOT NULL,
  from_at       INTEGER NOT NULL,
  until_at      INTEGER NOT NULL,
  ended_at      INTEGER,
  reason        TEXT NOT NULL,
  created_by    TEXT NOT NULL,
  created_at    INTEGER NOT NULL, version INTEGER NOT NULL DEFAULT 1,
  CHECK (owner_user_id <> cover_user_id),
  CHECK (from_at < until_at)
) STRICT;

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

CREATE TABLE device (
  id             TEXT PRIMARY KEY,
  person_id      TEXT NOT NULL,
  name           TEXT NOT NULL,
  share          BLOB NOT NULL CHECK (length(share) = 32),
  session_id     TEXT NOT NULL,           -- the session it was added with
  created_at     INTEGER NOT NULL,
  last_leased_at INTEGER NOT NULL         -- to the minute
) STRICT;

CREATE TABLE doctor_run (
  id          INTEGER PRIMARY KEY CHECK (id = 1),
  started_at  INTEGER NOT NULL,
  finished_at INTEGER,
  failure     TEXT,
  checks      TEXT,                          -- JSON; of the last run that gave any
  checked_at  INTEGER
) STRICT;

CREATE TABLE greeting (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL UNIQUE,
  texts      TEXT NOT NULL,               -- JSON: language to text
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  version    INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE group_index (
  id      INTEGER PRIMARY KEY,
  room_id TEXT NOT NULL UNIQUE
) STRICT;

CREATE VIRTUAL TABLE group_words USING fts5(name, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');

CREATE TABLE 'group_words_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE 'group_words_content'(id INTEGER PRIMARY KEY, c0);

CREATE TABLE 'group_words_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'group_words_docsize'(id INTEGER PRIMARY KEY, sz BLOB);

CREATE TABLE 'group_words_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

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

CREATE TABLE handover_message (
  handover_id TEXT NOT NULL REFERENCES handover (id),
  room_id     TEXT NOT NULL,
  event_id    TEXT NOT NULL,
  PRIMARY KEY (handover_id, room_id, event_id)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE handset_turn (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  handset_id TEXT NOT NULL REFERENCES handset (id),
  at         INTEGER NOT NULL,
  state      TEXT NOT NULL,
  holder     TEXT,
  by         TEXT NOT NULL,
  reason     TEXT
) STRICT;

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

CREATE TABLE journal_body (
  event_id TEXT PRIMARY KEY REFERENCES journal_event (event_id),
  body     BLOB NOT NULL
) STRICT;

CREATE TABLE journal_cursor (
  id              INTEGER PRIMARY KEY CHECK (id = 1),
  stream_ordering INTEGER NOT NULL
) STRICT;

CREATE TABLE journal_event (
  seq              INTEGER PRIMARY KEY AUTOINCREMENT,
  event_id         TEXT NOT NULL UNIQUE,
  stream_ordering  INTEGER NOT NULL,
  room_id          TEXT NOT NULL,
  sender           TEXT NOT NULL,
  type             TEXT NOT NULL,
  state_key        TEXT,
  origin_server_ts INTEGER NOT NULL,
  recorded_at      INTEGER NOT NULL,
  size             INTEGER NOT NULL,          -- bytes of the stored JSON
  hash             BLOB NOT NULL,             -- SHA-256 of the stored JSON
  msgtype          TEXT,
  relates_to       TEXT,                      -- event id this one edits, answers, reacts to or redacts
  relation         TEXT,                      -- 'edit' | 'reply' | 'reaction' | 'redaction' | 'thread' | 'reference'
  late             INTEGER NOT NULL DEFAULT 0 -- found by re-reading, after later events were recorded
) STRICT;

CREATE TABLE journal_fault (
  event_id   TEXT NOT NULL,
  reader     TEXT NOT NULL,
  code       TEXT NOT NULL,
  at         INTEGER NOT NULL,
  PRIMARY KEY (event_id, reader)
) STRICT;

CREATE TABLE leave_draft (
  person_id   TEXT PRIMARY KEY REFERENCES person (id),
  choices     TEXT NOT NULL,             -- JSON, as the wizard stored it
  handover_id TEXT,
  version     INTEGER NOT NULL,
  changed_at  INTEGER NOT NULL,
  changed_by  TEXT NOT NULL
) STRICT;

CREATE TABLE linking (
  id            TEXT PRIMARY KEY,
  account_id    TEXT NOT NULL REFERENCES account (id),
  flow_id       TEXT NOT NULL,
  process_id    TEXT,                     -- the bridge's id of the login process; null until it answered
  logins_before TEXT NOT NULL,            -- JSON array: what the bridge had for this service user when it began
  state         TEXT NOT NULL CHECK (state IN ('open', 'completed', 'failed', 'wrong-number', 'cancelled')),
  step          TEXT,                     -- JSON, the bridge's current step; emptied at the end (it holds a pairing code)
  failure       TEXT,                     -- code
  started_by    TEXT NOT NULL,
  started_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL,
  ended_at      INTEGER
) STRICT;

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

CREATE TABLE notice_signature (
  id          TEXT PRIMARY KEY,
  person_id   TEXT NOT NULL,
  hash        TEXT NOT NULL REFERENCES notice_text (hash),
  version     TEXT NOT NULL,
  signed_name TEXT NOT NULL,              -- as the person wrote it
  session_id  TEXT NOT NULL,
  signed_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE notice_text (
  hash     TEXT PRIMARY KEY,              -- SHA-256 of the text, hexadecimal
  kind     TEXT NOT NULL CHECK (kind IN ('recording')),
  version  TEXT NOT NULL,
  language TEXT NOT NULL,
  text     TEXT NOT NULL
) STRICT;

CREATE TABLE old_chat (
  account_id    TEXT NOT NULL REFERENCES account (id),
  contact_id    TEXT NOT NULL,            -- the network's id of the person
  ghost_user_id TEXT,
  decision      TEXT NOT NULL CHECK (decision IN ('import', 'wait', 'exclude')),
  owner_user_id TEXT,
  decided_by    TEXT NOT NULL,
  decided_at    INTEGER NOT NULL,
  PRIMARY KEY (account_id, contact_id)
) STRICT;

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

CREATE TABLE ownership (
  room_id       TEXT PRIMARY KEY,
  owner_user_id TEXT,
  since         INTEGER NOT NULL
) STRICT;

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

CREATE TABLE passkey (
  id           TEXT PRIMARY KEY,          -- credential id, base64url
  person_id    TEXT NOT NULL,
  public_key   BLOB NOT NULL,
  counter      INTEGER NOT NULL,          -- as the authenticator last counted; 0 from those that do not
  transports   TEXT NOT NULL,             -- JSON array
  name         TEXT NOT NULL,
  added_at     INTEGER NOT NULL,
  last_used_at INTEGER
) STRICT;

CREATE TABLE person (
  id            TEXT PRIMARY KEY,
  user_id       TEXT UNIQUE,              -- Matrix id; null for people who only use the console
  sign_in_name  TEXT NOT NULL UNIQUE,
  name          TEXT NOT NULL,
  roles         TEXT NOT NULL,            -- JSON array of roles
  team_id       TEXT REFERENCES team (id),
  languages     TEXT NOT NULL,            -- JSON array of language codes they answer in
  room_cap      INTEGER,                  -- most rooms routing may give them; null is no cap
  state         TEXT NOT NULL CHECK (state IN ('active', 'locked')),
  password_hash TEXT,
  created_at    INTEGER NOT NULL
, version INTEGER NOT NULL DEFAULT 1) STRICT;

CREATE TABLE portal (
  room_id           TEXT PRIMARY KEY,
  bridge_id         TEXT NOT NULL,
  account_id        TEXT REFERENCES account (id),
  login_id          TEXT NOT NULL,        -- the receiver
  remote_id         TEXT NOT NULL,        -- the network's id of the conversation
  is_direct         INTEGER NOT NULL,
  other_user_id     TEXT,                 -- ghost of a direct conversation
  name              TEXT,
  client_id         TEXT REFERENCES client (id),
  -- 'new': declared, but not known yet whose it is or whether it may be answered; nobody is admitted
  state             TEXT NOT NULL CHECK (state IN ('new', 'open', 'closed', 'excluded')),
  predecessor_room  TEXT,                 -- the closed portal this one continues
  created_at        INTEGER NOT NULL,
  last_event_at     INTEGER NOT NULL,
  last_client_at    INTEGER,              -- last message of the client side
  last_company_at   INTEGER               -- last message of the company side
, first_unanswered_at INTEGER, waiting_since INTEGER GENERATED ALWAYS AS (
  CASE WHEN state <> 'open' OR last_client_at IS NULL OR last_client_at <= coalesce(last_company_at, -1) THEN NULL
       WHEN first_unanswered_at > coalesce(last_company_at, -1) THEN min(first_unanswered_at, last_client_at)
       ELSE last_client_at END) VIRTUAL) STRICT;

CREATE TABLE recovery_code (
  person_id TEXT NOT NULL,
  code_hash BLOB NOT NULL,                -- SHA-256 of 80 random bits
  used_at   INTEGER,
  PRIMARY KEY (person_id, code_hash)
) STRICT;

CREATE TABLE room_overlap (
  room_id     TEXT NOT NULL,
  user_id     TEXT NOT NULL,
  until_at    INTEGER NOT NULL,
  handover_id TEXT NOT NULL,
  PRIMARY KEY (room_id, user_id)
) STRICT;

CREATE TABLE room_queue (
  room_id TEXT PRIMARY KEY,
  team_id TEXT NOT NULL REFERENCES team (id)
) STRICT;

CREATE TABLE routing_rule_set (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  version    INTEGER NOT NULL,
  rules      TEXT NOT NULL,               -- JSON
  changed_at INTEGER NOT NULL,
  changed_by TEXT NOT NULL
) STRICT;

CREATE TABLE run (
  part       TEXT PRIMARY KEY,            -- 'box' or a bridge id
  number     INTEGER NOT NULL,
  started_at INTEGER NOT NULL
) STRICT;

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

CREATE TABLE service_send (
  transaction_id  TEXT PRIMARY KEY,
  service_user_id TEXT NOT NULL,
  room_id         TEXT NOT NULL,
  purpose         TEXT NOT NULL,
  ordered_by      TEXT NOT NULL,
  event_id        TEXT UNIQUE,
  created_at      INTEGER NOT NULL
) STRICT;

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
, cookie INTEGER NOT NULL DEFAULT 0, verified_at INTEGER) STRICT;

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

CREATE TABLE sign_in_failure (
  name_hash    BLOB PRIMARY KEY,
  failures     INTEGER NOT NULL,
  last_at      INTEGER NOT NULL,
  barred_until INTEGER NOT NULL
) STRICT;

CREATE TABLE sign_in_link (
  hash       BLOB PRIMARY KEY,
  purpose    TEXT NOT NULL CHECK (purpose IN ('first-administrator', 'new-person', 'reset')),
  person_id  TEXT,                        -- null: the first administrator does not exist yet
  made_by    TEXT NOT NULL,
  made_at    INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at    INTEGER
) STRICT;

CREATE TABLE sign_in_ticket (
  hash       BLOB PRIMARY KEY,
  person_id  TEXT NOT NULL,
  purpose    TEXT NOT NULL CHECK (purpose IN ('second-factor', 'enrol', 'own-account')),
  tries      INTEGER NOT NULL DEFAULT 0,
  challenge  TEXT,                        -- the passkey challenge that was handed out last
  pending    BLOB,                        -- an authenticator secret that is not confirmed yet, sealed as above
  expires_at INTEGER NOT NULL
) STRICT;

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

CREATE TABLE tally_progress (
  id           INTEGER PRIMARY KEY CHECK (id = 1),
  live_from    INTEGER NOT NULL,             -- this event and later ones are counted as they are recorded
  counted_to   INTEGER NOT NULL              -- earlier ones are counted up to here
) STRICT;

CREATE TABLE team (
  id         TEXT PRIMARY KEY,
  slug       TEXT NOT NULL UNIQUE,
  name       TEXT NOT NULL,
  created_at INTEGER NOT NULL
, version INTEGER NOT NULL DEFAULT 1) STRICT;

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

CREATE TABLE totp (
  person_id TEXT PRIMARY KEY,
  secret    BLOB NOT NULL,                -- AES-256-GCM: nonce, ciphertext, tag
  last_step INTEGER NOT NULL,             -- of the last code taken: none is taken twice
  added_at  INTEGER NOT NULL
) STRICT;

CREATE TRIGGER archive_gap_of_account AFTER UPDATE OF state ON account WHEN OLD.state = 'connected' AND NEW.state <> 'connected' BEGIN
  INSERT INTO archive_gap (part, target, cause, from_at, clients) VALUES ('account', NEW.id, NEW.state, CAST(unixepoch('subsec') * 1000 AS INTEGER),
    (SELECT count(DISTINCT client_id) FROM portal WHERE account_id = NEW.id AND state = 'open')) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER archive_gap_of_account_ends AFTER UPDATE OF state ON account WHEN OLD.state <> 'connected' AND NEW.state = 'connected' BEGIN
  UPDATE archive_gap SET to_at = CAST(unixepoch('subsec') * 1000 AS INTEGER) WHERE part = 'account' AND target = NEW.id AND to_at IS NULL;
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

CREATE UNIQUE INDEX alert_open ON alert (kind, target) WHERE resolved_at IS NULL;

CREATE INDEX alert_open_newest ON alert (raised_at) WHERE resolved_at IS NULL;

CREATE INDEX alert_message_waiting ON alert_message (channel, seq) WHERE sent_at IS NULL AND dropped IS NULL;

CREATE INDEX archive_fetch_next ON archive_fetch (next_at);

CREATE UNIQUE INDEX archive_gap_open ON archive_gap (part, target) WHERE to_at IS NULL;

CREATE INDEX archive_gap_recent ON archive_gap (from_at DESC);

CREATE TRIGGER archive_takes_gap AFTER INSERT ON archive_gap BEGIN
  INSERT INTO archive_fact (kind, room_id, at, fields) VALUES ('gap', NULL, coalesce(NEW.to_at, NEW.from_at),
    json_object('gap', NEW.id, 'part', NEW.part, 'target', NEW.target, 'cause', NEW.cause, 'from', NEW.from_at, 'to', NEW.to_at, 'clients', NEW.clients));
END;

CREATE TRIGGER archive_takes_gap_end AFTER UPDATE OF to_at ON archive_gap WHEN NEW.to_at IS NOT OLD.to_at BEGIN
  INSERT INTO archive_fact (kind, room_id, at, fields) VALUES ('gap', NULL, NEW.to_at,
    json_object('gap', NEW.id, 'part', NEW.part, 'target', NEW.target, 'cause', NEW.cause, 'from', NEW.from_at, 'to', NEW.to_at, 'clients', NEW.clients));
END;

CREATE INDEX audit_entry_action ON audit_entry (action, seq);

CREATE INDEX audit_entry_actor ON audit_entry (actor, seq, action);

CREATE INDEX audit_entry_at ON audit_entry (at);

CREATE INDEX audit_entry_target ON audit_entry (target, seq);

CREATE TRIGGER archive_takes_audit AFTER INSERT ON audit_entry BEGIN
  INSERT INTO archive_fact (kind, room_id, at, fields) VALUES ('audit', iif(NEW.target GLOB '!*', NEW.target, NULL), NEW.at,
    json_object('seq', NEW.seq, 'actor', NEW.actor, 'action', NEW.action, 'target', NEW.target, 'reason', NEW.reason, 'detail', json(iif(json_valid(NEW.detail), NEW.detail, 'null'))));
END;

CREATE TRIGGER audit_entry_is_append_only_d BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;

CREATE TRIGGER audit_entry_is_append_only_u BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;

CREATE TRIGGER client_index_added AFTER INSERT ON client BEGIN
  INSERT INTO client_index (client_id, name_folded) VALUES (NEW.id, NEW.name_folded);
  INSERT OR REPLACE INTO client_words (rowid, name, firm, tags)
    SELECT x.id, NEW.name, coalesce(NEW.firm, ''), NEW.tags FROM client_index x WHERE x.client_id = NEW.id;
END;

CREATE TRIGGER client_index_changed AFTER UPDATE OF name, name_folded, firm, tags ON client
WHEN OLD.name IS NOT NEW.name OR OLD.name_folded IS NOT NEW.name_folded OR OLD.firm IS NOT NEW.firm OR OLD.tags IS NOT NEW.tags BEGIN
  UPDATE client_index SET name_folded = NEW.name_folded WHERE client_id = NEW.id;
  INSERT OR REPLACE INTO client_words (rowid, name, firm, tags)
    SELECT x.id, NEW.name, coalesce(NEW.firm, ''), NEW.tags FROM client_index x WHERE x.client_id = NEW.id;
END;

CREATE TRIGGER client_index_removed BEFORE DELETE ON client BEGIN
  INSERT OR REPLACE INTO client_words (rowid, name, firm, tags) SELECT x.id, '', '', '' FROM client_index x WHERE x.client_id = OLD.id;
END;

CREATE INDEX client_identity_client ON client_identity (client_id);

CREATE INDEX client_import_recent ON client_import (created_at DESC);

CREATE INDEX client_import_line_kind ON client_import_line (import_id, kind, line);

CREATE INDEX client_import_line_open ON client_import_line (import_id, line) WHERE done = 0;

CREATE INDEX client_index_name ON client_index (name_folded, client_id);

CREATE INDEX client_index_recent ON client_index (last_event_at DESC, client_id);

CREATE INDEX client_index_waiting ON client_index (coalesce(waiting_since, 9007199254740991), client_id);

CREATE INDEX client_merge_into ON client_merge (into_id);

CREATE INDEX client_note_client ON client_note (client_id, created_at DESC, id);

CREATE UNIQUE INDEX client_notice_send_once ON client_notice_send (subject, wording);

CREATE INDEX client_notice_send_recent ON client_notice_send (ordered_at DESC, id);

CREATE INDEX client_notice_send_room ON client_notice_send (room_id, wording);

CREATE INDEX client_notice_send_waiting ON client_notice_send (wording) WHERE sent_at IS NULL;

CREATE INDEX cover_cover ON cover (cover_user_id, from_at);

CREATE INDEX cover_owner ON cover (owner_user_id, from_at);

CREATE INDEX decision_refused ON decision (decided_at) WHERE verdict = 'refuse';

CREATE INDEX decision_refused_room ON decision (room_id, decided_at) WHERE verdict = 'refuse';

CREATE TRIGGER archive_takes_decision AFTER INSERT ON decision BEGIN
  INSERT INTO archive_fact (kind, room_id, at, fields) VALUES (iif(NEW.verdict = 'refuse', 'refusal', 'decision'), NEW.room_id, NEW.decided_at,
    json_object('event', NEW.event_id, 'sender', NEW.sender, 'verdict', NEW.verdict, 'code', NEW.code, 'detail', NEW.detail));
END;

CREATE INDEX device_person ON device (person_id);

CREATE INDEX handover_created ON handover (created_at);

CREATE UNIQUE INDEX handover_once ON handover (requested_by, idempotency_key) WHERE idempotency_key IS NOT NULL;

CREATE INDEX handover_room_room ON handover_room (room_id);

CREATE UNIQUE INDEX handset_account ON handset (account_id) WHERE account_id IS NOT NULL AND state <> 'retired';

CREATE INDEX handset_holder ON handset (holder) WHERE holder IS NOT NULL;

CREATE INDEX handset_turn_handset ON handset_turn (handset_id, id);

CREATE INDEX handset_turn_holder ON handset_turn (holder) WHERE holder IS NOT NULL;

CREATE INDEX job_due ON job (run_at);

CREATE INDEX journal_event_relates ON journal_event (relates_to) WHERE relates_to IS NOT NULL;

CREATE INDEX journal_event_room ON journal_event (room_id, seq);

CREATE INDEX journal_event_stream ON journal_event (stream_ordering);

CREATE UNIQUE INDEX linking_open ON linking (account_id) WHERE state = 'open';

CREATE INDEX look_person ON look (person_id, opened_at DESC);

CREATE UNIQUE INDEX notice_signature_once ON notice_signature (person_id, version);

CREATE INDEX outbox_account ON outbox (account_id, origin_at);

CREATE INDEX outbox_fence ON outbox (fence_event_id) WHERE fence_event_id IS NOT NULL;

CREATE INDEX outbox_open ON outbox (room_id, seq) WHERE state IN ('waiting', 'sending', 'uncertain', 'needs-confirmation');

CREATE INDEX outbox_room ON outbox (room_id, seq);

CREATE INDEX outbox_target ON outbox (target_event_id) WHERE target_event_id IS NOT NULL;

CREATE TRIGGER archive_takes_delivery AFTER UPDATE OF state ON outbox WHEN NEW.state <> OLD.state AND NEW.state <> 'sending'
  AND (NEW.state <> 'waiting' OR OLD.state <> 'sending') BEGIN
  INSERT INTO archive_fact (kind, room_id, at, fields) VALUES ('delivery', NEW.room_id, coalesce(NEW.settled_at, CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    json_object('event', NEW.event_id, 'account', NEW.account_id, 'sender', NEW.sender, 'as', NEW.service_user_id, 'state', NEW.state, 'reason', NEW.reason, 'confirmedBy', NEW.confirmed_by));
END;

CREATE TRIGGER archive_takes_delivery_at_once AFTER INSERT ON outbox WHEN NEW.state NOT IN ('waiting', 'sending') BEGIN
  INSERT INTO archive_fact (kind, room_id, at, fields) VALUES ('delivery', NEW.room_id, NEW.enqueued_at,
    json_object('event', NEW.event_id, 'account', NEW.account_id, 'sender', NEW.sender, 'as', NEW.service_user_id, 'state', NEW.state, 'reason', NEW.reason, 'confirmedBy', NEW.confirmed_by));
END;

CREATE INDEX ownership_owner ON ownership (owner_user_id, room_id);

CREATE INDEX ownership_unassigned ON ownership (since, room_id) WHERE owner_user_id IS NULL;

CREATE UNIQUE INDEX ownership_period_open ON ownership_period (room_id) WHERE until_at IS NULL;

CREATE INDEX ownership_period_room ON ownership_period (room_id, id);

CREATE TRIGGER archive_takes_ownership AFTER INSERT ON ownership_period BEGIN
  INSERT INTO archive_fact (kind, room_id, at, fields) VALUES ('ownership', NEW.room_id, NEW.from_at,
    json_object('owner', NEW.owner_user_id, 'via', NEW.via, 'handover', NEW.handover_id));
END;

CREATE INDEX passkey_person ON passkey (person_id);

CREATE INDEX person_team ON person (team_id);

CREATE INDEX portal_account ON portal (account_id);

CREATE INDEX portal_client ON portal (client_id);

CREATE INDEX portal_longest_waiting ON portal (coalesce(waiting_since, 9007199254740991), room_id);

CREATE INDEX portal_not_open ON portal (room_id) WHERE state <> 'open';

CREATE INDEX portal_other ON portal (bridge_id, other_user_id);

CREATE INDEX portal_recent ON portal (last_event_at DESC, room_id);

CREATE INDEX portal_remote ON portal (bridge_id, login_id, remote_id);

CREATE INDEX portal_waiting ON portal (waiting_since, room_id, account_id) WHERE waiting_since IS NOT NULL;

CREATE TRIGGER archive_takes_portal AFTER INSERT ON portal BEGIN
  INSERT INTO archive_fact (kind, room_id, at, fields) VALUES ('portal', NEW.room_id, NEW.created_at,
    json_object('bridge', NEW.bridge_id, 'account', NEW.account_id, 'client', NEW.client_id, 'other', NEW.other_user_id, 'direct', json(iif(NEW.is_direct, 'true', 'false')), 'name', NEW.name, 'state', NEW.state, 'predecessor', NEW.predecessor_room));
END;

CREATE TRIGGER archive_takes_portal_change AFTER UPDATE OF account_id, client_id, other_user_id, name, state, is_direct ON portal
  WHEN NEW.account_id IS NOT OLD.account_id OR NEW.client_id IS NOT OLD.client_id OR NEW.other_user_id IS NOT OLD.other_user_id OR NEW.name IS NOT OLD.name OR NEW.state <> OLD.state OR NEW.is_direct <> OLD.is_direct BEGIN
  INSERT INTO archive_fact (kind, room_id, at, fields) VALUES ('portal', NEW.room_id, CAST(unixepoch('subsec') * 1000 AS INTEGER),
    json_object('bridge', NEW.bridge_id, 'account', NEW.account_id, 'client', NEW.client_id, 'other', NEW.other_user_id, 'direct', json(iif(NEW.is_direct, 'true', 'false')), 'name', NEW.name, 'state', NEW.state, 'predecessor', NEW.predecessor_room));
END;

CREATE TRIGGER client_index_portal_added AFTER INSERT ON portal WHEN NEW.client_id IS NOT NULL BEGIN
  UPDATE client_index SET last_event_at = f.last, waiting_since = f.waiting, rooms = f.rooms
  FROM (SELECT coalesce(max(last_event_at), 0) AS last, min(waiting_since) AS waiting, count(*) AS rooms FROM portal WHERE client_id = NEW.client_id) AS f
  WHERE client_id = NEW.client_id;
END;

CREATE TRIGGER client_index_portal_changed AFTER UPDATE OF client_id, state, last_event_at, last_client_at, last_company_at ON portal
WHEN NEW.client_id IS NOT NULL BEGIN
  UPDATE client_index SET last_event_at = f.last, waiting_since = f.waiting, rooms = f.rooms
  FROM (SELECT coalesce(max(last_event_at), 0) AS last, min(waiting_since) AS waiting, count(*) AS rooms FROM portal WHERE client_id = NEW.client_id) AS f
  WHERE client_id = NEW.client_id;
END;

CREATE TRIGGER client_index_portal_left AFTER UPDATE OF client_id ON portal WHEN OLD.client_id IS NOT NULL AND OLD.client_id IS NOT NEW.client_id BEGIN
  UPDATE client_index SET last_event_at = f.last, waiting_since = f.waiting, rooms = f.rooms
  FROM (SELECT coalesce(max(last_event_at), 0) AS last, min(waiting_since) AS waiting, count(*) AS rooms FROM portal WHERE client_id = OLD.client_id) AS f
  WHERE client_id = OLD.client_id;
END;

CREATE TRIGGER group_index_added AFTER INSERT ON portal WHEN NEW.is_direct = 0 BEGIN
  INSERT OR IGNORE INTO group_index (room_id) VALUES (NEW.room_id);
  INSERT OR REPLACE INTO group_words (rowid, name) SELECT x.id, coalesce(NEW.name, '') FROM group_index x WHERE x.room_id = NEW.room_id;
END;

CREATE TRIGGER group_index_changed AFTER UPDATE OF name, is_direct ON portal
WHEN OLD.name IS NOT NEW.name OR OLD.is_direct IS NOT NEW.is_direct BEGIN
  INSERT OR IGNORE INTO group_index (room_id) SELECT NEW.room_id WHERE NEW.is_direct = 0;
  INSERT OR REPLACE INTO group_words (rowid, name)
    SELECT x.id, CASE WHEN NEW.is_direct = 0 THEN coalesce(NEW.name, '') ELSE '' END FROM group_index x WHERE x.room_id = NEW.room_id;
END;

CREATE INDEX room_overlap_user ON room_overlap (user_id);

CREATE INDEX saga_item_key ON saga_item (key) WHERE state <> 'done';

CREATE INDEX saga_item_open ON saga_item (next_at) WHERE state <> 'done';

CREATE INDEX session_person ON session (person_id) WHERE closed_at IS NULL;

CREATE INDEX sign_in_link_person ON sign_in_link (person_id);

CREATE INDEX tally_day_account ON tally_day (account_id, day);

CREATE INDEX template_person ON template (person_id) WHERE scope = 'own';

CREATE INDEX template_team ON template (team_id) WHERE scope = 'team';
