//! What is told outside the window, to somebody who is not looking at it.

use std::sync::Arc;

use crate::Engine;
use crate::api::{CommandError, Nothing, NoticeKind, Notify};
use crate::text::{code_title, said};

impl Engine {
    /// Tells somebody who is not looking, in the system's own way; nothing where the preferences have it so. The client's
    /// name is all that is said of it, and not even that where names are covered.
    ///
    /// # Errors
    /// `CLIENT_UNKNOWN`, database codes. A system that shows nothing is no error.
    pub async fn notify(self: &Arc<Self>, asked: Notify) -> Result<Nothing, CommandError> {
        let client = self.connection(&asked.client).await?;
        if self.ports.preferences.get().quiet {
            return Ok(Nothing {});
        }
        // The name stands in the title, which systems take as it is: the text may be markup.
        let title = if asked.covered { said("app_name", &[]) } else { client.name };
        let what = asked.code.map(|code| code_title(code.as_str()));
        let text = match (asked.kind, what) {
            (NoticeKind::Attention, what) => what.unwrap_or_else(|| said("notice_attention", &[])),
            (NoticeKind::SyncEnded, None) => said("notice_sync_ended", &[]),
            (NoticeKind::SyncEnded, Some(what)) => said("notice_sync_stopped", &[("what", &what)]),
        };
        let links = self.ports.links.clone();
        tokio::task::spawn_blocking(move || links.tell(&title, &text)).await?;
        Ok(Nothing {})
    }
}
