//! `client_sums`: the figures of the list of clients, so that it opens no other database.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::StoreError;

/// None = not made since the data changed.
pub(crate) fn read(connection: &Connection, id: &str) -> Result<Option<String>, StoreError> {
    let sums = connection
        .prepare_cached("SELECT sums FROM client_sums WHERE connection = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    Ok(sums)
}

pub(crate) fn write(tx: &Transaction, id: &str, sums: Option<&str>) -> Result<(), StoreError> {
    match sums {
        // A connection that is gone meanwhile has no sums either.
        Some(sums) => tx
            .prepare_cached(
                "INSERT OR REPLACE INTO client_sums SELECT ?1, ?2 WHERE EXISTS (SELECT 1 FROM connections WHERE id = ?1)",
            )?
            .execute(params![id, sums])?,
        None => tx.prepare_cached("DELETE FROM client_sums WHERE connection = ?1")?.execute([id])?,
    };
    Ok(())
}
