//! Saving a checked connection: secret first, read back; then the row; a failed second step undoes the first.

use std::sync::Arc;

use store::NewConnection;

use crate::api::{CheckReport, ClientSummary, CommandError, FieldResult, OrganisationChoice, Verdict};
use crate::check::{CheckInput, Checked, checked};
use crate::drafts::accepted;
use crate::lock::SecretLock;
use crate::{Code, Engine, fields};

/// What is saved.
pub struct Save {
    /// The values that were checked.
    pub input: CheckInput,
    /// What the check found; a failed one is not saved.
    pub report: CheckReport,
    /// Name of the connection.
    pub name: String,
    /// The client company.
    pub organisation: OrganisationChoice,
    /// Keep the secret in memory only; the keychain is not touched.
    pub session_only: bool,
}

impl Engine {
    /// Saves a connection. Does not sync.
    ///
    /// # Errors
    /// `NOT_CHECKED`, field codes, `NAME_DUPLICATE`, `CONNECTION_EXISTS`, keychain and database codes.
    pub async fn save(self: &Arc<Self>, save: Save) -> Result<ClientSummary, CommandError> {
        let Save { input, report, name, organisation, session_only } = save;
        if report.verdict == Verdict::Failed {
            return Err(CommandError::new(Code::NotChecked));
        }
        let now = self.ports.clock.utc();
        let found = NewConnection {
            status: state(&report).to_owned(),
            status_code: (report.verdict == Verdict::Limited).then(|| Code::PermMissing.as_str().to_owned()),
            account_id: report.account.id.clone(),
            permissions: permissions(&report),
            last_check: Some(now),
            ..NewConnection::default()
        };
        let saved = self.write(input, name, organisation, session_only, found).await?;
        self.keep_check(&saved.id, &report).await?;
        Ok(saved)
    }

    /// Saves values that were not checked, or that failed: a draft, which is never synced until a check of it succeeds.
    ///
    /// # Errors
    /// Field codes, `NAME_DUPLICATE`, `CONNECTION_EXISTS`, keychain and database codes.
    pub async fn save_draft(
        self: &Arc<Self>,
        input: CheckInput,
        name: String,
        organisation: OrganisationChoice,
        session_only: bool,
    ) -> Result<ClientSummary, CommandError> {
        let found = NewConnection { status: "draft".to_owned(), ..NewConnection::default() };
        self.write(input, name, organisation, session_only, found).await
    }

    async fn write(
        self: &Arc<Self>,
        input: CheckInput,
        name: String,
        organisation: OrganisationChoice,
        session_only: bool,
        found: NewConnection,
    ) -> Result<ClientSummary, CommandError> {
        // The sample's secret is no secret: no keychain is asked for it.
        let session_only = session_only || input.sample;
        let Checked { credentials, .. } =
            checked(&input).map_err(|refused| CommandError { code: refused.code, values: refused.values })?;
        // Held from the look at what is there to the row: of two programs that save the same, the second is told so.
        let _lock = SecretLock::hold(&self.data_dir).await?;
        let taken = self.registry(store::Registry::connections).await?;
        let names: Vec<_> = taken.iter().map(|connection| connection.name.clone()).collect();
        let named = fields::check_name(&name, &names);
        let name = taken_name(named)?;
        if let Some(same) = taken.iter().find(|other| {
            other.host == credentials.host.as_str()
                && other.ikey == credentials.ikey.as_str()
                && other.status != "disconnected"
        }) {
            return Err(CommandError::new(Code::ConnectionExists).with("name", &same.name));
        }
        let id = uuid::Uuid::new_v4().to_string();
        let mut row = NewConnection {
            id: Some(id.clone()),
            name_key: fields::name_key(&name),
            name,
            organisation_id: String::new(),
            host: credentials.host.as_str().to_owned(),
            ikey: credentials.ikey.as_str().to_owned(),
            sample: input.sample,
            session_only,
            wanted: input.want.iter().map(|right| right.id().to_owned()).collect(),
            secret_store: (!session_only).then(|| std::env::consts::OS.to_owned()),
            ..found
        };
        self.make_item(&id, credentials.skey, session_only).await?;
        let now = self.ports.clock.utc();
        let added = match self.organisation(organisation).await {
            Ok(organisation) => {
                row.organisation_id = organisation;
                self.registry(move |registry| registry.add_connection(&row, now)).await
            }
            Err(error) => Err(error),
        };
        match added {
            Ok(connection) => {
                if input.sample {
                    self.enter_sample_terms(&connection.id).await?;
                }
                self.summary(connection).await
            }
            Err(error) => {
                // The secret must not outlive a row that was never written; its own failure changes nothing here.
                let _ = self.drop_item(&id, session_only).await;
                Err(error)
            }
        }
    }

    pub(crate) async fn organisation(&self, choice: OrganisationChoice) -> Result<String, CommandError> {
        let now = self.ports.clock.utc();
        match choice {
            OrganisationChoice::Existing(id) => Ok(id),
            OrganisationChoice::New(name) => {
                let name = taken_name(fields::check_name::<&str>(&name, &[]))?;
                let known = self.registry(store::Registry::organisations).await?;
                let key = fields::name_key(&name);
                match known.into_iter().find(|other| fields::name_key(&other.name) == key) {
                    Some(known) => Ok(known.id),
                    None => self.registry(move |registry| registry.add_organisation(&name, now)).await,
                }
            }
        }
    }
}

/// The name in its cleaned form, or why it is not taken.
pub(crate) fn taken_name(named: FieldResult) -> Result<String, CommandError> {
    match named.value {
        Some(ref value) if accepted(&named) => Ok(value.clone()),
        _ => Err(CommandError { code: named.code.unwrap_or(Code::NameEmpty), values: named.values }),
    }
}

/// The connection's state after a check.
pub(crate) fn state(report: &CheckReport) -> &'static str {
    match report.verdict {
        Verdict::Verified => "verified",
        Verdict::Limited => "limited",
        Verdict::Failed => "needs_attention",
    }
}

/// Rights as the database keeps them.
pub(crate) fn permissions(report: &CheckReport) -> Vec<(String, String)> {
    report
        .permissions
        .iter()
        .filter_map(|row| {
            let state = serde_json::to_value(row.state).ok()?;
            Some((row.id.id().to_owned(), state.as_str()?.to_owned()))
        })
        .collect()
}
