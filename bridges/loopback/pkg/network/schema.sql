-- The loopback network's own world. It is written through one connection only and is never opened by the bridge database.
-- Ids come from AUTOINCREMENT tables: SQLite never hands one out twice, also after a deletion or kill -9.

CREATE TABLE IF NOT EXISTS phone (
	number     TEXT PRIMARY KEY,
	name       TEXT NOT NULL,
	avatar     BLOB,
	on_network INTEGER NOT NULL,
	password   TEXT NOT NULL, -- the cloud password asked as second factor; empty for none
	created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The bridge's session of a phone. It reads the phone's own log from its cursor on; the cursor survives a log-out, so
-- what arrives meanwhile is kept and delivered to whoever links the number again.
CREATE TABLE IF NOT EXISTS device (
	number    TEXT PRIMARY KEY,
	linked    INTEGER NOT NULL,
	state     TEXT NOT NULL,
	cursor    INTEGER NOT NULL,
	linked_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS group_number (n INTEGER PRIMARY KEY AUTOINCREMENT) STRICT;

CREATE TABLE IF NOT EXISTS chat (
	id       TEXT PRIMARY KEY,
	name     TEXT NOT NULL,
	topic    TEXT NOT NULL,
	timer_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS member (
	chat    TEXT NOT NULL,
	number  TEXT NOT NULL,
	is_in   INTEGER NOT NULL,
	PRIMARY KEY (chat, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS member_number ON member (number);

CREATE TABLE IF NOT EXISTS message (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	chat       TEXT NOT NULL,
	sender     TEXT NOT NULL,
	origin     TEXT NOT NULL,
	content    TEXT NOT NULL, -- JSON, always the current version
	reply_to   INTEGER NOT NULL,
	sent_at    INTEGER NOT NULL,
	expires_at INTEGER NOT NULL, -- 0 for never
	edit_seq   INTEGER NOT NULL, -- log sequence number of the last edit, 0 for none
	deleted_at INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS message_chat ON message (chat, id);
CREATE INDEX IF NOT EXISTS message_sender ON message (chat, sender, id);

CREATE TABLE IF NOT EXISTS message_edit (
	message INTEGER NOT NULL,
	at      INTEGER NOT NULL,
	content TEXT NOT NULL -- JSON of the version that was replaced
) STRICT;
CREATE INDEX IF NOT EXISTS message_edit_message ON message_edit (message);

-- A message deleted for one phone only, or gone with a chat that phone deleted.
CREATE TABLE IF NOT EXISTS hidden_until (
	number  TEXT NOT NULL,
	chat    TEXT NOT NULL,
	message INTEGER NOT NULL,
	PRIMARY KEY (number, chat)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS reaction (
	message INTEGER NOT NULL,
	number  TEXT NOT NULL,
	emoji   TEXT NOT NULL,
	at      INTEGER NOT NULL,
	PRIMARY KEY (message, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS vote (
	message INTEGER NOT NULL,
	number  TEXT NOT NULL,
	options TEXT NOT NULL, -- JSON array of option ids
	at      INTEGER NOT NULL,
	PRIMARY KEY (message, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS read_mark (
	chat    TEXT NOT NULL,
	number  TEXT NOT NULL,
	message INTEGER NOT NULL,
	at      INTEGER NOT NULL,
	PRIMARY KEY (chat, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS contact (
	owner  TEXT NOT NULL,
	number TEXT NOT NULL,
	name   TEXT NOT NULL,
	PRIMARY KEY (owner, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS media (
	sha256 TEXT PRIMARY KEY,
	bytes  BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Everything every phone received, one row per phone, in the order in which it arrived. Never changed, never deleted.
CREATE TABLE IF NOT EXISTS log (
	seq     INTEGER PRIMARY KEY AUTOINCREMENT,
	number  TEXT NOT NULL,
	at      INTEGER NOT NULL,
	kind    TEXT NOT NULL,
	chat    TEXT NOT NULL,
	sender  TEXT NOT NULL,
	origin  TEXT NOT NULL,
	message INTEGER NOT NULL,
	body    TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS log_number ON log (number, seq);
CREATE INDEX IF NOT EXISTS log_message ON log (message, number) WHERE kind = 'message';

CREATE TABLE IF NOT EXISTS fault (
	id   INTEGER PRIMARY KEY AUTOINCREMENT,
	body TEXT NOT NULL
) STRICT;

-- A handset that is away. It shows what its log held up to seq; what came later is there when it is back.
CREATE TABLE IF NOT EXISTS offline (
	number TEXT PRIMARY KEY,
	seq    INTEGER NOT NULL,
	since  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS delivered (
	message INTEGER NOT NULL,
	number  TEXT NOT NULL,
	PRIMARY KEY (message, number)
) STRICT, WITHOUT ROWID;

-- A phone that answers by itself. Everything in its log up to the cursor needs no answer any more.
CREATE TABLE IF NOT EXISTS persona (
	number        TEXT PRIMARY KEY,
	body          TEXT NOT NULL, -- JSON of what was asked for
	is_on         INTEGER NOT NULL,
	cursor        INTEGER NOT NULL,
	next_line     INTEGER NOT NULL,
	paused_until  INTEGER NOT NULL,
	next_write_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
