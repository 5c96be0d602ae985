//! `app_users`: who used an application, from the sign-in log.

use rusqlite::Connection;

use super::column::{Column, View, specs};
use super::query::{ColumnSpec, ViewName, ViewQuery};
use crate::StoreError;
use crate::table::data_set::count;

const COLUMNS: [Column; 7] = [
    Column::text("app_key", "l.key").hidden(),
    Column::text("user_key", "w.key").hidden(),
    Column::text("username", "coalesce(w.name, w.key)").searched(),
    Column::number("sign_ins", "r.count"),
    Column::number("denied", "r.denied"),
    Column::time("first_seen", "r.first_ms"),
    Column::time("last_seen", "r.last_ms"),
];
static SPECS: [ColumnSpec; COLUMNS.len()] = specs(&COLUMNS);

pub(super) static VIEW: View = View {
    name: ViewName::AppUsers,
    columns: &COLUMNS,
    specs: &SPECS,
    from: "log_apps l JOIN app_user r ON r.id BETWEEN l.id << 32 AND l.id << 32 | 4294967295
      JOIN log_users w ON w.id = r.id & 4294967295",
    scope: "1",
    id: "r.id",
    at: "r.id = j.value AND l.id = j.value >> 32",
    whole: false,
    order: &[("sign_ins", true), ("username", false)],
};

/// More rows than these are no lead.
const MOST: usize = 20_000;

/// How many rows there are, as the sums tell.
pub(super) fn total(connection: &Connection) -> Result<u64, StoreError> {
    let sum = connection
        .prepare_cached("SELECT coalesce(sum(users), 0) FROM app_seen WHERE app <> 0")?
        .query_row([], |row| row.get(0))?;
    Ok(count(sum))
}

/// The numbers of the rows that come first in an order of the whole view, as a JSON list: no fewer than are wanted, and
/// all that equal the last of them. None where the order is not one of `app_user` alone, or too many are equal.
pub(super) fn leading(
    connection: &Connection,
    query: &ViewQuery,
    wanted: u64,
) -> Result<Option<String>, StoreError> {
    let (id, descending) =
        query.sort.as_ref().map_or(("sign_ins", true), |sort| (&sort.column, sort.descending));
    let column = VIEW.column(id).ok_or(StoreError::UnknownColumn)?;
    if !column.sql.starts_with("r.") {
        return Ok(None);
    }
    let sql = format!("SELECT r.id, {} FROM app_user r", column.sql);
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    let mut keys: Vec<(i64, i64)> = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, value): (i64, i64) = (row.get(0)?, row.get(1)?);
        // Sign-ins without an application or a user are in no row.
        if id >> 32 != 0 && id & i64::from(u32::MAX) != 0 {
            keys.push((if descending { value.saturating_neg() } else { value }, id));
        }
    }
    let last = usize::try_from(wanted).unwrap_or(usize::MAX);
    let Some(last) = last.checked_sub(1).filter(|last| *last < keys.len()) else { return Ok(None) };
    let (_, (last, _), _) = keys.select_nth_unstable(last);
    let last = *last;
    keys.retain(|(key, _)| *key <= last);
    let ids: Vec<i64> = keys.into_iter().map(|(_, id)| id).collect();
    Ok((ids.len() <= MOST).then(|| serde_json::Value::from(ids).to_string()))
}
