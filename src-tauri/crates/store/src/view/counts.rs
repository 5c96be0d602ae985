//! How many rows hold each value of a column.

use chrono::{DateTime, Utc};
use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::cache::Cache;
use super::column::{Column, Form, Names, View};
use super::condition::Filter;
use super::query::{ViewName, ViewQuery};
use super::statement::{Edge, run};
use super::{list, log, value};
use crate::StoreError;
use crate::table::data_set::count;
use crate::table::tally::{self, Role};
use crate::table::{rollup, sign_in};

/// Values given.
pub(super) const MOST: usize = 1_000;

pub(super) type Counts = Vec<(Option<String>, u64)>;

pub(super) fn counts(
    connection: &Connection,
    cache: &Cache,
    view: &View,
    column: &str,
    query: &ViewQuery,
    as_of: DateTime<Utc>,
) -> Result<Counts, StoreError> {
    let column = view.column(column).ok_or(StoreError::UnknownColumn)?;
    if let Some(known) = known(connection, view, column, query)? {
        return Ok(known);
    }
    let edge = Edge::of_view(connection, view.name, query, as_of)?;
    if let Some(counts) = list::counts(connection, cache, view, column, query, edge)? {
        return Ok(counts);
    }
    let filter = Filter::of_log(connection, &cache.folded, view, query)?;
    match column.form {
        Form::Mask(ids) => bits(connection, view, column, ids, &filter, edge),
        _ => values(connection, view, column, &filter, edge),
    }
}

/// What the sums over the log know without looking at it: results or texts of a column, nothing else asked.
fn known(
    connection: &Connection,
    view: &View,
    column: &Column,
    query: &ViewQuery,
) -> Result<Option<Counts>, StoreError> {
    let plain = query.filter.is_empty() && query.search.as_deref().is_none_or(str::is_empty);
    if !plain || view.name != ViewName::Signins {
        return Ok(None);
    }
    if column.spec.id == "result" {
        let results = rollup::results(connection)?.into_iter();
        let said =
            |result| value::value(column.form, ValueRef::Integer(result)).map(|said| self::plain(&said));
        return results.map(|(result, rows)| Ok((said(result)?, rows))).collect::<Result<_, _>>().map(Some);
    }
    let Some(role) = Role::of_column(column.spec.id) else { return Ok(None) };
    let all = rollup::total(connection, None)?;
    let texts = tally::commonest(connection, role, MOST)?;
    let named = tally::total_of(connection, role)?;
    let mut counts: Counts = texts.into_iter().map(|(text, rows)| (Some(text), rows)).collect();
    if all > named && counts.len() < MOST {
        counts.push((None, all - named));
    }
    Ok(Some(counts))
}

fn values(
    connection: &Connection,
    view: &View,
    column: &Column,
    filter: &Filter,
    edge: Edge,
) -> Result<Counts, StoreError> {
    let (from, element) = match column.form {
        Form::Names(Names { tables, on, element, .. }) => {
            // Without a row of the list its element is null, whatever the expression makes of it.
            // A table in brackets hides from SQLite what its function takes from the row.
            let open = if tables.contains(" JOIN ") { ("(", ")") } else { ("", "") };
            (format!("{} LEFT JOIN {}{tables}{} ON {on}", view.from, open.0, open.1), element)
        }
        _ => (view.from.to_owned(), column.sql),
    };
    let shown = match column.form {
        Form::Dict => "(SELECT text FROM dict WHERE id = value)",
        _ => "value",
    };
    let sql = format!(
        "SELECT {shown}, rows FROM (SELECT {element} AS value, count(*) AS rows FROM {from} WHERE {filter}
           GROUP BY 1) ORDER BY value IS NULL, rows DESC, 1 LIMIT {MOST}",
        filter = filter.of_row(),
    );
    let span = if filter.by_user { sign_in::span(connection)? } else { None };
    let bound: Vec<_> = filter.values.iter().cloned().chain(span.map(log::stretches)).collect();
    let form = if matches!(column.form, Form::Names(_)) { Form::Text } else { column.form };
    let mut statement = connection.prepare(&sql)?;
    let mut rows = run(&mut statement, edge, &bound)?;
    let mut counts = Vec::new();
    while let Some(row) = rows.next()? {
        counts.push((plain(&value::value(form, row.get_ref(0)?)?), count(row.get(1)?)));
    }
    Ok(counts)
}

fn bits(
    connection: &Connection,
    view: &View,
    column: &Column,
    ids: &[&str],
    filter: &Filter,
    edge: Edge,
) -> Result<Counts, StoreError> {
    let sums: Vec<String> =
        (0..ids.len()).map(|bit| format!("count(*) FILTER (WHERE mask >> {bit} & 1)")).collect();
    let sql = format!(
        "SELECT {sums}, count(*) FILTER (WHERE coalesce(mask, 0) = 0)
         FROM (SELECT {mask} AS mask FROM {from} WHERE {filter})",
        sums = sums.join(", "),
        mask = column.sql,
        from = view.from,
        filter = filter.sql,
    );
    let mut statement = connection.prepare(&sql)?;
    let mut rows = run(&mut statement, edge, &filter.values)?;
    let Some(row) = rows.next()? else { return Ok(Vec::new()) };
    let mut counts = Vec::new();
    for (at, id) in ids.iter().map(|id| Some((*id).to_owned())).chain([None]).enumerate() {
        counts.push((id, count(row.get(at)?)));
    }
    counts.retain(|(_, rows)| *rows > 0);
    counts.sort_by_key(|(id, rows)| (id.is_none(), std::cmp::Reverse(*rows)));
    Ok(counts)
}

pub(super) fn plain(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::Null => None,
        serde_json::Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}
