//! `log_texts`: how often each text stands in a column of the sign-in log, by the application or user beside it. Kept
//! in the same transaction as the rows, it answers totals, choices and the panel of an application without a scan.

use std::collections::BTreeMap;

use rusqlite::{Connection, Transaction, params};

use super::data_set::count;
use super::sign_in::Event;
use crate::StoreError;

/// A column of the log whose texts are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    UserName,
    AppName,
    Reason,
    Factor,
    Country,
    Ip,
}

impl Role {
    const ALL: [Self; 6] =
        [Self::UserName, Self::AppName, Self::Reason, Self::Factor, Self::Country, Self::Ip];

    /// The role of a column of the view of sign-ins.
    pub(crate) fn of_column(id: &str) -> Option<Self> {
        Some(match id {
            "username" => Self::UserName,
            "app" => Self::AppName,
            "reason" => Self::Reason,
            "factor" => Self::Factor,
            "country" => Self::Country,
            "ip" => Self::Ip,
            _ => return None,
        })
    }

    pub(crate) const fn number(self) -> i64 {
        self as i64
    }

    const fn owner(self, event: &Event) -> i64 {
        match self {
            Self::UserName => event.user,
            Self::Ip => 0,
            Self::AppName | Self::Reason | Self::Factor | Self::Country => event.app,
        }
    }
}

/// What a page of events changes.
#[derive(Default)]
pub(crate) struct Tally(BTreeMap<(Role, i64, i64), [i64; 2]>);

impl Tally {
    /// `sign` −1 takes an event back.
    pub(crate) fn count(&mut self, event: &Event, sign: i64, refused: bool) {
        for role in Role::ALL {
            let Some(text) = event.text(role) else { continue };
            let sums = self.0.entry((role, text, role.owner(event))).or_default();
            sums[0] += sign;
            sums[1] += sign * i64::from(refused);
        }
    }

    pub(crate) fn apply(&self, tx: &Transaction) -> Result<(), StoreError> {
        let mut upsert = tx.prepare_cached(
            "INSERT INTO log_texts VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET count = count + ?4, refused = refused + ?5",
        )?;
        let mut clear = tx.prepare_cached(
            "DELETE FROM log_texts WHERE role = ?1 AND text = ?2 AND owner = ?3 AND count = 0",
        )?;
        for ((role, text, owner), [sum, refused]) in &self.0 {
            upsert.execute(params![role.number(), text, owner, sum, refused])?;
            if *sum <= 0 {
                clear.execute(params![role.number(), text, owner])?;
            }
        }
        Ok(())
    }
}

/// Those of the texts (a JSON list of numbers) that stand in a column, and in how many sign-ins.
pub(crate) fn among(connection: &Connection, role: Role, texts: &str) -> Result<(String, u64), StoreError> {
    let found = connection
        .prepare_cached(
            "SELECT json_group_array(text), coalesce(sum(n), 0) FROM (
               SELECT text, sum(count) AS n FROM log_texts
               WHERE role = ?1 AND text IN (SELECT value FROM json_each(?2)) GROUP BY text)",
        )?
        .query_row(params![role.number(), texts], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (texts, sum): (String, i64) = found;
    Ok((texts, count(sum)))
}

/// Sign-ins that have any text in a column.
pub(crate) fn total_of(connection: &Connection, role: Role) -> Result<u64, StoreError> {
    let total = connection
        .prepare_cached("SELECT coalesce(sum(count), 0) FROM log_texts WHERE role = ?1")?
        .query_row([role.number()], |row| row.get(0))?;
    Ok(count(total))
}

/// The numbers of texts, as a JSON list; those that the log does not know are left out.
pub(crate) fn exactly(connection: &Connection, texts: &[String]) -> Result<String, StoreError> {
    let texts = serde_json::Value::from(texts).to_string();
    Ok(connection
        .prepare_cached(
            "SELECT json_group_array(id) FROM dict WHERE text IN (SELECT value FROM json_each(?1))",
        )?
        .query_row([texts], |row| row.get(0))?)
}

/// Texts of a column with how often they stand there, commonest first; without those that have none.
pub(crate) fn commonest(
    connection: &Connection,
    role: Role,
    limit: usize,
) -> Result<Vec<(String, u64)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT d.text, s.n FROM (SELECT text, sum(count) AS n FROM log_texts WHERE role = ?1 GROUP BY text) s
         JOIN dict d ON d.id = s.text ORDER BY s.n DESC, d.text LIMIT ?2",
    )?;
    let rows = statement
        .query_map(params![role.number(), i64::try_from(limit).unwrap_or(i64::MAX)], |row| {
            Ok((row.get(0)?, count(row.get(1)?)))
        })?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// Texts beside an application, commonest first; `refused`: in refused sign-ins only.
pub(crate) fn of_app(
    connection: &Connection,
    app: i64,
    role: Role,
    refused: bool,
) -> Result<Vec<(String, u64)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT d.text, iif(?3, s.refused, s.count) AS n FROM log_texts s JOIN dict d ON d.id = s.text
         WHERE s.role = ?1 AND s.owner = ?2 AND n > 0 ORDER BY n DESC, d.text",
    )?;
    let rows = statement
        .query_map(params![role.number(), app, refused], |row| Ok((row.get(0)?, count(row.get(1)?))))?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}
