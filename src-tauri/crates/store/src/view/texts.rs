//! Conditions on texts of the log, resolved to numbers before the log is looked at. The sums of `log_texts` say how many
//! sign-ins a text has, so that a total needs no scan and a user's few sign-ins are found by the index.

use domain::DataSet;
use rusqlite::Connection;
use rusqlite::types::Value;

use super::column::{Form, View};
use super::condition::Filter;
use super::folded::Folded;
use super::query::{Condition, Operator};
use crate::table::event_key::BUCKET;
use crate::table::tally::{self, Among, Role};
use crate::table::{data_set, sign_in};
use crate::{StoreError, text};

/// Rows of a page, about.
const PAGE: u64 = 200;
/// How many rows are looked at in the time in which one is found by the index.
const SEEK: u64 = 12;

/// A column of the log and the texts wanted in it.
struct Wanted {
    role: Role,
    sql: &'static str,
    among: Among,
}

/// How many sign-ins meet a condition or a search, as far as the sums tell.
#[derive(Clone, Copy)]
pub(super) enum Known {
    Exactly(u64),
    AtLeast(u64),
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
    ) -> Result<Option<(String, Option<Known>)>, StoreError> {
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
        let among = tally::among(self.connection, role, &texts)?;
        let count = among.count;
        let sql = self.sql(filter, vec![Wanted { role, sql: column.sql, among }])?;
        Ok(Some((sql, Some(Known::Exactly(count)))))
    }

    /// The search of the log in SQL: only columns in which the needle stands at all are looked at. With one, or none,
    /// the sums know how many sign-ins match; with more, they know how many at least.
    pub(super) fn search(&self, filter: &mut Filter, needle: &str) -> Result<(String, Known), StoreError> {
        let found = self.found(needle)?;
        let known = match found.as_slice() {
            [] => Known::Exactly(0),
            [only] => Known::Exactly(only.among.count),
            more => Known::AtLeast(more.iter().map(|one| one.among.count).max().unwrap_or(0)),
        };
        Ok((self.sql(filter, found)?, known))
    }

    fn found(&self, needle: &str) -> Result<Vec<Wanted>, StoreError> {
        let texts = self.folded.holding(self.connection, &text::fold(needle))?;
        let mut found = Vec::new();
        for column in self.view.columns.iter().filter(|column| column.searched) {
            let Some(role) = Role::of_column(column.spec.id) else { continue };
            let among = tally::among(self.connection, role, &texts)?;
            if among.count > 0 {
                found.push(Wanted { role, sql: column.sql, among });
            }
        }
        Ok(found)
    }

    /// One of the columns holds one of its texts.
    fn sql(&self, filter: &mut Filter, wanted: Vec<Wanted>) -> Result<String, StoreError> {
        let by_user = self.by_user(&wanted)?;
        let (mut terms, mut users) = (Vec::new(), Vec::new());
        for one in wanted.into_iter().filter(|one| one.among.count > 0) {
            let texts = filter.bind(Value::from(one.among.texts));
            terms.push(format!("{} IN (SELECT value FROM json_each({texts}))", one.sql));
            users.push(format!(
                "SELECT t.owner FROM json_each({texts}) w CROSS JOIN log_texts t
                   ON t.id BETWEEN {first} | (w.value << 30) AND {first} | (w.value << 30) | 1073741823",
                first = one.role.keys().0,
            ));
        }
        if by_user {
            filter.by_user(&users.join(" UNION "));
        }
        Ok(if terms.is_empty() { "0".to_owned() } else { terms.join(" OR ") })
    }

    /// Whether looking for the users who bear the texts is less work than looking at sign-ins until a page is full.
    fn by_user(&self, wanted: &[Wanted]) -> Result<bool, StoreError> {
        let (count, owners) = wanted
            .iter()
            .fold((0, 0), |sum: (u64, u64), one| (sum.0 + one.among.count, sum.1 + one.among.owners));
        if count == 0 || !wanted.iter().all(|one| one.role.owner_is_user()) {
            return Ok(false);
        }
        let Some((first, last)) = sign_in::span(self.connection)? else { return Ok(false) };
        let stretches = data_set::count((last >> BUCKET) - (first >> BUCKET) + 1);
        let rows = data_set::one(self.connection, DataSet::SignIns)?.rows;
        let looked_at = (rows / count).saturating_mul(PAGE).min(rows);
        let sought = owners.saturating_mul((stretches * PAGE / count).clamp(1, stretches));
        Ok(sought.saturating_mul(SEEK) < looked_at)
    }
}
