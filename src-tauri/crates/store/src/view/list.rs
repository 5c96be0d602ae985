//! Views over objects: offset over a sorted list of row numbers. The first rows of an order come from a query with a
//! limit, which keeps no more than it gives; the whole list, which takes longer, can be made meanwhile.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use rusqlite::Connection;
use rusqlite::types::Value;

use super::cache::{Cache, Key, List};
use super::column::{Column, Form, View};
use super::condition::Filter;
use super::counts::Counts;
use super::frame::{Age, Shown};
use super::query::{Row, ViewName, ViewQuery};

use super::statement::{Edge, basis, limit, order, run};
use super::{ViewRows, app_users, value};
use crate::StoreError;
use crate::table::data_set::{count, int};
use crate::table::meta::{self, Basis};

/// Rows from the start that come from a query of their own.
const FIRST: u64 = 1_000;

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
    let edge = Edge::of_view(connection, view.name, query, as_of)?;
    let age = age(connection, view, query, edge)?;
    let generation = age.generation;
    // Views that have few rows, or are told them, are brought into memory by whoever asks first.
    let frame = if view.whole {
        cache.frames.make(connection, view, query, &age, edge)?
    } else {
        cache.frames.get(&age)
    };
    if let Some(frame) = frame
        && let Some((shown, total)) = frame.window(connection, view, query, edge)?
    {
        let rows = match shown {
            Shown::Ids(ids) => page(connection, view, edge, &ids)?,
            Shown::Rows(rows) => rows,
        };
        return Ok(ViewRows { rows, total: count(int(total)), ..ViewRows::default() });
    }
    let key = Key::new(generation, edge, view.name, query);
    let end = query.offset.saturating_add(count(int(limit(query))));
    if !view.whole && end <= FIRST {
        if let Some(List::Ids(ids)) = cache.lists.get(&key) {
            let rows = page(connection, view, edge, window(&ids, query))?;
            return Ok(ViewRows { rows, total: count(int(ids.len())), ..ViewRows::default() });
        }
        let total = cache.totals.get_or(key.unordered(), || total(connection, view, query, edge))?;
        let ids = sorted(connection, view, query, edge, Some(end))?;
        return Ok(ViewRows {
            rows: page(connection, view, edge, window(&ids, query))?,
            total,
            ..ViewRows::default()
        });
    }
    // What is told may be tens of thousands of rows, too many to keep: the first of them alone.
    if view.is_told() && end <= FIRST && cache.lists.get(&key).is_none() {
        let total = cache.totals.get_or(key.unordered(), || total(connection, view, query, edge))?;
        let first = whole(connection, view, query, edge, Some(end))?;
        return Ok(ViewRows { rows: window(&first, query).to_vec(), total, ..ViewRows::default() });
    }
    let list = cache.lists.get_or(key, || list(connection, view, query, edge))?;
    let (rows, total) = match list {
        List::Ids(ids) => (page(connection, view, edge, window(&ids, query))?, ids.len()),
        List::Rows(rows) => (window(&rows, query).to_vec(), rows.len()),
    };
    Ok(ViewRows { rows, total: count(int(total)), ..ViewRows::default() })
}

/// Makes and keeps the rows in memory, or else the whole list, so that no later page has to.
pub(super) fn prepare(
    connection: &Connection,
    cache: &Cache,
    view: &View,
    query: &ViewQuery,
    as_of: DateTime<Utc>,
) -> Result<(), StoreError> {
    let edge = Edge::of_view(connection, view.name, query, as_of)?;
    let age = age(connection, view, query, edge)?;
    let frame = cache.frames.make(connection, view, query, &age, edge)?;
    let answer = frame.map(|frame| frame.window(connection, view, query, edge)).transpose()?;
    // As many as were told to put in order may not be kept.
    if answer.flatten().is_some() || view.is_told() {
        return Ok(());
    }
    let key = Key::new(age.generation, edge, view.name, query);
    cache.lists.get_or(key, || list(connection, view, query, edge)).map(|_| ())
}

/// How many rows hold each value of a column, from memory; none = `counts` is to ask SQLite.
pub(super) fn counts(
    connection: &Connection,
    cache: &Cache,
    view: &View,
    column: &Column,
    query: &ViewQuery,
    edge: Edge,
) -> Result<Option<Counts>, StoreError> {
    let age = age(connection, view, query, edge)?;
    // SQLite counts the values of a column sooner than all of them are brought into memory; the elements of a list
    // later. What rests on a log is written to all the time.
    let list = matches!(column.form, Form::Names(_)) && basis(view.name) == Basis::Objects;
    let frame = if view.whole || list {
        cache.frames.make(connection, view, query, &age, edge)?
    } else {
        cache.frames.get(&age)
    };
    Ok(frame.map(|frame| frame.counts(connection, view, column, query, edge)).transpose()?.flatten())
}

fn age(connection: &Connection, view: &View, query: &ViewQuery, edge: Edge) -> Result<Age, StoreError> {
    let generation = meta::generation(connection, basis(view.name))?;
    Ok(Age { view: view.name, generation, edge: edge.keyed(view.name), told: query.told.clone() })
}

fn list(connection: &Connection, view: &View, query: &ViewQuery, edge: Edge) -> Result<List, StoreError> {
    Ok(if view.whole {
        List::Rows(Arc::new(whole(connection, view, query, edge, None)?))
    } else {
        List::Ids(Arc::new(sorted(connection, view, query, edge, None)?))
    })
}

fn total(connection: &Connection, view: &View, query: &ViewQuery, edge: Edge) -> Result<u64, StoreError> {
    if view.name == ViewName::AppUsers && plain(query) {
        return app_users::total(connection);
    }
    let filter = Filter::of(connection, view, query)?;
    // A limit keeps the rows a query of their own, out of which SQLite leaves tables that no condition names.
    let sql = format!("SELECT count(*) FROM (SELECT 1 FROM {} WHERE {} LIMIT -1)", view.from, filter.sql);
    let mut statement = connection.prepare(&sql)?;
    let mut rows = run(&mut statement, edge, &filter.values)?;
    rows.next()?.map_or(Ok(0), |row| Ok(count(row.get(0)?)))
}

/// Whether nothing is asked for but an order.
fn plain(query: &ViewQuery) -> bool {
    query.filter.is_empty() && query.search.as_deref().is_none_or(str::is_empty)
}

fn window<'l, T>(list: &'l [T], query: &ViewQuery) -> &'l [T] {
    let from = usize::try_from(query.offset).unwrap_or(usize::MAX).min(list.len());
    let to = from.saturating_add(limit(query)).min(list.len());
    &list[from..to]
}

fn sorted(
    connection: &Connection,
    view: &View,
    query: &ViewQuery,
    edge: Edge,
    most: Option<u64>,
) -> Result<Vec<i64>, StoreError> {
    let mut ids = Vec::new();
    select(connection, view, query, edge, view.id, most, |row| {
        ids.push(row.get(0)?);
        Ok(())
    })?;
    Ok(ids)
}

fn whole(
    connection: &Connection,
    view: &View,
    query: &ViewQuery,
    edge: Edge,
    most: Option<u64>,
) -> Result<Vec<Row>, StoreError> {
    let columns: Vec<String> = view.columns.iter().map(Column::select).collect();
    let mut rows = Vec::new();
    select(connection, view, query, edge, &columns.join(", "), most, |row| {
        rows.push(value::row(view.columns, row, 0)?);
        Ok(())
    })?;
    Ok(rows)
}

/// Some columns of every row that matches, in no order: what is not asked for is not worked out.
pub(super) fn some_columns(
    connection: &Connection,
    view: &View,
    ids: &[&str],
    query: &ViewQuery,
    as_of: DateTime<Utc>,
) -> Result<Vec<Row>, StoreError> {
    let wanted = ids.iter().map(|id| view.column(id).ok_or(StoreError::UnknownColumn));
    let wanted = wanted.collect::<Result<Vec<_>, _>>()?;
    let edge = Edge::of_view(connection, view.name, query, as_of)?;
    let filter = Filter::of(connection, view, query)?;
    let columns: Vec<String> = wanted.iter().map(|column| column.select()).collect();
    let sql = format!("SELECT {} FROM {} WHERE {}", columns.join(", "), view.from, filter.sql);
    let mut statement = connection.prepare(&sql)?;
    let mut rows = run(&mut statement, edge, &filter.values)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let values = wanted.iter().zip(0..).map(|(column, at)| {
            Ok((column.spec.id.to_owned(), value::value(column.form, row.get_ref(at)?)?))
        });
        found.push(values.collect::<Result<Row, StoreError>>()?);
    }
    Ok(found)
}

/// The rows that match, in order; at most so many.
fn select(
    connection: &Connection,
    view: &View,
    query: &ViewQuery,
    edge: Edge,
    what: &str,
    most: Option<u64>,
    mut each: impl FnMut(&rusqlite::Row<'_>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut filter = Filter::of(connection, view, query)?;
    if let Some(wanted) = most.filter(|_| view.name == ViewName::AppUsers && plain(query))
        && let Some(leading) = app_users::leading(connection, query, wanted)?
    {
        let leading = filter.bind(leading);
        filter.and(&format!("r.id IN (SELECT value FROM json_each({leading}))"));
    }
    let most = most.map_or_else(String::new, |most| format!(" LIMIT {most}"));
    let sql = format!(
        "SELECT {what} FROM {from} WHERE {filter} ORDER BY {order}, {id}{most}",
        from = view.from,
        filter = filter.sql,
        order = order(view, query)?,
        id = view.id,
    );
    let mut statement = connection.prepare(&sql)?;
    let mut rows = run(&mut statement, edge, &filter.values)?;
    while let Some(row) = rows.next()? {
        each(row)?;
    }
    Ok(())
}

fn page(connection: &Connection, view: &View, edge: Edge, ids: &[i64]) -> Result<Vec<Row>, StoreError> {
    let columns: Vec<String> = view.columns.iter().map(Column::select).collect();
    let sql = format!(
        // With the key among the columns, SQLite takes a union apart and looks rows up in each of its tables.
        "SELECT {columns}, j.key FROM json_each(:ids) j CROSS JOIN {from} WHERE {at} ORDER BY j.key",
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
