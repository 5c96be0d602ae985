//! `meta`: the generation, a number that grows with each write, so that what is kept in memory knows its age; `objects`
//! stays as it is while only logs are written, `sign_ins` while no sign-in comes, changes or goes.

use rusqlite::{Connection, Transaction};

use crate::StoreError;

/// What a write touches.
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

/// Notes that sign-ins came, changed or went; beside [`bump`].
pub(crate) fn bump_sign_ins(tx: &Transaction) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE meta SET sign_ins = sign_ins + 1")?.execute([])?;
    Ok(())
}

/// What an answer rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Basis {
    /// Any log, and objects.
    Everything,
    /// Sign-ins and their sums.
    SignIns,
    /// Objects alone.
    Objects,
    /// Both of these.
    SignInsAndObjects,
}

/// The age of what an answer rests on.
pub(crate) fn generation(connection: &Connection, basis: Basis) -> Result<i64, StoreError> {
    let sql = match basis {
        Basis::Everything => "SELECT generation FROM meta",
        Basis::SignIns => "SELECT sign_ins FROM meta",
        Basis::Objects => "SELECT objects FROM meta",
        // Neither ever shrinks: the sum changes with each of them.
        Basis::SignInsAndObjects => "SELECT sign_ins + objects FROM meta",
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
