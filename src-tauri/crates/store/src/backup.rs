//! Copies of databases for a backup, and taking rows and files of one in.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use rusqlite::Transaction;

use crate::folder::{self, beside};
use crate::open::{Schema, layout, layout_of, open};
use crate::pool::Pool;
use crate::{ClientDb, OpenNotice, Registry, StoreError, client, registry};

/// Versions of the two schemas that this version writes: of the registry's and of a client's.
pub const SCHEMA_VERSIONS: (usize, usize) = (registry::SCHEMA.steps.len(), client::SCHEMA.steps.len());

/// Settings that belong to where they were made: a draft under way, and preferences that wait to be taken over.
const OWN_SETTINGS: &str = "('wizard_draft', 'restored_preferences')";

/// Tables whose rows belong to a connection, with the columns that go with it. What is learnt about this computer and
/// what is made from the data anew stays out.
const OF_CONNECTION: [(&str, &str); 4] = [
    (
        "licence_terms",
        "connection, paid, price_hundredths, currency, model, renewal, entered_by, entered_at, min_commit, pack_size,
         buffer_percent, billed, sell_hundredths",
    ),
    (
        "connection_details",
        "connection, initials, label, owner_contact, ticket_url, psa_id, notes, key_created, rotation_days, log_days,
         favourite, opened, time_zone",
    ),
    ("paused", "connection"),
    ("last_checks", "connection, at, report"),
];

/// What is taken of another registry.
#[derive(Clone, Copy, Debug)]
pub struct TakeIn<'a> {
    /// Ids of connections that are not here.
    pub connections: &'a [String],
    /// Its settings take the place of those here.
    pub settings: bool,
    /// More settings to write with it, as JSON by key.
    pub more: &'a [(&'a str, String)],
}

impl Registry {
    /// Writes a copy of what is stored now as `to`, which must not be there, while others write on.
    pub fn copy_to(&self, to: &Path) -> Result<(), StoreError> {
        copy(&self.pool, to)
    }

    /// Takes connections of the `clients.db` in `from` in, with what belongs to them: all of it or nothing. That file must
    /// have passed [`admit_registry`].
    pub fn take_in(&self, from: &Path, asked: TakeIn<'_>) -> Result<(), StoreError> {
        let path = text(&folder::registry_file(from))?;
        self.writer.with(|sqlite| Ok(sqlite.execute("ATTACH ?1 AS other", [&path]).map(drop)?))?;
        let taken = self.writer.write(|tx, ()| take_in(tx, asked));
        let detached = self.writer.with(|sqlite| Ok(sqlite.execute_batch("DETACH other")?));
        taken.and(detached)
    }
}

impl ClientDb {
    /// Writes a copy of what is stored now as `to`, which must not be there, while others write on.
    pub fn copy_to(&self, to: &Path) -> Result<(), StoreError> {
        copy(&self.pool, to)
    }

    /// Puts the database that lies in `from` in its place in `dir`; gives where one lies now that was there, which no
    /// connection named. Both folders are on one disk; the database is closed.
    pub fn put_in_place(
        from: &Path,
        dir: &Path,
        client_id: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<PathBuf>, StoreError> {
        let (source, place) = (folder::client_file(from, client_id)?, folder::client_file(dir, client_id)?);
        folder::make_dir(&folder::clients_dir(dir))?;
        let aside = match folder::set_aside(&place, "replaced", now) {
            Err(StoreError::NotFound(_)) => None,
            other => Some(other?),
        };
        fs::rename(&source, &place).map_err(|error| StoreError::io(error, &place))?;
        keep_folder(&folder::clients_dir(dir))?;
        Ok(aside)
    }

    /// Deletes the database that [`Self::put_in_place`] put there, and nothing beside it that was set aside.
    pub fn take_back(dir: &Path, client_id: &str) -> Result<(), StoreError> {
        let place = folder::client_file(dir, client_id)?;
        for file in [beside(&place, "-wal"), beside(&place, "-shm"), place] {
            match fs::remove_file(&file) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(StoreError::io(error, &file));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Checks the `clients.db` in `dir`, a folder of a backup's files alone, and brings it to the newest schema.
/// [`StoreError::Newer`], [`StoreError::Corrupt`].
pub fn admit_registry(dir: &Path) -> Result<(), StoreError> {
    admit(&folder::registry_file(dir), &registry::SCHEMA)
}

/// Checks a client's database in `dir`, as [`admit_registry`] does.
pub fn admit_client(dir: &Path, client_id: &str) -> Result<(), StoreError> {
    admit(&folder::client_file(dir, client_id)?, &client::SCHEMA)
}

/// Makes `dir` and the folder of clients in it, which only their owner can enter.
pub fn make_data_folder(dir: &Path) -> Result<(), StoreError> {
    folder::make_dir(dir)?;
    folder::make_dir(&folder::clients_dir(dir))
}

/// Where a client's database lies in `dir`; [`StoreError::BadId`] for what is no id.
pub fn client_path(dir: &Path, client_id: &str) -> Result<PathBuf, StoreError> {
    folder::client_file(dir, client_id)
}

/// A read transaction of its own: whoever writes is not disturbed. Pages that hold nothing, and with them what was
/// deleted, are not in the copy.
fn copy(pool: &Pool, to: &Path) -> Result<(), StoreError> {
    folder::make_file(to)?;
    let path = text(to)?;
    pool.read(|sqlite| Ok(sqlite.execute("VACUUM INTO ?1", [&path]).map(drop)?))
}

/// A file from elsewhere may say anything of itself: it must be laid out as this version does it, to the letter.
fn admit(path: &Path, schema: &Schema) -> Result<(), StoreError> {
    let (connection, notices) = open(path, schema)?;
    if notices.contains(&OpenNotice::Newer) {
        return Err(StoreError::Newer);
    }
    if layout(&connection)? != layout_of(schema)? {
        return Err(StoreError::Corrupt);
    }
    // Closing it empties the log and removes it.
    connection.close().map_err(|(_, error)| error)?;
    File::options()
        .write(true)
        .open(path)
        .and_then(|file| file.sync_all())
        .map_err(|error| StoreError::io(error, path))
}

fn take_in(tx: &Transaction, asked: TakeIn<'_>) -> Result<(), StoreError> {
    let ids = serde_json::to_string(asked.connections).map_err(|_| StoreError::BadId)?;
    let chosen = "(SELECT value FROM json_each(?1))";
    tx.execute_batch(
        "INSERT INTO main.client_groups (id, name, name_key, created)
           SELECT id, name, name_key, created FROM other.client_groups AS one
           WHERE id NOT IN (SELECT id FROM main.client_groups)
             AND name_key NOT IN (SELECT name_key FROM main.client_groups)",
    )?;
    let one = |sql: &str| tx.execute(sql, [&ids]);
    // A group of the same name is the same group.
    one(&format!(
        "INSERT INTO main.organisations (id, name, created, client_group)
           SELECT id, name, created, (SELECT here.id FROM main.client_groups AS here JOIN other.client_groups AS there
             ON there.name_key = here.name_key WHERE there.id = client_group)
           FROM other.organisations
           WHERE id IN (SELECT organisation FROM other.connections WHERE id IN {chosen})
             AND id NOT IN (SELECT id FROM main.organisations)"
    ))?;
    one(&format!(
        "INSERT INTO main.parents (id, name, host, ikey, session_only, secret_store, secret_id, created)
           SELECT id, name, host, ikey, session_only, secret_store, secret_id, created FROM other.parents
           WHERE id IN (SELECT parent FROM other.connections WHERE id IN {chosen})
             AND id NOT IN (SELECT id FROM main.parents)"
    ))?;
    let columns =
        "id, name, name_key, organisation, host, ikey, sample, session_only, status, status_code, account_id,
        created, last_check, wanted, permissions, secret_store, colour, secret_id, parent";
    one(&format!(
        "INSERT INTO main.connections ({columns}) SELECT {columns} FROM other.connections WHERE id IN {chosen}"
    ))?;
    for (table, columns) in OF_CONNECTION {
        one(&format!(
            "INSERT INTO main.{table} ({columns}) SELECT {columns} FROM other.{table} WHERE connection IN {chosen}"
        ))?;
    }
    // The keychain of this computer may still hold them: the ledger must know.
    one(&format!(
        "INSERT OR IGNORE INTO main.secret_items (id, created) SELECT id, created FROM other.secret_items
           WHERE id IN (SELECT coalesce(secret_id, id) FROM other.connections WHERE id IN {chosen})"
    ))?;
    if asked.settings {
        tx.execute_batch(&format!(
            "INSERT OR REPLACE INTO main.settings (key, value)
               SELECT key, value FROM other.settings WHERE key NOT IN {OWN_SETTINGS}"
        ))?;
    }
    for (key, value) in asked.more {
        crate::table::setting::write(tx, key, value)?;
    }
    Ok(())
}

fn text(path: &Path) -> Result<String, StoreError> {
    path.to_str().map(str::to_owned).ok_or_else(|| StoreError::Unreadable(path.to_owned()))
}

/// A rename is on the disk once its folder is. Windows keeps the order by itself and opens no folder.
fn keep_folder(dir: &Path) -> Result<(), StoreError> {
    if cfg!(windows) {
        return Ok(());
    }
    File::open(dir).and_then(|dir| dir.sync_all()).map_err(|error| StoreError::io(error, dir))
}
