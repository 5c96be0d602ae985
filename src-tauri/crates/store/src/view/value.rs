//! From stored values to rows.

use rusqlite::Row as SqlRow;
use rusqlite::types::ValueRef;
use serde_json::Value;

use super::column::{Column, Form};
use super::query::Row;
use crate::table::event_key;
use crate::table::txid::Txid;
use crate::{StoreError, time};

/// A row from the selected columns, which start at `first`.
pub(crate) fn row(columns: &[Column], sql: &SqlRow<'_>, first: usize) -> Result<Row, StoreError> {
    columns
        .iter()
        .zip(first..)
        .map(|(column, at)| Ok((column.spec.id.to_owned(), value(column.form, sql.get_ref(at)?)?)))
        .collect()
}

/// A value as a view shows it; what a sound file cannot hold is [`StoreError::Corrupt`].
pub(crate) fn value(form: Form, stored: ValueRef<'_>) -> Result<Value, StoreError> {
    match (form, stored) {
        (_, ValueRef::Null) => Ok(Value::Null),
        (Form::Bool, ValueRef::Integer(int)) => Ok(Value::Bool(int != 0)),
        (Form::Int, ValueRef::Integer(int)) => Ok(Value::from(int)),
        (Form::Percent, ValueRef::Real(real)) => Ok(Value::from(real)),
        (Form::Time, ValueRef::Integer(ms)) => Ok(Value::from(time::iso(ms, false))),
        (Form::TimeMs, ValueRef::Integer(ms)) => Ok(Value::from(time::iso(ms, true))),
        (Form::EventTime, ValueRef::Integer(id)) => Ok(Value::from(time::iso(event_key::ts_ms(id), true))),
        (Form::Code(ids), ValueRef::Integer(int)) => {
            let id = usize::try_from(int).ok().and_then(|at| ids.get(at).copied());
            id.map(Value::from).ok_or(StoreError::Corrupt)
        }
        (Form::Mask(ids), ValueRef::Integer(mask)) => {
            Ok(ids.iter().zip(0..).filter(|(_, bit)| mask >> bit & 1 == 1).map(|(id, _)| *id).collect())
        }
        (Form::Names(_) | Form::Json, ValueRef::Text(json)) => {
            serde_json::from_slice(json).map_err(|_| StoreError::Corrupt)
        }
        (Form::Text | Form::Dict, ValueRef::Text(text)) => {
            std::str::from_utf8(text).map(Value::from).map_err(|_| StoreError::Corrupt)
        }
        (Form::Txid, stored) => Txid::read(stored).map(|txid| Value::from(txid.unpack())),
        _ => Err(StoreError::Corrupt),
    }
}
