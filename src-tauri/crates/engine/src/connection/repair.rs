//! Keychain items and the ledger of them (`secret_items`): an id is in the ledger before its item is made and until
//! after it is gone, and a row names its item in one write. Whatever a crash leaves is found at the next start.

use std::sync::Arc;

use duo_api::SecretKey;
use store::Connection;

use crate::Engine;
use crate::api::CommandError;
use crate::lock::SecretLock;

impl Engine {
    /// Makes an item of the keychain, or keeps the secret for this session. Hold [`SecretLock`].
    pub(crate) async fn make_item(
        &self,
        item: &str,
        secret: SecretKey,
        session_only: bool,
    ) -> Result<(), CommandError> {
        if session_only {
            self.secrets.keep(item, secret);
            return Ok(());
        }
        let (id, now) = (item.to_owned(), self.ports.clock.utc());
        self.registry(move |registry| registry.intend_secret(&id, now)).await?;
        match self.secrets.save(item, &secret).await {
            Ok(()) => Ok(()),
            Err(error) => {
                // What was written may be there all the same.
                let _ = self.drop_item(item, false).await;
                Err(error.into())
            }
        }
    }

    /// Removes an item; it stays in the ledger when the keychain refuses.
    pub(crate) async fn drop_item(&self, item: &str, session_only: bool) -> Result<(), CommandError> {
        self.secrets.forget(item, session_only).await?;
        let id = item.to_owned();
        self.registry(move |registry| registry.secret_gone(&id)).await
    }

    /// Removes a connection's item, unless another connection of the same parent still uses it. Hold [`SecretLock`].
    pub(crate) async fn drop_unshared(&self, row: &Connection) -> Result<(), CommandError> {
        let (item, but) = (row.secret_id().to_owned(), row.id.clone());
        let shared = self.registry(move |registry| registry.secret_is_shared(&item, &but)).await?;
        if shared { Ok(()) } else { self.drop_item(row.secret_id(), row.session_only).await }
    }

    /// Ends what a crash left half done: disconnections under way, and items that no connection names. What the
    /// keychain refuses waits for the next start.
    pub(crate) async fn repair_secrets(self: &Arc<Self>) -> Result<(), CommandError> {
        if self.registry.is_newer() {
            return Ok(());
        }
        let left = |registry: &store::Registry| Ok((registry.leaving()?, registry.orphaned_secrets()?));
        let (leaving, orphans) = self.registry(left).await?;
        if leaving.is_empty() && orphans.is_empty() {
            return Ok(());
        }
        // Another program is in the middle of it: nothing was left.
        let Some(_lock) = SecretLock::try_hold(&self.data_dir) else { return Ok(()) };
        for one in leaving {
            let _ = self.carry_out_leaving(&one).await;
        }
        for item in self.registry(store::Registry::orphaned_secrets).await? {
            let _ = self.drop_item(&item, false).await;
        }
        Ok(())
    }
}
