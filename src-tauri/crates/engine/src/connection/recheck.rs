//! Checking a saved connection again, with the secret that is kept.

use std::sync::Arc;

use domain::Permission;
use duo_api::SecretKey;
use store::Connection;
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use crate::api::{CheckReport, ClientRef, CommandError, Event, RowState, Tag, Verdict};
use crate::check::{CheckInput, CheckProgress, check};
use crate::save::{permissions, state};
use crate::{Code, Engine};

impl Engine {
    /// Checks a saved connection and remembers what came of it. Rows stream as events whose draft is the connection's
    /// id.
    ///
    /// # Errors
    /// `CLIENT_UNKNOWN`, `KEY_SESSION` for a connection that is disconnected, keychain codes, which make it locked.
    pub async fn connection_recheck(
        self: &Arc<Self>,
        client: ClientRef,
    ) -> Result<CheckReport, CommandError> {
        let connection = self.connection(&client.client).await?;
        let secret = self.secret_of(&connection).await?;
        self.know_password().await;
        let input = CheckInput {
            host: connection.host.clone(),
            ikey: connection.ikey.clone(),
            skey: Zeroizing::new(secret.expose().to_owned()),
            want: connection.wanted.iter().filter_map(|id| Permission::from_id(id)).collect(),
            sample: connection.sample,
            account: Self::account_of(&connection)?.map(|account| account.as_str().to_owned()),
            governor: Some(self.governor(&connection.host).await?),
            ..CheckInput::default()
        };
        let (events, of) = (self.ports.events.clone(), connection.id.clone());
        let mut tell = move |progress| {
            events.send(match progress {
                CheckProgress::Row(row) => Event::CheckRow { draft: of.clone(), row },
                CheckProgress::Permission(row) => Event::CheckPermission { draft: of.clone(), row },
            });
        };
        let report = check(&self.ports, input, &CancellationToken::new(), &mut tell).await;
        // What cannot be kept is learnt again.
        let _ = self.keep_pace(&connection.host).await;
        self.remember_check(&connection.id, &report).await?;
        Ok(report)
    }

    /// The secret with which a connection is asked. One that cannot be had makes the connection locked.
    pub(crate) async fn secret_of(&self, connection: &Connection) -> Result<SecretKey, CommandError> {
        if connection.status == "disconnected" {
            return Err(CommandError::new(Code::KeyMissing));
        }
        if connection.sample {
            return Ok(SecretKey::new(self.ports.transports.sample().skey.to_string()));
        }
        match self.secrets.get(connection.secret_id(), connection.session_only).await {
            Ok(secret) => Ok(secret),
            Err(error) => {
                if !connection.session_only {
                    let mut locked = connection.clone();
                    "needs_attention".clone_into(&mut locked.status);
                    locked.status_code = Some(error.code().as_str().to_owned());
                    self.registry(move |registry| registry.update_connection(&locked)).await?;
                    self.list_changed(&connection.id);
                }
                Err(error.into())
            }
        }
    }

    async fn remember_check(&self, id: &str, report: &CheckReport) -> Result<(), CommandError> {
        let mut row = self.connection(id).await?;
        // It may have been disconnected meanwhile.
        if row.status == "disconnected" {
            return Ok(());
        }
        state(report).clone_into(&mut row.status);
        let failed = report.checks.iter().find(|one| one.state == RowState::Fail).and_then(|one| one.code);
        let code = match report.verdict {
            Verdict::Verified => None,
            Verdict::Limited => Some(Code::PermMissing),
            Verdict::Failed => failed,
        };
        row.status_code = code.map(|code| code.as_str().to_owned());
        row.last_check = Some(self.ports.clock.utc());
        // A check that got nowhere says nothing about rights.
        if report.verdict != Verdict::Failed {
            row.permissions = permissions(report);
            // A child's account is what its parent lists; without it nothing could be asked.
            if row.parent.is_none() {
                row.account_id = report.account.id.clone().or(row.account_id);
            }
        }
        self.registry(move |registry| registry.update_connection(&row)).await?;
        self.keep_check(id, report).await?;
        self.list_changed(id);
        Ok(())
    }

    /// Tells that the list shows something else now.
    pub(crate) fn list_changed(&self, client: &str) {
        self.ports.events.send(Event::Changed { tags: vec![Tag::Clients], client: Some(client.to_owned()) });
    }
}
