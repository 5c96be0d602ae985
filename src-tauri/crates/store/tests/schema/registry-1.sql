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
INSERT INTO "connections" VALUES('50a1db9a-f67b-4fe8-8c8a-0194325e47ff','sample','sample','59ba8a7a-fb40-469e-afe1-ab1d9cda0dd1','api-445018e3.duosecurity.com','DIREFVF4DCK0NT0GEH5C',1,1,'verified',NULL,'DAK5CGDO4OT00D0J9VEC',1795330656722,1795330656722,'["read_resource","read_log","read_information"]','[["read_resource","granted"],["read_log","granted"],["read_information","granted"],["settings","granted"],["administrators","granted"]]',NULL,1);
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
INSERT INTO "licence_terms" VALUES('50a1db9a-f67b-4fe8-8c8a-0194325e47ff',300,300,'USD','prepaid','2027-03-31','An',1792000000000);
CREATE TABLE organisations (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  created INTEGER NOT NULL
) STRICT;
INSERT INTO "organisations" VALUES('59ba8a7a-fb40-469e-afe1-ab1d9cda0dd1','sample',1795330656722);
PRAGMA user_version = 1;
