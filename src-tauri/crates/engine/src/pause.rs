//! Pausing a client's sync until somebody resumes it, and reading faster for once.

use std::sync::Arc;

use duo_api::Pacing;
use store::Registry;

use crate::Engine;
use crate::api::{ClientRef, CommandError, Diagnostics, DiagnosticsOfClient, Event, SyncStatus, Tag};
use crate::diagnostics::{Surroundings, sync_diagnostics};
use crate::sync::SyncOptions;

impl Engine {
    /// Stops a sync after its page; no round reads the client until a sync is started by hand. Survives a restart.
    pub async fn sync_pause(self: &Arc<Self>, client: ClientRef) -> Result<SyncStatus, CommandError> {
        // The flag first: a round must not begin between.
        self.set_paused(&client.client, true).await?;
        self.syncs.stop(&client.client).await;
        self.sync_status(client).await
    }

    /// Reads at all of the believed quota until this run ends; starts one if none is under way.
    pub async fn sync_full_speed(self: &Arc<Self>, client: ClientRef) -> Result<SyncStatus, CommandError> {
        let row = self.connection(&client.client).await?;
        if row.sample {
            return self.sync_start(client).await;
        }
        if self.syncs.speed_up(&client.client) {
            if let Some(governor) = self.governor_of(&row.host) {
                governor.set_pacing(Pacing::Full);
            }
            return self.sync_status(client).await;
        }
        self.begin(client, SyncOptions { pacing: Pacing::Full, ..SyncOptions::default() }).await
    }

    /// Lines about a client's sync for whoever helps.
    pub async fn sync_diagnostics(
        self: &Arc<Self>,
        of: DiagnosticsOfClient,
    ) -> Result<Diagnostics, CommandError> {
        let row = self.connection(&of.client).await?;
        let status = self.sync_status(ClientRef { client: of.client }).await?;
        let around = Surroundings { webview: of.webview, at: self.ports.clock.utc(), secret_length: None };
        Ok(Diagnostics { text: sync_diagnostics(&row.host, &row.ikey, &status, &around) })
    }

    pub(crate) async fn paused(&self, id: &str) -> Result<bool, CommandError> {
        let id = id.to_owned();
        self.registry(move |registry| registry.paused(&id)).await
    }

    pub(crate) async fn set_paused(&self, id: &str, paused: bool) -> Result<(), CommandError> {
        self.connection(id).await?;
        if self.paused(id).await? == paused {
            return Ok(());
        }
        let asked = id.to_owned();
        self.registry(move |registry: &Registry| registry.set_paused(&asked, paused)).await?;
        let tags = vec![Tag::Clients, Tag::ClientData];
        self.ports.events.send(Event::Changed { tags, client: Some(id.to_owned()) });
        Ok(())
    }
}
