//! `secret_items`: ids of the keychain's items. A keychain cannot list them, so an id is written here before its item
//! is made and goes after its item is gone: what no connection names is left over from a crash.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Transaction, params};

use crate::StoreError;

/// A connection whose secret is about to be erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaving {
    /// Id of the connection.
    pub connection: String,
    /// Its data goes too.
    pub delete_data: bool,
    /// Its status before.
    pub status: String,
    /// Why, before.
    pub status_code: Option<String>,
}

pub(crate) fn intend(tx: &Transaction, id: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    tx.execute("INSERT OR REPLACE INTO secret_items VALUES (?1, ?2)", params![id, now.timestamp_millis()])?;
    Ok(())
}

pub(crate) fn gone(tx: &Transaction, id: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM secret_items WHERE id = ?1", [id])?;
    Ok(())
}

/// Items that no connection names.
pub(crate) fn orphans(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id FROM secret_items WHERE id NOT IN
           (SELECT coalesce(secret_id, id) FROM connections WHERE status <> 'disconnected'
            UNION SELECT coalesce(secret_id, id) FROM connections JOIN leaving ON connection = id)",
    )?;
    let ids = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(ids)
}

/// Whether a connection other than `but` still uses the item.
pub(crate) fn is_shared(connection: &Connection, item: &str, but: &str) -> Result<bool, StoreError> {
    let shared = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM connections WHERE coalesce(secret_id, id) = ?1 AND id <> ?2
               AND (status <> 'disconnected' OR id IN (SELECT connection FROM leaving)))",
        )?
        .query_row([item, but], |row| row.get(0))?;
    Ok(shared)
}

pub(crate) fn leave(tx: &Transaction, one: &Leaving) -> Result<(), StoreError> {
    tx.execute(
        "INSERT OR REPLACE INTO leaving VALUES (?1, ?2, ?3, ?4)",
        params![one.connection, one.delete_data, one.status, one.status_code],
    )?;
    Ok(())
}

pub(crate) fn stay(tx: &Transaction, connection: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM leaving WHERE connection = ?1", [connection])?;
    Ok(())
}

pub(crate) fn leaving(connection: &Connection) -> Result<Vec<Leaving>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT connection, delete_data, status, status_code FROM leaving")?;
    let rows = statement
        .query_map([], |row| {
            Ok(Leaving {
                connection: row.get(0)?,
                delete_data: row.get(1)?,
                status: row.get(2)?,
                status_code: row.get(3)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}
