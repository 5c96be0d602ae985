//! Conditions on texts of the log, resolved to numbers before the log is looked at. The sums of `log_texts` say how many
//! sign-ins a text has, so that a total needs no scan and a user's few sign-ins are found by the index.

use domain::DataSet;
use rusqlite::Connection;
use rusqlite::types::Value;

use super::column::{Column, Form, View};
use super::condition::Filter;
use super::folded::Folded;
use super::query::{Condition, Operator};
use super::set;
use crate::table::beside::{self, Place};
use crate::table::event_key::BUCKET;
use crate::table::tally::{self, Among, Role};
use crate::table::{data_set, rollup, sign_in};
use crate::{StoreError, text};

/// Rows of a page, about.
const PAGE: u64 = 200;
/// How many rows are looked at in the time in which one is found by the index.
pub(super) const SEEK: u64 = 12;

/// Longer lists of texts are not asked about for each user.
const ASKED: usize = 200;

/// More users than these are not looked for one by one.
const MANY: u64 = 5_000;

/// Selects the users beside texts, a JSON list bound to a name.
fn beside_texts(place: Place, texts: &str) -> String {
    format!(
        "SELECT t.id & 1073741823 FROM json_each({texts}) w CROSS JOIN log_user_texts t
           ON t.id BETWEEN {first} | (w.value << 30) AND {first} | (w.value << 30) | 1073741823",
        first = place.all().0,
    )
}

/// Selects the applications or users by which texts are counted, the same way.
fn owners(role: Role, texts: &str) -> String {
    format!(
        "SELECT t.owner FROM json_each({texts}) w CROSS JOIN log_texts t
           ON t.id BETWEEN {first} | (w.value << 30) AND {first} | (w.value << 30) | 1073741823",
        first = role.keys().0,
    )
}

/// Any of some texts that few users have, who are looked for however many sign-ins there are; how many of them is given.
pub(super) fn of_few(
    connection: &Connection,
    filter: &mut Filter,
    column: &Column,
    (texts, users): (String, u64),
) -> Result<(), StoreError> {
    let texts = filter.bind(texts);
    filter.and(&format!("+{} IN (SELECT value FROM json_each({texts}))", column.sql));
    let select = match (Place::of_column(column.spec.id), Role::of_column(column.spec.id)) {
        (Some(place), _) => beside_texts(place, &texts),
        (None, Some(role)) if role.owner_is_user() => owners(role, &texts),
        (None, _) => return Err(StoreError::UnknownColumn),
    };
    if filter.beside.is_empty() {
        filter.by_user(&select, users);
        return Ok(());
    }
    // Of few users those few who can have what is asked for beside.
    let select =
        format!("WITH u (user) AS ({select}) SELECT user FROM u WHERE {}", filter.beside.join(" AND "));
    let mut statement = connection.prepare(&format!("SELECT count(*) FROM ({select})"))?;
    for (name, value) in &filter.values {
        if let Some(at) = statement.parameter_index(name)? {
            statement.raw_bind_parameter(at, value)?;
        }
    }
    let users = statement.raw_query().next()?.map_or(Ok(0), |row| row.get(0).map(data_set::count))?;
    drop(statement);
    filter.by_user(&select, users);
    Ok(())
}

/// Tells whether a user `u.user` ever had any of some texts.
fn had(place: Place, texts: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM json_each({texts}) w CROSS JOIN log_user_texts x
           ON x.id = {} | (w.value << 30) | u.user)",
        place.all().0,
    )
}

/// The same of applications by their names.
fn used(texts: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM ({}) a CROSS JOIN app_user p ON p.id = a.owner << 32 | u.user)",
        owners(Role::AppName, texts)
    )
}

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
            Operator::Contains => {
                let texts = self.folded.holding(self.connection, &text::fold(&condition.value))?;
                if texts.len() > set::MANY {
                    let among = filter.set(self.connection, &texts)?;
                    return Ok(Some((format!("{among}({})", column.sql), None)));
                }
                serde_json::Value::from(texts).to_string()
            }
            Operator::Ne | Operator::Empty | Operator::Present => return self.but(filter, column, condition),
            Operator::Ge | Operator::Le => return Ok(None),
        };
        self.holding(filter, column, texts).map(Some)
    }

    /// Any of some texts (a JSON list of their numbers).
    pub(super) fn holding(
        &self,
        filter: &mut Filter,
        column: &Column,
        texts: String,
    ) -> Result<(String, Option<Known>), StoreError> {
        let place = Place::of_column(column.spec.id);
        let few = texts.len() <= ASKED;
        let Some(role) = Role::of_column(column.spec.id) else {
            let users = place.map(|place| beside::users(self.connection, place, &texts, MANY)).transpose()?;
            let texts = filter.bind(texts);
            if let Some((place, users)) = place.zip(users) {
                if users == 0 {
                    return Ok(("0".to_owned(), Some(Known::Exactly(0))));
                }
                self.find_users(filter, users, None, &beside_texts(place, &texts))?;
                filter.beside.extend(few.then(|| had(place, &texts)));
            }
            return Ok((format!("{} IN (SELECT value FROM json_each({texts}))", column.sql), None));
        };
        let among = tally::among(self.connection, role, &texts)?;
        let count = among.count;
        if let Some(place) = place.filter(|_| count > 0) {
            let users = beside::users(self.connection, place, &among.texts, MANY)?;
            let texts = filter.bind(among.texts.clone());
            self.find_users(filter, users, Some(count), &beside_texts(place, &texts))?;
            filter.beside.extend(few.then(|| had(place, &texts)));
        }
        if role == Role::AppName && few {
            let texts = filter.bind(among.texts.clone());
            filter.beside.push(used(&texts));
        }
        let sql = self.sql(filter, vec![Wanted { role, sql: column.sql, among }])?;
        Ok((sql, Some(Known::Exactly(count))))
    }

    /// Any text but one, any at all, or none.
    fn but(
        &self,
        filter: &mut Filter,
        column: &Column,
        condition: &Condition,
    ) -> Result<Option<(String, Option<Known>)>, StoreError> {
        let text = match condition.op {
            Operator::Ne => tally::exactly(self.connection, std::slice::from_ref(&condition.value))?,
            _ => "[0]".to_owned(),
        };
        let none = condition.op == Operator::Empty;
        let known = match Role::of_column(column.spec.id) {
            None => None,
            Some(role) => {
                let all = rollup::total(self.connection, None)?;
                let others = match condition.op {
                    Operator::Ne => tally::among(self.connection, role, &text)?.count,
                    _ => tally::total_of(self.connection, role)?,
                };
                Some(if condition.op == Operator::Present { others } else { all.saturating_sub(others) })
            }
        };
        let number =
            serde_json::from_str::<Vec<i64>>(&text).ok().and_then(|numbers| numbers.first().copied());
        let mut found = known;
        if let Some((place, number)) = Place::of_column(column.spec.id).zip(number) {
            let users = if none {
                beside::users(self.connection, place, &text, MANY)?
            } else {
                beside::users_but(self.connection, place, number, MANY)?
            };
            let ((first, last), (from, to)) = (place.all(), place.keys(number));
            let select = "SELECT id & 1073741823 FROM log_user_texts WHERE id BETWEEN";
            let select = if none {
                format!("{select} {from} AND {to}")
            } else {
                format!("{select} {first} AND {} UNION {select} {} AND {last}", from - 1, to + 1)
            };
            if users == 0 {
                found = Some(0);
            } else {
                self.find_users(filter, users, known, &select)?;
            }
        }
        if found == Some(0) {
            return Ok(Some(("0".to_owned(), Some(Known::Exactly(0)))));
        }
        let sql = filter.condition(column, condition)?;
        Ok(Some((sql, known.map(Known::Exactly))))
    }

    /// Looks for sign-ins of some users only, where that is less work than looking at all of them; `count` = how many of
    /// them match, where it is known.
    fn find_users(
        &self,
        filter: &mut Filter,
        users: u64,
        count: Option<u64>,
        select: &str,
    ) -> Result<(), StoreError> {
        // Each of them has one at least, as far as is known.
        if users < MANY && self.sought_sooner(count.unwrap_or(users), users)? {
            filter.by_user(select, users);
        }
        Ok(())
    }

    /// The search of the log in SQL: only columns in which the needle stands at all are looked at. With one, or none,
    /// the sums know how many sign-ins match; with more, they know how many at least. Of very many texts it is not asked.
    pub(super) fn search(
        &self,
        filter: &mut Filter,
        needle: &str,
    ) -> Result<(String, Option<Known>), StoreError> {
        let texts = self.folded.holding(self.connection, &text::fold(needle))?;
        if texts.len() > set::MANY {
            let among = filter.set(self.connection, &texts)?;
            let searched = self.view.columns.iter().filter(|column| column.searched);
            let terms: Vec<String> = searched.map(|column| format!("{among}({})", column.sql)).collect();
            return Ok((terms.join(" OR "), None));
        }
        let found = self.found(&serde_json::Value::from(texts).to_string())?;
        let known = match found.as_slice() {
            [] => Known::Exactly(0),
            [only] => Known::Exactly(only.among.count),
            more => Known::AtLeast(more.iter().map(|one| one.among.count).max().unwrap_or(0)),
        };
        Ok((self.sql(filter, found)?, Some(known)))
    }

    /// The columns in which any of the texts stands.
    fn found(&self, texts: &str) -> Result<Vec<Wanted>, StoreError> {
        let mut found = Vec::new();
        for column in self.view.columns.iter().filter(|column| column.searched) {
            let Some(role) = Role::of_column(column.spec.id) else { continue };
            let among = tally::among(self.connection, role, texts)?;
            if among.count > 0 {
                found.push(Wanted { role, sql: column.sql, among });
            }
        }
        Ok(found)
    }

    /// One of the columns holds one of its texts.
    fn sql(&self, filter: &mut Filter, wanted: Vec<Wanted>) -> Result<String, StoreError> {
        let by_user = self.by_user(&wanted)?;
        let (mut terms, mut users, mut count) = (Vec::new(), Vec::new(), 0);
        for one in wanted.into_iter().filter(|one| one.among.count > 0) {
            let texts = filter.bind(Value::from(one.among.texts));
            terms.push(format!("{} IN (SELECT value FROM json_each({texts}))", one.sql));
            count += one.among.owners;
            users.push(owners(one.role, &texts));
        }
        if by_user {
            filter.by_user(&users.join(" UNION "), count);
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
        self.sought_sooner(count, owners)
    }

    fn sought_sooner(&self, count: u64, owners: u64) -> Result<bool, StoreError> {
        let Some((first, last)) = sign_in::span(self.connection)? else { return Ok(false) };
        let stretches = data_set::count((last >> BUCKET) - (first >> BUCKET) + 1);
        let rows = data_set::one(self.connection, DataSet::SignIns)?.rows;
        let count = count.max(1);
        let looked_at = (rows / count).saturating_mul(PAGE).min(rows);
        let sought = owners.saturating_mul((stretches * PAGE / count).clamp(1, stretches));
        Ok(sought.saturating_mul(SEEK) < looked_at)
    }
}
