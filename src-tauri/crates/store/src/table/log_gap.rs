//! `log_gaps`: stretches of a log in which events are known to be missing; `log_passes`: when a log was last read again
//! and last counted.

use domain::{DataSet, GapReason, LogGap};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::{StoreError, time};

/// A stretch that is found to be missing; both ends belong to it, in Unix milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewGap {
    /// Start.
    pub lo_ms: i64,
    /// End.
    pub hi_ms: i64,
    /// Why.
    pub why: GapReason,
    /// When it was found.
    pub found_ms: i64,
}

/// When a log was last read again for late events and last counted against Duo, in Unix milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LogPasses {
    /// Read again up to this time.
    pub swept_ms: Option<i64>,
    /// Counted.
    pub counted_ms: Option<i64>,
}

/// Notes a gap, unless it lies in one that is open for the same reason.
pub(crate) fn add(tx: &Transaction, set: DataSet, gap: &NewGap) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO log_gaps (data_set, lo_ms, hi_ms, why, found_ms)
         SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS
           (SELECT 1 FROM log_gaps
            WHERE data_set = ?1 AND lo_ms <= ?2 AND hi_ms >= ?3 AND why = ?4 AND closed_ms IS NULL)",
    )?
    .execute(params![set.id(), gap.lo_ms, gap.hi_ms, gap.why.id(), gap.found_ms])?;
    Ok(())
}

/// Closes the open gaps of a reason that lie in a stretch which was read after all.
pub(crate) fn close(
    tx: &Transaction,
    set: DataSet,
    why: GapReason,
    (lo_ms, hi_ms): (i64, i64),
    now_ms: i64,
) -> Result<(), StoreError> {
    tx.prepare_cached(
        "UPDATE log_gaps SET closed_ms = ?5
         WHERE data_set = ?1 AND why = ?2 AND lo_ms >= ?3 AND hi_ms <= ?4 AND closed_ms IS NULL",
    )?
    .execute(params![set.id(), why.id(), lo_ms, hi_ms, now_ms])?;
    Ok(())
}

/// The gaps of a log, closed ones too, oldest first.
pub(crate) fn all(connection: &Connection, set: DataSet) -> Result<Vec<LogGap>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT lo_ms, hi_ms, why, found_ms, closed_ms FROM log_gaps WHERE data_set = ?1 ORDER BY lo_ms, hi_ms, id",
    )?;
    let gaps = statement.query_map([set.id()], |row| gap(row, set))?.collect::<Result<Vec<_>, _>>()?;
    Ok(gaps.into_iter().flatten().collect())
}

/// None for a reason of a newer version.
fn gap(row: &Row<'_>, set: DataSet) -> rusqlite::Result<Option<LogGap>> {
    let at = |ms: i64| time::at(Some(ms)).unwrap_or_default();
    let why: String = row.get(2)?;
    let (from, to, found_at) = (at(row.get(0)?), at(row.get(1)?), at(row.get(3)?));
    let closed_at = time::at(row.get(4)?);
    Ok(GapReason::from_id(&why).map(|why| LogGap { data_set: set, from, to, why, found_at, closed_at }))
}

/// Forgets gaps of a time that is no longer kept.
pub(crate) fn forget_before(tx: &Transaction, set: DataSet, before_ms: i64) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM log_gaps WHERE data_set = ?1 AND hi_ms < ?2")?
        .execute(params![set.id(), before_ms])?;
    Ok(())
}

pub(crate) fn passes(connection: &Connection, set: DataSet) -> Result<LogPasses, StoreError> {
    let found = connection
        .prepare_cached("SELECT swept_ms, counted_ms FROM log_passes WHERE data_set = ?1")?
        .query_row([set.id()], |row| Ok(LogPasses { swept_ms: row.get(0)?, counted_ms: row.get(1)? }))
        .optional()?;
    Ok(found.unwrap_or_default())
}

/// Notes passes; what is none stays as it was.
pub(crate) fn passed(tx: &Transaction, set: DataSet, passes: LogPasses) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO log_passes (data_set, swept_ms, counted_ms) VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET swept_ms = coalesce(?2, swept_ms), counted_ms = coalesce(?3, counted_ms)",
    )?
    .execute(params![set.id(), passes.swept_ms, passes.counted_ms])?;
    Ok(())
}
