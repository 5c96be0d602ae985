//! `parents`: managed-service accounts whose one key opens several connections. The key's secret is one item of the
//! keychain, which every connection of the parent names; none of it is here.

use chrono::{DateTime, Utc};
use rusqlite::{Connection as Sqlite, OptionalExtension, Row, Transaction, params};

use crate::{StoreError, folder, time};

/// What is given to save a parent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewParent {
    /// Name.
    pub name: String,
    /// API hostname of the parent itself, where its children are listed.
    pub host: String,
    /// Integration key of its Accounts API application.
    pub ikey: String,
    /// The secret lives until the program ends.
    pub session_only: bool,
    /// Which keychain holds the secret.
    pub secret_store: Option<String>,
    /// Id of the keychain item.
    pub secret_id: String,
}

/// A managed-service account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParentRow {
    /// Id, a UUID.
    pub id: String,
    /// Name.
    pub name: String,
    /// API hostname of the parent itself.
    pub host: String,
    /// Integration key.
    pub ikey: String,
    /// The secret lives until the program ends.
    pub session_only: bool,
    /// Which keychain holds the secret.
    pub secret_store: Option<String>,
    /// Id of the keychain item.
    pub secret_id: String,
    /// When it was saved.
    pub created: DateTime<Utc>,
}

const SELECT: &str =
    "SELECT id, name, host, ikey, session_only, secret_store, secret_id, created FROM parents";

fn parent(row: &Row<'_>) -> rusqlite::Result<ParentRow> {
    Ok(ParentRow {
        id: row.get(0)?,
        name: row.get(1)?,
        host: row.get(2)?,
        ikey: row.get(3)?,
        session_only: row.get(4)?,
        secret_store: row.get(5)?,
        secret_id: row.get(6)?,
        created: time::at(Some(row.get(7)?)).unwrap_or_default(),
    })
}

/// By name.
pub(crate) fn all(sqlite: &Sqlite) -> Result<Vec<ParentRow>, StoreError> {
    let mut statement = sqlite.prepare_cached(&format!("{SELECT} ORDER BY name COLLATE ANYCASE, id"))?;
    let rows = statement.query_map([], parent)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

pub(crate) fn one(sqlite: &Sqlite, id: &str) -> Result<ParentRow, StoreError> {
    sqlite
        .prepare_cached(&format!("{SELECT} WHERE id = ?1"))?
        .query_row([id], parent)
        .optional()?
        .ok_or(StoreError::UnknownConnection)
}

pub(crate) fn add(tx: &Transaction, new: &NewParent, now: DateTime<Utc>) -> Result<String, StoreError> {
    let id = folder::new_id();
    tx.prepare_cached(
        "INSERT INTO parents (id, name, host, ikey, session_only, secret_store, secret_id, created)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        id,
        new.name,
        new.host,
        new.ikey,
        new.session_only,
        new.secret_store,
        new.secret_id,
        now.timestamp_millis(),
    ])?;
    Ok(id)
}

/// Puts another key in the place of a parent's, for the parent and for every connection through it that is not
/// disconnected.
pub(crate) fn rekey(tx: &Transaction, id: &str, to: &NewParent) -> Result<(), StoreError> {
    let changed = tx
        .prepare_cached(
            "UPDATE parents SET name = ?2, host = ?3, ikey = ?4, session_only = ?5, secret_store = ?6,
               secret_id = ?7 WHERE id = ?1",
        )?
        .execute(params![id, to.name, to.host, to.ikey, to.session_only, to.secret_store, to.secret_id])?;
    if changed == 0 {
        return Err(StoreError::UnknownConnection);
    }
    tx.prepare_cached(
        "UPDATE connections SET ikey = ?2, session_only = ?3, secret_store = ?4, secret_id = ?5
         WHERE parent = ?1 AND (status <> 'disconnected' OR id IN (SELECT connection FROM leaving))",
    )?
    .execute(params![id, to.ikey, to.session_only, to.secret_store, to.secret_id])?;
    Ok(())
}

pub(crate) fn rename(tx: &Transaction, id: &str, name: &str) -> Result<(), StoreError> {
    let changed = tx.execute("UPDATE parents SET name = ?2 WHERE id = ?1", params![id, name])?;
    if changed == 0 { Err(StoreError::UnknownConnection) } else { Ok(()) }
}

/// Forgets parents through which nothing is connected any more.
pub(crate) fn sweep(tx: &Transaction) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM parents WHERE id NOT IN (SELECT parent FROM connections WHERE parent IS NOT NULL)",
        [],
    )?;
    Ok(())
}
