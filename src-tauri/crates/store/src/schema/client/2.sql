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

-- `owner` is a row of `log_users` for user names, of `log_apps` for names, reasons, factors and countries, 0 for
-- addresses. `refused` counts denied, fraud and error.
CREATE TABLE log_texts (
  role INTEGER NOT NULL,
  text INTEGER NOT NULL,
  owner INTEGER NOT NULL,
  count INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  PRIMARY KEY (role, text, owner)
) STRICT, WITHOUT ROWID;
INSERT INTO log_texts
  WITH texts (role, text, owner, result) AS (
    SELECT 0, user_name, user, result FROM sign_ins UNION ALL
    SELECT 1, app_name, app, result FROM sign_ins UNION ALL
    SELECT 2, reason, app, result FROM sign_ins UNION ALL
    SELECT 3, factor, app, result FROM sign_ins UNION ALL
    SELECT 4, country, app, result FROM sign_ins UNION ALL
    SELECT 5, ip, 0, result FROM sign_ins)
  SELECT role, text, owner, count(*), sum(result BETWEEN 1 AND 3) FROM texts WHERE text IS NOT NULL GROUP BY 1, 2, 3;

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
  notes TEXT NOT NULL
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
