//! From a query's filter and search to SQL with bound values.

use rusqlite::Connection;
use rusqlite::types::Value;

use super::column::{Column, Form, Names, View};
use super::folded::Folded;
use super::query::{Condition, Operator, ViewName, ViewQuery};
use super::set;
use super::texts::{Known, Texts};
use crate::table::event_key;
use crate::table::txid::Txid;
use crate::{StoreError, text, time};

/// `WHERE` of a statement and the values bound to `:v0`, `:v1`…
#[derive(Clone, Default)]
pub(crate) struct Filter {
    pub(crate) sql: String,
    pub(crate) values: Vec<(String, Value)>,
    /// How many sign-ins match, where the sums over the log told it.
    pub(crate) known: Option<Known>,
    /// Sign-ins are found by the index of users, in the stretches of the log bound to `:stretches`.
    pub(crate) by_user: bool,
    /// Selects those users.
    pub(super) sought: Option<String>,
    /// What a user `u.user` of a sign-in that matches must have done, as far as it is known.
    pub(super) beside: Vec<String>,
    /// Functions that the connection was given for it.
    pub(super) sets: usize,
    /// How many users those are, at most.
    pub(crate) users: u64,
    /// The first and the last number of a sign-in that the times asked for leave.
    pub(crate) ids: Option<(i64, i64)>,
}

impl Filter {
    /// Of a view over objects.
    pub(crate) fn of(connection: &Connection, view: &View, query: &ViewQuery) -> Result<Self, StoreError> {
        Self::made(connection, None, view, query)
    }

    /// Of any view; texts of the log are found in memory.
    pub(crate) fn of_log(
        connection: &Connection,
        folded: &Folded,
        view: &View,
        query: &ViewQuery,
    ) -> Result<Self, StoreError> {
        Self::made(connection, Some(folded).filter(|_| view.name == ViewName::Signins), view, query)
    }

    fn made(
        connection: &Connection,
        folded: Option<&Folded>,
        view: &View,
        query: &ViewQuery,
    ) -> Result<Self, StoreError> {
        let texts = folded.map(|folded| Texts { connection, folded, view });
        let mut filter = Self { sql: view.scope.to_owned(), ..Self::default() };
        filter.values = query.told();
        let mut known = None;
        for condition in &query.filter {
            let column = view.column(&condition.column).ok_or(StoreError::UnknownColumn)?;
            let counted =
                texts.as_ref().map(|texts| texts.condition(&mut filter, condition)).transpose()?.flatten();
            let sql = match counted {
                Some((sql, count)) => {
                    known = count;
                    sql
                }
                None => filter.condition(column, condition)?,
            };
            filter.and(&sql);
        }
        if let Some(needle) = query.search.as_deref().filter(|needle| !needle.is_empty()) {
            let sql = match &texts {
                None => filter.search(view, needle),
                Some(texts) => {
                    let (sql, count) = texts.search(&mut filter, needle)?;
                    known = count;
                    sql
                }
            };
            filter.and(&sql);
        }
        let asked =
            query.filter.len() + usize::from(query.search.as_deref().is_some_and(|one| !one.is_empty()));
        filter.known = known.filter(|_| asked == 1);
        Ok(filter)
    }

    pub(crate) fn and(&mut self, sql: &str) {
        self.sql.push_str(" AND (");
        self.sql.push_str(sql);
        self.sql.push(')');
    }

    pub(crate) fn bind(&mut self, value: impl Into<Value>) -> String {
        let name = format!(":v{}", self.values.len());
        self.values.push((name.clone(), value.into()));
        name
    }

    /// Sign-ins of users only, whose numbers a statement selects; `count` = how many those are, at most.
    pub(crate) fn by_user(&mut self, users: &str, count: u64) {
        // Asked for twice, the index is sought by the fewer; of the others it is only told whether a row is theirs.
        if self.by_user && count >= self.users {
            return self.and(&format!("+e.user IN ({users})"));
        }
        let sought = std::mem::take(&mut self.sought);
        if let Some(others) = sought {
            self.and(&format!("+e.user IN ({others})"));
        }
        self.sought = Some(users.to_owned());
        (self.by_user, self.users) = (true, count);
    }

    /// Everything that a row of the log must meet.
    pub(crate) fn of_row(&self) -> String {
        match &self.sought {
            None => self.sql.clone(),
            Some(users) => format!(
                "{} AND e.id >> 46 IN (SELECT value FROM json_each(:stretches)) AND e.user IN ({users})",
                self.sql
            ),
        }
    }

    /// Leaves the sign-ins of a time.
    fn narrow(&mut self, op: Operator, value: &str) {
        let Some((first, last)) = time::span(value) else { return };
        let (first, last) = match op {
            Operator::Eq => (event_key::first(first), event_key::last(last)),
            Operator::Ge => (event_key::first(first), i64::MAX),
            Operator::Le => (i64::MIN, event_key::last(last)),
            _ => return,
        };
        let (from, to) = self.ids.unwrap_or((i64::MIN, i64::MAX));
        self.ids = Some((from.max(first), to.min(last)));
    }

    /// A function that tells whether a number is one of many.
    pub(super) fn set(&mut self, connection: &Connection, numbers: &[i64]) -> Result<String, StoreError> {
        let name = format!("among_{}", self.sets);
        set::register(connection, &name, numbers)?;
        self.sets += 1;
        Ok(name)
    }

    fn search(&mut self, view: &View, needle: &str) -> String {
        let folded = text::fold(needle);
        let v = self.bind(folded);
        let searched = view.columns.iter().filter(|column| column.searched);
        let terms: Vec<String> = searched.map(|column| contains(column, &v)).collect();
        // A view without texts holds nothing that is searched for.
        if terms.is_empty() { "0".to_owned() } else { terms.join(" OR ") }
    }

    pub(super) fn condition(&mut self, column: &Column, condition: &Condition) -> Result<String, StoreError> {
        let value = condition.value.as_str();
        if matches!(column.form, Form::EventTime) {
            self.narrow(condition.op, value);
        }
        match condition.op {
            Operator::Empty => Ok(empty(column)),
            Operator::Present => Ok(format!("NOT ({})", empty(column))),
            Operator::Contains => self.holds(column, value),
            Operator::Eq => self.equal(column, value),
            Operator::In => self.one_of(column, condition),
            Operator::Ne => Ok(format!("({}) IS NOT TRUE", self.equal(column, value)?)),
            Operator::Ge => self.bound(column, ">=", value),
            Operator::Le => self.bound(column, "<=", value),
        }
    }

    fn equal(&mut self, column: &Column, value: &str) -> Result<String, StoreError> {
        let sql = column.sql;
        Ok(match column.form {
            Form::Text => format!("{sql} = {}", self.bind(value.to_owned())),
            Form::Int => format!("{sql} = {}", self.bind(int(value)?)),
            Form::Percent => format!("abs({sql} - {}) < 0.05", self.bind(float(value)?)),
            Form::Bool => format!("({sql}) = {}", self.bind(flag(value)?)),
            Form::Time | Form::TimeMs => {
                let (first, last) = time::span(value).ok_or(StoreError::BadCondition)?;
                format!("{sql} BETWEEN {} AND {}", self.bind(first), self.bind(last))
            }
            Form::EventTime => {
                let (first, last) = time::span(value).ok_or(StoreError::BadCondition)?;
                let (first, last) = (event_key::first(first), event_key::last(last));
                format!("{sql} BETWEEN {} AND {}", self.bind(first), self.bind(last))
            }
            Form::Code(ids) => format!("{sql} = {}", self.bind(position(ids, value).unwrap_or(-1))),
            Form::Mask(ids) => {
                format!("{sql} & {}", self.bind(position(ids, value).map_or(0, |bit| 1 << bit)))
            }
            Form::Names(Names { holds: Some(holds), .. }) => {
                holds.replace("{v}", &self.bind(value.to_owned()))
            }
            Form::Names(Names { tables, on, element, .. }) => {
                format!(
                    "EXISTS (SELECT 1 FROM {tables} WHERE {on} AND {element} = {})",
                    self.bind(value.to_owned())
                )
            }
            Form::Dict => {
                format!("{sql} = (SELECT id FROM dict WHERE text = {})", self.bind(value.to_owned()))
            }
            Form::Txid => format!("{sql} = {}", self.bind(Txid::pack(value))),
            Form::Json => return Err(StoreError::BadCondition),
        })
    }

    fn one_of(&mut self, column: &Column, condition: &Condition) -> Result<String, StoreError> {
        let values = condition.values().ok_or(StoreError::BadCondition)?;
        let terms: Vec<String> =
            values.iter().map(|value| self.equal(column, value)).collect::<Result<_, _>>()?;
        Ok(if terms.is_empty() { "0".to_owned() } else { terms.join(" OR ") })
    }

    fn bound(&mut self, column: &Column, sign: &str, value: &str) -> Result<String, StoreError> {
        let sql = column.order();
        let bound: Value = match column.form {
            Form::Text | Form::Dict => value.to_owned().into(),
            Form::Int => int(value)?.into(),
            Form::Percent => float(value)?.into(),
            Form::Time | Form::TimeMs => {
                let (first, last) = time::span(value).ok_or(StoreError::BadCondition)?;
                if sign == ">=" { first.into() } else { last.into() }
            }
            Form::EventTime => {
                let (first, last) = time::span(value).ok_or(StoreError::BadCondition)?;
                if sign == ">=" { event_key::first(first).into() } else { event_key::last(last).into() }
            }
            Form::Bool | Form::Code(_) | Form::Mask(_) | Form::Names(_) | Form::Json | Form::Txid => {
                return Err(StoreError::BadCondition);
            }
        };
        Ok(format!("{sql} {sign} {}", self.bind(bound)))
    }

    fn holds(&mut self, column: &Column, value: &str) -> Result<String, StoreError> {
        let folded = text::fold(value);
        let hits = |ids: &'static [&'static str]| {
            ids.iter()
                .zip(0_i64..)
                .filter(|(id, _)| id.contains(&folded))
                .map(|(_, at)| at)
                .collect::<Vec<_>>()
        };
        match column.form {
            Form::Text | Form::Names(_) | Form::Dict => Ok(contains(column, &self.bind(folded))),
            Form::Code(ids) => {
                let list: Vec<String> = hits(ids).iter().map(i64::to_string).collect();
                Ok(format!("{} IN ({})", column.sql, list.join(", ")))
            }
            Form::Mask(ids) => {
                let mask = hits(ids).iter().fold(0_i64, |mask, bit| mask | 1 << bit);
                Ok(format!("{} & {mask}", column.sql))
            }
            Form::Int
            | Form::Percent
            | Form::Time
            | Form::TimeMs
            | Form::EventTime
            | Form::Bool
            | Form::Json
            | Form::Txid => Err(StoreError::BadCondition),
        }
    }
}

/// Whether a text, an element or a numbered text contains the folded needle bound to `v`.
fn contains(column: &Column, v: &str) -> String {
    let sql = column.sql;
    match column.form {
        Form::Names(Names { tables, on, element, .. }) => {
            format!("EXISTS (SELECT 1 FROM {tables} WHERE {on} AND holds({element}, {v}))")
        }
        Form::Dict => format!("{sql} IN (SELECT id FROM dict WHERE holds(text, {v}))"),
        _ => format!("holds({sql}, {v})"),
    }
}

fn empty(column: &Column) -> String {
    let sql = column.sql;
    match column.form {
        Form::Mask(_) => format!("coalesce({sql}, 0) = 0"),
        Form::Names(Names { tables, on, .. }) => format!("NOT EXISTS (SELECT 1 FROM {tables} WHERE {on})"),
        Form::Text => format!("coalesce({sql}, '') = ''"),
        _ => format!("({sql}) IS NULL"),
    }
}

pub(super) fn position(ids: &[&str], value: &str) -> Option<i64> {
    ids.iter().zip(0..).find_map(|(id, at)| (*id == value).then_some(at))
}

pub(super) fn int(value: &str) -> Result<i64, StoreError> {
    value.trim().parse().map_err(|_| StoreError::BadCondition)
}

pub(super) fn float(value: &str) -> Result<f64, StoreError> {
    value.trim().parse().ok().filter(|float: &f64| float.is_finite()).ok_or(StoreError::BadCondition)
}

pub(super) fn flag(value: &str) -> Result<bool, StoreError> {
    value.trim().parse().map_err(|_| StoreError::BadCondition)
}
