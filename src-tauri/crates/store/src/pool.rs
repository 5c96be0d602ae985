//! Short readers beside the writer.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;

use crate::open::open_reader;
use crate::{StoreError, doubt};

/// Connections kept for the next reader; more are opened when more read at once.
const KEPT: usize = 4;

/// Read-only connections to one database.
pub(crate) struct Pool {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Pool {
    pub(crate) fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), idle: Mutex::new(Vec::new()) }
    }

    /// Reads with one statement.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let answer = self.take().and_then(|connection| {
            let answer = work(&connection);
            self.give_back(connection, answer.is_ok());
            answer
        });
        answer.map_err(|error| doubt::settled(error, &self.path))
    }

    /// Reads with several statements that see the same state.
    pub(crate) fn snapshot<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.read(|connection| {
            let transaction = connection.unchecked_transaction()?;
            let answer = work(&transaction)?;
            transaction.finish()?;
            Ok(answer)
        })
    }

    fn take(&self) -> Result<Connection, StoreError> {
        let kept = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        kept.map_or_else(|| open_reader(&self.path), Ok)
    }

    /// A connection that failed is closed, not used again.
    fn give_back(&self, connection: Connection, sound: bool) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if sound && idle.len() < KEPT {
            idle.push(connection);
        }
    }
}
