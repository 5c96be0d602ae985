//! `meta`: the generation, a number that grows with each write, so that cached lists of ids know their age.

use rusqlite::{Connection, Transaction};

use crate::StoreError;

pub(crate) fn bump(tx: &Transaction) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE meta SET generation = generation + 1")?.execute([])?;
    Ok(())
}

pub(crate) fn generation(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.prepare_cached("SELECT generation FROM meta")?.query_row([], |row| row.get(0))?)
}

/// Notes the age of the data that was assessed.
pub(crate) fn set_assessed(tx: &Transaction, as_of_ms: i64) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE meta SET assessed = ?1")?.execute([as_of_ms])?;
    Ok(())
}

pub(crate) fn assessed(connection: &Connection) -> Result<Option<i64>, StoreError> {
    Ok(connection.prepare_cached("SELECT assessed FROM meta")?.query_row([], |row| row.get(0))?)
}
