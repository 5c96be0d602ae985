//! `snapshots`: the sums of the licence review after each sync.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Transaction, params};
use serde::Serialize;
use ts_rs::TS;

use super::data_set::{count, int};
use crate::{StoreError, time};

/// Sums after a sync.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SnapshotRow {
    /// When the users were read.
    pub at: DateTime<Utc>,
    /// Whether users and log were read to their end; what was not is a point of its own, joined to no other.
    pub whole: bool,
    /// Users that take a licence.
    pub billable: u64,
    /// Of those, enrolled.
    pub enrolled: u64,
    /// Seen less than 30 days before.
    pub active_30: u64,
    /// Less than 60.
    pub active_60: u64,
    /// Less than 90.
    pub active_90: u64,
    /// Lane Ready without the excluded.
    pub reclaim: u64,
    /// Of status bypass.
    pub bypass: u64,
    /// Seats, as entered then.
    pub paid: Option<u32>,
}

pub(crate) fn put(tx: &Transaction, row: &SnapshotRow) -> Result<(), StoreError> {
    tx.prepare_cached("INSERT OR REPLACE INTO snapshots VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?
        .execute(params![
        row.at.timestamp_millis(),
        row.whole,
        int(row.billable),
        int(row.enrolled),
        int(row.active_30),
        int(row.active_60),
        int(row.active_90),
        int(row.reclaim),
        int(row.bypass),
        row.paid,
    ])?;
    Ok(())
}

/// Oldest first.
pub(crate) fn all(connection: &Connection) -> Result<Vec<SnapshotRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT at, whole, billable, enrolled, active_30, active_60, active_90, reclaim, bypass, paid
         FROM snapshots ORDER BY at",
    )?;
    let rows = statement
        .query_map([], |row| {
            let sum = |at: usize| row.get(at).map(count);
            Ok(SnapshotRow {
                at: time::at(row.get(0)?).unwrap_or_default(),
                whole: row.get(1)?,
                billable: sum(2)?,
                enrolled: sum(3)?,
                active_30: sum(4)?,
                active_60: sum(5)?,
                active_90: sum(6)?,
                reclaim: sum(7)?,
                bypass: sum(8)?,
                paid: row.get(9)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}
