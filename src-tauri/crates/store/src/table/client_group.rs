//! `client_groups`: folders of client companies. A group stays when it is empty.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Transaction, params};

use super::connection::name_taken;
use crate::{StoreError, folder};

/// A folder of client companies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientGroupRow {
    /// Id, a UUID.
    pub id: String,
    /// Name.
    pub name: String,
}

/// By name.
pub(crate) fn all(connection: &Connection) -> Result<Vec<ClientGroupRow>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT id, name FROM client_groups ORDER BY name COLLATE ANYCASE, id")?;
    let rows = statement
        .query_map([], |row| Ok(ClientGroupRow { id: row.get(0)?, name: row.get(1)? }))?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

pub(crate) fn add(tx: &Transaction, name: &str, key: &str, now: DateTime<Utc>) -> Result<String, StoreError> {
    let id = folder::new_id();
    tx.execute(
        "INSERT INTO client_groups VALUES (?1, ?2, ?3, ?4)",
        params![id, name, key, now.timestamp_millis()],
    )
    .map_err(name_taken)?;
    Ok(id)
}

pub(crate) fn rename(tx: &Transaction, id: &str, name: &str, key: &str) -> Result<(), StoreError> {
    let renamed = tx
        .execute("UPDATE client_groups SET name = ?2, name_key = ?3 WHERE id = ?1", [id, name, key])
        .map_err(name_taken)?;
    if renamed == 0 { Err(StoreError::UnknownOrganisation) } else { Ok(()) }
}

/// Its companies are in no group then.
pub(crate) fn delete(tx: &Transaction, id: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM client_groups WHERE id = ?1", [id])?;
    Ok(())
}

/// Puts the company of a connection into a group, or into none.
pub(crate) fn put(tx: &Transaction, connection: &str, group: Option<&str>) -> Result<(), StoreError> {
    let known: bool = match group {
        None => true,
        Some(id) => {
            tx.query_row("SELECT EXISTS (SELECT 1 FROM client_groups WHERE id = ?1)", [id], |row| row.get(0))?
        }
    };
    if !known {
        return Err(StoreError::UnknownOrganisation);
    }
    tx.execute(
        "UPDATE organisations SET client_group = ?2 WHERE id = (SELECT organisation FROM connections WHERE id = ?1)",
        params![connection, group],
    )?;
    Ok(())
}
