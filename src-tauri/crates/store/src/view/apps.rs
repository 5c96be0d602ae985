//! `apps`: applications from the list and from the sign-in log (ux.md §4).

use chrono::DateTime;
use domain::analysis::{AppFacts, AppFlag, AppRules, app_flags, trend};
use domain::{AppKind, KindFrom, is_mfa_factor};
use rusqlite::Connection;
use rusqlite::Error::UserFunctionError;
use rusqlite::functions::{Context, FunctionFlags};

use super::column::{Column, Names, View, ids, specs};
use super::query::{ColumnSpec, ViewName};
use crate::StoreError;

/// Days count back from the newest day of the log, that day included. `:lo` and `:hi` are the ends of the log, null
/// where there is none; `:day` is the UTC day of `:hi`. `weeks` are the sign-ins of the last twelve spans of seven days, the
/// oldest first, as a JSON list; null for a span that the log does not reach back to whole.
const FROM: &str = "(
  WITH seen AS MATERIALIZED (
    SELECT app, sum(users) AS users, sum(iif(day > :day - 30, users, 0)) AS users_30
    FROM app_seen WHERE app <> 0 GROUP BY app),
  days AS MATERIALIZED (
    SELECT app, sum(count) AS sign_ins, sum(iif(result BETWEEN 1 AND 3, count, 0)) AS denied,
      sum(bypass + remembered) AS passed, sum(iif(result = 0, count, 0)) AS let_in,
      sum(iif(day > :day - 30, count, 0)) AS last_30,
      sum(iif(day > :day - 60 AND day <= :day - 30, count, 0)) AS before_30,
      json_array(
        iif(:lo > (:day - 83) * 86400000, NULL, sum(iif(day BETWEEN :day - 83 AND :day - 77, count, 0))),
        iif(:lo > (:day - 76) * 86400000, NULL, sum(iif(day BETWEEN :day - 76 AND :day - 70, count, 0))),
        iif(:lo > (:day - 69) * 86400000, NULL, sum(iif(day BETWEEN :day - 69 AND :day - 63, count, 0))),
        iif(:lo > (:day - 62) * 86400000, NULL, sum(iif(day BETWEEN :day - 62 AND :day - 56, count, 0))),
        iif(:lo > (:day - 55) * 86400000, NULL, sum(iif(day BETWEEN :day - 55 AND :day - 49, count, 0))),
        iif(:lo > (:day - 48) * 86400000, NULL, sum(iif(day BETWEEN :day - 48 AND :day - 42, count, 0))),
        iif(:lo > (:day - 41) * 86400000, NULL, sum(iif(day BETWEEN :day - 41 AND :day - 35, count, 0))),
        iif(:lo > (:day - 34) * 86400000, NULL, sum(iif(day BETWEEN :day - 34 AND :day - 28, count, 0))),
        iif(:lo > (:day - 27) * 86400000, NULL, sum(iif(day BETWEEN :day - 27 AND :day - 21, count, 0))),
        iif(:lo > (:day - 20) * 86400000, NULL, sum(iif(day BETWEEN :day - 20 AND :day - 14, count, 0))),
        iif(:lo > (:day - 13) * 86400000, NULL, sum(iif(day BETWEEN :day - 13 AND :day - 7, count, 0))),
        iif(:lo > (:day - 6) * 86400000, NULL, sum(iif(day > :day - 7, count, 0)))) AS weeks
    FROM app_days WHERE app <> 0 GROUP BY app),
  pairs AS (
    SELECT p.app, p.first_ms, p.last_ms, coalesce(seen.users, 0) AS users, coalesce(seen.users_30, 0) AS users_30,
      days.sign_ins, days.denied
    FROM app_span p JOIN days ON days.app = p.app LEFT JOIN seen ON seen.app = p.app),
  factors AS MATERIALIZED (
    SELECT t.owner AS app, sum(t.count) AS factored FROM log_texts t JOIN dict d ON d.id = t.text
    WHERE t.id BETWEEN 3 << 60 AND (4 << 60) - 1 AND mfa_factor(d.text) GROUP BY t.owner),
  known AS MATERIALIZED (
    SELECT p.id * 2 AS id, l.id AS app, p.integration_key AS app_key, p.name, p.type_slug,
      app_kind(p.type_slug, p.name) AS kind, app_kind_by_name(p.type_slug, p.name) AS kind_by_name, p.user_access,
      p.policy_key, 1 AS listed
    FROM applications p LEFT JOIN log_apps l ON l.key = p.integration_key
    UNION ALL
    SELECT l.id * 2 + 1, l.id, l.key, coalesce(l.name, l.key), NULL,
      app_kind(NULL, l.name), app_kind_by_name(NULL, l.name), 'unknown', NULL,
      (SELECT 0 FROM data_sets WHERE data_set = 'applications' AND as_of IS NOT NULL)
    FROM log_apps l
    WHERE l.id IN (SELECT app FROM app_span) AND l.key NOT IN (SELECT integration_key FROM applications))
  SELECT known.app_key, known.id, known.name, known.type_slug, known.user_access, known.policy_key,
    coalesce(m.kind, known.kind) AS kind, m.kind IS NOT NULL AS kind_edited,
    m.kind IS NULL AND known.kind_by_name AS kind_by_name,
    coalesce(m.state, 'discovered') AS state, m.marked_by, m.marked_at, pairs.first_ms, pairs.last_ms,
    iif(known.listed = 1, iif(pairs.app IS NULL, 'list', 'both'), 'sign_ins') AS source,
    iif(:hi IS NULL, NULL, coalesce(pairs.users, 0)) AS users,
    iif(:hi IS NULL, NULL, coalesce(pairs.users_30, 0)) AS users_30,
    iif(:hi IS NULL, NULL, coalesce(pairs.sign_ins, 0)) AS sign_ins,
    iif(:hi IS NULL, NULL, coalesce(days.last_30, 0)) AS sign_ins_30,
    iif(:lo IS NULL OR :lo >= (:day - 58) * 86400000, NULL, coalesce(days.before_30, 0)) AS before_30,
    round(100.0 * pairs.denied / pairs.sign_ins, 1) AS denied_percent,
    round(100.0 * days.passed / pairs.sign_ins, 1) AS bypass_percent,
    app_trend(:lo, :hi, days.last_30, days.before_30) AS trend_percent,
    days.weeks,
    app_flags(known.listed, :lo, :hi, pairs.sign_ins, pairs.denied, days.passed, pairs.users, pairs.first_ms,
      days.let_in, factors.factored) AS flags
  FROM known LEFT JOIN pairs ON pairs.app = known.app LEFT JOIN days ON days.app = known.app
    LEFT JOIN factors ON factors.app = known.app LEFT JOIN app_marks m ON m.app_key = known.app_key
) a";

const SSO_URLS: Names = Names {
    tables: "applications x JOIN json_each(x.sso, '$.urls') u",
    on: "x.integration_key = a.app_key",
    element: "u.value",
    holds: None,
};

const COLUMNS: [Column; 29] = [
    Column::text("app_key", "a.app_key").hidden(),
    Column::text("name", "a.name").searched(),
    Column::text("type_slug", "a.type_slug").searched(),
    Column::choice("kind", "a.kind"),
    Column::bool("kind_edited", "a.kind_edited"),
    Column::bool("kind_by_name", "a.kind_by_name"),
    Column::choice("state", "a.state"),
    Column::text("marked_by", "a.marked_by"),
    Column::time("marked_at", "a.marked_at"),
    Column::choice("user_access", "a.user_access"),
    Column::choice("source", "a.source"),
    Column::number("users", "a.users"),
    Column::number("users_30", "a.users_30"),
    Column::number("sign_ins", "a.sign_ins"),
    Column::number("sign_ins_30", "a.sign_ins_30"),
    Column::number("sign_ins_before_30", "a.before_30"),
    Column::number("trend_percent", "a.trend_percent"),
    Column::text("weeks", "a.weeks").hidden(),
    Column::time("first_seen", "a.first_ms"),
    Column::time("last_seen", "a.last_ms"),
    Column::percent("denied_percent", "a.denied_percent"),
    Column::percent("bypass_percent", "a.bypass_percent"),
    Column::mask("flags", "a.flags", ids!(AppFlag::ALL)),
    Column::text("policy_key", "a.policy_key"),
    Column::text("sso_entity", "(SELECT sso_entity FROM applications WHERE integration_key = a.app_key)"),
    Column::choice(
        "sso_kind",
        "(SELECT sso ->> '$.kind' FROM applications WHERE integration_key = a.app_key)",
    ),
    Column::names("sso_urls", SSO_URLS),
    Column::text(
        "sso_nameid_format",
        "(SELECT sso ->> '$.nameid_format' FROM applications WHERE integration_key = a.app_key)",
    ),
    Column::text(
        "sso_nameid_attribute",
        "(SELECT sso ->> '$.nameid_attribute' FROM applications WHERE integration_key = a.app_key)",
    ),
];
static SPECS: [ColumnSpec; COLUMNS.len()] = specs(&COLUMNS);

pub(super) static VIEW: View = View {
    name: ViewName::Apps,
    columns: &COLUMNS,
    specs: &SPECS,
    from: FROM,
    scope: "1",
    id: "a.id",
    at: "a.id = j.value",
    whole: true,
    order: &[("sign_ins", true), ("name", false)],
};

/// Adds the functions `app_flags`, `app_trend`, `app_kind`, `app_kind_by_name` and `mfa_factor`, so that the rules of
/// `domain` can be filtered on.
pub(crate) fn register(connection: &Connection) -> Result<(), StoreError> {
    let flags =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    connection.create_scalar_function("app_flags", 10, flags, |context| {
        let time = |at| context.get::<Option<i64>>(at).map(|ms| ms.and_then(DateTime::from_timestamp_millis));
        let facts = AppFacts {
            listed: context.get(0)?,
            log_read_back_to: time(1)?,
            sign_ins: number(context, 3)?,
            denied: number(context, 4)?,
            bypassed: number(context, 5)?,
            users: number(context, 6)?,
            first_seen: time(7)?,
            let_in: number(context, 8)?,
            with_factor: number(context, 9)?,
            ..AppFacts::default()
        };
        let Some(as_of) = time(2)? else { return Ok(0) };
        let holding = app_flags(&facts, &AppRules::default(), as_of);
        Ok(AppFlag::ALL
            .iter()
            .zip(0..)
            .fold(0_i64, |mask, (flag, bit)| mask | i64::from(holding.contains(flag)) << bit))
    })?;
    connection.create_scalar_function("app_trend", 4, flags, |context| {
        let time = |at| context.get::<Option<i64>>(at).map(|ms| ms.and_then(DateTime::from_timestamp_millis));
        let facts = AppFacts {
            log_read_back_to: time(0)?,
            last_30: number(context, 2)?,
            before_30: number(context, 3)?,
            ..AppFacts::default()
        };
        let change = time(1)?.and_then(|as_of| trend(&facts, &AppRules::default(), as_of));
        Ok(change.and_then(|trend| trend.change_percent))
    })?;
    connection.create_scalar_function("app_kind", 2, flags, |context| Ok(kind(context)?.0.id()))?;
    connection.create_scalar_function("app_kind_by_name", 2, flags, |context| {
        Ok(kind(context)?.1 == KindFrom::Name)
    })?;
    connection.create_scalar_function("mfa_factor", 1, flags, |context| {
        Ok(is_mfa_factor(&context.get::<String>(0)?))
    })?;
    Ok(())
}

/// Of a type slug, null where none is known, and a name.
fn kind(context: &Context<'_>) -> rusqlite::Result<(AppKind, KindFrom)> {
    let text = |at| context.get_raw(at).as_str_or_null().map_err(|error| UserFunctionError(error.into()));
    Ok(AppKind::of(text(0)?, text(1)?.unwrap_or_default()))
}

fn number(context: &Context<'_>, at: usize) -> rusqlite::Result<u64> {
    Ok(context.get::<Option<i64>>(at)?.map_or(0, crate::table::data_set::count))
}
