//! The list of clients, and taking one off it.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::DataSet;
use domain::analysis::share_percent;
use store::Connection;

use crate::api::{
    ClientRef, ClientSummary, CommandError, ConnectionState, Disconnect, Figure, Nothing, Organisation,
    SecretSupply,
};
use crate::check::{CheckInput, checked};

use crate::overview::known;
use crate::{Code, Engine};

/// Older than this, data is called stale (ux.md §8.1).
const STALE_DAYS: i64 = 7;

impl Engine {
    /// Every connection, those that need attention first, then by name.
    pub async fn clients(self: &Arc<Self>, _: Nothing) -> Result<Vec<ClientSummary>, CommandError> {
        let connections = self.registry(store::Registry::connections).await?;
        let mut rows = Vec::with_capacity(connections.len());
        for connection in connections {
            rows.push(self.summary(connection).await?);
        }
        rows.sort_by_key(|row| (row.state != ConnectionState::NeedsAttention, row.name.to_lowercase()));
        Ok(rows)
    }

    /// Organisations to pick from, by name.
    pub async fn organisations(self: &Arc<Self>, _: Nothing) -> Result<Vec<Organisation>, CommandError> {
        let rows = self.registry(store::Registry::organisations).await?;
        Ok(rows.into_iter().map(|row| Organisation { id: row.id, name: row.name }).collect())
    }

    /// The connection with this id or name.
    ///
    /// # Errors
    /// `CLIENT_UNKNOWN`.
    pub async fn find_client(self: &Arc<Self>, name_or_id: &str) -> Result<ClientSummary, CommandError> {
        let connections = self.registry(store::Registry::connections).await?;
        let key = crate::fields::name_key(name_or_id);
        let found = connections
            .into_iter()
            .find(|row| row.id == name_or_id || crate::fields::name_key(&row.name) == key)
            .ok_or_else(|| CommandError::new(Code::ClientUnknown))?;
        self.summary(found).await
    }

    /// Whether host and integration key, as typed, are the saved ones; what is not given matches.
    pub async fn is_saved_as(
        &self,
        client: &str,
        host: Option<&str>,
        ikey: Option<&str>,
    ) -> Result<bool, CommandError> {
        let saved = self.connection(client).await?;
        let same = |result: crate::api::FieldResult, saved: &str| result.value.as_deref() == Some(saved);
        Ok(host.is_none_or(|host| same(crate::fields::check_host(host), &saved.host))
            && ikey.is_none_or(|ikey| same(crate::fields::check_ikey(ikey), &saved.ikey)))
    }

    pub(crate) async fn connection(&self, id: &str) -> Result<Connection, CommandError> {
        let id = id.to_owned();
        self.registry(move |registry| registry.connection(&id)).await.map_err(|error| match error.code {
            Code::DbMissing => CommandError::new(Code::ClientUnknown),
            _ => error,
        })
    }

    /// Names in use.
    pub(crate) async fn names(&self) -> Result<Vec<String>, CommandError> {
        let rows = self.registry(store::Registry::connections).await?;
        Ok(rows.into_iter().map(|row| row.name).collect())
    }

    /// Stops the sync, removes the secret, and the data if asked. The Admin API application in Duo is untouched.
    pub async fn disconnect(self: &Arc<Self>, disconnect: Disconnect) -> Result<Nothing, CommandError> {
        let mut connection = self.connection(&disconnect.client).await?;
        self.syncs.stop(&connection.id).await;
        self.secrets.forget(&connection.id, connection.session_only).await?;
        if disconnect.delete_data {
            self.forget(&connection.id).await?;
            let id = connection.id;
            self.registry(move |registry| registry.delete_connection(&id)).await?;
        } else {
            "disconnected".clone_into(&mut connection.status);
            connection.status_code = None;
            self.registry(move |registry| registry.update_connection(&connection)).await?;
        }
        Ok(Nothing {})
    }

    /// Takes a missing secret again, for this session or into the keychain as the connection has it.
    pub async fn secret_supply(
        self: &Arc<Self>,
        supply: SecretSupply,
    ) -> Result<ClientSummary, CommandError> {
        let connection = self.connection(&supply.client).await?;
        let input = CheckInput {
            host: connection.host.clone(),
            ikey: connection.ikey.clone(),
            skey: zeroize::Zeroizing::new(supply.value),
            sample: connection.sample,
            ..CheckInput::default()
        };
        let checked =
            checked(&input).map_err(|refused| CommandError { code: refused.code, values: refused.values })?;
        let secret = checked.credentials.skey;
        if connection.session_only {
            self.secrets.keep(&connection.id, secret);
        } else {
            self.secrets.save(&connection.id, &secret).await?;
        }
        self.find_client(&ClientRef { client: supply.client }.client).await
    }

    pub(crate) async fn summary(self: &Arc<Self>, row: Connection) -> Result<ClientSummary, CommandError> {
        let id = row.id.clone();
        let (sets, totals) = self.read(&id, |db| Ok((db.data_sets()?, db.user_totals()?))).await?;
        let last_sync = sets.iter().find(|set| set.set == DataSet::Users).and_then(|set| set.as_of);
        let users = |value: u64| known(&sets, DataSet::Users, value);
        let terms = {
            let id = id.clone();
            self.registry(move |registry| registry.licence_terms(&id)).await?
        };
        let coverage = match share_percent(totals.can_mfa, totals.population) {
            Some(share) => match users(0) {
                Figure::Value(_) => Figure::Value(share),
                missing @ Figure::NotEvaluated(_) => missing,
            },
            None => users(0),
        };
        let held = self.secrets.held(&id);
        Ok(ClientSummary {
            state: self.state(&row, last_sync, held),
            state_code: row.status_code.as_deref().and_then(Code::from_text),
            initials: initials(&row.name),
            organisation: Organisation { id: row.organisation.id, name: row.organisation.name },
            colour: row.colour,
            sample: row.sample,
            ikey: duo_api::IntegrationKey::try_from(row.ikey.as_str())
                .map(|key| key.redacted())
                .unwrap_or_default(),
            host: row.host,
            session_only: row.session_only && !row.sample,
            last_check: row.last_check,
            last_sync,
            syncing: self.syncs.running(&id),
            billable: users(totals.billable),
            paid: terms.and_then(|terms| terms.paid),
            reclaimable: users(totals.ready()),
            coverage,
            bypass: users(totals.bypass),
            name: row.name,
            id,
        })
    }

    fn state(
        &self,
        row: &Connection,
        last_sync: Option<chrono::DateTime<chrono::Utc>>,
        held: bool,
    ) -> ConnectionState {
        let stale = |at| self.ports.clock.utc() - at > TimeDelta::days(STALE_DAYS);
        match row.status.as_str() {
            "disconnected" => ConnectionState::Disconnected,
            "draft" => ConnectionState::Draft,
            "needs_attention" => ConnectionState::NeedsAttention,
            _ if row.session_only && !held && !row.sample => ConnectionState::Locked,
            _ if last_sync.is_some_and(stale) => ConnectionState::Stale,
            "limited" => ConnectionState::Limited,
            _ => ConnectionState::Verified,
        }
    }
}

/// First letters of the first and last word.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_of_names() {
        assert_eq!(initials("Fennimore Legal LLP"), "FL");
        assert_eq!(initials("acme"), "A");
        assert_eq!(initials("東京 歯科"), "東歯");
        assert_eq!(initials("..."), "");
    }
}
