//! A report as CSV: one table with a row for every figure, check, data set and entry of a list.

use std::io;

use serde_json::Value;

use super::document::{Check, CheckState, Document, Line, List};
use super::values;
use super::why::short;
use crate::api::Figure;
use crate::export::{guarded, record};
use crate::text::said;

const HEAD: [&str; 8] = ["part", "id", "item", "state", "value", "of", "percent", "detail"];
type Record = [String; HEAD.len()];

impl Document {
    pub(super) fn csv(&self) -> io::Result<Vec<u8>> {
        let mut out = "\u{feff}".as_bytes().to_vec();
        record(HEAD.map(str::to_owned), &mut out)?;
        for group in &self.groups {
            for line in &group.lines {
                record(figure(group.id, line), &mut out)?;
            }
        }
        for row in self.checks.iter().map(check).chain(self.sets()) {
            record(row, &mut out)?;
        }
        for list in &self.lists {
            for row in entries(list) {
                record(row, &mut out)?;
            }
        }
        Ok(out)
    }

    fn sets(&self) -> impl Iterator<Item = Record> {
        self.basis.sets.iter().map(|set| {
            let state = super::scope::id(set.state);
            let at = set.as_of.map_or(Value::Null, values::time);
            let rows =
                if super::scope::readable(set) { values::number(set.rows as f64) } else { Value::Null };
            cells([
                "scope".into(),
                set.data_set.id().into(),
                said(&format!("data_set_{}", set.data_set.id()), &[]).into(),
                state,
                rows,
                Value::Null,
                Value::Null,
                at,
            ])
        })
    }
}

/// A list as a table of its own, for the evidence pack.
pub(super) fn of_list(list: &List) -> io::Result<Vec<u8>> {
    let mut out = "\u{feff}".as_bytes().to_vec();
    record(list.columns.iter().map(|column| column.id.to_owned()), &mut out)?;
    for row in &list.rows {
        record(row.iter().map(|cell| text(cell.value())), &mut out)?;
    }
    Ok(out)
}

fn figure(part: &'static str, line: &Line) -> Record {
    let (state, detail) = match line.figure {
        Figure::Value(_) => ("read", line.rule.clone()),
        Figure::NotEvaluated(why) => (CheckState::NotReadable.id(), short(why)),
    };
    cells([
        part.into(),
        line.id.as_str().into(),
        line.label.as_str().into(),
        state.into(),
        values::figure(&line.figure),
        line.of.map_or(Value::Null, values::number),
        line.percent().map_or(Value::Null, values::number),
        detail.into(),
    ])
}

fn check(check: &Check) -> Record {
    let detail = match check.count {
        Figure::Value(_) => check.rule.clone(),
        Figure::NotEvaluated(why) => short(why),
    };
    cells([
        "check".into(),
        check.id.into(),
        check.title.as_str().into(),
        check.state().id().into(),
        values::figure(&check.count),
        check.of.map_or(Value::Null, values::number),
        check.percent().map_or(Value::Null, values::number),
        detail.into(),
    ])
}

/// The first column names the entry; the others are joined with their heads.
fn entries(list: &List) -> impl Iterator<Item = Record> {
    list.rows.iter().zip(1_u32..).map(|(row, number)| {
        let others = row.iter().zip(&list.columns).skip(1).filter_map(|(cell, column)| {
            let text = plain(&cell.value());
            (!text.is_empty()).then(|| format!("{}: {text}", column.label))
        });
        let others: Vec<_> = others.collect();
        cells([
            list.id.into(),
            number.into(),
            row.first().map_or(Value::Null, super::document::Cell::value),
            Value::Null,
            Value::Null,
            Value::Null,
            Value::Null,
            others.join("; ").into(),
        ])
    })
}

fn cells(values: [Value; HEAD.len()]) -> Record {
    values.map(text)
}

/// A value as a cell: a text that somebody wrote is no formula.
// Handed to `map`.
#[allow(clippy::needless_pass_by_value)]
pub(super) fn text(value: Value) -> String {
    match &value {
        Value::Number(_) => plain(&value),
        _ => guarded(plain(&value)),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
