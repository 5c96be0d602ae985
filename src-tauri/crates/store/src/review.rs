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
        "SELECT {STEP}, {LANE}, {MARK}, count(*), count(*) FILTER (WHERE u.is_enrolled),
           count(*) FILTER (WHERE u.status = 'bypass'), count(*) FILTER (WHERE s.idle_days < 30),
           count(*) FILTER (WHERE s.idle_days < 60), count(*) FILTER (WHERE s.idle_days < 90),
           count(*) FILTER (WHERE s.idle_days < :active) FROM {FROM} GROUP BY 1, 2, 3"
    );
    let values: &[(&str, &dyn rusqlite::ToSql)] =
        &[(":idle", &idle_days), (":as_of", &as_of.timestamp_millis()), (":active", &active_days)];
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(values)?;
    let mut sums = ReviewSums::default();
    while let Some(row) = rows.next()? {
        let sum = |at: usize| row.get(at).map(count);
        let cell = cell(row)?;
        sums.billable += cell.users;
        sums.enrolled += sum(4)?;
        sums.bypass += sum(5)?;
        for (active, at) in sums.active.iter_mut().zip(6..) {
            *active += sum(at)?;
        }
        sums.cells.push(cell);
    }
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
    let rows = statement.query_map(values, cell)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

fn cell(row: &rusqlite::Row<'_>) -> rusqlite::Result<ReviewCell> {
    Ok(ReviewCell {
        step: nth(&Reason::ALL, row.get(0)?),
        lane: nth(&LANES, row.get(1)?),
        mark: nth(&MARKS, row.get(2)?),
        users: count(row.get(3)?),
    })
}

fn nth<T: Copy>(all: &[T], number: Option<i64>) -> Option<T> {
    all.get(usize::try_from(number?).ok()?).copied()
}
