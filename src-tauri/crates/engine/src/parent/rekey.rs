//! A new key for a parent and, with it, for every client through it.

use std::sync::Arc;

use store::NewParent;

use super::unknown;
use crate::api::{ClientsAction, CommandError, DraftRef, Parent, ParentRekey, ParentSource};
use crate::lock::SecretLock;
use crate::{Code, Engine};

impl Engine {
    /// Puts a checked draft's key in the place of a parent's, checks its clients again in the background, and forgets the
    /// draft.
    ///
    /// # Errors
    /// `NOT_CHECKED` for a draft that no check found to be a parent's; `OTHER_ACCOUNT` when the key opens none of the
    /// parent's clients; keychain and database codes; what Duo answers.
    pub async fn parent_rekey(self: &Arc<Self>, rekey: ParentRekey) -> Result<Parent, CommandError> {
        let ParentRekey { parent, draft, session_only } = rekey;
        let id = parent.clone();
        let saved = self.registry(move |registry| registry.parent(&id)).await.map_err(unknown)?;
        let key = self.parent_key(ParentSource::Draft(draft.clone())).await?;
        let mut clients = self.clients_of(&parent).await?;
        clients.retain(|row| row.status != "disconnected");
        let listed = self.listed(&key, self.https().await?).await?;
        let opens = |row: &store::Connection| {
            listed.iter().any(|one| row.account_id.as_deref() == Some(one.account_id.as_str()))
        };
        if !clients.iter().any(opens) {
            return Err(CommandError::new(Code::OtherAccount)
                .with("old", &saved.name)
                .with("new", key.host.as_str()));
        }
        for row in &clients {
            self.syncs.stop(&row.id).await;
        }
        let lock = SecretLock::hold(&self.data_dir).await?;
        let item = uuid::Uuid::new_v4().to_string();
        let to = NewParent {
            name: saved.name.clone(),
            host: key.host.as_str().to_owned(),
            ikey: key.ikey.as_str().to_owned(),
            session_only,
            secret_store: (!session_only).then(|| std::env::consts::OS.to_owned()),
            secret_id: item.clone(),
        };
        self.make_item(&item, key.skey, session_only).await?;
        let id = parent.clone();
        if let Err(error) = self.registry(move |registry| registry.rekey_parent(&id, &to)).await {
            let _ = self.drop_item(&item, session_only).await;
            return Err(error);
        }
        self.drop_replaced(Some(&saved), &item).await;
        drop(lock);
        self.drafts.close(&DraftRef { draft })?;
        self.run_in_background(clients.into_iter().map(|row| row.id).collect(), ClientsAction::Recheck);
        self.parent(&parent).await
    }
}
