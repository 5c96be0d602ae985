//! `last_checks`: what the last check of each connection found.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::StoreError;

pub(crate) fn read(sqlite: &Connection, id: &str) -> Result<Option<(DateTime<Utc>, String)>, StoreError> {
    let found = sqlite
        .prepare_cached("SELECT at, report FROM last_checks WHERE connection = ?1")?
        .query_row([id], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)))
        .optional()?;
    Ok(found.map(|(ms, report)| (DateTime::from_timestamp_millis(ms).unwrap_or_default(), report)))
}

pub(crate) fn write(tx: &Transaction, id: &str, at: DateTime<Utc>, report: &str) -> Result<(), StoreError> {
    // A connection that is gone meanwhile has no check either.
    tx.prepare_cached(
        "INSERT OR REPLACE INTO last_checks (connection, at, report)
         SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM connections WHERE id = ?1)",
    )?
    .execute(params![id, at.timestamp_millis(), report])?;
    Ok(())
}
