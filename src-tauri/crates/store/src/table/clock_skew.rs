//! `clock_skews`: how far this computer's clock was from Duo's when a connection last heard from it.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::StoreError;

pub(crate) fn read(sqlite: &Connection, id: &str) -> Result<Option<(DateTime<Utc>, i64)>, StoreError> {
    let found = sqlite
        .prepare_cached("SELECT at, seconds FROM clock_skews WHERE connection = ?1")?
        .query_row([id], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)))
        .optional()?;
    Ok(found.map(|(ms, seconds)| (DateTime::from_timestamp_millis(ms).unwrap_or_default(), seconds)))
}

pub(crate) fn write(tx: &Transaction, id: &str, at: DateTime<Utc>, seconds: i64) -> Result<(), StoreError> {
    // A connection that is gone meanwhile has no clock either.
    tx.prepare_cached(
        "INSERT OR REPLACE INTO clock_skews (connection, at, seconds)
         SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM connections WHERE id = ?1)",
    )?
    .execute(params![id, at.timestamp_millis(), seconds])?;
    Ok(())
}
