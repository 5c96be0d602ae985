//! Managed-service accounts and the connections through them.

use chrono::{DateTime, Utc};

use super::Registry;
use crate::StoreError;
use crate::table::connection::{self, Connection, NewConnection};
use crate::table::parent::{self, NewParent, ParentRow};
use crate::table::secret_item;

impl Registry {
    /// Managed-service accounts by name.
    pub fn parents(&self) -> Result<Vec<ParentRow>, StoreError> {
        self.pool.read(parent::all)
    }

    /// One of them, or [`StoreError::UnknownConnection`].
    pub fn parent(&self, id: &str) -> Result<ParentRow, StoreError> {
        self.pool.read(|sqlite| parent::one(sqlite, id))
    }

    /// Gives a parent another name.
    pub fn rename_parent(&self, id: &str, name: &str) -> Result<(), StoreError> {
        self.writer.write(|tx, ()| parent::rename(tx, id, name))
    }

    /// Puts another key in the place of a parent's, for everything connected through it.
    pub fn rekey_parent(&self, id: &str, key: &NewParent) -> Result<(), StoreError> {
        self.writer.write(|tx, ()| parent::rekey(tx, id, key))
    }

    /// Saves connections through a parent, all of them or none: new ones, and disconnected ones that come `back`. A
    /// parent that is there takes the key too. Gives the parent's id and the ids of the new ones.
    pub fn add_children(
        &self,
        known: Option<&str>,
        key: &NewParent,
        new: &[NewConnection],
        back: &[Connection],
        now: DateTime<Utc>,
    ) -> Result<(String, Vec<String>), StoreError> {
        self.writer.write(|tx, ()| {
            let id = match known {
                Some(id) => {
                    parent::rekey(tx, id, key)?;
                    id.to_owned()
                }
                None => parent::add(tx, key, now)?,
            };
            let mut ids = Vec::with_capacity(new.len());
            for one in new {
                let one = NewConnection { parent: Some(id.clone()), ..one.clone() };
                ids.push(connection::add(tx, &one, now)?);
            }
            for one in back {
                connection::update(tx, &Connection { parent: Some(id.clone()), ..one.clone() })?;
                secret_item::stay(tx, &one.id)?;
            }
            parent::sweep(tx)?;
            Ok((id, ids))
        })
    }

    /// Whether a connection other than `but` still uses a keychain item.
    pub fn secret_is_shared(&self, item: &str, but: &str) -> Result<bool, StoreError> {
        self.pool.read(|sqlite| secret_item::is_shared(sqlite, item, but))
    }
}
