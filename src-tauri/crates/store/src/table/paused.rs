//! `paused`: connections that no round reads.

use rusqlite::{Connection, Transaction};

use crate::StoreError;

pub(crate) fn is(sqlite: &Connection, id: &str) -> Result<bool, StoreError> {
    Ok(sqlite.prepare_cached("SELECT 1 FROM paused WHERE connection = ?1")?.exists([id])?)
}

pub(crate) fn set(tx: &Transaction, id: &str, paused: bool) -> Result<(), StoreError> {
    let statement = if paused {
        "INSERT OR IGNORE INTO paused VALUES (?1)"
    } else {
        "DELETE FROM paused WHERE connection = ?1"
    };
    tx.prepare_cached(statement)?.execute([id])?;
    Ok(())
}
