//! The view of sign-ins: pages by (time, id), totals from sums where they answer.

use chrono::{DateTime, Utc};
use rusqlite::Connection;
use rusqlite::types::Value;

use super::cache::{Cache, Key};
use super::column::{Column, View};
use super::condition::Filter;
use super::cursor::Cursor;
use super::query::{Operator, Row, ViewQuery};
use super::statement::{Edge, limit, order, run};
use super::{ViewRows, signins, value};
use crate::StoreError;
use crate::table::data_set::{count, int};
use crate::table::meta;
use crate::table::rollup;
use crate::table::sign_in::Txid;

pub(super) fn rows(
    connection: &Connection,
    cache: &Cache,
    view: &View,
    query: &ViewQuery,
    as_of: DateTime<Utc>,
) -> Result<ViewRows, StoreError> {
    let edge = Edge::of(connection, as_of)?;
    let filter = Filter::of_log(connection, &cache.folded, view, query)?;
    let key = Key::new(meta::generation(connection)?, edge, view.name, query).unordered();
    let total = cache.totals.get_or(key, || total(connection, view, query, &filter, edge))?;
    let by_time = query.sort.as_ref().is_none_or(|sort| sort.column == "ts");
    if by_time {
        let descending = query.sort.as_ref().is_none_or(|sort| sort.descending);
        let (rows, next) = by_key(connection, view, query, filter, edge, descending)?;
        return Ok(ViewRows { rows, total, next });
    }
    if query.after.is_some() {
        return Err(StoreError::BadCursor);
    }
    let order = format!("{}, e.txid DESC", order(view, query)?);
    let page = Page { order, offset: query.offset, limit: limit(query) };
    let found = select(connection, view, &filter, edge, &page)?;
    Ok(ViewRows { rows: found.into_iter().map(|(_, row)| row).collect(), total, next: None })
}

/// The newest sign-ins of a user, as the view gives them.
pub(crate) fn newest_of(
    connection: &Connection,
    user_id: &str,
    limit: usize,
) -> Result<Vec<Row>, StoreError> {
    let view = &signins::VIEW;
    let mut filter = Filter { sql: view.scope.to_owned(), ..Filter::default() };
    let user = filter.bind(user_id.to_owned());
    filter.and(&format!("e.user = (SELECT id FROM log_users WHERE key = {user})"));
    let edge = Edge::of(connection, DateTime::default())?;
    let page = Page { order: "e.ts_ms DESC, e.txid DESC".to_owned(), offset: 0, limit };
    Ok(select(connection, view, &filter, edge, &page)?.into_iter().map(|(_, row)| row).collect())
}

struct Page {
    order: String,
    offset: u64,
    limit: usize,
}

fn by_key(
    connection: &Connection,
    view: &View,
    query: &ViewQuery,
    mut filter: Filter,
    edge: Edge,
    descending: bool,
) -> Result<(Vec<Row>, Option<String>), StoreError> {
    if let Some(after) = &query.after {
        let cursor = Cursor::parse(after, descending)?;
        let ts = filter.bind(cursor.ts_ms);
        let txid = match cursor.txid {
            Txid::Short(bytes) => filter.bind(bytes),
            Txid::Text(text) => filter.bind(text),
        };
        let sign = if descending { "<" } else { ">" };
        filter.and(&format!("(e.ts_ms, e.txid) {sign} ({ts}, {txid})"));
    }
    let order = if descending { "e.ts_ms DESC, e.txid DESC" } else { "e.ts_ms, e.txid" };
    let wanted = limit(query);
    let offset = if query.after.is_some() { 0 } else { query.offset };
    let page = Page { order: order.to_owned(), offset, limit: wanted + 1 };
    let mut found = select(connection, view, &filter, edge, &page)?;
    let more = found.len() > wanted;
    found.truncate(wanted);
    let next = found.last().filter(|_| more).map(|(cursor, _)| cursor.write(descending));
    Ok((found.into_iter().map(|(_, row)| row).collect(), next))
}

fn select(
    connection: &Connection,
    view: &View,
    filter: &Filter,
    edge: Edge,
    page: &Page,
) -> Result<Vec<(Cursor, Row)>, StoreError> {
    let columns: Vec<String> = view.columns.iter().map(shown).collect();
    // What is shown is looked up for the rows of the page only, not for all that are put in order.
    let sql = format!(
        "SELECT e.ts_ms, e.txid, {columns} FROM
           (SELECT e.ts_ms, e.txid FROM {from} WHERE {filter} ORDER BY {order} LIMIT :limit OFFSET :offset) k
         CROSS JOIN {from} ON e.ts_ms = k.ts_ms AND e.txid = k.txid ORDER BY {order}",
        columns = columns.join(", "),
        from = view.from,
        filter = filter.sql,
        order = page.order,
    );
    let mut values = filter.values.clone();
    values.push((":limit".to_owned(), Value::from(int(page.limit))));
    values.push((":offset".to_owned(), Value::from(int(page.offset))));
    let mut statement = connection.prepare(&sql)?;
    let mut rows = run(&mut statement, edge, &values)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let cursor = Cursor { ts_ms: row.get(0)?, txid: Txid::read(row.get_ref(1)?)? };
        found.push((cursor, value::row(view.columns, row, 2)?));
    }
    Ok(found)
}

/// The text of a numbered one.
fn shown(column: &Column) -> String {
    match column.form {
        super::column::Form::Dict => format!("(SELECT text FROM dict WHERE id = {})", column.sql),
        _ => column.select(),
    }
}

/// Counting ten million rows takes seconds; without a filter, or by result alone, the sums know.
fn total(
    connection: &Connection,
    view: &View,
    query: &ViewQuery,
    filter: &Filter,
    edge: Edge,
) -> Result<u64, StoreError> {
    let searching = query.search.as_deref().is_some_and(|needle| !needle.is_empty());
    match (query.filter.as_slice(), filter.values.as_slice()) {
        ([], []) if !searching => return rollup::total(connection, None),
        ([only], [(_, Value::Integer(result))]) if only.column == "result" && only.op == Operator::Eq => {
            return rollup::total(connection, Some(*result));
        }
        _ => {}
    }
    if let Some(total) = filter.total {
        return Ok(total);
    }
    let sql = format!("SELECT count(*) FROM {} WHERE {}", view.from, filter.sql);
    let mut statement = connection.prepare(&sql)?;
    let mut rows = run(&mut statement, edge, &filter.values)?;
    rows.next()?.map_or(Ok(0), |row| Ok(count(row.get(0)?)))
}
