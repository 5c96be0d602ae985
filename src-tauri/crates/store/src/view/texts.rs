//! Conditions on texts of the log, resolved to numbers before the log is looked at. The sums of `log_texts` say how many
//! sign-ins a text has, so that a total needs no scan and a user's few sign-ins are found by the index.

use rusqlite::Connection;
use rusqlite::types::Value;

use super::column::{Form, View};
use super::condition::Filter;
use super::folded::Folded;
use super::query::{Condition, Operator};
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

/// Where texts are looked up.
pub(super) struct Texts<'t> {
    pub(super) connection: &'t Connection,
    pub(super) folded: &'t Folded,
    pub(super) view: &'t View,
}

impl Texts<'_> {
    /// The condition in SQL, where it is one on texts, and how many sign-ins meet it, where those are counted.
    pub(super) fn condition(
        &self,
        filter: &mut Filter,
        condition: &Condition,
    ) -> Result<Option<(String, Option<u64>)>, StoreError> {
        let column = self.view.column(&condition.column).ok_or(StoreError::UnknownColumn)?;
        if !matches!(column.form, Form::Dict) {
            return Ok(None);
        }
        let texts = match condition.op {
            Operator::Eq => tally::exactly(self.connection, std::slice::from_ref(&condition.value))?,
            Operator::In => {
                tally::exactly(self.connection, &condition.values().ok_or(StoreError::BadCondition)?)?
            }
            Operator::Contains => self.folded.holding(self.connection, &text::fold(&condition.value))?,
            Operator::Ne | Operator::Ge | Operator::Le | Operator::Empty | Operator::Present => {
                return Ok(None);
            }
        };
        let Some(role) = Role::of_column(column.spec.id) else {
            let texts = filter.bind(texts);
            return Ok(Some((format!("{} IN (SELECT value FROM json_each({texts}))", column.sql), None)));
        };
        let (texts, count) = tally::among(self.connection, role, &texts)?;
        Ok(Some((Wanted { role, sql: column.sql, texts, count }.sql(filter, true), Some(count))))
    }

    /// The search of the log in SQL: only columns in which the needle stands at all are looked at. With one, or none,
    /// the sums know how many sign-ins match.
    pub(super) fn search(
        &self,
        filter: &mut Filter,
        needle: &str,
    ) -> Result<(String, Option<u64>), StoreError> {
        let found = self.found(needle)?;
        let count = match found.as_slice() {
            [] => Some(0),
            [only] => Some(only.count),
            _ => None,
        };
        let alone = found.len() == 1;
        let terms: Vec<String> = found.into_iter().map(|wanted| wanted.sql(filter, alone)).collect();
        Ok((if terms.is_empty() { "0".to_owned() } else { terms.join(" OR ") }, count))
    }

    fn found(&self, needle: &str) -> Result<Vec<Wanted>, StoreError> {
        let texts = self.folded.holding(self.connection, &text::fold(needle))?;
        let mut found = Vec::new();
        for column in self.view.columns.iter().filter(|column| column.searched) {
            let Some(role) = Role::of_column(column.spec.id) else { continue };
            let (texts, count) = tally::among(self.connection, role, &texts)?;
            if count > 0 {
                found.push(Wanted { role, sql: column.sql, texts, count });
            }
        }
        Ok(found)
    }
}

impl Wanted {
    /// `alone`: nothing else lets a sign-in through.
    fn sql(self, filter: &mut Filter, alone: bool) -> String {
        if self.count == 0 {
            return "0".to_owned();
        }
        let texts = filter.bind(Value::from(self.texts));
        let holds = format!("{} IN (SELECT value FROM json_each({texts}))", self.sql);
        if !alone || !matches!(self.role, Role::UserName | Role::Ip) || self.count > FEW {
            return holds;
        }
        filter.by_user(&format!(
            "SELECT t.owner FROM json_each({texts}) w JOIN log_texts t
               ON t.id BETWEEN {first} | (w.value << 30) AND {first} | (w.value << 30) | 1073741823",
            first = self.role.keys().0,
        ));
        holds
    }
}
