//! How many rows hold each value of a column in memory, with the answer that `counts` gets of SQLite.

use std::cmp::{Ordering, Reverse};
use std::hash::Hash;

use foldhash::{HashMap, HashMapExt};
use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::super::column::{Column, Form, View};
use super::super::counts::{Counts, MOST, plain};
use super::super::query::ViewQuery;
use super::super::statement::Edge;
use super::super::value::value;
use super::lists::Lists;
use super::values::{NONE, Values};
use super::{Frame, position};
use crate::StoreError;

impl Frame {
    /// Commonest first, those alike by value, none last; none = the column is not held.
    pub(in super::super) fn counts(
        &self,
        connection: &Connection,
        view: &View,
        column: &Column,
        query: &ViewQuery,
        edge: Edge,
    ) -> Result<Option<Counts>, StoreError> {
        let values = position(view, column.spec.id).and_then(|at| self.columns.get(at)?.as_deref());
        let Some(values) = values else { return Ok(None) };
        let matching = self.matching(connection, view, query, edge)?;
        let all = 0..self.ids.len();
        let rows = all.filter(|row| matching.as_ref().is_none_or(|matching| matching[*row]));
        match (values, column.form) {
            (Values::Texts(texts), _) => {
                let (counted, none) = texts.counted(rows);
                Ok(of_texts(counted, none))
            }
            (Values::Lists(lists), _) => Ok(of_lists(lists, rows)),
            (Values::Numbers(numbers), Form::Mask(ids)) => Ok(of_masks(ids, rows.map(|row| numbers.at(row)))),
            (Values::Numbers(numbers), form) => {
                let numbers = rows.map(|row| Some(numbers.at(row)).filter(|number| *number != NONE));
                of_others(numbers, |number| value(form, ValueRef::Integer(number)), i64::cmp)
            }
            (Values::Reals(reals), form) => {
                let reals = rows.map(|row| Some(reals[row]).filter(|real| !real.is_nan()));
                // −0 is 0.
                let bits = reals.map(|real| real.map(|real| (real + 0.0).to_bits()));
                let order = |a: &u64, b: &u64| f64::from_bits(*a).total_cmp(&f64::from_bits(*b));
                of_others(bits, |bits| value(form, ValueRef::Real(f64::from_bits(bits))), order)
            }
        }
        .map(Some)
    }
}

/// A row counts once for each of its elements, and for none where it has no element.
fn of_lists(lists: &Lists, rows: impl Iterator<Item = usize>) -> Counts {
    let mut empty = 0;
    let elements = rows.flat_map(|row| {
        let span = lists.span(row);
        empty += u64::from(span.is_empty());
        span
    });
    let (counted, none) = lists.elements().counted(elements);
    of_texts(counted, none + empty)
}

fn of_texts(counted: Vec<(&str, u64)>, none: u64) -> Counts {
    let counted = commonest(counted, Ord::cmp).into_iter();
    with_none(counted.map(|(text, rows)| (Some(text.to_owned()), rows)).collect(), none)
}

fn of_masks(ids: &[&str], masks: impl Iterator<Item = i64>) -> Counts {
    let (mut rows, mut none) = (vec![0; ids.len()], 0);
    for mask in masks {
        if mask == NONE || mask == 0 {
            none += 1;
            continue;
        }
        for (bit, rows) in rows.iter_mut().enumerate() {
            *rows += u64::from(mask >> bit & 1 == 1);
        }
    }
    let all = ids.iter().map(|id| Some((*id).to_owned())).zip(rows);
    let mut counts: Counts = all.filter(|(_, rows)| *rows > 0).collect();
    counts.sort_by_key(|(_, rows)| Reverse(*rows));
    with_none(counts, none)
}

/// Values that are not texts.
fn of_others<T: Copy + Eq + Hash>(
    values: impl Iterator<Item = Option<T>>,
    shown: impl Fn(T) -> Result<serde_json::Value, StoreError>,
    order: impl Fn(&T, &T) -> Ordering,
) -> Result<Counts, StoreError> {
    let (mut counted, mut none) = (HashMap::new(), 0);
    for value in values {
        match value {
            Some(value) => *counted.entry(value).or_insert(0) += 1,
            None => none += 1,
        }
    }
    let counted = commonest(counted.into_iter().collect(), order).into_iter();
    let counts = counted.map(|(value, rows)| Ok((plain(&shown(value)?), rows)));
    Ok(with_none(counts.collect::<Result<_, StoreError>>()?, none))
}

/// The commonest values, those alike in order.
fn commonest<T>(mut counted: Vec<(T, u64)>, order: impl Fn(&T, &T) -> Ordering) -> Vec<(T, u64)> {
    let by_rows = |a: &(T, u64), b: &(T, u64)| b.1.cmp(&a.1).then_with(|| order(&a.0, &b.0));
    if counted.len() > MOST {
        counted.select_nth_unstable_by(MOST, by_rows);
        counted.truncate(MOST);
    }
    counted.sort_unstable_by(by_rows);
    counted
}

fn with_none(mut counts: Counts, none: u64) -> Counts {
    if none > 0 && counts.len() < MOST {
        counts.push((None, none));
    }
    counts
}
