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

CREATE TABLE account (
  id              TEXT PRIMARY KEY,
  bridge_id       TEXT NOT NULL,
  slug            TEXT NOT NULL,
  label           TEXT NOT NULL,
  team_id         TEXT REFERENCES team (id),
  owner_user_id   TEXT,                   -- who gets new conversations of this account first
  number          TEXT,                   -- E.164, what pairing must yield
  service_user_id TEXT NOT NULL UNIQUE,
  login_id        TEXT,
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

CREATE TABLE client (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL,
  language   TEXT,
  created_at INTEGER NOT NULL
) STRICT;

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
  state             TEXT NOT NULL CHECK (state IN ('open', 'closed', 'excluded')),
  predecessor_room  TEXT,                 -- the closed portal this one continues
  created_at        INTEGER NOT NULL,
  last_event_at     INTEGER NOT NULL,
  last_client_at    INTEGER,              -- last message of the client side
  last_company_at   INTEGER               -- last message of the company side
) STRICT;
CREATE INDEX portal_remote ON portal (bridge_id, login_id, remote_id);
CREATE INDEX portal_client ON portal (client_id);
CREATE INDEX portal_account ON portal (account_id);
