//! `organisations`: client companies.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::{StoreError, folder};

/// A client company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganisationRow {
    /// Id, a UUID.
    pub id: String,
    /// Name.
    pub name: String,
}

pub(crate) fn add(tx: &Transaction, name: &str, now: DateTime<Utc>) -> Result<String, StoreError> {
    let id = folder::new_id();
    tx.execute(
        "INSERT INTO organisations (id, name, created) VALUES (?1, ?2, ?3)",
        params![id, name, now.timestamp_millis()],
    )?;
    Ok(id)
}

/// By name.
pub(crate) fn all(connection: &Connection) -> Result<Vec<OrganisationRow>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT id, name FROM organisations ORDER BY name COLLATE ANYCASE")?;
    let rows = statement
        .query_map([], |row| Ok(OrganisationRow { id: row.get(0)?, name: row.get(1)? }))?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

pub(crate) fn one(connection: &Connection, id: &str) -> Result<OrganisationRow, StoreError> {
    connection
        .prepare_cached("SELECT id, name FROM organisations WHERE id = ?1")?
        .query_row([id], |row| Ok(OrganisationRow { id: row.get(0)?, name: row.get(1)? }))
        .optional()?
        .ok_or(StoreError::UnknownOrganisation)
}

/// The group that a company is in.
pub(crate) fn group(connection: &Connection, id: &str) -> Result<Option<String>, StoreError> {
    let group = connection
        .prepare_cached("SELECT client_group FROM organisations WHERE id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    Ok(group.flatten())
}

/// Forgets a company that is left without a connection.
pub(crate) fn sweep(tx: &Transaction, id: &str) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM organisations WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM connections WHERE organisation = ?1)",
        [id],
    )?;
    Ok(())
}
