//! Rows of other views, on which findings rest.

use chrono::{DateTime, Utc};
use serde_json::Value;
use store::{ClientDb, Condition, Operator, Row, StoreError, ViewName, ViewQuery};

const PAGE: u32 = 1_000;

/// Every row of a view that matches.
pub(super) fn all(
    db: &ClientDb,
    view: ViewName,
    filter: Vec<Condition>,
    as_of: DateTime<Utc>,
) -> Result<Vec<Row>, StoreError> {
    let mut query = ViewQuery { filter, limit: PAGE, ..ViewQuery::default() };
    let mut rows = Vec::new();
    loop {
        let page = db.view(view, &query, as_of)?;
        let read = page.rows.len() as u64;
        rows.extend(page.rows);
        query.offset += read;
        if read == 0 || query.offset >= page.total {
            return Ok(rows);
        }
    }
}

pub(super) fn is(column: &str, value: &str) -> Condition {
    condition(column, Operator::Eq, value)
}

pub(super) fn condition(column: &str, op: Operator, value: &str) -> Condition {
    Condition { column: column.to_owned(), op, value: value.to_owned() }
}

/// A text of a row.
pub(super) fn text(row: &Row, column: &str) -> Option<String> {
    row.get(column).and_then(Value::as_str).map(str::to_owned)
}

/// The first of these columns that has a text.
pub(super) fn name(row: &Row, columns: &[&str]) -> String {
    columns.iter().find_map(|column| text(row, column)).unwrap_or_default()
}

/// A whole number of a row.
pub(super) fn number(row: &Row, column: &str) -> Option<i64> {
    row.get(column).and_then(Value::as_i64)
}

/// A time of a row.
pub(super) fn time(row: &Row, column: &str) -> Option<DateTime<Utc>> {
    row.get(column).and_then(Value::as_str)?.parse().ok()
}

/// A list of a row, joined.
pub(super) fn joined(row: &Row, column: &str) -> String {
    let items = row.get(column).and_then(Value::as_array).into_iter().flatten();
    items.filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
}

/// Whether a list of a row holds this.
pub(super) fn holds(row: &Row, column: &str, value: &str) -> bool {
    row.get(column).and_then(Value::as_array).is_some_and(|list| list.iter().any(|one| one == value))
}
