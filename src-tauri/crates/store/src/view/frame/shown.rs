//! Rows as a view shows them, from columns in memory.

use rusqlite::types::ValueRef;
use serde_json::Value;

use super::super::column::{Form, View};
use super::super::query::Row;
use super::super::value::value;
use super::Frame;
use super::values::{NONE, Values};
use crate::StoreError;

impl Frame {
    /// None = not every column is held.
    pub(super) fn shown(&self, view: &View, rows: &[u32]) -> Result<Option<Vec<Row>>, StoreError> {
        if self.columns.iter().any(Option::is_none) {
            return Ok(None);
        }
        rows.iter().map(|row| self.row(view, *row as usize)).collect::<Result<_, _>>().map(Some)
    }

    fn row(&self, view: &View, row: usize) -> Result<Row, StoreError> {
        let held = view.columns.iter().zip(self.columns.iter().flatten());
        held.map(|(column, values)| Ok((column.spec.id.to_owned(), values.shown(column.form, row)?)))
            .collect()
    }
}

impl Values {
    fn shown(&self, form: Form, row: usize) -> Result<Value, StoreError> {
        let text = |text: Option<&str>| text.map_or(Value::Null, Value::from);
        Ok(match self {
            Self::Numbers(numbers) => match numbers.at(row) {
                NONE => Value::Null,
                number => value(form, ValueRef::Integer(number))?,
            },
            Self::Reals(reals) if reals[row].is_nan() => Value::Null,
            Self::Reals(reals) => value(form, ValueRef::Real(reals[row]))?,
            Self::Texts(texts) => text(texts.of_code(texts.code(row))),
            Self::Lists(lists) => lists.list(row).into_iter().map(text).collect(),
        })
    }
}
