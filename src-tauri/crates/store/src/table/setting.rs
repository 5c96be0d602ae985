//! `settings`: what was chosen for the whole app, a JSON value a key. Never a secret.

use rusqlite::{Connection, OptionalExtension, Transaction};

use crate::StoreError;

pub(crate) fn read(connection: &Connection, key: &str) -> Result<Option<String>, StoreError> {
    let value = connection
        .prepare_cached("SELECT value FROM settings WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    Ok(value)
}

pub(crate) fn write(tx: &Transaction, key: &str, value: &str) -> Result<(), StoreError> {
    tx.prepare_cached("INSERT OR REPLACE INTO settings VALUES (?1, ?2)")?.execute([key, value])?;
    Ok(())
}
