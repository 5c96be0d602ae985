//! The view of sign-ins: pages by key, totals from sums where they answer.

mod by_text;
mod effort;
mod gather;
mod order;
mod page;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};

use self::effort::Effort;
pub(super) use self::gather::Gathered;
pub(super) use self::order::Ordered;
use self::page::{LIMITS, Limits};
use super::cache::{Cache, Key, Weigh};
use super::column::{Column, Form, View};
use super::condition::Filter;
use super::query::{Operator, Row, ViewQuery};
use super::statement::{Edge, limit, run};
use super::texts::Known;
use super::{ViewRows, cursor, signins, value};
use crate::StoreError;
use crate::table::data_set::{self, count, int};
use crate::table::event_key::BUCKET;
use crate::table::meta::Basis;
use crate::table::sign_in::span;
use crate::table::{meta, rollup};

/// Sign-ins looked through to count matches.
const COUNTED: u32 = 15_000;
/// Looks into the index of users that a total may cost.
const SOUGHT: u64 = 8_000;

pub(super) fn rows(
    connection: &Connection,
    cache: &Cache,
    view: &View,
    query: &ViewQuery,
    as_of: DateTime<Utc>,
) -> Result<ViewRows, StoreError> {
    rows_within(connection, cache, view, query, as_of, LIMITS)
}

fn rows_within(
    connection: &Connection,
    cache: &Cache,
    view: &View,
    query: &ViewQuery,
    as_of: DateTime<Utc>,
    limits: Limits,
) -> Result<ViewRows, StoreError> {
    let edge = Edge::of(connection, as_of)?;
    let filter = Filter::of_log(connection, &cache.folded, view, query)?;
    let log = Log { connection, view, filter: &filter, edge };
    let generation = meta::generation(connection, Basis::SignIns)?;
    let key = Key::new(generation, edge, view.name, query).unordered();
    let total = cache.counted.get_or(key, || log.total(query))?;
    let wanted = limit(query);
    if let Some(sort) = query.sort.as_ref().filter(|sort| sort.column != "ts") {
        return log.by_column(cache, generation, query, sort, total, limits);
    }
    let descending = query.sort.as_ref().is_none_or(|sort| sort.descending);
    let after = query.after.as_deref().map(|after| cursor::parse(after, descending)).transpose()?;
    let skip = if after.is_some() { 0 } else { usize::try_from(query.offset).unwrap_or(usize::MAX) };
    // Who knows how many there are looks no further than the last.
    let left =
        if total.at_least || after.is_some() { u64::MAX } else { total.rows.saturating_sub(query.offset) };
    let wanted_and_one = (wanted + 1).min(usize::try_from(left).unwrap_or(usize::MAX));
    let mut ids = log.walk(&Walk { descending, after, skip, wanted: wanted_and_one, whole: false })?;
    let more = ids.len() > wanted;
    ids.truncate(wanted);
    let next = ids.last().filter(|_| more).map(|id| cursor::write(*id, descending));
    let total = total.seen(skip, ids.len(), more, after.is_none());
    Ok(ViewRows { rows: log.page(&ids)?, total: total.rows, at_least: total.at_least, next })
}

/// How many sign-ins match.
#[derive(Clone, Copy)]
pub(super) struct Total {
    rows: u64,
    at_least: bool,
}

impl Total {
    const fn exactly(rows: u64) -> Self {
        Self { rows, at_least: false }
    }

    /// A page tells more of a total that is not exact: when it is the only one, all of it.
    fn seen(self, skip: usize, shown: usize, more: bool, from_the_start: bool) -> Self {
        let rows = count(int(skip.saturating_add(shown).saturating_add(usize::from(more))));
        match self.at_least && from_the_start {
            true if !more && shown > 0 => Self::exactly(rows),
            true if !more && skip == 0 => Self::exactly(0),
            true => Self { rows: self.rows.max(rows), at_least: true },
            false => self,
        }
    }
}

impl Weigh for Total {
    fn weight(&self) -> usize {
        1
    }
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
    filter.by_user(&format!("SELECT id FROM log_users WHERE key = {user}"), 1);
    let edge = Edge::of(connection, DateTime::default())?;
    let log = Log { connection, view, filter: &filter, edge };
    let ids = log.walk(&Walk { descending: true, after: None, skip: 0, wanted: limit, whole: false })?;
    log.page(&ids)
}

/// Sign-ins that a filter lets through.
struct Log<'l> {
    connection: &'l Connection,
    view: &'l View,
    filter: &'l Filter,
    edge: Edge,
}

/// Which of them, in order of time.
struct Walk {
    descending: bool,
    after: Option<i64>,
    skip: usize,
    wanted: usize,
    /// There are no more than are wanted: nothing is won by looking a piece at a time.
    whole: bool,
}

impl Log<'_> {
    /// The index of users is asked a piece of the log at a time, each twice as long as the one before, so that the
    /// newest few of many are found without looking at all.
    fn walk(&self, walk: &Walk) -> Result<Vec<i64>, StoreError> {
        Ok(self.walk_within(walk, None)?.unwrap_or_default())
    }

    /// None = it took more than the effort.
    fn walk_within(
        &self,
        walk: &Walk,
        mut effort: Option<&mut Effort>,
    ) -> Result<Option<Vec<i64>>, StoreError> {
        let Some((mut first, mut last)) = self.span()? else { return Ok(Some(Vec::new())) };
        match walk.after {
            Some(after) if walk.descending => last = last.min(after.saturating_sub(1)),
            Some(after) => first = first.max(after.saturating_add(1)),
            None => {}
        }
        let wanted = walk.wanted.saturating_add(walk.skip);
        let mut ids = Vec::new();
        let mut width = match &effort {
            _ if self.filter.by_user && !walk.whole => 1,
            Some(effort) if !self.filter.by_user => effort.first(),
            _ => i64::MAX,
        };
        while first <= last && ids.len() < wanted {
            if let Some(effort) = &mut effort {
                let left = effort::stretches((first, last));
                let asked = data_set::count(width).min(left);
                match effort.spend_stretches(self.filter, asked) {
                    0 => return Ok(None),
                    given => width = data_set::int(given),
                }
            }
            let piece = if walk.descending {
                (first.max(((last >> BUCKET).saturating_sub(width - 1)).max(first >> BUCKET) << BUCKET), last)
            } else {
                let to = (first >> BUCKET).saturating_add(width - 1).min(last >> BUCKET);
                (first, last.min((to << BUCKET) | ((1 << BUCKET) - 1)))
            };
            let order = if walk.descending { "e.id DESC" } else { "e.id" };
            ids.extend(self.ids(piece, order, 0, wanted - ids.len())?);
            if walk.descending {
                last = piece.0.saturating_sub(1);
            } else {
                first = piece.1.saturating_add(1);
            }
            width = width.saturating_mul(2);
        }
        ids.drain(..walk.skip.min(ids.len()));
        Ok(Some(ids))
    }

    /// The first and the last number that the filter may leave; none = it leaves none.
    fn span(&self) -> Result<Option<(i64, i64)>, StoreError> {
        let (from, to) = self.filter.ids.unwrap_or((i64::MIN, i64::MAX));
        let all = span(self.connection)?.map(|(first, last)| (first.max(from), last.min(to)));
        Ok(all.filter(|(first, last)| first <= last))
    }

    fn ordered(&self, order: &str, offset: u64, limit: usize) -> Result<Vec<i64>, StoreError> {
        let Some(all) = self.span()? else { return Ok(Vec::new()) };
        self.ids(all, &format!("{order}, e.id DESC"), offset, limit)
    }

    fn ids(&self, piece: (i64, i64), order: &str, offset: u64, limit: usize) -> Result<Vec<i64>, StoreError> {
        let sql = format!(
            "SELECT e.id FROM {} ORDER BY {order} LIMIT {limit} OFFSET {}",
            self.source(),
            offset.min(u64::from(u32::MAX))
        );
        let mut statement = self.connection.prepare(&sql)?;
        let mut rows = run(&mut statement, self.edge, &self.values(piece))?;
        let mut ids = Vec::new();
        while let Some(row) = rows.next()? {
            ids.push(row.get(0)?);
        }
        Ok(ids)
    }

    fn source(&self) -> String {
        let index = if self.filter.by_user { "INDEXED BY sign_ins_user" } else { "NOT INDEXED" };
        format!("{} {index} WHERE e.id BETWEEN :first AND :last AND {}", self.view.from, self.filter.of_row())
    }

    fn values(&self, (first, last): (i64, i64)) -> Vec<(String, Value)> {
        let mut values = self.filter.values.clone();
        values.push((":first".to_owned(), Value::from(first)));
        values.push((":last".to_owned(), Value::from(last)));
        values.extend(self.filter.by_user.then(|| stretches((first, last))));
        values
    }

    /// What is shown is looked up for the rows of the page only, not for all that were put in order.
    fn page(&self, ids: &[i64]) -> Result<Vec<Row>, StoreError> {
        let columns: Vec<String> = self.view.columns.iter().map(shown).collect();
        let sql = format!(
            "SELECT {} FROM json_each(:ids) j CROSS JOIN {} ON e.id = j.value ORDER BY j.key",
            columns.join(", "),
            self.view.from,
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let ids = serde_json::Value::from(ids).to_string();
        let mut rows = run(&mut statement, self.edge, &[(":ids".to_owned(), Value::from(ids))])?;
        let mut page = Vec::new();
        while let Some(row) = rows.next()? {
            page.push(value::row(self.view.columns, row, 0)?);
        }
        Ok(page)
    }

    /// Counting ten million rows takes seconds: without a filter, by result alone or by a text, the sums know. Else the
    /// newest part of the log is counted.
    fn total(&self, query: &ViewQuery) -> Result<Total, StoreError> {
        let searching = query.search.as_deref().is_some_and(|needle| !needle.is_empty());
        match (query.filter.as_slice(), self.filter.values.as_slice()) {
            ([], []) if !searching => return Ok(Total::exactly(rollup::total(self.connection, None)?)),
            ([only], [(_, Value::Integer(result))]) if only.column == "result" && only.op == Operator::Eq => {
                return Ok(Total::exactly(rollup::total(self.connection, Some(*result))?));
            }
            _ => {}
        }
        let first = match (self.filter.known, span(self.connection)?) {
            (Some(Known::Exactly(rows)), _) => return Ok(Total::exactly(rows)),
            (_, None) => return Ok(Total::exactly(0)),
            (_, Some((first, _))) => first,
        };
        let from =
            if self.filter.by_user { self.sought_part(first)? } else { self.newest_part()?.unwrap_or(first) };
        if let Some(Known::AtLeast(rows)) = self.filter.known
            && from > first
        {
            return Ok(Total { rows, at_least: true });
        }
        Ok(Total { rows: self.count_from(from)?, at_least: from > first })
    }

    fn count_from(&self, from: i64) -> Result<u64, StoreError> {
        let Some((first, last)) = span(self.connection)? else { return Ok(0) };
        let sql = format!("SELECT count(*) FROM {}", self.source());
        let mut statement = self.connection.prepare(&sql)?;
        let mut rows = run(&mut statement, self.edge, &self.values((from.max(first), last)))?;
        Ok(rows.next()?.map_or(Ok(0), |row| row.get(0).map(count))?)
    }

    /// The same where sign-ins are found by users.
    fn sought_part(&self, first: i64) -> Result<i64, StoreError> {
        let Some((_, last)) = span(self.connection)? else { return Ok(first) };
        let stretches = SOUGHT / self.filter.users.max(1);
        let from = (last >> BUCKET).saturating_sub(i64::try_from(stretches).unwrap_or(i64::MAX));
        Ok(if from <= first >> BUCKET { first } else { from << BUCKET })
    }

    /// Where the part of the log begins that is looked through for a total; none = the log is not longer.
    fn newest_part(&self) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT id FROM sign_ins NOT INDEXED ORDER BY id DESC LIMIT 1 OFFSET ?1";
        Ok(self.connection.prepare_cached(sql)?.query_row([COUNTED], |row| row.get(0)).optional()?)
    }
}

/// The stretches of the log in which users are looked for.
pub(super) fn stretches((first, last): (i64, i64)) -> (String, Value) {
    let stretches: Vec<i64> = ((first >> BUCKET)..=(last >> BUCKET)).collect();
    (":stretches".to_owned(), Value::from(serde_json::Value::from(stretches).to_string()))
}

/// The text of a numbered one.
fn shown(column: &Column) -> String {
    match column.form {
        Form::Dict => format!("(SELECT text FROM dict WHERE id = {})", column.sql),
        _ => column.select(),
    }
}
