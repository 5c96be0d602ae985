CREATE TABLE meta (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  generation INTEGER NOT NULL,
  assessed INTEGER
) STRICT;
INSERT INTO meta VALUES (1, 0, NULL);

CREATE TABLE data_sets (
  data_set TEXT PRIMARY KEY,
  state TEXT NOT NULL DEFAULT 'never',
  code TEXT,
  rows INTEGER NOT NULL DEFAULT 0,
  total INTEGER,
  quarantined INTEGER NOT NULL DEFAULT 0,
  as_of INTEGER,
  run INTEGER NOT NULL DEFAULT 0,
  run_open INTEGER NOT NULL DEFAULT 0,
  run_started INTEGER,
  run_cursor TEXT,
  run_rows INTEGER NOT NULL DEFAULT 0,
  run_quarantined INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
  id INTEGER PRIMARY KEY,
  data_set TEXT NOT NULL,
  run INTEGER NOT NULL,
  path TEXT NOT NULL,
  raw TEXT
) STRICT;
CREATE INDEX quarantine_run ON quarantine (data_set, run);
CREATE UNIQUE INDEX quarantine_sign_in ON quarantine (raw) WHERE data_set = 'sign_ins' AND raw IS NOT NULL;

CREATE TABLE account (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  account_id TEXT,
  edition TEXT,
  user_count INTEGER,
  user_pending_deletion_count INTEGER,
  admin_count INTEGER,
  integration_count INTEGER,
  telephony_credits_remaining INTEGER
) STRICT;

CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  user_id TEXT NOT NULL UNIQUE,
  username TEXT NOT NULL,
  realname TEXT NOT NULL,
  email TEXT NOT NULL,
  aliases TEXT NOT NULL,
  status TEXT NOT NULL,
  is_enrolled INTEGER NOT NULL,
  created INTEGER,
  last_login INTEGER,
  last_directory_sync INTEGER,
  directory_key TEXT,
  lockout_reason TEXT,
  notes TEXT NOT NULL,
  group_ids TEXT NOT NULL,
  phone_ids TEXT NOT NULL,
  token_ids TEXT NOT NULL,
  phishing_resistant INTEGER NOT NULL,
  push INTEGER NOT NULL,
  passcode INTEGER NOT NULL,
  sms_or_call INTEGER NOT NULL,
  factors INTEGER NOT NULL,
  strongest INTEGER,
  seen INTEGER NOT NULL
) STRICT;
CREATE INDEX users_bypass ON users (id) WHERE status = 'bypass';
CREATE TABLE user_groups (
  user INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
  group_id TEXT NOT NULL,
  PRIMARY KEY (user, group_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX user_groups_group ON user_groups (group_id);

CREATE TABLE groups (
  id INTEGER PRIMARY KEY,
  group_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  "desc" TEXT NOT NULL,
  status TEXT NOT NULL,
  seen INTEGER NOT NULL
) STRICT;

CREATE TABLE phones (
  id INTEGER PRIMARY KEY,
  phone_id TEXT NOT NULL UNIQUE,
  number TEXT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  platform TEXT NOT NULL,
  model TEXT,
  activated INTEGER NOT NULL,
  capabilities TEXT NOT NULL,
  last_seen INTEGER,
  encrypted TEXT,
  screenlock TEXT,
  fingerprint TEXT,
  tampered TEXT,
  seen INTEGER NOT NULL
) STRICT;
CREATE TABLE phone_users (
  user_id TEXT NOT NULL,
  phone INTEGER NOT NULL REFERENCES phones ON DELETE CASCADE,
  PRIMARY KEY (user_id, phone)
) STRICT, WITHOUT ROWID;
CREATE INDEX phone_users_phone ON phone_users (phone);

CREATE TABLE tokens (
  id INTEGER PRIMARY KEY,
  token_id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  serial TEXT NOT NULL,
  seen INTEGER NOT NULL
) STRICT;
CREATE TABLE token_users (
  user_id TEXT NOT NULL,
  token INTEGER NOT NULL REFERENCES tokens ON DELETE CASCADE,
  PRIMARY KEY (user_id, token)
) STRICT, WITHOUT ROWID;
CREATE INDEX token_users_token ON token_users (token);

CREATE TABLE webauthn (
  id INTEGER PRIMARY KEY,
  webauthnkey TEXT NOT NULL UNIQUE,
  credential_name TEXT NOT NULL,
  label TEXT NOT NULL,
  date_added INTEGER,
  date_last_used INTEGER,
  user_id TEXT,
  seen INTEGER NOT NULL
) STRICT;
CREATE INDEX webauthn_user ON webauthn (user_id);

CREATE TABLE bypass_codes (
  id INTEGER PRIMARY KEY,
  bypass_code_id TEXT NOT NULL UNIQUE,
  admin_email TEXT NOT NULL,
  created INTEGER,
  expiration INTEGER,
  reuse_count INTEGER,
  user_id TEXT,
  username TEXT,
  seen INTEGER NOT NULL
) STRICT;
CREATE INDEX bypass_codes_user ON bypass_codes (user_id);

CREATE TABLE applications (
  id INTEGER PRIMARY KEY,
  integration_key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  type_slug TEXT NOT NULL,
  kind TEXT NOT NULL,
  user_access TEXT NOT NULL,
  groups_allowed TEXT NOT NULL,
  policy_key TEXT,
  sso_entity TEXT,
  notes TEXT NOT NULL,
  seen INTEGER NOT NULL
) STRICT;

-- `key` is Duo's id, or `name:` and the logged name where the event has no id.
CREATE TABLE dict (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE log_apps (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  name TEXT,
  name_ms INTEGER
) STRICT;
CREATE TABLE log_users (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  name TEXT,
  name_ms INTEGER,
  last_success INTEGER
) STRICT;

-- `app` and `user` are rows of `log_apps` and `log_users`; 0 = none.
CREATE TABLE sign_ins (
  ts_ms INTEGER NOT NULL,
  txid ANY NOT NULL,
  result INTEGER NOT NULL,
  app INTEGER NOT NULL,
  user INTEGER NOT NULL,
  app_name INTEGER,
  user_name INTEGER,
  reason INTEGER,
  factor INTEGER,
  event_type INTEGER,
  ip INTEGER,
  country INTEGER,
  city INTEGER,
  os INTEGER,
  browser INTEGER,
  hostname INTEGER,
  auth_device INTEGER,
  trusted_endpoint INTEGER,
  extra TEXT,
  PRIMARY KEY (ts_ms, txid)
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_ins_user ON sign_ins (user, ts_ms);

-- `app_days.bypass` counts reason `bypass_user`, `remembered` the other events of factor `remembered_device`.
CREATE TABLE app_user (
  app INTEGER NOT NULL,
  user INTEGER NOT NULL,
  first_ms INTEGER NOT NULL,
  last_ms INTEGER NOT NULL,
  count INTEGER NOT NULL,
  denied INTEGER NOT NULL,
  PRIMARY KEY (app, user)
) STRICT, WITHOUT ROWID;
CREATE TABLE app_days (
  day INTEGER NOT NULL,
  app INTEGER NOT NULL,
  result INTEGER NOT NULL,
  count INTEGER NOT NULL,
  bypass INTEGER NOT NULL,
  remembered INTEGER NOT NULL,
  PRIMARY KEY (day, app, result)
) STRICT, WITHOUT ROWID;

CREATE TABLE log_windows (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  lo_ms INTEGER NOT NULL,
  hi_ms INTEGER NOT NULL,
  cursor TEXT,
  done INTEGER NOT NULL DEFAULT 0,
  rows INTEGER NOT NULL DEFAULT 0,
  total INTEGER,
  CHECK (lo_ms <= hi_ms)
) STRICT;

CREATE TABLE assessments (
  user INTEGER PRIMARY KEY REFERENCES users ON DELETE CASCADE,
  last_seen INTEGER,
  evidence INTEGER NOT NULL,
  idle_days INTEGER,
  reasons INTEGER NOT NULL,
  step INTEGER,
  lane INTEGER,
  notes TEXT NOT NULL
) STRICT;
