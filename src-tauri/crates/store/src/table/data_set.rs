//! `data_sets`: state, progress and run of each data set.

use chrono::{DateTime, Duration, Utc};
use domain::DataSet;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::{StoreError, time};

/// How long an unfinished run can be taken up again.
const RESUMABLE: Duration = Duration::hours(24);

/// A pass over an object list, from its first page or from where an unfinished one stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Number of the run, for [`crate::PageWrite`] and [`crate::ClientDb::finish_run`].
    pub run: i64,
    /// Where to go on; none = at the start.
    pub cursor: Option<String>,
    /// Rows stored by this run so far.
    pub rows_so_far: u64,
}

/// How a data set ended without being read to its end. The last good data stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DataSetMark {
    /// Stopped by an error.
    Failed {
        /// Code of the error.
        code: String,
    },
    /// The right is missing.
    Denied,
    /// The right is granted; the account's edition lacks it.
    NotInEdition,
    /// Duo does not know it in this deployment.
    NotOffered,
    /// Read, but Duo lists only a part of it.
    Truncated {
        /// Why.
        code: String,
    },
    /// Stopped early, to be taken up again.
    Partial {
        /// Why.
        code: String,
    },
}

/// State of a data set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataSetRow {
    /// Which.
    pub set: DataSet,
    /// `never`, `running`, `partial`, `done`, `truncated`, `denied`, `not_in_edition`, `not_offered`, `failed`.
    pub state: String,
    /// Why, when stopped.
    pub code: Option<String>,
    /// While running: rows read by this run; else rows stored.
    pub rows: u64,
    /// Rows that Duo says there are.
    pub total: Option<u64>,
    /// Rows that could not be read: of the running pass, else of the last.
    pub quarantined: u64,
    /// When it was last read to its end.
    pub as_of: Option<DateTime<Utc>>,
}

pub(crate) fn begin_run(tx: &Transaction, set: DataSet, now: DateTime<Utc>) -> Result<Run, StoreError> {
    tx.prepare_cached("INSERT OR IGNORE INTO data_sets (data_set) VALUES (?1)")?.execute([set.id()])?;
    if let Some(run) = unfinished(tx, set, now)? {
        tx.prepare_cached("UPDATE data_sets SET state = 'running', code = NULL WHERE data_set = ?1")?
            .execute([set.id()])?;
        return Ok(run);
    }
    let run = tx
        .prepare_cached(
            "UPDATE data_sets SET state = 'running', code = NULL, total = NULL, run = run + 1, run_open = 1,
               run_started = ?2, run_cursor = NULL, run_rows = 0, run_quarantined = 0
             WHERE data_set = ?1 RETURNING run",
        )?
        .query_row(params![set.id(), now.timestamp_millis()], |row| row.get(0))?;
    Ok(Run { run, cursor: None, rows_so_far: 0 })
}

fn unfinished(tx: &Transaction, set: DataSet, now: DateTime<Utc>) -> Result<Option<Run>, StoreError> {
    let now_ms = now.timestamp_millis();
    let run = tx
        .prepare_cached(
            "SELECT run, run_cursor, run_rows FROM data_sets
             WHERE data_set = ?1 AND run_open = 1 AND run_started BETWEEN ?2 AND ?3",
        )?
        .query_row(params![set.id(), now_ms - RESUMABLE.num_milliseconds(), now_ms], |row| {
            Ok(Run { run: row.get(0)?, cursor: row.get(1)?, rows_so_far: count(row.get(2)?) })
        })
        .optional()?;
    Ok(run)
}

/// Fails unless `run` is the open run of `set`.
pub(crate) fn check_run(tx: &Transaction, set: DataSet, run: i64) -> Result<(), StoreError> {
    tx.prepare_cached("SELECT 1 FROM data_sets WHERE data_set = ?1 AND run = ?2 AND run_open = 1")?
        .exists(params![set.id(), run])?
        .then_some(())
        .ok_or(StoreError::RunClosed)
}

pub(crate) fn page_written(
    tx: &Transaction,
    set: DataSet,
    rows: usize,
    quarantined: usize,
    cursor: Option<&str>,
    total: Option<u64>,
) -> Result<(), StoreError> {
    tx.prepare_cached(
        "UPDATE data_sets SET state = 'running', run_rows = run_rows + ?2, run_quarantined = run_quarantined + ?3,
           run_cursor = ?4, total = coalesce(?5, total) WHERE data_set = ?1",
    )?
    .execute(params![set.id(), int(rows), int(quarantined), cursor, total.map(int)])?;
    Ok(())
}

/// Closes a run that came to its end; `rows` are those stored now.
pub(crate) fn finished(
    tx: &Transaction,
    set: DataSet,
    rows: i64,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    tx.prepare_cached(
        "UPDATE data_sets SET state = 'done', code = NULL, rows = ?2, as_of = ?3, quarantined = run_quarantined,
           run_open = 0, run_cursor = NULL WHERE data_set = ?1",
    )?
    .execute(params![set.id(), rows, now.timestamp_millis()])?;
    Ok(())
}

/// Counts rows of a set that is read in windows, not in runs.
pub(crate) fn window_written(
    tx: &Transaction,
    set: DataSet,
    inserted: u64,
    quarantined: usize,
) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO data_sets (data_set, state, rows, run_rows, quarantined) VALUES (?1, 'running', ?2, ?2, ?3)
         ON CONFLICT DO UPDATE SET state = 'running', code = NULL, rows = rows + ?2, run_rows = rows + ?2,
           quarantined = quarantined + ?3",
    )?
    .execute(params![set.id(), int(inserted), int(quarantined)])?;
    Ok(())
}

/// Notes how many rows are left after old ones were deleted.
pub(crate) fn windows_pruned(tx: &Transaction, set: DataSet, rows: u64) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE data_sets SET rows = ?2, run_rows = ?2 WHERE data_set = ?1")?
        .execute(params![set.id(), int(rows)])?;
    Ok(())
}

/// Ends a pass over windows.
pub(crate) fn windows_finished(tx: &Transaction, set: DataSet, now: DateTime<Utc>) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT INTO data_sets (data_set, state, as_of) VALUES (?1, 'done', ?2)
         ON CONFLICT DO UPDATE SET state = 'done', code = NULL, as_of = ?2",
    )?
    .execute(params![set.id(), now.timestamp_millis()])?;
    Ok(())
}

pub(crate) fn mark(tx: &Transaction, set: DataSet, mark: &DataSetMark, rows: i64) -> Result<(), StoreError> {
    let (state, code) = match mark {
        DataSetMark::Failed { code } => ("failed", Some(code.as_str())),
        DataSetMark::Denied => ("denied", None),
        DataSetMark::NotInEdition => ("not_in_edition", None),
        DataSetMark::NotOffered => ("not_offered", None),
        DataSetMark::Truncated { code } => ("truncated", Some(code.as_str())),
        DataSetMark::Partial { code } => ("partial", Some(code.as_str())),
    };
    tx.prepare_cached(
        "INSERT INTO data_sets (data_set, state, code, rows) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO UPDATE SET state = ?2, code = ?3, rows = ?4",
    )?
    .execute(params![set.id(), state, code, rows])?;
    Ok(())
}

pub(crate) fn abandon(tx: &Transaction, set: DataSet) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE data_sets SET run_open = 0, run_cursor = NULL WHERE data_set = ?1")?
        .execute([set.id()])?;
    Ok(())
}

/// Every data set in its order; those never read are there too.
pub(crate) fn all(connection: &Connection) -> Result<Vec<DataSetRow>, StoreError> {
    DataSet::ALL.into_iter().map(|set| one(connection, set)).collect()
}

pub(crate) fn one(connection: &Connection, set: DataSet) -> Result<DataSetRow, StoreError> {
    let row = connection
        .prepare_cached(
            "SELECT state, code, iif(state = 'running', run_rows, rows), total,
               iif(run_open, run_quarantined, quarantined), as_of FROM data_sets WHERE data_set = ?1",
        )?
        .query_row([set.id()], |row| {
            Ok(DataSetRow {
                set,
                state: row.get(0)?,
                code: row.get(1)?,
                rows: count(row.get(2)?),
                total: row.get::<_, Option<i64>>(3)?.map(count),
                quarantined: count(row.get(4)?),
                as_of: time::at(row.get(5)?),
            })
        })
        .optional()?;
    Ok(row.unwrap_or_else(|| DataSetRow {
        set,
        state: "never".to_owned(),
        code: None,
        rows: 0,
        total: None,
        quarantined: 0,
        as_of: None,
    }))
}

/// A count as SQLite holds it.
pub(crate) fn int<T: TryInto<i64>>(count: T) -> i64 {
    count.try_into().unwrap_or(i64::MAX)
}

/// A count as Rust holds it.
pub(crate) fn count(int: i64) -> u64 {
    u64::try_from(int).unwrap_or(0)
}
