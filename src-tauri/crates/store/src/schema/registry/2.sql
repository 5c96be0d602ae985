CREATE TABLE client_groups (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE,
  created INTEGER NOT NULL
) STRICT;

ALTER TABLE organisations ADD COLUMN client_group TEXT REFERENCES client_groups ON DELETE SET NULL;

-- Id of the keychain item, once the secret was replaced; none = the connection's own id.
ALTER TABLE connections ADD COLUMN secret_id TEXT;

CREATE TABLE connection_details (
  connection TEXT PRIMARY KEY REFERENCES connections ON DELETE CASCADE,
  initials TEXT NOT NULL DEFAULT '',
  label TEXT NOT NULL DEFAULT 'production',
  owner_contact TEXT NOT NULL DEFAULT '',
  ticket_url TEXT NOT NULL DEFAULT '',
  psa_id TEXT NOT NULL DEFAULT '',
  notes TEXT NOT NULL DEFAULT '',
  key_created TEXT,
  rotation_days INTEGER,
  log_days INTEGER NOT NULL DEFAULT 0,
  favourite INTEGER NOT NULL DEFAULT 0,
  opened INTEGER
) STRICT;

CREATE TABLE client_sums (
  connection TEXT PRIMARY KEY REFERENCES connections ON DELETE CASCADE,
  sums TEXT NOT NULL CHECK (json_valid(sums))
) STRICT;

CREATE TABLE secret_items (
  id TEXT PRIMARY KEY,
  created INTEGER NOT NULL
) STRICT;

CREATE TABLE leaving (
  connection TEXT PRIMARY KEY REFERENCES connections ON DELETE CASCADE,
  delete_data INTEGER NOT NULL,
  status TEXT NOT NULL,
  status_code TEXT
) STRICT;

-- Every entry of seats and price is kept, not the newest alone.
ALTER TABLE licence_terms RENAME TO licence_terms_1;
CREATE TABLE licence_terms (
  connection TEXT NOT NULL REFERENCES connections ON DELETE CASCADE,
  paid INTEGER,
  price_hundredths INTEGER,
  currency TEXT,
  model TEXT NOT NULL,
  renewal TEXT,
  entered_by TEXT NOT NULL,
  entered_at INTEGER NOT NULL,
  min_commit INTEGER NOT NULL,
  pack_size INTEGER NOT NULL,
  buffer_percent INTEGER NOT NULL,
  billed INTEGER,
  sell_hundredths INTEGER,
  PRIMARY KEY (connection, entered_at)
) STRICT;
INSERT INTO licence_terms SELECT connection, paid, price_hundredths, currency, model, renewal, entered_by, entered_at,
  0, 1, 0, NULL, NULL FROM licence_terms_1;
DROP TABLE licence_terms_1;

CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL CHECK (json_valid(value))
) STRICT;

-- Connections that are read by nothing but a command of their own until they are resumed.
CREATE TABLE paused (
  connection TEXT PRIMARY KEY REFERENCES connections ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Managed-service accounts. Their children are connections; all of them name one item of the keychain.
CREATE TABLE parents (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  host TEXT NOT NULL,
  ikey TEXT NOT NULL,
  session_only INTEGER NOT NULL,
  secret_store TEXT,
  secret_id TEXT NOT NULL,
  created INTEGER NOT NULL
) STRICT;
ALTER TABLE connections ADD COLUMN parent TEXT REFERENCES parents;

-- The trouble of a connection that was told last; a round tells no trouble twice.
CREATE TABLE told (
  connection TEXT PRIMARY KEY REFERENCES connections ON DELETE CASCADE,
  code TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What was learnt about the rate limits of each account.
CREATE TABLE paces (
  host TEXT NOT NULL,
  class TEXT NOT NULL,
  believed REAL NOT NULL,
  held_ms INTEGER NOT NULL,
  answered INTEGER NOT NULL,
  lately INTEGER NOT NULL,
  as_of INTEGER NOT NULL,
  PRIMARY KEY (host, class)
) STRICT, WITHOUT ROWID;

-- IANA name of the zone that the client's times are shown in; empty = as the window's settings have it.
ALTER TABLE connection_details ADD COLUMN time_zone TEXT NOT NULL DEFAULT '';

-- What the last check of a connection found.
CREATE TABLE last_checks (
  connection TEXT PRIMARY KEY REFERENCES connections ON DELETE CASCADE,
  at INTEGER NOT NULL,
  report TEXT NOT NULL CHECK (json_valid(report))
) STRICT;

-- By how many seconds this computer's clock was ahead of Duo's when it was last measured; below nought = behind.
CREATE TABLE clock_skews (
  connection TEXT PRIMARY KEY REFERENCES connections ON DELETE CASCADE,
  at INTEGER NOT NULL,
  seconds INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
