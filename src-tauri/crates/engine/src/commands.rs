//! Commands of the wizard and of the window's frame.

use std::sync::Arc;

use domain::Permission;

use crate::api::{
    AppInfo, ClientRef, ClientSummary, CommandError, ConnectionSave, Draft, DraftMove, DraftOpen, DraftPaste,
    DraftRef, DraftSet, FieldResult, Nothing, PasteResult, Preferences,
};
use crate::check::CheckInput;
use crate::{Code, Engine, Save};

// Every command is asynchronous, so that the registry can treat them alike.
#[allow(clippy::unused_async)]
impl Engine {
    /// Version, system, data folder, things to tell at start.
    pub async fn app_info(self: &Arc<Self>, _: Nothing) -> Result<AppInfo, CommandError> {
        Ok(AppInfo {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            os: std::env::consts::OS.to_owned(),
            demo: self.demo,
            data_dir: self.data_dir.display().to_string(),
            notices: self.notices.lock().map_err(|_| CommandError::new(Code::Internal))?.clone(),
        })
    }

    /// Preferences of the window.
    pub async fn preferences_get(self: &Arc<Self>, _: Nothing) -> Result<Preferences, CommandError> {
        Ok(self.ports.preferences.get())
    }

    /// Saves preferences of the window.
    pub async fn preferences_set(
        self: &Arc<Self>,
        preferences: Preferences,
    ) -> Result<Preferences, CommandError> {
        self.ports.preferences.set(&preferences)?;
        Ok(preferences)
    }

    /// Gives the window the size and the place of a first start.
    pub async fn window_reset(self: &Arc<Self>, _: Nothing) -> Result<Nothing, CommandError> {
        if self.ports.preferences.reset_window() {
            Ok(Nothing {})
        } else {
            Err(CommandError::new(Code::Internal))
        }
    }

    /// Opens a wizard's draft.
    pub async fn draft_open(self: &Arc<Self>, open: DraftOpen) -> Result<Draft, CommandError> {
        if let Some(client) = open.like {
            let row = self.connection(&client).await?;
            return self.drafts.open_like(&row.host, &row.ikey);
        }
        let kept = if open.sample || open.one_off { None } else { self.kept_draft().await? };
        let sample = open.sample.then(|| self.ports.transports.sample());
        let draft = self.drafts.open(sample, open.one_off, kept)?;
        let fields = self.tell_where_saved(&draft.draft, draft.fields).await?;
        Ok(Draft { fields, ..draft })
    }

    /// Parses pasted text into the draft.
    pub async fn draft_paste(self: &Arc<Self>, paste: DraftPaste) -> Result<PasteResult, CommandError> {
        let id = paste.draft.clone();
        let result = self.drafts.paste(paste)?;
        self.keep_draft(&id).await?;
        let fields = self.tell_where_saved(&id, result.fields).await?;
        Ok(PasteResult { fields, ..result })
    }

    /// Checks one input and puts it into the draft.
    pub async fn draft_set(self: &Arc<Self>, set: DraftSet) -> Result<FieldResult, CommandError> {
        let taken = self.names().await?;
        let id = set.draft.clone();
        let result = self.drafts.set(set, &taken)?;
        self.keep_draft(&id).await?;
        let told = self.tell_where_saved(&id, vec![result.clone()]).await?;
        Ok(told.into_iter().next().unwrap_or(result))
    }

    /// Moves an input into the field where it belongs.
    pub async fn draft_move(self: &Arc<Self>, shift: DraftMove) -> Result<Draft, CommandError> {
        let taken = self.names().await?;
        let draft = self.drafts.shift(&shift, &taken)?;
        self.keep_draft(&shift.draft).await?;
        let fields = self.tell_where_saved(&shift.draft, draft.fields).await?;
        Ok(Draft { fields, ..draft })
    }

    /// Forgets a draft and its secret.
    pub async fn draft_close(self: &Arc<Self>, draft: DraftRef) -> Result<Nothing, CommandError> {
        self.drafts.close(&draft)?;
        Ok(Nothing {})
    }

    /// Saves a checked draft, forgets it, and starts the first sync.
    pub async fn connection_save(
        self: &Arc<Self>,
        save: ConnectionSave,
    ) -> Result<ClientSummary, CommandError> {
        let values = self.drafts.values(&save.draft)?;
        let report = values.report.ok_or_else(|| CommandError::new(Code::NotChecked))?;
        let summary = self
            .save(Save {
                input: CheckInput {
                    host: values.host,
                    ikey: values.ikey,
                    skey: values.skey,
                    want: values.wanted,
                    sample: values.sample,
                    ..CheckInput::default()
                },
                report,
                name: save.name,
                organisation: save.organisation,
                session_only: save.session_only,
            })
            .await?;
        let kept = self.drafts.kept(&save.draft, self.ports.clock.utc())?.is_some();
        self.drafts.close(&DraftRef { draft: save.draft })?;
        // The sample tenant or a copy is not what waits.
        if kept {
            self.draft_discard(Nothing {}).await?;
        }
        self.sync_start(ClientRef { client: summary.id.clone() }).await?;
        self.find_client(&summary.id).await
    }

    /// Saves a draft as it is and forgets it; nothing is synced until a check succeeds.
    pub async fn connection_save_draft(
        self: &Arc<Self>,
        save: ConnectionSave,
    ) -> Result<ClientSummary, CommandError> {
        let values = self.drafts.values(&save.draft)?;
        let want = if values.wanted.is_empty() { Permission::WANTED.to_vec() } else { values.wanted };
        let input = CheckInput {
            host: values.host,
            ikey: values.ikey,
            skey: values.skey,
            want,
            sample: values.sample,
            ..CheckInput::default()
        };
        let summary = self.save_draft(input, save.name, save.organisation, save.session_only).await?;
        self.drafts.close(&DraftRef { draft: save.draft })?;
        Ok(summary)
    }
}
