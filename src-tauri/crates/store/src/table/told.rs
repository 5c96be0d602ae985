//! `told`: the trouble of each connection that was told last.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::StoreError;

pub(crate) fn read(sqlite: &Connection, id: &str) -> Result<Option<String>, StoreError> {
    let code = sqlite
        .prepare_cached("SELECT code FROM told WHERE connection = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    Ok(code)
}

pub(crate) fn write(tx: &Transaction, id: &str, code: Option<&str>) -> Result<(), StoreError> {
    match code {
        // A connection that is gone meanwhile has no trouble either.
        Some(code) => tx
            .prepare_cached(
                "INSERT OR REPLACE INTO told (connection, code)
                 SELECT ?1, ?2 WHERE EXISTS (SELECT 1 FROM connections WHERE id = ?1)",
            )?
            .execute(params![id, code])?,
        None => tx.prepare_cached("DELETE FROM told WHERE connection = ?1")?.execute([id])?,
    };
    Ok(())
}
