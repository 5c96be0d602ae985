CREATE TABLE organisations (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  created INTEGER NOT NULL
) STRICT;

CREATE TABLE connections (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE,
  organisation TEXT NOT NULL REFERENCES organisations,
  host TEXT NOT NULL,
  ikey TEXT NOT NULL,
  sample INTEGER NOT NULL,
  session_only INTEGER NOT NULL,
  status TEXT NOT NULL,
  status_code TEXT,
  account_id TEXT,
  created INTEGER NOT NULL,
  last_check INTEGER,
  wanted TEXT NOT NULL,
  permissions TEXT NOT NULL,
  secret_store TEXT,
  colour INTEGER NOT NULL
) STRICT;

CREATE TABLE licence_terms (
  connection TEXT PRIMARY KEY REFERENCES connections ON DELETE CASCADE,
  paid INTEGER,
  price_hundredths INTEGER,
  currency TEXT,
  model TEXT NOT NULL,
  renewal TEXT,
  entered_by TEXT NOT NULL,
  entered_at INTEGER NOT NULL
) STRICT;
