//! The log by a column of texts or by result: text after text in their order, the sign-ins of each newest first, until
//! a page is full. Texts of few users are found by the index of users, several at once. Where that would mean looking at
//! too much, every sign-in that matches is looked at once instead, and the first thousands are kept in order.

use rusqlite::types::Value;

use super::super::cache::Cache;
use super::super::column::{Column, Form};
use super::super::query::{Condition, Operator, Sort, ViewQuery};
use super::super::texts::{Known, Texts, of_few};
use super::effort::Effort;
use super::order::{FEW, Ordered, Standing, compare};
use super::{Log, Walk};
use crate::StoreError;
use crate::view::statement::run;

/// Users whose sign-ins are looked for at once: at first, and at most.
const ROOM: (u64, u64) = (4, 512);
/// Sign-ins of such users that are put in order at once.
const AT_ONCE: usize = 20_000;

/// Where a page begins.
#[derive(Clone, Copy)]
pub(super) enum Start {
    At(u64),
    /// After a sign-in with a text.
    After {
        text: Option<i64>,
        id: i64,
    },
}

/// Sign-ins by a column.
pub(super) struct Sorting<'s> {
    pub(super) log: &'s Log<'s>,
    pub(super) cache: &'s Cache,
    pub(super) query: &'s ViewQuery,
    pub(super) column: &'static Column,
    pub(super) sort: &'s Sort,
    pub(super) ordered: Ordered,
}

/// What became of looking for the sign-ins of a few users.
enum Few {
    Found(Vec<i64>),
    TooMany,
    TooDear,
}

/// Where a walk is: in which group, how many are passed over, after which sign-in of the group.
struct At {
    group: usize,
    skip: u64,
    after: Option<i64>,
}

impl Sorting<'_> {
    /// The numbers of a page; none = it took more than the effort.
    pub(super) fn walk(
        &self,
        start: Start,
        wanted: usize,
        effort: &mut Effort,
    ) -> Result<Option<Vec<i64>>, StoreError> {
        let groups = self.ordered.groups(self.sort.descending);
        let mut at = self.begin(&groups, start)?;
        let mut ids = Vec::new();
        let mut room = ROOM.0;
        while at.group < groups.len() && ids.len() < wanted {
            let rows = self.rows(groups[at.group]);
            if let Some(rows) = rows.filter(|rows| at.after.is_none() && at.skip >= *rows) {
                at.skip -= rows;
                at.group += 1;
                continue;
            }
            let mut batch = few(&groups[at.group..], room);
            let found = match batch {
                0 => Few::TooMany,
                _ => self.few(&groups[at.group..at.group + batch], at.after, effort)?,
            };
            let found = match found {
                Few::Found(found) => found,
                Few::TooDear => return Ok(None),
                Few::TooMany => {
                    batch = 1;
                    let most =
                        usize::try_from(at.skip).unwrap_or(usize::MAX).saturating_add(wanted - ids.len());
                    let group = Some(groups[at.group]);
                    let Some(found) = self.many(group, at.after, most, effort)? else { return Ok(None) };
                    found
                }
            };
            at.take(found, &mut ids, wanted);
            at.group += batch;
            room = (room * 2).min(ROOM.1);
        }
        if ids.len() < wanted && matches!(self.column.form, Form::Dict) {
            let most = usize::try_from(at.skip).unwrap_or(usize::MAX).saturating_add(wanted - ids.len());
            let Some(found) = self.many(None, at.after, most, effort)? else { return Ok(None) };
            at.take(found, &mut ids, wanted);
        }
        Ok(Some(ids))
    }

    fn begin(&self, groups: &[&[Standing]], start: Start) -> Result<At, StoreError> {
        Ok(match start {
            Start::At(skip) => At { group: 0, skip, after: None },
            Start::After { text: None, id } => At { group: groups.len(), skip: 0, after: Some(id) },
            Start::After { text: Some(text), id } => {
                let (group, found) = self.place(groups, text)?;
                At { group, skip: 0, after: Some(id).filter(|_| found) }
            }
        })
    }

    /// The group of a text, or the next one, and whether it is its own.
    pub(super) fn place(&self, groups: &[&[Standing]], text: i64) -> Result<(usize, bool), StoreError> {
        let (mut from, mut to) = (0, groups.len());
        while from < to {
            let middle = usize::midpoint(from, to);
            let order = compare(self.log.connection, self.column, (groups[middle][0].number, text))?;
            match if self.sort.descending { order.reverse() } else { order } {
                std::cmp::Ordering::Less => from = middle + 1,
                std::cmp::Ordering::Equal => return Ok((middle, true)),
                std::cmp::Ordering::Greater => to = middle,
            }
        }
        Ok((from, false))
    }

    /// How many sign-ins a group has, where that is known: of the whole log only.
    fn rows(&self, group: &[Standing]) -> Option<u64> {
        let filtered =
            !self.query.filter.is_empty() || self.query.search.as_deref().is_some_and(|one| !one.is_empty());
        if filtered {
            return None;
        }
        group.iter().map(|one| one.rows).sum()
    }

    /// The sign-ins of a group, or of no text, newest first.
    fn many(
        &self,
        group: Option<&[Standing]>,
        after: Option<i64>,
        most: usize,
        effort: &mut Effort,
    ) -> Result<Option<Vec<i64>>, StoreError> {
        let texts = self.texts();
        let mut filter = self.log.filter.clone();
        let (sql, known) = match group {
            Some(group) if matches!(self.column.form, Form::Dict) => {
                texts.holding(&mut filter, self.column, numbers(group))?
            }
            Some(group) => {
                let number = filter.bind(group[0].number);
                (format!("{} = {number}", self.column.sql), None)
            }
            None => {
                let none =
                    Condition { column: self.sort.column.clone(), op: Operator::Empty, value: String::new() };
                texts.condition(&mut filter, &none)?.ok_or(StoreError::UnknownColumn)?
            }
        };
        if matches!(known, Some(Known::Exactly(0))) {
            return Ok(Some(Vec::new()));
        }
        filter.and(&sql);
        let rows = group.and_then(|group| self.rows(group)).and_then(|rows| usize::try_from(rows).ok());
        let wanted = rows.map_or(most, |rows| rows.min(most));
        let whole = rows.is_some_and(|rows| rows <= most);
        let log = Log { filter: &filter, ..*self.log };
        log.walk_within(&Walk { descending: true, after, skip: 0, wanted, whole }, Some(effort))
    }

    /// Every sign-in of groups that few users have.
    fn few(
        &self,
        groups: &[&[Standing]],
        after: Option<i64>,
        effort: &mut Effort,
    ) -> Result<Few, StoreError> {
        let mut filter = self.log.filter.clone();
        let all: Vec<&Standing> = groups.iter().copied().flatten().collect();
        let users = all.iter().map(|one| one.users).sum();
        let texts: Vec<i64> = all.iter().map(|one| one.number).collect();
        let texts = serde_json::Value::from(texts).to_string();
        of_few(self.log.connection, &mut filter, self.column, (texts, users))?;
        if filter.users == 0 {
            return Ok(Few::Found(Vec::new()));
        }
        let log = Log { filter: &filter, ..*self.log };
        let Some(span) = log.span()? else { return Ok(Few::Found(Vec::new())) };
        if !effort.spend(&filter, span) {
            return Ok(Few::TooDear);
        }
        let group_of =
            |number: i64| groups.iter().position(|group| group.iter().any(|one| one.number == number));
        let mut found: Vec<(usize, std::cmp::Reverse<i64>)> = Vec::new();
        let sql = format!("SELECT e.id, {} FROM {} LIMIT {}", self.column.sql, log.source(), AT_ONCE + 1);
        let mut statement = log.connection.prepare(&sql)?;
        let mut rows = run(&mut statement, log.edge, &log.values(span))?;
        let mut last = None;
        while let Some(row) = rows.next()? {
            let (id, number) = (row.get(0)?, row.get(1)?);
            let group = match last {
                Some((known, group)) if known == number => group,
                _ => group_of(number).ok_or(StoreError::Corrupt)?,
            };
            last = Some((number, group));
            if after.is_none_or(|after| group > 0 || id < after) {
                found.push((group, std::cmp::Reverse(id)));
            }
        }
        if found.len() > AT_ONCE {
            return Ok(Few::TooMany);
        }
        found.sort_unstable();
        Ok(Few::Found(found.into_iter().map(|(_, id)| id.0).collect()))
    }

    fn texts(&self) -> Texts<'_> {
        Texts { connection: self.log.connection, folded: &self.cache.folded, view: self.log.view }
    }

    /// The text of a sign-in, for a cursor.
    pub(super) fn text_of(&self, id: i64) -> Result<Option<i64>, StoreError> {
        let sql = format!("SELECT {} FROM {} WHERE e.id = :id", self.column.sql, self.log.view.from);
        let mut statement = self.log.connection.prepare(&sql)?;
        let mut rows = run(&mut statement, self.log.edge, &[(":id".to_owned(), Value::from(id))])?;
        Ok(rows.next()?.map_or(Ok(None), |row| row.get(0))?)
    }
}

impl At {
    fn take(&mut self, found: Vec<i64>, ids: &mut Vec<i64>, wanted: usize) {
        let passed = usize::try_from(self.skip).unwrap_or(usize::MAX).min(found.len());
        self.skip -= passed as u64;
        let room = wanted - ids.len();
        ids.extend(found.into_iter().skip(passed).take(room));
        self.after = None;
    }
}

/// How many of the first groups are of few users, together no more than there is room for.
fn few(groups: &[&[Standing]], room: u64) -> usize {
    let mut users = 0_u64;
    let fits = |group: &&&[Standing]| {
        let more = group.iter().fold(0_u64, |sum, one| sum.saturating_add(one.users));
        let rows: u64 = group.iter().filter_map(|one| one.rows).sum();
        let first = users == 0;
        users = users.saturating_add(more);
        more <= FEW && rows <= AT_ONCE as u64 && (first || users <= room)
    };
    groups.iter().take_while(fits).count()
}

fn numbers(group: &[Standing]) -> String {
    serde_json::Value::from(group.iter().map(|one| one.number).collect::<Vec<_>>()).to_string()
}
