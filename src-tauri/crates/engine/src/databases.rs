//! Open client databases.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use store::{ClientDb, OpenNotice, StoreError};

use crate::Engine;
use crate::api::CommandError;
use crate::lock::SyncLock;

pub(crate) struct Databases {
    folder: PathBuf,
    open: Mutex<HashMap<String, Arc<ClientDb>>>,
}

impl Databases {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder, open: Mutex::default() }
    }

    fn get(&self, client: &str, now: DateTime<Utc>) -> Result<(Arc<ClientDb>, Vec<OpenNotice>), StoreError> {
        // Held while opening: two openings of one file at once would both find it new.
        let mut open = self.open.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(db) = open.get(client) {
            return Ok((db.clone(), Vec::new()));
        }
        let (db, notices) = ClientDb::open(&self.folder, client, now)?;
        let db = Arc::new(db);
        open.insert(client.to_owned(), db.clone());
        Ok((db, notices))
    }

    fn close(&self, client: &str) {
        self.open.lock().unwrap_or_else(std::sync::PoisonError::into_inner).remove(client);
    }
}

impl Engine {
    /// The client's database, opened when it is first asked for.
    pub(crate) async fn database(self: &Arc<Self>, client: &str) -> Result<Arc<ClientDb>, CommandError> {
        let (engine, asked, now) = (self.clone(), client.to_owned(), self.ports.clock.utc());
        let (db, notices) = tokio::task::spawn_blocking(move || engine.databases.get(&asked, now)).await??;
        self.tell(client, notices);
        Ok(db)
    }

    /// Reads from a client's database off the async threads.
    pub(crate) async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        client: &str,
        work: impl FnOnce(&ClientDb) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, CommandError> {
        let db = self.database(client).await?;
        Ok(tokio::task::spawn_blocking(move || work(&db)).await??)
    }

    /// Wipes a client's file.
    pub(crate) async fn forget(&self, client: &str) -> Result<(), CommandError> {
        self.databases.close(client);
        SyncLock::remove(&self.data_dir, client);
        let (folder, client) = (self.data_dir.clone(), client.to_owned());
        Ok(tokio::task::spawn_blocking(move || ClientDb::forget(&folder, &client)).await??)
    }
}
