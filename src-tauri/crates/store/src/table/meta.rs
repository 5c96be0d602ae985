//! `meta`: the generation, a number that grows with each write, so that what is kept in memory knows its age; `objects`
//! stays as it is while only logs are written.

use rusqlite::{Connection, Transaction};

use crate::StoreError;

/// What a write touches, or an answer rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Logs, their sums, windows and gaps; nothing else.
    Logs,
    /// Everything else.
    Objects,
}

pub(crate) fn bump(tx: &Transaction, part: Part) -> Result<(), StoreError> {
    let sql = match part {
        Part::Logs => "UPDATE meta SET generation = generation + 1",
        Part::Objects => "UPDATE meta SET generation = generation + 1, objects = objects + 1",
    };
    tx.prepare_cached(sql)?.execute([])?;
    Ok(())
}

/// The age of what rests on objects alone, or on logs too.
pub(crate) fn generation(connection: &Connection, part: Part) -> Result<i64, StoreError> {
    let sql = match part {
        Part::Logs => "SELECT generation FROM meta",
        Part::Objects => "SELECT objects FROM meta",
    };
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// Notes the age of the data that was assessed.
pub(crate) fn set_assessed(tx: &Transaction, as_of_ms: i64) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE meta SET assessed = ?1")?.execute([as_of_ms])?;
    Ok(())
}

pub(crate) fn assessed(connection: &Connection) -> Result<Option<i64>, StoreError> {
    Ok(connection.prepare_cached("SELECT assessed FROM meta")?.query_row([], |row| row.get(0))?)
}
