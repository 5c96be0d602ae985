//! `connections`: one row a saved Admin API application. The secret key is in the keychain, never here.

use chrono::{DateTime, Utc};
use rusqlite::{Connection as Sqlite, OptionalExtension, Row, Transaction, params};

use super::organisation::{self, OrganisationRow};
use crate::{StoreError, folder, time};

/// What is given to save a connection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewConnection {
    /// Id under which the secret already lies in the keychain, from [`crate::new_id`]; none = a new one.
    pub id: Option<String>,
    /// Name.
    pub name: String,
    /// The name as it is compared with others (NFKC, case folded).
    pub name_key: String,
    /// The client company.
    pub organisation_id: String,
    /// API hostname.
    pub host: String,
    /// Integration key.
    pub ikey: String,
    /// The sample tenant.
    pub sample: bool,
    /// The secret lives until the program ends.
    pub session_only: bool,
    /// `draft`, `verified`, `limited`, `needs_attention`, `disconnected`.
    pub status: String,
    /// Why, when something is wrong.
    pub status_code: Option<String>,
    /// `DA…`.
    pub account_id: Option<String>,
    /// Ids of the rights that count for the verdict.
    pub wanted: Vec<String>,
    /// Rights and their states.
    pub permissions: Vec<(String, String)>,
    /// When it was checked.
    pub last_check: Option<DateTime<Utc>>,
    /// Which keychain holds the secret.
    pub secret_store: Option<String>,
    /// Id of its keychain item; none = its own id.
    pub secret_id: Option<String>,
    /// Id of the managed-service account whose key opens it.
    pub parent: Option<String>,
}

/// A saved connection. Values are as stored: check host and keys again before use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// Id, a UUID; also the name of its database.
    pub id: String,
    /// Name.
    pub name: String,
    /// The name as it is compared with others.
    pub name_key: String,
    /// The client company.
    pub organisation: OrganisationRow,
    /// API hostname.
    pub host: String,
    /// Integration key.
    pub ikey: String,
    /// The sample tenant.
    pub sample: bool,
    /// The secret lives until the program ends.
    pub session_only: bool,
    /// `draft`, `verified`, `limited`, `needs_attention`, `disconnected`.
    pub status: String,
    /// Why, when something is wrong.
    pub status_code: Option<String>,
    /// `DA…`.
    pub account_id: Option<String>,
    /// When it was saved.
    pub created: DateTime<Utc>,
    /// Last check.
    pub last_check: Option<DateTime<Utc>>,
    /// Ids of the rights that count for the verdict.
    pub wanted: Vec<String>,
    /// Rights and their states, in the order given.
    pub permissions: Vec<(String, String)>,
    /// Which keychain holds the secret.
    pub secret_store: Option<String>,
    /// Id of its keychain item, once its secret was replaced; none = its own id.
    pub secret_id: Option<String>,
    /// 1 to 8.
    pub colour: u8,
    /// Id of the managed-service account whose key opens it; its secret is the keychain item of all its children.
    pub parent: Option<String>,
}

impl Connection {
    /// Id of its keychain item.
    pub fn secret_id(&self) -> &str {
        self.secret_id.as_deref().unwrap_or(&self.id)
    }
}

const SELECT: &str = "SELECT c.id, c.name, name_key, o.id, o.name, host, ikey, sample, session_only, status,
   status_code, account_id, c.created, last_check, wanted, permissions, secret_store, secret_id, colour,
   parent
 FROM connections c JOIN organisations o ON o.id = c.organisation";

fn connection(row: &Row<'_>) -> rusqlite::Result<Connection> {
    Ok(Connection {
        id: row.get(0)?,
        name: row.get(1)?,
        name_key: row.get(2)?,
        organisation: OrganisationRow { id: row.get(3)?, name: row.get(4)? },
        host: row.get(5)?,
        ikey: row.get(6)?,
        sample: row.get(7)?,
        session_only: row.get(8)?,
        status: row.get(9)?,
        status_code: row.get(10)?,
        account_id: row.get(11)?,
        created: time::at(Some(row.get(12)?)).unwrap_or_default(),
        last_check: time::at(row.get(13)?),
        wanted: serde_json::from_str(&row.get::<_, String>(14)?).unwrap_or_default(),
        permissions: serde_json::from_str(&row.get::<_, String>(15)?).unwrap_or_default(),
        secret_store: row.get(16)?,
        secret_id: row.get(17)?,
        colour: row.get(18)?,
        parent: row.get(19)?,
    })
}

/// By name.
pub(crate) fn all(sqlite: &Sqlite) -> Result<Vec<Connection>, StoreError> {
    let mut statement = sqlite.prepare_cached(&format!("{SELECT} ORDER BY c.name COLLATE ANYCASE, c.id"))?;
    let rows = statement.query_map([], connection)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

pub(crate) fn one(sqlite: &Sqlite, id: &str) -> Result<Connection, StoreError> {
    sqlite
        .prepare_cached(&format!("{SELECT} WHERE c.id = ?1"))?
        .query_row([id], connection)
        .optional()?
        .ok_or(StoreError::UnknownConnection)
}

pub(crate) fn add(tx: &Transaction, new: &NewConnection, now: DateTime<Utc>) -> Result<String, StoreError> {
    let id = new.id.clone().unwrap_or_else(folder::new_id);
    folder::check_id(&id)?;
    organisation::one(tx, &new.organisation_id)?;
    tx.prepare_cached(
        "INSERT INTO connections (id, name, name_key, organisation, host, ikey, sample, session_only, status, status_code,
           account_id, created, last_check, wanted, permissions, secret_store, colour, secret_id, parent)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
           (SELECT count(*) FROM connections) % 8 + 1, ?17, ?18",
    )?
    .execute(params![
        id,
        new.name,
        new.name_key,
        new.organisation_id,
        new.host,
        new.ikey,
        new.sample,
        new.session_only,
        new.status,
        new.status_code,
        new.account_id,
        now.timestamp_millis(),
        time::ms(new.last_check),
        json(&new.wanted),
        json(&new.permissions),
        new.secret_store,
        new.secret_id,
        new.parent,
    ])
    .map_err(name_taken)?;
    Ok(id)
}

/// Writes everything but id and creation of a connection that is there.
pub(crate) fn update(tx: &Transaction, one: &Connection) -> Result<(), StoreError> {
    organisation::one(tx, &one.organisation.id)?;
    tx.prepare_cached(
            "UPDATE connections SET name = ?2, name_key = ?3, organisation = ?4, host = ?5, ikey = ?6, sample = ?7,
               session_only = ?8, status = ?9, status_code = ?10, account_id = ?11, last_check = ?12, wanted = ?13,
               permissions = ?14, secret_store = ?15, secret_id = ?16, colour = ?17, parent = ?18 WHERE id = ?1",
        )?
        .execute(params![
            one.id,
            one.name,
            one.name_key,
            one.organisation.id,
            one.host,
            one.ikey,
            one.sample,
            one.session_only,
            one.status,
            one.status_code,
            one.account_id,
            time::ms(one.last_check),
            json(&one.wanted),
            json(&one.permissions),
            one.secret_store,
            one.secret_id,
            one.colour,
            one.parent,
        ])
        .map_err(name_taken)?;
    Ok(())
}

pub(crate) fn delete(tx: &Transaction, id: &str) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM connections WHERE id = ?1")?.execute([id])?;
    Ok(())
}

fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

pub(super) fn name_taken(error: rusqlite::Error) -> StoreError {
    match &error {
        rusqlite::Error::SqliteFailure(failure, _)
            if failure.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE =>
        {
            StoreError::NameTaken
        }
        _ => error.into(),
    }
}
