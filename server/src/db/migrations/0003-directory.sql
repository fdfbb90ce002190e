-- Oldest binary that still works with this schema: the first.
CREATE TABLE team (
  id         TEXT PRIMARY KEY,
  slug       TEXT NOT NULL UNIQUE,
  name       TEXT NOT NULL,
  created_at INTEGER NOT NULL
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
) STRICT;
CREATE INDEX person_team ON person (team_id);

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
  created_at      INTEGER NOT NULL,
  UNIQUE (bridge_id, slug),
  UNIQUE (bridge_id, number),
  UNIQUE (bridge_id, login_id)
) STRICT;

-- Pairing an account with its number at the bridge: durable, so that a restart in the middle resumes or ends it.
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
CREATE UNIQUE INDEX linking_open ON linking (account_id) WHERE state = 'open';

-- What was decided about a conversation a used number already had.
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

CREATE TABLE client (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL,
  name_folded TEXT NOT NULL,              -- for searching: SQLite itself folds no Cyrillic
  named_by   TEXT NOT NULL CHECK (named_by IN ('network', 'person')), -- a name a person gave is not overwritten
  language   TEXT,
  created_at INTEGER NOT NULL
) STRICT;

-- Under which ghosts a client is known.
CREATE TABLE client_identity (
  bridge_id     TEXT NOT NULL,
  ghost_user_id TEXT NOT NULL,
  client_id     TEXT NOT NULL REFERENCES client (id),
  PRIMARY KEY (bridge_id, ghost_user_id)
) STRICT;
CREATE INDEX client_identity_client ON client_identity (client_id);

-- One conversation on one account, as the bridge declared it in m.bridge.
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
) STRICT;
CREATE INDEX portal_remote ON portal (bridge_id, login_id, remote_id);
CREATE INDEX portal_client ON portal (client_id);
CREATE INDEX portal_account ON portal (account_id);
CREATE INDEX portal_recent ON portal (last_event_at DESC, room_id);
