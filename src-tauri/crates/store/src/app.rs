//! One application with everything that belongs to it.

use domain::{Sso, UserAccess};
use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;
use serde_json::json;
use ts_rs::TS;

use crate::StoreError;
use crate::table::data_set::count;
use crate::table::policy::PolicyInForce;
use crate::table::rollup::{self, SignInDay};
use crate::table::tally::{self, Role};
use crate::table::{application, policy};
use crate::view::Row;

/// Names listed of users who may but never did.
const LISTED: usize = 50;

/// A text of the log and how often it stands there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct TextCount {
    /// As Duo writes it.
    pub text: String,
    /// Sign-ins.
    pub count: u64,
}

/// Who may use an application, and who of them does.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct AppAccess {
    /// As the list says; `unknown` for an application seen only in the log.
    pub user_access: UserAccess,
    /// Groups that may: `group_id`, `name`.
    pub groups: Vec<Row>,
    /// Users who may: not disabled, not in Duo's trash. None = Duo does not say who.
    pub may: Option<u64>,
    /// Users of the stored log, known or not.
    pub does: u64,
    /// Users who may and are not in the stored log.
    pub never: Option<u64>,
    /// Users of the stored log who may not, or are no longer users.
    pub outside: Option<u64>,
    /// The first of those who never did, by name: `user_id`, `username`.
    pub never_users: Vec<Row>,
}

/// What stands in the columns of the log, over the whole of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogTexts {
    /// Reasons of refused sign-ins, commonest first.
    pub denied_reasons: Vec<TextCount>,
    /// Countries, commonest first; an empty text = Duo told none.
    pub countries: Vec<TextCount>,
}

/// An application in full.
#[derive(Clone, Debug, PartialEq)]
pub struct AppRecord {
    /// Who may, who does.
    pub access: AppAccess,
    /// Sign-ins by day and result, oldest first; days without any are left out.
    pub days: Vec<SignInDay>,
    /// Factors, commonest first.
    pub factors: Vec<TextCount>,
    /// Reasons of refused sign-ins, commonest first.
    pub denied_reasons: Vec<TextCount>,
    /// Countries, commonest first; an empty text = Duo told none.
    pub countries: Vec<TextCount>,
    /// Single sign-on; none = it has none, or the list does not tell.
    pub sso: Option<Sso>,
    /// Policies in force, the first decides.
    pub policies: Vec<PolicyInForce>,
}

pub(crate) fn read(connection: &Connection, app_key: &str) -> Result<AppRecord, StoreError> {
    let app: i64 = connection
        .prepare_cached("SELECT id FROM log_apps WHERE key = ?1")?
        .query_row([app_key], |row| row.get(0))
        .optional()?
        // No event has this number.
        .unwrap_or(-1);
    let texts = |role, refused| Ok::<_, StoreError>(counted(tally::of_app(connection, app, role, refused)?));
    let days = rollup::days_of(connection, app)?;
    Ok(AppRecord {
        access: access(connection, app_key, app)?,
        factors: texts(Role::Factor, false)?,
        denied_reasons: texts(Role::Reason, true)?,
        countries: with_untold(texts(Role::Country, false)?, days.iter().map(|day| day.count).sum()),
        days,
        sso: application::sso(connection, app_key)?,
        policies: policy::of_application(connection, app_key)?,
    })
}

/// Texts over the whole log.
pub(crate) fn log_texts(connection: &Connection) -> Result<LogTexts, StoreError> {
    let texts = |role, refused| Ok::<_, StoreError>(counted(tally::of_all(connection, role, refused)?));
    let total = rollup::total(connection, None)?;
    Ok(LogTexts {
        denied_reasons: texts(Role::Reason, true)?,
        countries: with_untold(texts(Role::Country, false)?, total),
    })
}

fn counted(found: Vec<(String, u64)>) -> Vec<TextCount> {
    found.into_iter().map(|(text, count)| TextCount { text, count }).collect()
}

/// Sign-ins of which Duo tells no text count as an empty one, so that the sums are those of all.
fn with_untold(texts: Vec<TextCount>, all: u64) -> Vec<TextCount> {
    let (mut told, blank): (Vec<_>, Vec<_>) = texts.into_iter().partition(|one| !one.text.trim().is_empty());
    let untold = all.saturating_sub(told.iter().map(|one| one.count).sum());
    if untold > 0 {
        told.push(TextCount {
            text: blank.first().map_or_else(String::new, |one| one.text.clone()),
            count: untold,
        });
        told.sort_by_key(|one| std::cmp::Reverse(one.count));
    }
    told
}

/// Users who may: everybody, or the members of the permitted groups (`?2`, a JSON list).
const MAY: &str = "u.status NOT IN ('disabled', 'pending deletion') AND (?1 OR EXISTS (
   SELECT 1 FROM user_groups g WHERE g.user = u.id AND g.group_id IN (SELECT value FROM json_each(?2))))";
/// Users of the application `?3` in the stored log.
const DID: &str = "u.user_id IN (SELECT l.key FROM app_user r JOIN log_users l ON l.id = r.id & 4294967295
       WHERE r.id BETWEEN ?3 << 32 AND ?3 << 32 | 4294967295)";

fn access(connection: &Connection, app_key: &str, app: i64) -> Result<AppAccess, StoreError> {
    let found: Option<(String, String)> = connection
        .prepare_cached("SELECT user_access, groups_allowed FROM applications WHERE integration_key = ?1")?
        .query_row([app_key], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (access, groups) = found.unwrap_or_default();
    let user_access = application::access(&access);
    let does = connection
        .prepare_cached(
            "SELECT count(*) FROM app_user WHERE id BETWEEN (?1 << 32) + 1 AND ?1 << 32 | 4294967295",
        )?
        .query_row([app], |row| row.get(0))?;
    let mut told = AppAccess {
        user_access,
        groups: named(connection, &groups)?,
        may: None,
        does: count(does),
        never: None,
        outside: None,
        never_users: Vec::new(),
    };
    let everybody = match user_access {
        UserAccess::AllUsers => true,
        UserAccess::PermittedGroups | UserAccess::NoUsers => false,
        UserAccess::Unknown => return Ok(told),
    };
    let groups = if user_access == UserAccess::PermittedGroups { groups } else { "[]".to_owned() };
    let (may, both): (i64, i64) = connection
        .prepare_cached(&format!("SELECT count(*), count(*) FILTER (WHERE {DID}) FROM users u WHERE {MAY}"))?
        .query_row(rusqlite::params![everybody, groups, app], |row| Ok((row.get(0)?, row.get(1)?)))?;
    told.may = Some(count(may));
    told.never = Some(count(may - both));
    told.outside = Some(told.does.saturating_sub(count(both)));
    let sql = format!(
        "SELECT user_id, username FROM users u WHERE {MAY} AND NOT {DID}
         ORDER BY username COLLATE ANYCASE LIMIT {LISTED}"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(rusqlite::params![everybody, groups, app])?;
    while let Some(row) = rows.next()? {
        let (id, name): (String, String) = (row.get(0)?, row.get(1)?);
        told.never_users
            .push(Row::from_iter([("user_id".to_owned(), json!(id)), ("username".to_owned(), json!(name))]));
    }
    Ok(told)
}

fn named(connection: &Connection, groups: &str) -> Result<Vec<Row>, StoreError> {
    if groups.is_empty() {
        return Ok(Vec::new());
    }
    let mut statement = connection.prepare_cached(
        "SELECT j.value, coalesce(g.name, j.value) FROM json_each(?1) j
         LEFT JOIN groups g ON g.group_id = j.value ORDER BY 2",
    )?;
    let mut rows = statement.query([groups])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, name): (String, String) = (row.get(0)?, row.get(1)?);
        found.push(Row::from_iter([("group_id".to_owned(), json!(id)), ("name".to_owned(), json!(name))]));
    }
    Ok(found)
}
