//! Conditions and searches over columns in memory, with the meaning that `condition` gives them in SQL.

use std::sync::{Arc, PoisonError};

use rusqlite::Connection;

use super::super::column::{Column, Form, View};
use super::super::condition::{Filter, flag, float, int, position};
use super::super::query::{Condition, Operator, ViewQuery};
use super::super::statement::{Edge, run};
use super::lists::Lists;
use super::values::{NONE, Texts, Values};
use super::{ANSWERS, Frame, Rows};
use crate::text::{any_case, fold};
use crate::{StoreError, time};

impl Frame {
    /// Whether each row matches; none = all do.
    pub(super) fn matching(
        &self,
        connection: &Connection,
        view: &View,
        query: &ViewQuery,
        edge: Edge,
    ) -> Result<Option<Vec<bool>>, StoreError> {
        let mut matching: Option<Vec<bool>> = None;
        let mut and = |rows: &[bool]| match &mut matching {
            None => matching = Some(rows.to_vec()),
            Some(all) => all.iter_mut().zip(rows).for_each(|(all, one)| *all &= one),
        };
        for condition in &query.filter {
            match self.condition(view, condition)? {
                Some(rows) => and(&rows),
                None => and(&self.asked(connection, view, query, condition, edge)?),
            }
        }
        if let Some(needle) = query.search.as_deref().filter(|needle| !needle.is_empty()) {
            and(&self.search(view, &fold(needle)));
        }
        Ok(matching)
    }

    fn search(&self, view: &View, needle: &str) -> Vec<bool> {
        let mut found = vec![false; self.ids.len()];
        let searched = view.columns.iter().zip(&self.columns).filter(|(column, _)| column.searched);
        for (_, values) in searched {
            if let Some(Values::Texts(texts)) = values.as_deref() {
                found.iter_mut().zip(texts.containing(needle)).for_each(|(all, one)| *all |= one);
            }
        }
        found
    }

    /// None = the column is not held.
    fn condition(&self, view: &View, condition: &Condition) -> Result<Option<Vec<bool>>, StoreError> {
        let at = super::position(view, &condition.column).ok_or(StoreError::UnknownColumn)?;
        let column = &view.columns[at];
        self.columns[at]
            .as_deref()
            .map(|values| match values {
                Values::Texts(texts) => of_texts(texts, condition),
                Values::Lists(lists) => of_lists(lists, condition),
                Values::Reals(reals) => of_reals(reals, condition),
                Values::Numbers(numbers) => {
                    let wanted = Wanted::of(column, condition)?;
                    Ok(numbers.map(|number| wanted.holds(number)))
                }
            })
            .transpose()
    }

    /// What SQLite says of a condition.
    fn asked(
        &self,
        connection: &Connection,
        view: &View,
        query: &ViewQuery,
        condition: &Condition,
        edge: Edge,
    ) -> Result<Rows, StoreError> {
        let lock = || self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, rows)) = lock().iter().find(|(other, _)| other == condition) {
            return Ok(Arc::clone(rows));
        }
        let (filter, told) = (vec![condition.clone()], query.told.clone());
        let only = ViewQuery { filter, told, ..ViewQuery::default() };
        let filter = Filter::of(connection, view, &only)?;
        let sql = format!("SELECT {} FROM {} WHERE {}", view.id, view.from, filter.sql);
        let mut statement = connection.prepare(&sql)?;
        let mut rows = run(&mut statement, edge, &filter.values)?;
        let mut found = vec![false; self.ids.len()];
        while let Some(row) = rows.next()? {
            if let Some(place) = self.place(row.get(0)?) {
                found[place] = true;
            }
        }
        let found: Rows = found.into();
        let mut asked = lock();
        asked.push((condition.clone(), Arc::clone(&found)));
        if asked.len() > ANSWERS {
            asked.remove(0);
        }
        Ok(found)
    }
}

fn of_texts(texts: &Texts, condition: &Condition) -> Result<Vec<bool>, StoreError> {
    let value = condition.value.as_str();
    Ok(match condition.op {
        Operator::Eq => texts.rows(false, |text| text == value),
        Operator::Ne => texts.rows(true, |text| text != value),
        Operator::In => {
            let values = condition.values().ok_or(StoreError::BadCondition)?;
            texts.rows(false, |text| values.iter().any(|value| value == text))
        }
        Operator::Ge => texts.rows(false, |text| any_case(text, value).is_ge()),
        Operator::Le => texts.rows(false, |text| any_case(text, value).is_le()),
        Operator::Contains => texts.containing(&fold(value)),
        Operator::Empty => texts.rows(true, str::is_empty),
        Operator::Present => texts.rows(false, |text| !text.is_empty()),
    })
}

fn of_lists(lists: &Lists, condition: &Condition) -> Result<Vec<bool>, StoreError> {
    let value = condition.value.as_str();
    let not = |rows: Vec<bool>| rows.into_iter().map(|holds| !holds).collect();
    Ok(match condition.op {
        Operator::Eq => lists.rows(|text| text == value),
        Operator::Ne => not(lists.rows(|text| text == value)),
        Operator::In => {
            let values = condition.values().ok_or(StoreError::BadCondition)?;
            lists.rows(|text| values.iter().any(|value| value == text))
        }
        Operator::Contains => lists.containing(&fold(value)),
        Operator::Empty => lists.empty(),
        Operator::Present => not(lists.empty()),
        Operator::Ge | Operator::Le => return Err(StoreError::BadCondition),
    })
}

/// Not a number meets nothing but that there is none.
fn of_reals(reals: &[f64], condition: &Condition) -> Result<Vec<bool>, StoreError> {
    let value = condition.value.as_str();
    let rows = |holds: &dyn Fn(f64) -> bool| reals.iter().map(|real| holds(*real)).collect();
    let alike = |a: f64, b: f64| (a - b).abs() < 0.05;
    Ok(match condition.op {
        Operator::Eq => {
            let value = float(value)?;
            rows(&|real| alike(real, value))
        }
        Operator::Ne => {
            let value = float(value)?;
            rows(&|real| !alike(real, value))
        }
        Operator::In => {
            let values = condition.values().ok_or(StoreError::BadCondition)?;
            let values = values.iter().map(|value| float(value)).collect::<Result<Vec<_>, _>>()?;
            rows(&|real| values.iter().any(|value| alike(real, *value)))
        }
        Operator::Ge => {
            let value = float(value)?;
            rows(&|real| real >= value)
        }
        Operator::Le => {
            let value = float(value)?;
            rows(&|real| real <= value)
        }
        Operator::Empty => rows(&f64::is_nan),
        Operator::Present => rows(&|real| !real.is_nan()),
        Operator::Contains => return Err(StoreError::BadCondition),
    })
}

/// Numbers that meet a condition.
enum Wanted {
    /// Within one of these, ends included.
    Within(Vec<(i64, i64)>),
    /// With one of these bits.
    Bits(i64),
    Not(Box<Self>),
    /// None, and with bits: 0.
    Empty {
        zero: bool,
    },
}

impl Wanted {
    fn of(column: &Column, condition: &Condition) -> Result<Self, StoreError> {
        let value = condition.value.as_str();
        Ok(match condition.op {
            Operator::Eq => Self::equal(column.form, value)?,
            Operator::Ne => Self::Not(Box::new(Self::equal(column.form, value)?)),
            Operator::In => {
                let values = condition.values().ok_or(StoreError::BadCondition)?;
                let empty = match column.form {
                    Form::Mask(_) => Self::Bits(0),
                    _ => Self::Within(Vec::new()),
                };
                let mut all = empty;
                for value in &values {
                    all = all.or(Self::equal(column.form, value)?);
                }
                all
            }
            Operator::Ge => Self::Within(vec![(Self::span(column.form, value)?.0, i64::MAX)]),
            Operator::Le => Self::Within(vec![(NONE, Self::span(column.form, value)?.1)]),
            Operator::Contains => Self::named(column.form, &fold(value))?,
            Operator::Empty => Self::Empty { zero: matches!(column.form, Form::Mask(_)) },
            Operator::Present => {
                Self::Not(Box::new(Self::Empty { zero: matches!(column.form, Form::Mask(_)) }))
            }
        })
    }

    fn equal(form: Form, value: &str) -> Result<Self, StoreError> {
        Ok(match form {
            Form::Bool => {
                let flag = i64::from(flag(value)?);
                Self::Within(vec![(flag, flag)])
            }
            Form::Code(ids) => {
                let code = position(ids, value).unwrap_or(-1);
                Self::Within(vec![(code, code)])
            }
            Form::Mask(ids) => Self::Bits(position(ids, value).map_or(0, |bit| 1 << bit)),
            _ => Self::Within(vec![Self::span(form, value)?]),
        })
    }

    /// What a value means in a column that can be compared.
    fn span(form: Form, value: &str) -> Result<(i64, i64), StoreError> {
        match form {
            Form::Int => int(value).map(|value| (value, value)),
            Form::Time | Form::TimeMs => time::span(value).ok_or(StoreError::BadCondition),
            _ => Err(StoreError::BadCondition),
        }
    }

    /// Codes whose name contains a folded needle.
    fn named(form: Form, needle: &str) -> Result<Self, StoreError> {
        let hits = |ids: &'static [&'static str]| {
            ids.iter().zip(0_i64..).filter(move |(id, _)| id.contains(needle)).map(|(_, at)| at)
        };
        match form {
            Form::Code(ids) => Ok(Self::Within(hits(ids).map(|code| (code, code)).collect())),
            Form::Mask(ids) => Ok(Self::Bits(hits(ids).fold(0, |mask, bit| mask | 1 << bit))),
            _ => Err(StoreError::BadCondition),
        }
    }

    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Within(mut all), Self::Within(more)) => {
                all.extend(more);
                Self::Within(all)
            }
            (Self::Bits(all), Self::Bits(more)) => Self::Bits(all | more),
            (all, _) => all,
        }
    }

    fn holds(&self, number: i64) -> bool {
        match self {
            Self::Within(spans) => {
                number != NONE && spans.iter().any(|(lo, hi)| (*lo..=*hi).contains(&number))
            }
            Self::Bits(bits) => number != NONE && number & bits != 0,
            Self::Not(other) => !other.holds(number),
            Self::Empty { zero } => number == NONE || *zero && number == 0,
        }
    }
}
