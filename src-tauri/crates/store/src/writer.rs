//! The one connection that writes a database.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::open::{Schema, open};
use crate::{StoreError, doubt, folder};

/// A writer behind a lock, with `state` that belongs to it.
pub(crate) struct Writer<S> {
    path: PathBuf,
    schema: &'static Schema,
    identity: (u64, u64),
    newer: bool,
    /// How often another program kept the database for longer than the busy timeout.
    refused: AtomicU64,
    inner: Mutex<Inner<S>>,
}

struct Inner<S> {
    connection: Connection,
    state: S,
    /// SQLite's `data_version` at the last write: it changes when another connection wrote.
    version: i64,
}

impl<S: Default> Writer<S> {
    pub(crate) fn new(
        path: &Path,
        schema: &'static Schema,
        connection: Connection,
    ) -> Result<Self, StoreError> {
        let identity = folder::identity(path)?;
        let newer = connection.is_readonly(rusqlite::MAIN_DB)?;
        Ok(Self {
            path: path.to_owned(),
            schema,
            identity,
            newer,
            refused: AtomicU64::new(0),
            inner: Mutex::new(Inner { connection, state: S::default(), version: 0 }),
        })
    }

    /// Runs `work` in one transaction: all of it is stored, or nothing, and then the state starts anew. So it does after
    /// another program has written, which it cannot know of.
    pub(crate) fn write<T>(
        &self,
        work: impl FnOnce(&Transaction, &mut S) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.check_file()?;
        if self.newer {
            return Err(StoreError::Newer);
        }
        let refused = self.refused.load(Ordering::Relaxed);
        let mut inner = self.lock();
        // Whoever was ahead waited in vain for all who stood in line.
        if refused != self.refused.load(Ordering::Relaxed) {
            return Err(StoreError::Busy);
        }
        let answer = self.transact(&mut inner, work);
        answer.map_err(|error| self.settled(&mut inner, error))
    }

    fn transact<T>(
        &self,
        inner: &mut Inner<S>,
        work: impl FnOnce(&Transaction, &mut S) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let Inner { connection, state, version } = inner;
        let begun = connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let transaction = begun.map_err(StoreError::from).inspect_err(|error| {
            if matches!(error, StoreError::Busy) {
                self.refused.fetch_add(1, Ordering::Relaxed);
            }
        })?;
        let now = transaction.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?;
        if std::mem::replace(version, now) != now {
            *state = S::default();
        }
        let answer = work(&transaction, state)
            .and_then(|answer| transaction.commit().map(|()| answer).map_err(StoreError::from));
        if answer.is_err() {
            *state = S::default();
        }
        answer
    }

    /// Whether a newer version made the file, so that it is only read.
    pub(crate) const fn is_newer(&self) -> bool {
        self.newer
    }

    /// Runs `work` on the connection outside a transaction.
    pub(crate) fn with<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut inner = self.lock();
        work(&inner.connection).map_err(|error| self.settled(&mut inner, error))
    }

    /// SQLite lets a connection that took its file for damaged write no more; a sound one gets another.
    fn settled(&self, inner: &mut Inner<S>, error: StoreError) -> StoreError {
        let doubted = matches!(error, StoreError::Doubtful);
        let error = doubt::settled(error, &self.path);
        if doubted
            && matches!(error, StoreError::Io(_))
            && let Ok((connection, _)) = open(&self.path, self.schema)
        {
            *inner = Inner { connection, state: S::default(), version: 0 };
        }
        error
    }

    /// A file that was deleted or replaced would take writes into nowhere.
    pub(crate) fn check_file(&self) -> Result<(), StoreError> {
        match folder::identity(&self.path) {
            Ok(identity) if identity == self.identity => Ok(()),
            Ok(_) => Err(StoreError::NotFound(self.path.clone())),
            Err(error) => Err(error),
        }
    }

    /// A panic in an earlier holder rolled its transaction back; the state may not know.
    fn lock(&self) -> MutexGuard<'_, Inner<S>> {
        self.inner.lock().unwrap_or_else(|poisoned| {
            let mut inner = poisoned.into_inner();
            inner.state = S::default();
            self.inner.clear_poison();
            inner
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::SCHEMA;
    use crate::table::setting;

    /// What SQLite does after a page that it was not given: it reads on and writes no more.
    #[test]
    fn who_was_wrong_about_damage_writes_on() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.db");
        let (connection, _) = open(&path, &SCHEMA).unwrap();
        let writer: Writer<u8> = Writer::new(&path, &SCHEMA, connection).unwrap();
        let doubted: Result<(), _> = writer.write(|tx, state| {
            *state = 7;
            tx.pragma_update(None, "query_only", true)?;
            Err(StoreError::Doubtful)
        });
        assert!(matches!(doubted, Err(StoreError::Io(None))), "{doubted:?}");
        let state = writer.write(|_, state| Ok(*state)).unwrap();
        assert_eq!(state, 0, "what the other connection knew is forgotten");
        writer.write(|tx, _| setting::write(tx, "x", "1")).unwrap();
    }
}
