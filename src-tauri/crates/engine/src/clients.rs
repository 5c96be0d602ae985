//! The list of clients.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::NotEvaluatedReason;
use store::{Connection, StoreError};

use crate::api::{
    ClientSummary, CommandError, ConnectionState, Figure, Nothing, Organisation, ParentName, PermissionState,
    RightFound, SecretSupply,
};
use crate::check::{CheckInput, checked};
use crate::connection::details::{label, rights, rotation_due};
use crate::lock::SecretLock;
use crate::{Code, Engine};

/// Older than this, data is called stale (ux.md §8.1).
const STALE_DAYS: i64 = 7;

impl Engine {
    /// Every connection, those that need attention first, then by name.
    pub async fn clients(self: &Arc<Self>, _: Nothing) -> Result<Vec<ClientSummary>, CommandError> {
        // All of it in one go: while many clients are read, each turn of the registry may have to be waited for.
        let saved = self
            .registry(|registry| {
                let leaving = registry.leaving()?;
                let going = |id: &str| leaving.iter().any(|one| one.delete_data && one.connection == id);
                let connections = registry.connections()?;
                let staying = connections.into_iter().filter(|row| !going(&row.id));
                staying.map(|row| Ok((said(registry, &row)?, row))).collect::<Result<Vec<_>, _>>()
            })
            .await?;
        let mut rows = Vec::with_capacity(saved.len());
        for (said, connection) in saved {
            rows.push(self.summary_of(connection, said).await?);
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

    /// Takes a missing secret again, for this session or into the keychain as the connection has it. What is taken for
    /// this session leaves the keychain as it is.
    pub async fn secret_supply(
        self: &Arc<Self>,
        supply: SecretSupply,
    ) -> Result<ClientSummary, CommandError> {
        let connection = self.connection(&supply.client).await?;
        let in_memory = connection.session_only || supply.this_session;
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
        {
            let _lock = SecretLock::hold(&self.data_dir).await?;
            self.make_item(connection.secret_id(), secret, in_memory).await?;
        }
        // The secret is that of all clients of a parent.
        let item = connection.secret_id().to_owned();
        let rows = self.registry(store::Registry::connections).await?;
        for row in rows.into_iter().filter(|row| row.secret_id() == item) {
            self.unlock(row).await?;
        }
        self.find_client(&supply.client).await
    }

    /// The state of a connection whose secret is there again, as its rights have it.
    pub(crate) async fn unlock(&self, mut row: Connection) -> Result<(), CommandError> {
        if !row.status_code.as_deref().is_some_and(|code| code.starts_with("KEY_")) {
            return Ok(());
        }
        let granted = |right: &RightFound| !right.wanted || right.state == PermissionState::Granted;
        let rights = rights(&row);
        let status = if rights.is_empty() {
            "draft"
        } else if rights.iter().all(granted) {
            "verified"
        } else {
            "limited"
        };
        status.clone_into(&mut row.status);
        row.status_code = (status == "limited").then(|| Code::PermMissing.as_str().to_owned());
        self.registry(move |registry| registry.update_connection(&row)).await
    }

    pub(crate) async fn summary(self: &Arc<Self>, row: Connection) -> Result<ClientSummary, CommandError> {
        let (said, row) = self.registry(move |registry| Ok((said(registry, &row)?, row))).await?;
        self.summary_of(row, said).await
    }

    async fn summary_of(
        self: &Arc<Self>,
        row: Connection,
        said: SaidOfClient,
    ) -> Result<ClientSummary, CommandError> {
        let SaidOfClient { details: said, group, kept, terms, paused, parent } = said;
        let id = row.id.clone();
        let sums = self.sums(&id, kept.as_deref()).await?;
        let paid = terms.as_ref().and_then(|terms| terms.paid);
        let billed = terms.and_then(|terms| terms.billed);
        let held = self.secrets.held(row.secret_id());
        let missing = rights(&row)
            .into_iter()
            .filter(|right| right.wanted && right.state == PermissionState::Missing)
            .map(|right| right.id)
            .collect();
        Ok(ClientSummary {
            parent,
            state: self.state(&row, sums.last_sync, held),
            state_code: row.status_code.as_deref().and_then(Code::from_text),
            missing,
            initials: if said.initials.is_empty() { initials(&row.name) } else { said.initials.clone() },
            group,
            label: label(&said.label),
            favourite: said.favourite,
            opened: said.opened,
            rotation_due: rotation_due(&said),
            utilisation: utilisation(&sums.active_90, paid),
            billed,
            variance: variance(&sums.billable, billed),
            psa_id: said.psa_id,
            notes: said.notes,
            time_zone: Some(said.time_zone).filter(|name| !name.is_empty()),
            organisation: Organisation { id: row.organisation.id, name: row.organisation.name },
            colour: row.colour,
            sample: row.sample,
            ikey: duo_api::IntegrationKey::try_from(row.ikey.as_str())
                .map(|key| key.redacted())
                .unwrap_or_default(),
            host: row.host,
            session_only: row.session_only && !row.sample,
            last_check: row.last_check,
            last_sync: sums.last_sync,
            syncing: self.syncs.running(&id) || self.is_read_elsewhere(&id),
            paused,
            billable: sums.billable,
            paid,
            reclaimable: sums.reclaimable,
            coverage: sums.coverage,
            bypass: sums.bypass,
            name: row.name,
            id,
        })
    }

    fn state(&self, row: &Connection, last_sync: Option<DateTime<Utc>>, held: bool) -> ConnectionState {
        let stale = |at| is_stale(at, self.ports.clock.utc());
        match row.status.as_str() {
            "disconnected" => ConnectionState::Disconnected,
            "draft" => ConnectionState::Draft,
            "needs_attention" if row.status_code.as_deref().is_some_and(|code| code.starts_with("KEY_")) => {
                ConnectionState::Locked
            }
            "needs_attention" => ConnectionState::NeedsAttention,
            _ if row.session_only && !held && !row.sample => ConnectionState::Locked,
            _ if last_sync.is_some_and(stale) => ConnectionState::Stale,
            "limited" => ConnectionState::Limited,
            _ => ConnectionState::Verified,
        }
    }
}

/// Whether data that was read then is called stale now.
pub(crate) fn is_stale(read: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now - read > TimeDelta::days(STALE_DAYS)
}

/// What the registry says about a connection besides its row.
struct SaidOfClient {
    details: store::Details,
    group: Option<String>,
    kept: Option<String>,
    terms: Option<store::LicenceTermsRow>,
    paused: bool,
    parent: Option<ParentName>,
}

fn said(registry: &store::Registry, row: &Connection) -> Result<SaidOfClient, StoreError> {
    let parent = row.parent.as_deref().map(|id| registry.parent(id)).transpose()?;
    Ok(SaidOfClient {
        details: registry.details(&row.id)?,
        group: registry.group_of(&row.organisation.id)?,
        kept: registry.client_sums(&row.id)?,
        terms: registry.licence_terms(&row.id)?,
        paused: registry.paused(&row.id)?,
        parent: parent.map(|parent| ParentName { id: parent.id, name: parent.name }),
    })
}

/// Share of the seats that somebody used in 90 days.
fn utilisation(active: &Figure, paid: Option<u32>) -> Figure {
    match (active, paid) {
        (Figure::NotEvaluated(_), _) => active.clone(),
        (_, None) => Figure::NotEvaluated(NotEvaluatedReason::NotEntered),
        (Figure::Value(active), Some(0)) => Figure::Value(if *active > 0.0 { 100.0 } else { 0.0 }),
        (Figure::Value(active), Some(paid)) => {
            Figure::Value((active / f64::from(paid) * 1000.0).round() / 10.0)
        }
    }
}

/// Users that count beyond the seats billed; below nought more was billed than counts.
fn variance(billable: &Figure, billed: Option<u32>) -> Option<i64> {
    match (billable, billed) {
        // Counts of users are far below 2^53.
        #[allow(clippy::cast_possible_truncation)]
        (Figure::Value(users), Some(billed)) => Some(*users as i64 - i64::from(billed)),
        _ => None,
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
