//! `clients.db`: organisations, connections and what was entered about them.

mod parents;
mod said;

use std::path::Path;

use chrono::{DateTime, Utc};

use crate::open::{OpenNotice, Schema, open_or_replace, open_untouched};
use crate::pool::Pool;
use crate::table::connection::{self, Connection, NewConnection};
use crate::table::licence_terms::{self, LicenceTermsRow};
use crate::table::organisation::{self, OrganisationRow};
use crate::table::{pace, parent, setting};
use crate::writer::Writer;
use crate::{StoreError, doubt, folder};

/// A released step never changes; a test holds a database of each.
pub(crate) const SCHEMA: Schema = Schema {
    steps: &[&[include_str!("../schema/registry/1.sql")], &[include_str!("../schema/registry/2.sql")]],
};

/// The registry of clients. Calls block; it can be shared between threads.
pub struct Registry {
    /// Who reads never waits for who writes. Closed before the writer, which alone can tidy up behind the last.
    pub(crate) pool: Pool,
    pub(crate) writer: Writer<()>,
}

impl Registry {
    /// Opens `clients.db` in `dir`, making both as needed. A damaged file is set aside and told; one of a newer version
    /// is told and refuses writes with [`StoreError::Newer`].
    pub fn open(dir: &Path, now: DateTime<Utc>) -> Result<(Self, Vec<OpenNotice>), StoreError> {
        folder::make_dir(dir)?;
        let path = folder::registry_file(dir);
        let (connection, notices) = open_or_replace(&path, &SCHEMA, now)?;
        Ok((Self { pool: Pool::new(&path), writer: Writer::new(&path, &SCHEMA, connection)? }, notices))
    }

    /// Whether a newer version made the file, so that it is only read.
    pub const fn is_newer(&self) -> bool {
        self.writer.is_newer()
    }

    /// Client companies by name.
    pub fn organisations(&self) -> Result<Vec<OrganisationRow>, StoreError> {
        self.pool.read(organisation::all)
    }

    /// Adds a client company; gives its id.
    pub fn add_organisation(&self, name: &str, now: DateTime<Utc>) -> Result<String, StoreError> {
        self.writer.write(|tx, ()| organisation::add(tx, name, now))
    }

    /// Connections by name.
    pub fn connections(&self) -> Result<Vec<Connection>, StoreError> {
        self.pool.read(connection::all)
    }

    /// One connection, or [`StoreError::UnknownConnection`].
    pub fn connection(&self, id: &str) -> Result<Connection, StoreError> {
        self.pool.read(|sqlite| connection::one(sqlite, id))
    }

    /// Saves a connection; [`StoreError::NameTaken`] if another has its `name_key`.
    pub fn add_connection(&self, new: &NewConnection, now: DateTime<Utc>) -> Result<Connection, StoreError> {
        self.writer.write(|tx, ()| {
            let id = connection::add(tx, new, now)?;
            connection::one(tx, &id)
        })
    }

    /// Writes everything of a connection but its id and creation. An organisation or a parent left without a connection
    /// goes.
    pub fn update_connection(&self, one: &Connection) -> Result<(), StoreError> {
        self.writer.write(|tx, ()| {
            let before = connection::one(tx, &one.id)?.organisation.id;
            connection::update(tx, one)?;
            parent::sweep(tx)?;
            organisation::sweep(tx, &before)
        })
    }

    /// Deletes a connection and its licence terms, and its organisation and its parent if it was the last. Its database goes by
    /// [`crate::ClientDb::forget`].
    pub fn delete_connection(&self, id: &str) -> Result<(), StoreError> {
        self.writer.write(|tx, ()| {
            let before = connection::one(tx, id)?.organisation.id;
            connection::delete(tx, id)?;
            pace::sweep(tx)?;
            parent::sweep(tx)?;
            organisation::sweep(tx, &before)
        })
    }

    /// Seats and price of a connection; none = not entered.
    pub fn licence_terms(&self, id: &str) -> Result<Option<LicenceTermsRow>, StoreError> {
        self.pool.read(|sqlite| licence_terms::read(sqlite, id))
    }

    /// Every entry of seats and price of a connection, newest first.
    pub fn licence_terms_history(&self, id: &str) -> Result<Vec<LicenceTermsRow>, StoreError> {
        self.pool.read(|sqlite| licence_terms::history(sqlite, id))
    }

    /// Enters seats and price of a connection; earlier entries are kept.
    pub fn set_licence_terms(&self, id: &str, terms: &LicenceTermsRow) -> Result<(), StoreError> {
        self.writer.write(|tx, ()| {
            connection::one(tx, id)?;
            licence_terms::write(tx, id, terms)
        })
    }

    /// A setting's JSON text; none = never set.
    pub fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        self.pool.read(|sqlite| setting::read(sqlite, key))
    }

    /// A setting of the `clients.db` in `dir` as it lies there; none also where there is none. Nothing is made or changed.
    pub fn setting_in(dir: &Path, key: &str) -> Result<Option<String>, StoreError> {
        let path = folder::registry_file(dir);
        if !path.exists() {
            return Ok(None);
        }
        doubt::twice(&path, || setting::read(&open_untouched(&path)?, key))
    }

    /// Keeps JSON text under `key`, in place of what was there; [`StoreError::Sqlite`] if it is not JSON.
    pub fn set_setting(&self, key: &str, json: &str) -> Result<(), StoreError> {
        self.writer.write(|tx, ()| setting::write(tx, key, json))
    }
}
