//! A client's database that turned out damaged: told, left as it is, and read anew once somebody consents.

use std::path::PathBuf;
use std::sync::Arc;

use store::ClientDb;

use crate::api::{ClientRef, CommandError, Event, HandedOver, Tag};
use crate::lock::SyncLock;
use crate::{Code, Engine};

impl Engine {
    /// Sets a damaged database aside and reads the client anew. What was decided about its users and applications lies in
    /// the file that was set aside. Does nothing to a sound one.
    pub async fn client_rebuild(self: &Arc<Self>, client: ClientRef) -> Result<HandedOver, CommandError> {
        let path = self.set_damaged_aside(&client.client).await?;
        self.sync_start(client).await?;
        Ok(HandedOver { path: path.map(|path| path.display().to_string()) })
    }

    /// Makes room for a new database; gives where the damaged one lies, or none where it is sound.
    ///
    /// # Errors
    /// `CLIENT_UNKNOWN`, `SYNC_RUNNING` when another program is syncing it, database codes.
    pub async fn set_damaged_aside(self: &Arc<Self>, id: &str) -> Result<Option<PathBuf>, CommandError> {
        let told = self.connection(id).await?.status_code.as_deref() == Some(Code::DbCorrupt.as_str());
        match self.database(id).await {
            Ok(_) if !told => return Ok(None),
            Err(error) if error.code != Code::DbCorrupt => return Err(error),
            _ => {}
        }
        self.syncs.stop(id).await;
        let _lock = SyncLock::take(&self.data_dir, id)?;
        let (engine, asked, now) = (self.clone(), id.to_owned(), self.ports.clock.utc());
        let aside = tokio::task::spawn_blocking(move || {
            engine.databases.replace(&asked, |folder| ClientDb::set_aside(folder, &asked, now))
        })
        .await??;
        self.forget_sums(id).await?;
        Ok(aside)
    }

    /// Keeps in mind that a client's file is damaged, and tells it once.
    pub(crate) async fn found_damaged(&self, id: &str) {
        self.databases.mark_damaged(id);
        let Ok(mut row) = self.connection(id).await else { return };
        let code = Code::DbCorrupt.as_str();
        if row.status == "disconnected" || row.status_code.as_deref() == Some(code) {
            return;
        }
        "needs_attention".clone_into(&mut row.status);
        row.status_code = Some(code.to_owned());
        // A registry that cannot be written is told by whatever else writes it.
        if self.registry(move |registry| registry.update_connection(&row)).await.is_ok() {
            let tags = vec![Tag::Clients, Tag::ClientData];
            self.ports.events.send(Event::Changed { tags, client: Some(id.to_owned()) });
        }
    }
}
