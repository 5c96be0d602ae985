//! Tables that can be shown, filtered, sorted, paged and exported.

mod activity;
mod admins;
mod app_users;
pub(crate) mod apps;
mod bypass;
mod cache;
pub(crate) mod column;
mod condition;
mod counts;
mod coverage;
mod cursor;
mod devices;
mod endpoints;
mod findings;
mod folded;
mod frame;
mod groups;
mod licences;
mod list;
pub(crate) mod log;
mod policies;
pub(crate) mod query;
mod set;
mod settings;
mod signins;
mod statement;
mod texts;
mod trust_monitor;
mod users;
pub(crate) mod value;
pub(crate) mod versions;

use chrono::{DateTime, Utc};
use rusqlite::Connection;

pub(crate) use self::cache::Cache;
pub use self::column::columns;
pub use self::query::{ColumnKind, ColumnSpec, Condition, Operator, Row, Sort, ViewName, ViewQuery};
use crate::StoreError;

/// Rows of a view.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ViewRows {
    /// The rows asked for; each has every column of the view.
    pub rows: Vec<Row>,
    /// Rows that match the filter.
    pub total: u64,
    /// Whether there may be more than `total`: of a long log, matches are counted in its newest part only where the
    /// sums do not know them.
    pub at_least: bool,
    /// Cursor of the next rows, in views that page by key, while there are more.
    pub next: Option<String>,
}

pub(crate) fn rows(
    connection: &Connection,
    cache: &Cache,
    view: ViewName,
    query: &ViewQuery,
    as_of: DateTime<Utc>,
) -> Result<ViewRows, StoreError> {
    match view {
        ViewName::Signins => log::rows(connection, cache, column::view(view), query, as_of),
        _ => list::rows(connection, cache, column::view(view), query, as_of),
    }
}

/// Makes the whole list of a view over objects; of sign-ins, reads the texts that searches look through.
pub(crate) fn prepare(
    connection: &Connection,
    cache: &Cache,
    view: ViewName,
    query: &ViewQuery,
    as_of: DateTime<Utc>,
) -> Result<(), StoreError> {
    match view {
        ViewName::Signins => cache.folded.put_in_order(connection),
        _ => list::prepare(connection, cache, column::view(view), query, as_of),
    }
}

/// Some columns of every row that matches, in no order.
pub(crate) fn some_columns(
    connection: &Connection,
    view: ViewName,
    columns: &[&str],
    query: &ViewQuery,
    as_of: DateTime<Utc>,
) -> Result<Vec<Row>, StoreError> {
    list::some_columns(connection, column::view(view), columns, query, as_of)
}

pub(crate) fn counts(
    connection: &Connection,
    cache: &Cache,
    view: ViewName,
    column: &str,
    query: &ViewQuery,
    as_of: DateTime<Utc>,
) -> Result<Vec<(Option<String>, u64)>, StoreError> {
    counts::counts(connection, cache, column::view(view), column, query, as_of)
}
