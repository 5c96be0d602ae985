//! What was entered about connections, the groups of the list, and the ledger of secrets.

use chrono::{DateTime, Utc};

use super::Registry;
use crate::StoreError;
use crate::table::client_group::{self, ClientGroupRow};
use crate::table::connection::{self, Connection};
use crate::table::details::{self, Details};
use crate::table::pace::{self, PaceRow};
use crate::table::secret_item::{self, Leaving};
use crate::table::{client_sums, clock_skew, last_check, organisation, paused, told};

impl Registry {
    /// What was said about a connection; defaults where nothing was.
    pub fn details(&self, id: &str) -> Result<Details, StoreError> {
        self.pool.read(|sqlite| details::read(sqlite, id))
    }

    /// Writes what is said about a connection.
    pub fn set_details(&self, id: &str, said: &Details) -> Result<(), StoreError> {
        self.writer.write(|tx, ()| {
            connection::one(tx, id)?;
            details::write(tx, id, said)
        })
    }

    /// Groups of clients by name, empty ones too.
    pub fn client_groups(&self) -> Result<Vec<ClientGroupRow>, StoreError> {
        self.pool.read(client_group::all)
    }

    /// Adds a group; [`StoreError::NameTaken`] if another has its `key`.
    pub fn add_client_group(&self, name: &str, key: &str, now: DateTime<Utc>) -> Result<String, StoreError> {
        self.writer.write(|tx, ()| client_group::add(tx, name, key, now))
    }

    /// Renames a group.
    pub fn rename_client_group(&self, id: &str, name: &str, key: &str) -> Result<(), StoreError> {
        self.writer.write(|tx, ()| client_group::rename(tx, id, name, key))
    }

    /// Deletes a group; its clients are in none then.
    pub fn delete_client_group(&self, id: &str) -> Result<(), StoreError> {
        self.writer.write(|tx, ()| client_group::delete(tx, id))
    }

    /// Puts the companies of these connections into a group, or into none.
    pub fn put_in_group(&self, connections: &[String], group: Option<&str>) -> Result<(), StoreError> {
        self.writer.write(|tx, ()| {
            for id in connections {
                connection::one(tx, id)?;
                client_group::put(tx, id, group)?;
            }
            Ok(())
        })
    }

    /// The group of a company.
    pub fn group_of(&self, organisation: &str) -> Result<Option<String>, StoreError> {
        self.pool.read(|sqlite| organisation::group(sqlite, organisation))
    }

    /// Figures of the list as they were last made; none = the data changed since.
    pub fn client_sums(&self, id: &str) -> Result<Option<String>, StoreError> {
        self.pool.read(|sqlite| client_sums::read(sqlite, id))
    }

    /// Writes figures of the list (JSON), or forgets them.
    pub fn set_client_sums(&self, id: &str, sums: Option<&str>) -> Result<(), StoreError> {
        self.writer.write(|tx, ()| client_sums::write(tx, id, sums))
    }

    /// The trouble of a connection that was told last; none = it has none, or nobody was told.
    pub fn told(&self, id: &str) -> Result<Option<String>, StoreError> {
        self.pool.read(|sqlite| told::read(sqlite, id))
    }

    /// Keeps which trouble of a connection was told.
    pub fn set_told(&self, id: &str, code: Option<&str>) -> Result<(), StoreError> {
        self.writer.write(|tx, ()| told::write(tx, id, code))
    }

    /// What the last check of a connection found (JSON), and when; none = it was not kept.
    pub fn last_check(&self, id: &str) -> Result<Option<(DateTime<Utc>, String)>, StoreError> {
        self.pool.read(|sqlite| last_check::read(sqlite, id))
    }

    /// Keeps what a check of a connection found.
    pub fn set_last_check(&self, id: &str, at: DateTime<Utc>, report: &str) -> Result<(), StoreError> {
        self.writer.write(|tx, ()| last_check::write(tx, id, at, report))
    }

    /// By how many seconds this computer's clock was ahead of Duo's when it was last measured, and when; none = it was not.
    pub fn clock_skew(&self, id: &str) -> Result<Option<(DateTime<Utc>, i64)>, StoreError> {
        self.pool.read(|sqlite| clock_skew::read(sqlite, id))
    }

    /// Keeps how far this computer's clock is from Duo's.
    pub fn set_clock_skew(&self, id: &str, at: DateTime<Utc>, seconds: i64) -> Result<(), StoreError> {
        self.writer.write(|tx, ()| clock_skew::write(tx, id, at, seconds))
    }

    /// What was learnt about the rate limits of an account, by its host.
    pub fn paces(&self, host: &str) -> Result<Vec<PaceRow>, StoreError> {
        self.pool.read(|sqlite| pace::read(sqlite, host))
    }

    /// Keeps what was learnt about the rate limits of an account that is connected to.
    pub fn set_paces(&self, host: &str, rows: &[PaceRow]) -> Result<(), StoreError> {
        self.writer.write(|tx, ()| pace::write(tx, host, rows))
    }

    /// Whether a connection is read by nothing but a command of its own.
    pub fn paused(&self, id: &str) -> Result<bool, StoreError> {
        self.pool.read(|sqlite| paused::is(sqlite, id))
    }

    /// Pauses a connection, or ends its pause.
    pub fn set_paused(&self, id: &str, paused: bool) -> Result<(), StoreError> {
        self.writer.write(|tx, ()| {
            connection::one(tx, id)?;
            paused::set(tx, id, paused)
        })
    }

    /// Says that a keychain item of this id is about to be made.
    pub fn intend_secret(&self, id: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.writer.write(|tx, ()| secret_item::intend(tx, id, now))
    }

    /// Says that the keychain has no item of this id any more.
    pub fn secret_gone(&self, id: &str) -> Result<(), StoreError> {
        self.writer.write(|tx, ()| secret_item::gone(tx, id))
    }

    /// Keychain items that no connection names.
    pub fn orphaned_secrets(&self) -> Result<Vec<String>, StoreError> {
        self.pool.read(secret_item::orphans)
    }

    /// Disconnects a connection whose secret is still there; [`Self::stay`] takes it back.
    pub fn leave(&self, one: &Connection, delete_data: bool) -> Result<(), StoreError> {
        self.writer.write(|tx, ()| {
            let before = connection::one(tx, &one.id)?;
            secret_item::leave(
                tx,
                &Leaving {
                    connection: one.id.clone(),
                    delete_data,
                    status: before.status,
                    status_code: before.status_code,
                },
            )?;
            connection::update(tx, one)
        })
    }

    /// Connections whose secrets are about to be erased.
    pub fn leaving(&self) -> Result<Vec<Leaving>, StoreError> {
        self.pool.read(secret_item::leaving)
    }

    /// Takes a disconnection back. False: it was carried out already.
    pub fn stay(&self, id: &str) -> Result<bool, StoreError> {
        self.writer.write(|tx, ()| {
            let Some(one) = secret_item::leaving(tx)?.into_iter().find(|one| one.connection == id) else {
                return Ok(false);
            };
            let mut row = connection::one(tx, id)?;
            (row.status, row.status_code) = (one.status, one.status_code);
            connection::update(tx, &row)?;
            secret_item::stay(tx, id)?;
            Ok(true)
        })
    }

    /// The secret of a connection that leaves is erased; it stays disconnected.
    pub fn left(&self, id: &str) -> Result<(), StoreError> {
        self.writer.write(|tx, ()| secret_item::stay(tx, id))
    }
}
