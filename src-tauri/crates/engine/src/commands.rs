//! Commands of the wizard and of the window's frame.

use std::sync::Arc;

use duo_api::{Client, Governor, Pacing, RetryPolicy};

use crate::api::{
    AppInfo, CheckPermission, CheckReport, CheckRun, ClientRef, ClientSummary, CommandError, ConnectionSave,
    Draft, DraftMove, DraftOpen, DraftPaste, DraftRef, DraftSet, Event, FieldResult, Nothing, PasteResult,
    PermissionRow, Preferences,
};
use crate::check::{CheckInput, CheckProgress, ask_again, check, checked};
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

    /// Opens a wizard's draft.
    pub async fn draft_open(self: &Arc<Self>, open: DraftOpen) -> Result<Draft, CommandError> {
        self.drafts.open(open.sample.then(|| self.ports.transports.sample()))
    }

    /// Parses pasted text into the draft.
    pub async fn draft_paste(self: &Arc<Self>, paste: DraftPaste) -> Result<PasteResult, CommandError> {
        self.drafts.paste(paste)
    }

    /// Checks one input and puts it into the draft.
    pub async fn draft_set(self: &Arc<Self>, set: DraftSet) -> Result<FieldResult, CommandError> {
        let taken = self.names().await?;
        self.drafts.set(set, &taken)
    }

    /// Moves an input into the field where it belongs.
    pub async fn draft_move(self: &Arc<Self>, shift: DraftMove) -> Result<Draft, CommandError> {
        let taken = self.names().await?;
        self.drafts.shift(&shift, &taken)
    }

    /// Forgets a draft and its secret.
    pub async fn draft_close(self: &Arc<Self>, draft: DraftRef) -> Result<Nothing, CommandError> {
        self.drafts.close(&draft)?;
        Ok(Nothing {})
    }

    /// Checks a draft against Duo; rows stream as events.
    pub async fn check_run(self: &Arc<Self>, run: CheckRun) -> Result<CheckReport, CommandError> {
        let CheckRun { draft, want, one_off } = run;
        let cancel = self.drafts.begin_check(&draft, &want)?;
        let values = self.drafts.values(&draft)?;
        let input = CheckInput {
            host: values.host,
            ikey: values.ikey,
            skey: values.skey,
            want,
            keychain: !one_off,
            identity: true,
            sample: values.sample,
        };
        let (events, of) = (self.ports.events.clone(), draft.clone());
        let mut tell = move |progress| {
            events.send(match progress {
                CheckProgress::Row(row) => Event::CheckRow { draft: of.clone(), row },
                CheckProgress::Permission(row) => Event::CheckPermission { draft: of.clone(), row },
            });
        };
        let mut report = check(&self.ports, input, &cancel, &mut tell).await;
        self.say_where_saved(&mut report).await?;
        self.drafts.keep(&draft, &report, &cancel)?;
        Ok(report)
    }

    /// Asks one right again, and puts the answer into the draft's report.
    pub async fn check_permission(
        self: &Arc<Self>,
        asked: CheckPermission,
    ) -> Result<PermissionRow, CommandError> {
        let values = self.drafts.values(&asked.draft)?;
        let mut report = values.report.ok_or_else(|| CommandError::new(Code::NotChecked))?;
        let input = CheckInput {
            host: values.host,
            ikey: values.ikey,
            skey: values.skey,
            want: values.wanted.clone(),
            keychain: false,
            identity: false,
            sample: values.sample,
        };
        let checked =
            checked(&input).map_err(|refused| CommandError { code: refused.code, values: refused.values })?;
        let transport = if input.sample {
            self.ports.transports.sample().transport
        } else {
            self.ports.transports.https()?
        };
        let governor = Arc::new(Governor::new(Pacing::Full, self.ports.clock.clone()));
        let client =
            Client::new(Arc::new(checked.credentials), transport, self.ports.clock.clone(), governor)
                .with_cancel(values.cancel.clone())
                .with_retry(RetryPolicy::check());
        let row = ask_again(&client, asked.permission, values.wanted.contains(&asked.permission)).await;
        report.replace(row.clone());
        self.drafts.keep(&asked.draft, &report, &values.cancel)?;
        Ok(row)
    }

    /// Stops a running check.
    pub async fn check_cancel(self: &Arc<Self>, draft: DraftRef) -> Result<Nothing, CommandError> {
        self.drafts.cancel_check(&draft.draft)?;
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
                    keychain: false,
                    identity: false,
                    sample: values.sample,
                },
                report,
                name: save.name,
                organisation: save.organisation,
                session_only: save.session_only,
            })
            .await?;
        self.drafts.close(&DraftRef { draft: save.draft })?;
        self.sync_start(ClientRef { client: summary.id.clone() }).await?;
        self.find_client(&summary.id).await
    }

    /// Names the connections that open the same account.
    async fn say_where_saved(&self, report: &mut CheckReport) -> Result<(), CommandError> {
        let (Some(identity), Some(account)) = (&mut report.identity, &report.account.id) else {
            return Ok(());
        };
        let rows = self.registry(store::Registry::connections).await?;
        identity.saved_as = rows
            .into_iter()
            .filter(|row| row.account_id.as_ref() == Some(account))
            .map(|row| row.name)
            .collect();
        Ok(())
    }
}
