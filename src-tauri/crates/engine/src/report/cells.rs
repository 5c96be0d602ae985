//! Cells of a view's rows, in words; what tells who somebody is stays marked.

use serde_json::Value;
use store::{ColumnKind, Row, ViewName};

use super::document::{Cell, ListColumn};
use crate::text::{said, template};

/// Columns of a list, named as the view names them.
pub(super) fn columns(view: ViewName, ids: &[&'static str]) -> Vec<ListColumn> {
    let one = |id: &&'static str| ListColumn { id, label: said(&format!("column_{}_{id}", view.id()), &[]) };
    ids.iter().map(one).collect()
}

/// The cells of these columns.
pub(super) fn cells(view: ViewName, ids: &[&'static str], row: &Row) -> Vec<Cell> {
    ids.iter().map(|id| cell(view, id, row.get(*id).unwrap_or(&Value::Null))).collect()
}

fn cell(view: ViewName, id: &str, value: &Value) -> Cell {
    let kind = store::columns(view).iter().find(|column| column.id == id).map(|column| column.kind);
    match value {
        Value::Bool(yes) => Cell::Text(said(if *yes { "value_yes" } else { "value_no" }, &[])),
        Value::Number(number) => number.as_f64().map_or(Cell::None, Cell::Number),
        Value::String(text) if kind == Some(ColumnKind::Time) => {
            text.parse().map_or_else(|_| Cell::Text(text.clone()), Cell::Time)
        }
        Value::String(text) => match told_of(view, id) {
            Told::Person => Cell::People(vec![text.clone()]),
            Told::Private => Cell::Private(text.clone()),
            Told::Address => Cell::Address(text.clone()),
            Told::Nobody => Cell::Text(word(view, id, text)),
        },
        Value::Array(items) => {
            let texts = items.iter().filter_map(Value::as_str);
            match told_of(view, id) {
                Told::Person => Cell::People(texts.map(str::to_owned).collect()),
                _ => Cell::Text(texts.map(|text| word(view, id, text)).collect::<Vec<_>>().join(", ")),
            }
        }
        Value::Null | Value::Object(_) => Cell::None,
    }
}

/// Of whom a column tells.
enum Told {
    Nobody,
    Person,
    Private,
    Address,
}

fn told_of(view: ViewName, id: &str) -> Told {
    match (view, id) {
        (_, "username") | (ViewName::Devices, "users") | (ViewName::Admins, "name") => Told::Person,
        (ViewName::Devices, "name") | (_, "realname" | "email" | "device_name" | "created_by" | "phone") => {
            Told::Private
        }
        (_, "ip") => Told::Address,
        _ => Told::Nobody,
    }
}

/// A value in plain words; Duo's own where there are none.
fn word(view: ViewName, id: &str, value: &str) -> String {
    let prefix = match (view, id) {
        (ViewName::Bypass, "kind") => "bypass_kind",
        (ViewName::Devices, "kind") => "device_kind",
        (ViewName::Admins, "factors") => "admin_factor",
        (ViewName::Users, "factors" | "strongest") => "factor",
        (ViewName::Users, "reasons") => "reason",
        (_, "status" | "let_past" | "result" | "user_auth" | "new_user" | "networks" | "evidence") => id,
        _ => return value.to_owned(),
    };
    let key = format!("{prefix}_{}", value.replace([' ', '-'], "_"));
    template(&key).map_or_else(|| value.to_owned(), str::to_owned)
}
