//! Taking a client off: its secret, and its data if asked. The Admin API application in Duo is untouched.

use std::collections::HashMap;
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::Duration;

use store::Leaving;
use tokio_util::sync::CancellationToken;

use crate::api::{ClientRef, ClientSummary, CommandError, Disconnect, Grace, Nothing};
use crate::lock::SecretLock;
use crate::{Code, Engine};

/// How long a disconnection can be taken back.
const GRACE: Duration = Duration::from_secs(10);

impl Engine {
    /// Stops the sync, removes the secret, and the data if asked, at once.
    pub async fn disconnect(self: &Arc<Self>, disconnect: Disconnect) -> Result<Nothing, CommandError> {
        let one = self.leave(disconnect).await?;
        let lock = SecretLock::hold(&self.data_dir).await?;
        if let Err(error) = self.carry_out_leaving(&one).await {
            let id = one.connection.clone();
            self.registry(move |registry| registry.stay(&id)).await?;
            return Err(error);
        }
        drop(lock);
        self.list_changed(&one.connection);
        Ok(Nothing {})
    }

    /// The same after a while in which [`Self::disconnect_undo`] takes it back.
    pub async fn disconnect_start(self: &Arc<Self>, disconnect: Disconnect) -> Result<Grace, CommandError> {
        let one = self.leave(disconnect).await?;
        let (engine, undone) = (self.clone(), CancellationToken::new());
        self.graces().insert(one.connection.clone(), undone.clone());
        tokio::spawn(async move {
            if undone.run_until_cancelled(tokio::time::sleep(GRACE)).await.is_some() {
                engine.end_grace(&one).await;
            }
        });
        Ok(Grace { seconds: u32::try_from(GRACE.as_secs()).unwrap_or(u32::MAX) })
    }

    /// Takes a disconnection back while its secret is still there.
    ///
    /// # Errors
    /// `CLIENT_UNKNOWN`, or `KEY_MISSING` when it was carried out already.
    pub async fn disconnect_undo(self: &Arc<Self>, client: ClientRef) -> Result<ClientSummary, CommandError> {
        let lock = SecretLock::hold(&self.data_dir).await?;
        // The end of this grace must not end a later one.
        if let Some(grace) = self.graces().remove(&client.client) {
            grace.cancel();
        }
        let id = client.client.clone();
        let back = self.registry(move |registry| registry.stay(&id)).await?;
        drop(lock);
        if !back {
            self.connection(&client.client).await?;
            return Err(CommandError::new(Code::KeyMissing));
        }
        self.find_client(&client.client).await
    }

    fn graces(&self) -> MutexGuard<'_, HashMap<String, CancellationToken>> {
        self.graces.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn leave(&self, disconnect: Disconnect) -> Result<Leaving, CommandError> {
        let mut row = self.connection(&disconnect.client).await?;
        self.syncs.stop(&row.id).await;
        let one = Leaving {
            connection: row.id.clone(),
            delete_data: disconnect.delete_data,
            status: row.status.clone(),
            status_code: row.status_code.take(),
        };
        "disconnected".clone_into(&mut row.status);
        self.registry(move |registry| registry.leave(&row, disconnect.delete_data)).await?;
        Ok(one)
    }

    async fn end_grace(&self, one: &Leaving) {
        let Ok(_lock) = SecretLock::hold(&self.data_dir).await else { return };
        let Ok(leaving) = self.registry(store::Registry::leaving).await else { return };
        if leaving.iter().any(|other| other.connection == one.connection) {
            // What the keychain refuses is ended at the next start.
            let _ = self.carry_out_leaving(one).await;
            self.list_changed(&one.connection);
        }
    }

    /// Hold [`SecretLock`].
    pub(super) async fn carry_out_leaving(&self, one: &Leaving) -> Result<(), CommandError> {
        let row = self.connection(&one.connection).await?;
        self.drop_unshared(&row).await?;
        let id = one.connection.clone();
        if one.delete_data {
            self.forget(&id).await?;
            let gone = id.clone();
            self.registry(move |registry| registry.delete_connection(&gone)).await?;
            // Whoever was reading meanwhile may have made the file anew.
            self.forget(&id).await
        } else {
            self.registry(move |registry| registry.left(&id)).await
        }
    }
}
