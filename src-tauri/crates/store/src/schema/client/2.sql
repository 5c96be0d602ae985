-- `objects` grows with each write but those of logs, `sign_ins` with each that changes sign-ins, so that what was worked
-- out from either outlives other writes.
ALTER TABLE meta ADD COLUMN objects INTEGER NOT NULL DEFAULT 0;
ALTER TABLE meta ADD COLUMN sign_ins INTEGER NOT NULL DEFAULT 0;

-- Read with the next list.
ALTER TABLE applications ADD COLUMN sso TEXT CHECK (sso IS NULL OR json_valid(sso));

-- The factors that policies name, as bits. Nothing stored tells them: users are read again before they are shown.
ALTER TABLE users ADD COLUMN methods INTEGER NOT NULL DEFAULT 0;
UPDATE data_sets SET state = 'never', as_of = NULL, run_open = 0 WHERE data_set = 'users';

-- Without a row an application is `discovered` and of the kind that its type says.
CREATE TABLE app_marks (
  app_key TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  kind TEXT,
  marked_by TEXT NOT NULL,
  marked_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- `changed` is when a sync first found other sections than the one before; Duo does not tell when a policy changed.
CREATE TABLE policies (
  id INTEGER PRIMARY KEY,
  policy_key TEXT NOT NULL UNIQUE,
  policy_name TEXT NOT NULL,
  is_global INTEGER NOT NULL,
  user_auth TEXT,
  new_user TEXT,
  allowed TEXT,
  blocked TEXT,
  remembered_days INTEGER,
  networks TEXT,
  sections TEXT NOT NULL,
  changed INTEGER,
  seen INTEGER NOT NULL
) STRICT;
CREATE TABLE policy_targets (
  policy INTEGER NOT NULL REFERENCES policies ON DELETE CASCADE,
  app_key TEXT,
  group_id TEXT
) STRICT;
CREATE INDEX policy_targets_policy ON policy_targets (policy);
CREATE INDEX policy_targets_app ON policy_targets (app_key);

-- `app_seen` counts the users of an application by the UTC day on which each was last seen; `app_span` has its first
-- and last event. Both sum `app_user`, which can be as long as the log.
CREATE TABLE app_seen (
  app INTEGER NOT NULL,
  day INTEGER NOT NULL,
  users INTEGER NOT NULL,
  PRIMARY KEY (app, day)
) STRICT, WITHOUT ROWID;
INSERT INTO app_seen SELECT app, last_ms / 86400000, count(*) FROM app_user WHERE user <> 0 GROUP BY 1, 2;
CREATE TABLE app_span (
  app INTEGER PRIMARY KEY,
  first_ms INTEGER NOT NULL,
  last_ms INTEGER NOT NULL
) STRICT;
INSERT INTO app_span SELECT app, min(first_ms), max(last_ms) FROM app_user GROUP BY app;

-- `owner` is a row of `log_users` for user names and addresses, of `log_apps` for names, reasons, factors and countries. `refused` counts denied, fraud and error.
-- A key is 3 bits of the role, 30 of the text and 30 of the owner: a number is found sooner than three.
CREATE TABLE log_texts (
  id INTEGER PRIMARY KEY,
  role INTEGER AS (id >> 60) VIRTUAL,
  text INTEGER AS (id >> 30 & 1073741823) VIRTUAL,
  owner INTEGER AS (id & 1073741823) VIRTUAL,
  count INTEGER NOT NULL,
  refused INTEGER NOT NULL
) STRICT;
INSERT INTO log_texts (id, count, refused)
  WITH texts (role, text, owner, result) AS (
    SELECT 0, user_name, user, result FROM sign_ins UNION ALL
    SELECT 1, app_name, app, result FROM sign_ins UNION ALL
    SELECT 2, reason, app, result FROM sign_ins UNION ALL
    SELECT 3, factor, app, result FROM sign_ins UNION ALL
    SELECT 4, country, app, result FROM sign_ins UNION ALL
    SELECT 5, ip, user, result FROM sign_ins)
  SELECT (role << 60) | (text << 30) | owner, count(*), sum(result BETWEEN 1 AND 3) FROM texts
  WHERE text IS NOT NULL GROUP BY 1 ORDER BY 1;

-- A key is the application's number and 32 bits of the user's.
ALTER TABLE app_user RENAME TO app_user_1;
CREATE TABLE app_user (
  id INTEGER PRIMARY KEY,
  app INTEGER AS (id >> 32) VIRTUAL,
  user INTEGER AS (id & 4294967295) VIRTUAL,
  first_ms INTEGER NOT NULL,
  last_ms INTEGER NOT NULL,
  count INTEGER NOT NULL,
  denied INTEGER NOT NULL
) STRICT;
INSERT INTO app_user (id, first_ms, last_ms, count, denied)
  SELECT app << 32 | user, first_ms, last_ms, count, denied FROM app_user_1 ORDER BY app, user;
DROP TABLE app_user_1;

-- `app` and `user` are rows of `log_apps` and `log_users`; 0 = none. A key is the time and 20 bits that follow from
-- `txid`; the index of users is cut into stretches of time, so that what a page adds lies together.
DROP INDEX sign_ins_user;
ALTER TABLE sign_ins RENAME TO sign_ins_1;
CREATE TABLE sign_ins (
  id INTEGER PRIMARY KEY,
  ts_ms INTEGER AS (id >> 20) VIRTUAL,
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
  extra TEXT
) STRICT;
INSERT INTO sign_ins (id, txid, result, app, user, app_name, user_name, reason, factor, event_type, ip, country, city,
    os, browser, hostname, auth_device, trusted_endpoint, extra)
  SELECT sign_in_place(ts_ms, txid), txid, result, app, user, app_name, user_name, reason, factor, event_type, ip,
    country, city, os, browser, hostname, auth_device, trusted_endpoint, extra FROM sign_ins_1 ORDER BY ts_ms, txid;
DROP TABLE sign_ins_1;
CREATE INDEX sign_ins_user ON sign_ins (id >> 46, user);

-- Beside which users a text ever stood in a column; text 0 = none did. A key is 3 bits of the column, 30 of the text and 30
-- of the user. Never shrinks.
CREATE TABLE log_user_texts (id INTEGER PRIMARY KEY) STRICT;
INSERT OR IGNORE INTO log_user_texts
  SELECT DISTINCT coalesce(event_type, 0) << 30 | user FROM sign_ins UNION ALL
  SELECT DISTINCT 1 << 60 | (coalesce(country, 0) << 30) | user FROM sign_ins UNION ALL
  SELECT DISTINCT 2 << 60 | (coalesce(city, 0) << 30) | user FROM sign_ins UNION ALL
  SELECT DISTINCT 3 << 60 | (coalesce(os, 0) << 30) | user FROM sign_ins UNION ALL
  SELECT DISTINCT 4 << 60 | (coalesce(browser, 0) << 30) | user FROM sign_ins UNION ALL
  SELECT DISTINCT 5 << 60 | (coalesce(hostname, 0) << 30) | user FROM sign_ins UNION ALL
  SELECT DISTINCT 6 << 60 | (coalesce(auth_device, 0) << 30) | user FROM sign_ins UNION ALL
  SELECT DISTINCT 7 << 60 | (coalesce(trusted_endpoint, 0) << 30) | user FROM sign_ins;

-- Worked out again once users are read.
UPDATE meta SET assessed = NULL;
DROP TABLE assessments;
CREATE TABLE assessments (
  user INTEGER PRIMARY KEY REFERENCES users ON DELETE CASCADE,
  last_seen INTEGER,
  evidence INTEGER NOT NULL,
  idle_days INTEGER,
  reasons INTEGER NOT NULL,
  step INTEGER,
  lane INTEGER,
  protected INTEGER NOT NULL,
  proven INTEGER NOT NULL,
  notes TEXT NOT NULL,
  trash_on INTEGER
) STRICT;

CREATE TABLE exclusions (
  user_id TEXT PRIMARY KEY,
  decision INTEGER NOT NULL,
  reason TEXT NOT NULL,
  note TEXT NOT NULL,
  until INTEGER,
  by TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE scenarios (
  name TEXT PRIMARY KEY,
  content TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshots (
  at INTEGER PRIMARY KEY,
  whole INTEGER NOT NULL,
  billable INTEGER NOT NULL,
  enrolled INTEGER NOT NULL,
  active_30 INTEGER NOT NULL,
  active_60 INTEGER NOT NULL,
  active_90 INTEGER NOT NULL,
  reclaim INTEGER NOT NULL,
  bypass INTEGER NOT NULL,
  paid INTEGER
) STRICT;

-- `step` is the first reason, by which a user counts in a sum; null = must, or not evaluated.
CREATE TABLE coverage (
  user INTEGER PRIMARY KEY REFERENCES users ON DELETE CASCADE,
  can INTEGER,
  must INTEGER,
  why INTEGER NOT NULL,
  step INTEGER,
  notes TEXT NOT NULL
) STRICT;

-- Passkeys of administrators come in the list of all; those stored do not tell whose they are.
ALTER TABLE webauthn ADD COLUMN admin_id TEXT;
CREATE INDEX webauthn_admin ON webauthn (admin_id) WHERE admin_id IS NOT NULL;
UPDATE data_sets SET state = 'never', as_of = NULL, run_open = 0 WHERE data_set = 'webauthn';

CREATE TABLE admins (
  id INTEGER PRIMARY KEY,
  admin_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  phone TEXT,
  role TEXT NOT NULL,
  subaccount_role TEXT,
  status TEXT NOT NULL,
  created INTEGER,
  last_login INTEGER,
  password_change_required INTEGER,
  restricted INTEGER,
  unit_ids TEXT NOT NULL,
  hardtoken TEXT,
  seen INTEGER NOT NULL
) STRICT;
CREATE TABLE admin_units (
  id INTEGER PRIMARY KEY,
  admin_unit_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  restrict_by_groups INTEGER,
  restrict_by_integrations INTEGER,
  group_ids TEXT,
  integration_keys TEXT,
  seen INTEGER NOT NULL
) STRICT;

-- `area` is the position in `domain::SettingArea::ALL`.
CREATE TABLE account_settings (
  id INTEGER PRIMARY KEY,
  data_set TEXT NOT NULL,
  name TEXT NOT NULL,
  area INTEGER NOT NULL,
  value TEXT,
  remark TEXT,
  UNIQUE (data_set, name)
) STRICT;
CREATE TABLE auth_attempts (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  lo INTEGER NOT NULL,
  hi INTEGER NOT NULL,
  success INTEGER,
  failure INTEGER,
  fraud INTEGER,
  error INTEGER,
  users_success INTEGER,
  users_failure INTEGER,
  users_fraud INTEGER,
  users_error INTEGER
) STRICT;
CREATE TABLE telephony_use (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  lo INTEGER NOT NULL,
  hi INTEGER NOT NULL,
  credits INTEGER
) STRICT;
CREATE TABLE trust_events (
  id INTEGER PRIMARY KEY,
  sekey TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  surfaced INTEGER,
  priority INTEGER,
  reasons TEXT NOT NULL,
  user_key TEXT,
  user_name TEXT,
  actor TEXT,
  txid TEXT,
  seen INTEGER NOT NULL
) STRICT;
CREATE INDEX trust_events_surfaced ON trust_events (surfaced);

-- Endpoints name their user by name alone.
CREATE INDEX users_username ON users (username);
CREATE TABLE endpoints (
  id INTEGER PRIMARY KEY,
  epkey TEXT NOT NULL UNIQUE,
  username TEXT,
  email TEXT,
  device_name TEXT,
  model TEXT,
  type TEXT,
  os_family TEXT,
  os_version TEXT,
  os_build TEXT,
  browsers TEXT NOT NULL,
  trusted TEXT,
  encryption TEXT,
  firewall TEXT,
  password TEXT,
  agents TEXT NOT NULL,
  desktop_version TEXT,
  last_seen INTEGER,
  health_collected INTEGER,
  seen INTEGER NOT NULL
) STRICT;
CREATE INDEX endpoints_username ON endpoints (username);
CREATE TABLE desktop_authenticators (
  id INTEGER PRIMARY KEY,
  dakey TEXT NOT NULL UNIQUE,
  device_name TEXT NOT NULL,
  platform TEXT,
  created INTEGER,
  last_used INTEGER,
  user_id TEXT,
  seen INTEGER NOT NULL
) STRICT;
CREATE INDEX desktop_authenticators_user ON desktop_authenticators (user_id);
CREATE TABLE registered_devices (
  id INTEGER PRIMARY KEY,
  compkey TEXT NOT NULL UNIQUE,
  device_name TEXT NOT NULL,
  os_family TEXT,
  os_version TEXT,
  created INTEGER,
  last_seen INTEGER,
  seen INTEGER NOT NULL
) STRICT;
CREATE TABLE registered_device_users (
  user_id TEXT NOT NULL,
  device INTEGER NOT NULL REFERENCES registered_devices ON DELETE CASCADE,
  PRIMARY KEY (user_id, device)
) STRICT, WITHOUT ROWID;
CREATE INDEX registered_device_users_device ON registered_device_users (device);
CREATE TABLE blocked_devices (
  id INTEGER PRIMARY KEY,
  compkey TEXT NOT NULL UNIQUE,
  device_name TEXT NOT NULL,
  os_family TEXT,
  os_version TEXT,
  created INTEGER,
  last_seen INTEGER,
  seen INTEGER NOT NULL
) STRICT;

-- Windows belong to a log each. Both ends of a gap belong to it; `closed_ms` is when its events were read after all.
ALTER TABLE log_windows ADD COLUMN data_set TEXT NOT NULL DEFAULT 'sign_ins';
CREATE TABLE log_gaps (
  id INTEGER PRIMARY KEY,
  data_set TEXT NOT NULL,
  lo_ms INTEGER NOT NULL,
  hi_ms INTEGER NOT NULL,
  why TEXT NOT NULL,
  found_ms INTEGER NOT NULL,
  closed_ms INTEGER
) STRICT;
CREATE TABLE log_passes (
  data_set TEXT PRIMARY KEY,
  swept_ms INTEGER,
  counted_ms INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX quarantine_log ON quarantine (data_set, raw)
  WHERE data_set IN ('activity', 'telephony', 'admin_log', 'offline_log') AND raw IS NOT NULL;

-- Events of the smaller logs; texts are numbers of `dict`, `id` and `txid` as in `sign_ins`.
CREATE TABLE activity (
  number INTEGER PRIMARY KEY,
  ts_ms INTEGER NOT NULL,
  id ANY NOT NULL,
  action INTEGER,
  result INTEGER,
  actor INTEGER,
  actor_key INTEGER,
  actor_kind INTEGER,
  target INTEGER,
  target_key INTEGER,
  target_kind INTEGER,
  old_target INTEGER,
  app INTEGER,
  app_key INTEGER,
  ip INTEGER,
  country INTEGER,
  city INTEGER,
  os INTEGER,
  browser INTEGER,
  details TEXT,
  extra TEXT,
  UNIQUE (ts_ms, id)
) STRICT;
CREATE TABLE telephony (
  number INTEGER PRIMARY KEY,
  ts_ms INTEGER NOT NULL,
  id ANY NOT NULL,
  context INTEGER,
  kind INTEGER,
  phone INTEGER,
  credits INTEGER,
  txid ANY,
  extra TEXT,
  UNIQUE (ts_ms, id)
) STRICT;
CREATE TABLE admin_log (
  number INTEGER PRIMARY KEY,
  ts_ms INTEGER NOT NULL,
  id ANY NOT NULL,
  action INTEGER,
  username INTEGER,
  object INTEGER,
  description TEXT,
  extra TEXT,
  UNIQUE (ts_ms, id)
) STRICT;
CREATE TABLE offline_log (
  number INTEGER PRIMARY KEY,
  ts_ms INTEGER NOT NULL,
  id ANY NOT NULL,
  action INTEGER,
  username INTEGER,
  object INTEGER,
  description TEXT,
  extra TEXT,
  UNIQUE (ts_ms, id)
) STRICT;
