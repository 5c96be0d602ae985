//! `log_windows`: the stretches of the logs that are being or have been read.

use domain::DataSet;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::data_set::{count, int};
use crate::StoreError;

/// A stretch of a log; both ends belong to it, in Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogWindow {
    /// Number of the window.
    pub id: i64,
    /// Start.
    pub lo_ms: i64,
    /// End.
    pub hi_ms: i64,
    /// Where to go on; none = at the start.
    pub cursor: Option<String>,
    /// Read to its end.
    pub done: bool,
    /// Rows read, repeated ones too.
    pub rows: u64,
    /// Rows that Duo says there are.
    pub total: Option<u64>,
}

const COLUMNS: &str = "id, lo_ms, hi_ms, cursor, done, rows, total";

fn window(row: &Row<'_>) -> rusqlite::Result<LogWindow> {
    Ok(LogWindow {
        id: row.get(0)?,
        lo_ms: row.get(1)?,
        hi_ms: row.get(2)?,
        cursor: row.get(3)?,
        done: row.get(4)?,
        rows: count(row.get(5)?),
        total: row.get::<_, Option<i64>>(6)?.map(count),
    })
}

/// Newest first.
pub(crate) fn all(connection: &Connection, set: DataSet) -> Result<Vec<LogWindow>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM log_windows WHERE data_set = ?1 ORDER BY hi_ms DESC, lo_ms DESC, id"
    ))?;
    let windows = statement.query_map([set.id()], window)?.collect::<Result<_, _>>()?;
    Ok(windows)
}

/// Opens a window, or gives the unfinished one with the same bounds.
pub(crate) fn open(tx: &Transaction, set: DataSet, lo_ms: i64, hi_ms: i64) -> Result<LogWindow, StoreError> {
    if lo_ms > hi_ms {
        return Err(StoreError::BadWindow);
    }
    let same = format!(
        "SELECT {COLUMNS} FROM log_windows WHERE data_set = ?1 AND lo_ms = ?2 AND hi_ms = ?3 AND done = 0"
    );
    let bounds = params![set.id(), lo_ms, hi_ms];
    if let Some(found) = tx.prepare_cached(&same)?.query_row(bounds, window).optional()? {
        return Ok(found);
    }
    let new =
        format!("INSERT INTO log_windows (data_set, lo_ms, hi_ms) VALUES (?1, ?2, ?3) RETURNING {COLUMNS}");
    Ok(tx.prepare_cached(&new)?.query_row(bounds, window)?)
}

/// Drops an unfinished window, whose rows stay.
pub(crate) fn drop(tx: &Transaction, id: i64) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM log_windows WHERE id = ?1 AND done = 0")?.execute([id])?;
    Ok(())
}

/// Moves a window on by a page; fails if it is not open, or another log's.
pub(crate) fn advance(
    tx: &Transaction,
    set: DataSet,
    id: i64,
    rows: usize,
    cursor: Option<&str>,
    total: Option<u64>,
    done: bool,
) -> Result<(), StoreError> {
    let moved = tx
        .prepare_cached(
            "UPDATE log_windows SET rows = rows + ?2, cursor = iif(?5, NULL, ?3), total = coalesce(?4, total),
               done = ?5 WHERE id = ?1 AND done = 0 AND data_set = ?6",
        )?
        .execute(params![id, int(rows), cursor, total.map(int), done, set.id()])?;
    if moved == 0 {
        return Err(StoreError::RunClosed);
    }
    if done { merge(tx, set) } else { Ok(()) }
}

/// Makes one window of finished ones that touch or overlap.
fn merge(tx: &Transaction, set: DataSet) -> Result<(), StoreError> {
    let done: Vec<LogWindow> = {
        let mut statement = tx.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM log_windows WHERE done = 1 AND data_set = ?1 ORDER BY lo_ms, hi_ms, id"
        ))?;
        statement.query_map([set.id()], window)?.collect::<Result<_, _>>()?
    };
    let mut merged: Option<LogWindow> = None;
    for next in done {
        let Some(last) = merged.as_mut().filter(|last| next.lo_ms <= last.hi_ms) else {
            merged = Some(next);
            continue;
        };
        last.hi_ms = last.hi_ms.max(next.hi_ms);
        last.rows += next.rows;
        tx.prepare_cached("DELETE FROM log_windows WHERE id = ?1")?.execute([next.id])?;
        tx.prepare_cached("UPDATE log_windows SET hi_ms = ?2, rows = ?3, total = NULL WHERE id = ?1")?
            .execute(params![last.id, last.hi_ms, int(last.rows)])?;
    }
    Ok(())
}

/// Forgets what was read before a time: finished windows begin there, and those that end before are gone.
pub(crate) fn forget_before(tx: &Transaction, set: DataSet, before_ms: i64) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM log_windows WHERE data_set = ?1 AND hi_ms < ?2")?
        .execute(params![set.id(), before_ms])?;
    tx.prepare_cached("UPDATE log_windows SET lo_ms = ?2 WHERE data_set = ?1 AND lo_ms < ?2 AND done = 1")?
        .execute(params![set.id(), before_ms])?;
    Ok(())
}

/// The finished stretch of the sign-in log with the newest end, without a gap.
pub(crate) fn coverage(connection: &Connection) -> Result<Option<(i64, i64)>, StoreError> {
    coverage_of(connection, DataSet::SignIns)
}

/// The same of any log.
pub(crate) fn coverage_of(connection: &Connection, set: DataSet) -> Result<Option<(i64, i64)>, StoreError> {
    let stretch = connection
        .prepare_cached(
            "SELECT lo_ms, hi_ms FROM log_windows WHERE done = 1 AND data_set = ?1 ORDER BY hi_ms DESC LIMIT 1",
        )?
        .query_row([set.id()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(stretch)
}
