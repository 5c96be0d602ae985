//! Whether the keychain still has what the connections name: it may have been cleared, or the data folder moved to
//! another computer. Looked at once the window is there, so that it is told before somebody waits for a sync.

use std::collections::BTreeMap;
use std::sync::Arc;

use store::Connection;

use crate::api::{CommandError, Event, Notice, Tag, Values};
use crate::{Code, Engine};

/// What is over once the keychain says that it has the item. One that is locked may say so too.
const ANSWERED: [Code; 3] = [Code::KeyMissing, Code::KeyUnavailable, Code::KeyTimeout];

impl Engine {
    /// Marks the connections whose secret is gone, and takes the mark from those whose secret is back. Reads no secret.
    /// A keychain that does not answer is told once, on no connection.
    ///
    /// # Errors
    /// Database codes of the registry.
    pub async fn look_for_secrets(self: &Arc<Self>) -> Result<(), CommandError> {
        if self.registry.is_newer() {
            return Ok(());
        }
        let mut items: BTreeMap<String, Vec<Connection>> = BTreeMap::new();
        for row in self.registry(store::Registry::connections).await? {
            if !row.sample && !row.session_only && row.status != "disconnected" {
                items.entry(row.secret_id().to_owned()).or_default().push(row);
            }
        }
        let mut changed = false;
        for (item, rows) in items {
            let there = match self.secrets.there(&item).await {
                Ok(there) => there,
                Err(error) => {
                    self.tell_window(error.code());
                    break;
                }
            };
            for row in rows {
                changed |=
                    if there { self.is_back(row).await? } else { self.is_gone(&row.id, &item).await? };
            }
        }
        if changed {
            self.ports.events.send(Event::Changed { tags: vec![Tag::Clients], client: None });
        }
        Ok(())
    }

    /// Whether this is news. Drafts say by themselves that they need a check.
    async fn is_gone(&self, id: &str, item: &str) -> Result<bool, CommandError> {
        let (id, item) = (id.to_owned(), item.to_owned());
        self.registry(move |registry| {
            // Somebody may have replaced the keys or disconnected it in the meantime.
            let mut row = registry.connection(&id)?;
            let told = row.status_code.as_deref().is_some_and(|code| code.starts_with("KEY_"));
            if row.secret_id() != item || told || matches!(row.status.as_str(), "disconnected" | "draft") {
                return Ok(false);
            }
            "needs_attention".clone_into(&mut row.status);
            row.status_code = Some(Code::KeyMissing.as_str().to_owned());
            registry.update_connection(&row)?;
            Ok(true)
        })
        .await
    }

    async fn is_back(&self, row: Connection) -> Result<bool, CommandError> {
        let missed = ANSWERED.iter().any(|code| row.status_code.as_deref() == Some(code.as_str()));
        if missed {
            self.unlock(row).await?;
        }
        Ok(missed)
    }

    fn tell_window(&self, code: Code) {
        if let Ok(mut told) = self.notices.lock() {
            if told.iter().any(|notice| notice.code == code) {
                return;
            }
            told.push(Notice { code, values: Values::new() });
        }
        self.ports.events.send(Event::Changed { tags: vec![Tag::Preferences], client: None });
    }
}
