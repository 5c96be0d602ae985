//! Open client databases.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use store::{ClientDb, OpenNotice, StoreError};

use crate::Engine;
use crate::api::CommandError;
use crate::lock::SyncLock;

pub(crate) struct Databases {
    folder: PathBuf,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    files: HashMap<String, Arc<ClientDb>>,
    /// Found damaged since the start, and not yet replaced.
    damaged: HashSet<String>,
}

impl Databases {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder, open: Mutex::default() }
    }

    fn get(&self, client: &str) -> Result<(Arc<ClientDb>, Vec<OpenNotice>), StoreError> {
        // Held while opening: two openings of one file at once would both find it new.
        let mut open = self.lock();
        if open.damaged.contains(client) {
            return Err(StoreError::Corrupt);
        }
        if let Some(db) = open.files.get(client) {
            return Ok((db.clone(), Vec::new()));
        }
        let (db, notices) = ClientDb::open(&self.folder, client)?;
        let db = Arc::new(db);
        open.files.insert(client.to_owned(), db.clone());
        Ok((db, notices))
    }

    fn close(&self, client: &str) {
        let mut open = self.lock();
        open.files.remove(client);
        open.damaged.remove(client);
    }

    /// Nothing opens the file from now on.
    pub(crate) fn mark_damaged(&self, client: &str) {
        let mut open = self.lock();
        open.files.remove(client);
        open.damaged.insert(client.to_owned());
    }

    /// Closes a file and works in its folder while nobody can open it; it can be opened again if the work succeeds.
    pub(crate) fn replace<T>(
        &self,
        client: &str,
        work: impl FnOnce(&Path) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut open = self.lock();
        open.files.remove(client);
        let answer = work(&self.folder)?;
        open.damaged.remove(client);
        Ok(answer)
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Engine {
    /// The client's database, opened when it is first asked for.
    pub(crate) async fn database(self: &Arc<Self>, client: &str) -> Result<Arc<ClientDb>, CommandError> {
        let (engine, asked) = (self.clone(), client.to_owned());
        let opened = tokio::task::spawn_blocking(move || engine.databases.get(&asked)).await?;
        let (db, notices) = self.or_damaged(client, opened).await?;
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
        let answer = tokio::task::spawn_blocking(move || work(&db)).await?;
        self.or_damaged(client, answer).await
    }

    async fn or_damaged<T>(&self, client: &str, answer: Result<T, StoreError>) -> Result<T, CommandError> {
        if matches!(answer, Err(StoreError::Corrupt)) {
            self.found_damaged(client).await;
        }
        Ok(answer?)
    }

    /// Wipes a client's file.
    pub(crate) async fn forget(&self, client: &str) -> Result<(), CommandError> {
        self.databases.close(client);
        SyncLock::remove(&self.data_dir, client);
        let (folder, client) = (self.data_dir.clone(), client.to_owned());
        Ok(tokio::task::spawn_blocking(move || ClientDb::forget(&folder, &client)).await??)
    }
}
