-- Oldest binary that still works with this schema: the first.
-- A session of the console lives in a cookie, for a working day, and knows when its person last proved who they are.
ALTER TABLE session ADD COLUMN cookie INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN verified_at INTEGER;

-- Authenticator secrets, sealed with a key that lies in a file of its own: a copy of this database makes no codes.
CREATE TABLE totp (
  person_id TEXT PRIMARY KEY,
  secret    BLOB NOT NULL,                -- AES-256-GCM: nonce, ciphertext, tag
  last_step INTEGER NOT NULL,             -- of the last code taken: none is taken twice
  added_at  INTEGER NOT NULL
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
CREATE INDEX passkey_person ON passkey (person_id);

CREATE TABLE recovery_code (
  person_id TEXT NOT NULL,
  code_hash BLOB NOT NULL,                -- SHA-256 of 80 random bits
  used_at   INTEGER,
  PRIMARY KEY (person_id, code_hash)
) STRICT;

-- Between a right password and a second factor.
CREATE TABLE sign_in_ticket (
  hash       BLOB PRIMARY KEY,
  person_id  TEXT NOT NULL,
  purpose    TEXT NOT NULL CHECK (purpose IN ('second-factor', 'enrol', 'own-account')),
  tries      INTEGER NOT NULL DEFAULT 0,
  challenge  TEXT,                        -- the passkey challenge that was handed out last
  pending    BLOB,                        -- an authenticator secret that is not confirmed yet, sealed as above
  expires_at INTEGER NOT NULL
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
CREATE INDEX sign_in_link_person ON sign_in_link (person_id);
