//! Putting new keys in the place of a connection's: its data, name and details stay.

use std::sync::Arc;

use store::Connection;

use crate::api::{CheckReport, ClientSummary, CommandError, CredentialsUpdate, DraftRef, Verdict};
use crate::check::{CheckInput, Checked, checked};
use crate::lock::SecretLock;
use crate::save::{permissions, state};
use crate::{Code, Engine};

impl Engine {
    /// Puts a checked draft's keys in the place of a connection's and forgets the draft.
    ///
    /// # Errors
    /// `NOT_CHECKED`; `OTHER_ACCOUNT` (values `old`, `new`) unless that was confirmed; `CONNECTION_EXISTS`; keychain and
    /// database codes.
    pub async fn credentials_update(
        self: &Arc<Self>,
        update: CredentialsUpdate,
    ) -> Result<ClientSummary, CommandError> {
        let values = self.drafts.values(&update.draft)?;
        let report = values.report.ok_or_else(|| CommandError::new(Code::NotChecked))?;
        if report.verdict == Verdict::Failed {
            return Err(CommandError::new(Code::NotChecked));
        }
        let mut row = self.connection(&update.client).await?;
        // The sample's keys belong to no client, and no client's to the sample.
        if values.sample != row.sample {
            return Err(CommandError::new(Code::BadArguments));
        }
        let input = CheckInput {
            host: values.host,
            ikey: values.ikey,
            skey: values.skey,
            sample: row.sample,
            ..CheckInput::default()
        };
        let Checked { credentials, .. } =
            checked(&input).map_err(|refused| CommandError { code: refused.code, values: refused.values })?;
        let (host, ikey) = (credentials.host.as_str().to_owned(), credentials.ikey.as_str().to_owned());
        self.refuse_taken(&row.id, &host, &ikey).await?;
        let other = other_account(&row, &report, &host);
        if let Some((old, new)) = &other
            && !update.other_account
        {
            return Err(CommandError::new(Code::OtherAccount).with("old", old).with("new", new));
        }
        self.syncs.stop(&row.id).await;
        let session_only = update.session_only || row.sample;
        let _lock = SecretLock::hold(&self.data_dir).await?;
        // A new item beside the old one: whatever stops this half way, the row names one that fits its keys.
        let item = uuid::Uuid::new_v4().to_string();
        self.make_item(&item, credentials.skey, session_only).await?;
        let before = row.clone();
        // These are keys of its own: it needs no parent any more.
        row.parent = None;
        row.secret_id = Some(item.clone());
        row.session_only = session_only;
        row.secret_store = (!session_only).then(|| std::env::consts::OS.to_owned());
        (row.host, row.ikey) = (host, ikey);
        row.account_id = report.account.id.clone().or(row.account_id.filter(|_| other.is_none()));
        state(&report).clone_into(&mut row.status);
        row.status_code = (report.verdict == Verdict::Limited).then(|| Code::PermMissing.as_str().to_owned());
        row.permissions = permissions(&report);
        row.last_check = Some(self.ports.clock.utc());
        let id = row.id.clone();
        if other.is_some() {
            // Rows of two tenants never lie in one database.
            self.forget(&id).await?;
            self.forget_sums(&id).await?;
        }
        if let Err(error) = self.registry(move |registry| registry.update_connection(&row)).await {
            let _ = self.drop_item(&item, session_only).await;
            return Err(error);
        }
        self.keep_check(&id, &report).await?;
        // The keys in force are the new ones already; an old item that stays is removed at the next start.
        let _ = self.drop_unshared(&before).await;
        self.drafts.close(&DraftRef { draft: update.draft })?;
        self.list_changed(&id);
        self.find_client(&id).await
    }

    async fn refuse_taken(&self, id: &str, host: &str, ikey: &str) -> Result<(), CommandError> {
        let rows = self.registry(store::Registry::connections).await?;
        let same = |row: &Connection| {
            row.id != id && row.host == host && row.ikey == ikey && row.status != "disconnected"
        };
        match rows.into_iter().find(same) {
            Some(taken) => Err(CommandError::new(Code::ConnectionExists).with("name", taken.name)),
            None => Ok(()),
        }
    }
}

/// How the old and the new account are called when they are two. An API hostname belongs to one account, also where the
/// account's id cannot be read.
fn other_account(row: &Connection, report: &CheckReport, host: &str) -> Option<(String, String)> {
    match (&row.account_id, &report.account.id) {
        (Some(old), Some(new)) if old != new => Some((old.clone(), new.clone())),
        (Some(_), Some(_)) => None,
        _ => (row.host != host).then(|| (row.host.clone(), host.to_owned())),
    }
}
