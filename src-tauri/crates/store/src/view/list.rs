//! Views over objects: offset over a sorted list of row numbers.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use rusqlite::Connection;
use rusqlite::types::Value;

use super::cache::{Cache, Key};
use super::column::View;
use super::condition::Filter;
use super::query::{Row, ViewQuery};
use super::statement::{Edge, limit, order, run};
use super::{ViewRows, value};
use crate::StoreError;
use crate::table::data_set::{count, int};
use crate::table::meta;

pub(super) fn rows(
    connection: &Connection,
    cache: &Cache,
    view: &View,
    query: &ViewQuery,
    as_of: DateTime<Utc>,
) -> Result<ViewRows, StoreError> {
    if query.after.is_some() {
        return Err(StoreError::BadCursor);
    }
    let edge = Edge::of(connection, as_of)?;
    let key = Key::new(meta::generation(connection)?, edge, view.name, query);
    let ids = if let Some(ids) = cache.get(&key) {
        ids
    } else {
        let ids = Arc::new(sorted(connection, view, query, edge)?);
        cache.put(key, &ids);
        ids
    };
    let from = usize::try_from(query.offset).unwrap_or(usize::MAX).min(ids.len());
    let to = from.saturating_add(limit(query)).min(ids.len());
    let rows = page(connection, view, edge, &ids[from..to])?;
    Ok(ViewRows { rows, total: count(int(ids.len())), next: None })
}

fn sorted(
    connection: &Connection,
    view: &View,
    query: &ViewQuery,
    edge: Edge,
) -> Result<Vec<i64>, StoreError> {
    let filter = Filter::of(view, query)?;
    let sql = format!(
        "SELECT {id} FROM {from} WHERE {filter} ORDER BY {order}, 1",
        id = view.id,
        from = view.from,
        filter = filter.sql,
        order = order(view, query)?,
    );
    let mut statement = connection.prepare(&sql)?;
    let mut rows = run(&mut statement, edge, &filter.values)?;
    let mut ids = Vec::new();
    while let Some(row) = rows.next()? {
        ids.push(row.get(0)?);
    }
    Ok(ids)
}

fn page(connection: &Connection, view: &View, edge: Edge, ids: &[i64]) -> Result<Vec<Row>, StoreError> {
    let columns: Vec<String> = view.columns.iter().map(super::column::Column::select).collect();
    let sql = format!(
        "SELECT {columns} FROM json_each(:ids) j CROSS JOIN {from} WHERE {at} ORDER BY j.key",
        columns = columns.join(", "),
        from = view.from,
        at = view.at,
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let list = serde_json::Value::from(ids).to_string();
    let mut rows = run(&mut statement, edge, &[(":ids".to_owned(), Value::from(list))])?;
    let mut page = Vec::with_capacity(ids.len());
    while let Some(row) = rows.next()? {
        page.push(value::row(view.columns, row, 0)?);
    }
    Ok(page)
}
