//! `quarantine`: rows that could not be read, kept so that nothing is lost silently (reliability.md C4).

use domain::DataSet;
use rusqlite::{Connection, Transaction, params};

use crate::StoreError;

/// Rows kept with their text for each data set; the rest is only counted.
const KEPT: usize = 1_000;

/// A row that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantined {
    /// The field that was wrong, as a JSON path; never its value.
    pub path: String,
    /// The row, secrets dropped; none when it is not to be kept.
    pub raw: Option<String>,
}

/// Stores rows; gives how many are new. A sign-in that was read again counts once.
pub(crate) fn write(
    tx: &Transaction,
    set: DataSet,
    run: i64,
    rows: &[Quarantined],
) -> Result<usize, StoreError> {
    if rows.is_empty() {
        return Ok(0);
    }
    let held: i64 = tx
        .prepare_cached("SELECT count(*) FROM quarantine WHERE data_set = ?1 AND run = ?2")?
        .query_row(params![set.id(), run], |row| row.get(0))?;
    let room = KEPT.saturating_sub(usize::try_from(held).unwrap_or(KEPT)).min(rows.len());
    let (kept, counted) = rows.split_at(room);
    let mut insert = tx.prepare_cached(
        "INSERT OR IGNORE INTO quarantine (data_set, run, path, raw) VALUES (?1, ?2, ?3, ?4)",
    )?;
    let mut new = counted.len();
    for row in kept {
        new += insert.execute(params![set.id(), run, row.path, row.raw])?;
    }
    Ok(new)
}

/// Forgets the rows of earlier runs.
pub(crate) fn sweep(tx: &Transaction, set: DataSet, run: i64) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM quarantine WHERE data_set = ?1 AND run <> ?2")?
        .execute(params![set.id(), run])?;
    Ok(())
}

/// The rows kept of a data set, oldest first.
pub(crate) fn read(connection: &Connection, set: DataSet) -> Result<Vec<Quarantined>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT path, raw FROM quarantine WHERE data_set = ?1 ORDER BY id")?;
    let rows = statement
        .query_map([set.id()], |row| Ok(Quarantined { path: row.get(0)?, raw: row.get(1)? }))?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}
