//! Sums of the licence review under a scenario.

use chrono::{DateTime, Utc};
use domain::analysis::{Lane, Reason};
use rusqlite::Connection;

use crate::StoreError;
use crate::table::assessment::{LANE, LANES, STEP};
use crate::table::data_set::count;
use crate::table::exclusion::{MARK, MARKS};

/// How many users share a step, a lane and a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReviewCell {
    /// The first reason that counts; none = in use.
    pub step: Option<Reason>,
    /// Lane; none = in use.
    pub lane: Option<Lane>,
    /// `excluded`, `expired`, `client_decision`.
    pub mark: Option<&'static str>,
    /// Users.
    pub users: u64,
}

/// Sums over the users that take a licence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewSums {
    /// Users.
    pub billable: u64,
    /// Enrolled.
    pub enrolled: u64,
    /// Of status bypass.
    pub bypass: u64,
    /// Seen less than 30, 60, 90 and the scenario's days before.
    pub active: [u64; 4],
    /// Users by step, lane and decision; sums to `billable`.
    pub cells: Vec<ReviewCell>,
}

const FROM: &str = "users u LEFT JOIN assessments s ON s.user = u.id LEFT JOIN exclusions x USING (user_id)
  WHERE u.status <> 'pending deletion'";

pub(crate) fn sums(
    connection: &Connection,
    idle_days: Option<u32>,
    active_days: u32,
    as_of: DateTime<Utc>,
) -> Result<ReviewSums, StoreError> {
    let sql = format!(
        "SELECT count(*), count(*) FILTER (WHERE u.is_enrolled), count(*) FILTER (WHERE u.status = 'bypass'),
           count(*) FILTER (WHERE s.idle_days < 30), count(*) FILTER (WHERE s.idle_days < 60),
           count(*) FILTER (WHERE s.idle_days < 90), count(*) FILTER (WHERE s.idle_days < ?1) FROM {FROM}"
    );
    let mut sums = connection.prepare_cached(&sql)?.query_row([active_days], |row| {
        let sum = |at: usize| row.get(at).map(count);
        Ok(ReviewSums {
            billable: sum(0)?,
            enrolled: sum(1)?,
            bypass: sum(2)?,
            active: [sum(3)?, sum(4)?, sum(5)?, sum(6)?],
            cells: Vec::new(),
        })
    })?;
    sums.cells = cells(connection, idle_days, as_of)?;
    Ok(sums)
}

/// Users by step, lane and decision.
pub(crate) fn cells(
    connection: &Connection,
    idle_days: Option<u32>,
    as_of: DateTime<Utc>,
) -> Result<Vec<ReviewCell>, StoreError> {
    let sql = format!("SELECT {STEP}, {LANE}, {MARK}, count(*) FROM {FROM} GROUP BY 1, 2, 3");
    let mut statement = connection.prepare_cached(&sql)?;
    let values: &[(&str, &dyn rusqlite::ToSql)] =
        &[(":idle", &idle_days), (":as_of", &as_of.timestamp_millis())];
    let rows = statement
        .query_map(values, |row| {
            Ok(ReviewCell {
                step: nth(&Reason::ALL, row.get(0)?),
                lane: nth(&LANES, row.get(1)?),
                mark: nth(&MARKS, row.get(2)?),
                users: count(row.get(3)?),
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

fn nth<T: Copy>(all: &[T], number: Option<i64>) -> Option<T> {
    all.get(usize::try_from(number?).ok()?).copied()
}
