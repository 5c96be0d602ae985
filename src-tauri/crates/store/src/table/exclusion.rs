//! `exclusions`: users that somebody took out of the review, or left to the client to decide. Keyed by Duo's id and
//! without a reference to `users`, so that they outlive every sync.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Transaction, named_params, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{StoreError, time};

/// What was decided about a user, in the order of the numbers stored and shown.
pub(crate) const MARKS: [&str; 3] = ["excluded", "expired", "client_decision"];
const CLIENT_DECISION: i64 = 2;

/// The mark of a user at `:as_of`, over the table `x`.
pub(crate) const MARK: &str = "CASE WHEN x.decision = 0 AND x.until <= :as_of THEN 1 ELSE x.decision END";

/// A decision about a user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ExclusionRow {
    /// `DU…`.
    pub user_id: String,
    /// Left to the client, which excludes nobody.
    pub client_decision: bool,
    /// Code of the reason; a text key.
    pub reason: String,
    /// Why, in somebody's words.
    pub note: String,
    /// From when on it no longer counts; none = for good.
    pub until: Option<DateTime<Utc>>,
    /// By whom.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

pub(crate) fn put(tx: &Transaction, row: &ExclusionRow) -> Result<(), StoreError> {
    tx.prepare_cached("INSERT OR REPLACE INTO exclusions VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?.execute(
        params![
            row.user_id,
            if row.client_decision { CLIENT_DECISION } else { 0 },
            row.reason,
            row.note,
            time::ms(row.until),
            row.by,
            row.at.timestamp_millis(),
        ],
    )?;
    Ok(())
}

pub(crate) fn remove(tx: &Transaction, user_id: &str) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM exclusions WHERE user_id = ?1")?.execute([user_id])?;
    Ok(())
}

/// A decision as it stands at the age of the data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct UserDecision {
    /// `excluded`, `expired` or `client_decision`; a text key.
    pub decision: String,
    /// Why, in somebody's words.
    pub note: String,
    /// From when on it no longer counts; none = for good.
    pub until: Option<DateTime<Utc>>,
    /// By whom.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// What was decided about a user.
pub(crate) fn of(
    connection: &Connection,
    user_id: &str,
    as_of: DateTime<Utc>,
) -> Result<Option<UserDecision>, StoreError> {
    let sql =
        format!("SELECT {MARK}, x.note, x.until, x.by, x.at FROM exclusions x WHERE x.user_id = :user_id");
    let values = named_params! { ":user_id": user_id, ":as_of": as_of.timestamp_millis() };
    let mut statement = connection.prepare_cached(&sql)?;
    let decision = statement.query_row(values, |row| {
        let mark = usize::try_from(row.get::<_, i64>(0)?).ok().and_then(|mark| MARKS.get(mark));
        Ok(UserDecision {
            decision: mark.copied().unwrap_or_default().to_owned(),
            note: row.get(1)?,
            until: time::at(row.get(2)?),
            by: row.get(3)?,
            at: time::at(row.get(4)?).unwrap_or_default(),
        })
    });
    Ok(decision.optional()?)
}

/// Every decision, newest first.
pub(crate) fn all(connection: &Connection) -> Result<Vec<ExclusionRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT user_id, decision, reason, note, until, by, at FROM exclusions ORDER BY at DESC, user_id",
    )?;
    let rows = statement
        .query_map([], |row| {
            Ok(ExclusionRow {
                user_id: row.get(0)?,
                client_decision: row.get::<_, i64>(1)? == CLIENT_DECISION,
                reason: row.get(2)?,
                note: row.get(3)?,
                until: time::at(row.get(4)?),
                by: row.get(5)?,
                at: time::at(row.get(6)?).unwrap_or_default(),
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}
