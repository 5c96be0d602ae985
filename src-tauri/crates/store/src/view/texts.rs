//! Conditions on texts of the log, resolved to numbers before the log is looked at. The sums of `log_texts` say how many
//! sign-ins a text has, so that a total needs no scan and a user's few sign-ins are found by the index.

use rusqlite::Connection;
use rusqlite::types::Value;

use super::column::{Form, View};
use super::condition::Filter;
use super::query::{Condition, Operator};
use crate::table::dict;
use crate::table::tally::{self, Role};
use crate::{StoreError, text};

/// Up to so many sign-ins are fetched one by one through the index of users; more are found sooner by a scan.
const FEW: u64 = 20_000;

/// A column of the log and the texts wanted in it.
struct Wanted {
    role: Role,
    sql: &'static str,
    /// Numbers of texts, a JSON list.
    texts: String,
    /// Sign-ins that have one of them.
    count: u64,
}

/// The condition in SQL and how many sign-ins meet it, where it is one on a counted text; none = another kind.
pub(super) fn condition(
    connection: &Connection,
    filter: &mut Filter,
    view: &View,
    condition: &Condition,
) -> Result<Option<(String, u64)>, StoreError> {
    Ok(wanted(connection, view, condition)?.map(|wanted| {
        let count = wanted.count;
        (wanted.sql(filter), count)
    }))
}

/// The search of the log in SQL: only columns in which the needle stands at all are looked at. With one, or none, the
/// sums know how many sign-ins match.
pub(super) fn search(
    connection: &Connection,
    filter: &mut Filter,
    view: &View,
    needle: &str,
) -> Result<(String, Option<u64>), StoreError> {
    let found = found(connection, view, needle)?;
    let count = match found.as_slice() {
        [] => Some(0),
        [only] => Some(only.count),
        _ => None,
    };
    let terms: Vec<String> = found.into_iter().map(|wanted| wanted.sql(filter)).collect();
    Ok((if terms.is_empty() { "0".to_owned() } else { terms.join(" OR ") }, count))
}

fn wanted(connection: &Connection, view: &View, condition: &Condition) -> Result<Option<Wanted>, StoreError> {
    let column = view.column(&condition.column).ok_or(StoreError::UnknownColumn)?;
    let Some(role) = Role::of_column(column.spec.id).filter(|_| matches!(column.form, Form::Dict)) else {
        return Ok(None);
    };
    let texts = match condition.op {
        Operator::Eq => tally::exactly(connection, &condition.value)?,
        Operator::Contains => dict::holding(connection, &text::fold(&condition.value))?,
        Operator::Ne | Operator::Ge | Operator::Le | Operator::Empty | Operator::Present => return Ok(None),
    };
    let (texts, count) = tally::among(connection, role, &texts)?;
    Ok(Some(Wanted { role, sql: column.sql, texts, count }))
}

fn found(connection: &Connection, view: &View, needle: &str) -> Result<Vec<Wanted>, StoreError> {
    let texts = dict::holding(connection, &text::fold(needle))?;
    let mut found = Vec::new();
    for column in view.columns.iter().filter(|column| column.searched) {
        let Some(role) = Role::of_column(column.spec.id) else { continue };
        let (texts, count) = tally::among(connection, role, &texts)?;
        if count > 0 {
            found.push(Wanted { role, sql: column.sql, texts, count });
        }
    }
    Ok(found)
}

impl Wanted {
    fn sql(self, filter: &mut Filter) -> String {
        if self.count == 0 {
            return "0".to_owned();
        }
        let texts = filter.bind(Value::from(self.texts));
        let holds = format!("{} IN (SELECT value FROM json_each({texts}))", self.sql);
        if self.role != Role::UserName || self.count > FEW {
            return holds;
        }
        format!(
            "{holds} AND e.user IN (SELECT owner FROM log_texts WHERE role = {} AND text IN
               (SELECT value FROM json_each({texts})))",
            self.role.number(),
        )
    }
}
