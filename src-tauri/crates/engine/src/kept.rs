//! What is kept of a wizard's draft for the next time: host, integration key, name and picks; the secret key never is.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::Permission;
use serde::{Deserialize, Serialize};

use crate::Engine;
use crate::api::{CommandError, DraftKeep, Field, FieldResult, Nothing, SavedConnection};

/// Where it lies among the settings of `clients.db`.
const SETTING: &str = "wizard_draft";

/// The open values of a draft; empty where nothing good was entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) host: String,
    pub(crate) ikey: String,
    pub(crate) name: String,
    pub(crate) want: Vec<Permission>,
    pub(crate) at: DateTime<Utc>,
}

impl Kept {
    /// Picks alone are no draft.
    fn is_empty(&self) -> bool {
        self.host.is_empty() && self.ikey.is_empty()
    }
}

impl Engine {
    /// Keeps what is not secret of a draft, and the rights picked.
    pub async fn draft_keep(self: &Arc<Self>, keep: DraftKeep) -> Result<Nothing, CommandError> {
        self.drafts.retain(&keep.draft, &keep.want)?;
        self.keep_draft(&keep.draft).await?;
        Ok(Nothing {})
    }

    /// Forgets what was kept.
    pub async fn draft_discard(self: &Arc<Self>, _: Nothing) -> Result<Nothing, CommandError> {
        if self.kept_draft().await?.is_some() {
            self.registry(|registry| registry.set_setting(SETTING, "null")).await?;
        }
        Ok(Nothing {})
    }

    /// What was kept; none when there is nothing to go on with.
    pub(crate) async fn kept_draft(&self) -> Result<Option<Kept>, CommandError> {
        let text = self.registry(|registry| registry.setting(SETTING)).await?;
        // A version that kept it otherwise is no reason to fail.
        Ok(text.and_then(|text| serde_json::from_str::<Option<Kept>>(&text).ok().flatten()))
    }

    /// Keeps a draft as it is now, unless nothing of it may be kept.
    pub(crate) async fn keep_draft(&self, draft: &str) -> Result<(), CommandError> {
        let Some(kept) = self.drafts.kept(draft, self.ports.clock.utc())? else { return Ok(()) };
        if kept.is_empty() && self.kept_draft().await?.is_none() {
            return Ok(());
        }
        let text = serde_json::to_string(&(!kept.is_empty()).then_some(kept))
            .map_err(|_| CommandError::new(crate::Code::Internal))?;
        self.registry(move |registry| registry.set_setting(SETTING, &text)).await
    }

    /// Says with host and integration key which connection has both already.
    pub(crate) async fn tell_where_saved(
        &self,
        draft: &str,
        mut fields: Vec<FieldResult>,
    ) -> Result<Vec<FieldResult>, CommandError> {
        let Some((host, ikey)) = self.drafts.keys(draft)? else { return Ok(fields) };
        let rows = self.registry(store::Registry::connections).await?;
        let same = rows
            .into_iter()
            .find(|row| row.host == host && row.ikey == ikey && row.status != "disconnected" && !row.sample);
        for field in fields.iter_mut().filter(|result| matches!(result.field, Field::Host | Field::Ikey)) {
            field.saved_as =
                same.as_ref().map(|row| SavedConnection { client: row.id.clone(), name: row.name.clone() });
        }
        Ok(fields)
    }
}
