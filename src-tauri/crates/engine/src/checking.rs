//! Commands of the wizard's check.

use std::sync::Arc;

use duo_api::{Client, Governor, Pacing};
use tracing::instrument::WithSubscriber as _;
use tracing::subscriber::NoSubscriber;

use crate::api::{
    CheckId, CheckPermission, CheckReport, CheckRun, CommandError, Diagnostics, DiagnosticsOf, DraftRef,
    Event, Nothing, PermissionRow, RowState, SavedAs,
};
use crate::check::{CheckInput, CheckProgress, KeychainTest, ask_again, check, checked};
use crate::diagnostics::{Surroundings, diagnostics};
use crate::drafts::Values;
use crate::{Code, Engine};

// Every command is asynchronous, so that the registry can treat them alike.
#[allow(clippy::unused_async)]
impl Engine {
    /// Checks a draft against Duo; rows stream as events.
    pub async fn check_run(self: &Arc<Self>, run: CheckRun) -> Result<CheckReport, CommandError> {
        let CheckRun { draft, want, one_off, resume, direct } = run;
        let (cancel, earlier) = self.drafts.begin_check(&draft, &want)?;
        let values = self.drafts.values(&draft)?;
        self.know_password().await;
        let input = CheckInput {
            want,
            keychain: if one_off { KeychainTest::Without } else { KeychainTest::Asked },
            identity: true,
            direct,
            pause: true,
            resume: earlier.filter(|_| resume),
            ..self.check_input(&values)
        };
        let (events, of) = (self.ports.events.clone(), draft.clone());
        let mut tell = move |progress| {
            events.send(match progress {
                CheckProgress::Row(row) => Event::CheckRow { draft: of.clone(), row },
                CheckProgress::Permission(row) => Event::CheckPermission { draft: of.clone(), row },
            });
        };
        let check = check(&self.ports, input, &cancel, &mut tell);
        // A check once leaves no trace, not in the log files either.
        let mut report = if one_off { check.with_subscriber(NoSubscriber::new()).await } else { check.await };
        self.compare_with_known(&mut report).await?;
        self.drafts.keep(&draft, &report, &cancel)?;
        Ok(report)
    }

    /// A draft's values as a check takes them, at the pace of whoever asks the same account already.
    fn check_input(&self, values: &Values) -> CheckInput {
        let host = crate::fields::check_host(&values.host).value;
        CheckInput {
            host: values.host.clone(),
            ikey: values.ikey.clone(),
            skey: values.skey.clone(),
            want: values.wanted.clone(),
            sample: values.sample,
            governor: host.map(|host| self.governor_at(&host)),
            ..CheckInput::default()
        }
    }

    /// Asks one right again, and puts the answer into the draft's report.
    pub async fn check_permission(
        self: &Arc<Self>,
        asked: CheckPermission,
    ) -> Result<PermissionRow, CommandError> {
        let values = self.drafts.values(&asked.draft)?;
        let input = self.check_input(&values);
        let mut report = values.report.ok_or_else(|| CommandError::new(Code::NotChecked))?;
        let checked =
            checked(&input).map_err(|refused| CommandError { code: refused.code, values: refused.values })?;
        let transport =
            if input.sample { self.ports.transports.sample().transport } else { self.https().await? };
        let fresh = || Arc::new(Governor::new(Pacing::Full, self.ports.clock.clone()));
        let governor = input.governor.clone().unwrap_or_else(fresh);
        let client =
            Client::new(Arc::new(checked.credentials), transport, self.ports.clock.clone(), governor)
                .with_cancel(values.cancel.clone())
                .with_retry(self.ports.transports.network().settings.for_check());
        let wanted = values.wanted.contains(&asked.permission);
        // The draft may be that of a check once.
        let question = ask_again(&client, asked.permission, wanted).with_subscriber(NoSubscriber::new());
        let row = question.await;
        report.replace(row.clone());
        self.drafts.keep(&asked.draft, &report, &values.cancel)?;
        Ok(row)
    }

    /// Stops a running check.
    pub async fn check_cancel(self: &Arc<Self>, draft: DraftRef) -> Result<Nothing, CommandError> {
        self.drafts.cancel_check(&draft.draft)?;
        Ok(Nothing {})
    }

    /// Lets the issuer that a draft's check warned of inspect from now on, and says so in its report.
    ///
    /// # Errors
    /// `NOT_CHECKED` when no check warned of one.
    pub async fn issuer_remember(self: &Arc<Self>, draft: DraftRef) -> Result<CheckReport, CommandError> {
        let values = self.drafts.values(&draft.draft)?;
        let mut report = values.report.ok_or_else(|| CommandError::new(Code::NotChecked))?;
        let warned =
            |row: &&mut crate::api::CheckRow| row.id == CheckId::Tls && row.code == Some(Code::TlsInspection);
        let row = report.checks.iter_mut().find(warned).ok_or_else(|| CommandError::new(Code::NotChecked))?;
        let issuer = row.values.get("issuer").cloned().unwrap_or_default();
        self.remember_issuer(&issuer).await?;
        (row.state, row.code) = (RowState::Pass, None);
        row.values.insert("remembered".to_owned(), "yes".to_owned());
        self.drafts.keep(&draft.draft, &report, &values.cancel)?;
        Ok(report)
    }

    /// Lines about a draft's last check for whoever helps.
    ///
    /// # Errors
    /// `NOT_CHECKED`.
    pub async fn check_diagnostics(self: &Arc<Self>, of: DiagnosticsOf) -> Result<Diagnostics, CommandError> {
        let values = self.drafts.values(&of.draft)?;
        let report = values.report.ok_or_else(|| CommandError::new(Code::NotChecked))?;
        let surroundings = Surroundings {
            webview: of.webview,
            at: self.ports.clock.utc(),
            secret_length: Some(values.skey.trim().chars().count()),
        };
        Ok(Diagnostics { text: diagnostics(&report, &surroundings) })
    }

    /// What is known here about the account: connections that open it, and whether it is the MSP's own.
    async fn compare_with_known(&self, report: &mut CheckReport) -> Result<(), CommandError> {
        let Some(identity) = &mut report.identity else { return Ok(()) };
        let own = self.ports.transports.network().settings.own_domains;
        let mut domains = identity.mail_domains.iter().map(|found| &found.domain);
        identity.own_domain = domains.find(|domain| own.contains(domain)).cloned();
        let rows = self.registry(store::Registry::connections).await?;
        // An API hostname belongs to one account, also where the account's id cannot be read.
        let same = |row: &store::Connection| {
            row.host == report.host || (report.account.id.is_some() && row.account_id == report.account.id)
        };
        identity.saved_as = rows
            .into_iter()
            .filter(same)
            .map(|row| SavedAs { name: row.name, organisation: row.organisation.name })
            .collect();
        Ok(())
    }
}
