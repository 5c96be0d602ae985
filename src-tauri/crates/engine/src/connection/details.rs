//! What a technician says about a connection: name, company, group, label, notes, age of the key.

use std::path::Path;
use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};
use domain::Permission;
use store::Details;

use crate::api::{
    ClientRef, ClientSummary, ClockMeasured, CommandError, ConnectionDetails, ConnectionDetailsSet,
    ConnectionFavourite, ConnectionLabel, ConnectionMove, ConnectionRename, DetailsEntered, Nothing,
    PermissionState, RightFound,
};
use crate::clock::against_duo;
use crate::fields::holds_secret;
use crate::save::taken_name;
use crate::zone::Zone;
use crate::{Code, Engine, fields};

/// Longest free text, in bytes.
const LONGEST: usize = 8_000;
const ROTATIONS: [u16; 3] = [90, 180, 365];
/// 0 = without end.
const LOG_DAYS: [u16; 7] = [30, 90, 180, 365, 730, 2_555, 0];

impl Engine {
    /// What is known of a connection beyond the list.
    ///
    /// # Errors
    /// `CLIENT_UNKNOWN`, database codes.
    pub async fn connection_details(
        self: &Arc<Self>,
        client: ClientRef,
    ) -> Result<ConnectionDetails, CommandError> {
        let id = client.client;
        let row = self.connection(&id).await?;
        let (asked, company) = (id.clone(), row.organisation.id.clone());
        let (said, group, clock) = self
            .registry(move |registry| {
                let clock = registry.clock_skew(&asked)?;
                Ok((registry.details(&asked)?, registry.group_of(&company)?, clock))
            })
            .await?;
        let sets = match self.read(&id, store::ClientDb::data_sets).await {
            // What is said about a connection is there to be read whatever became of its data.
            Err(error) if error.code == Code::DbCorrupt => Vec::new(),
            other => other?,
        };
        let rights = rights(&row);
        Ok(ConnectionDetails {
            rotation_due: rotation_due(&said),
            stored_rows: sets.iter().map(|set| set.rows).sum(),
            stored_bytes: size(&self.data_dir, &id),
            entered: DetailsEntered {
                group,
                colour: row.colour,
                label: label(&said.label),
                initials: said.initials,
                owner_contact: said.owner_contact,
                ticket_url: said.ticket_url,
                psa_id: said.psa_id,
                notes: said.notes,
                key_created: said.key_created,
                rotation_days: said.rotation_days,
                log_days: said.log_days,
                favourite: said.favourite,
                time_zone: Some(said.time_zone).filter(|name| !name.is_empty()),
            },
            client: id,
            account_id: row.account_id,
            created: row.created,
            rights,
            clock: clock.map(|(at, seconds)| ClockMeasured { seconds, words: against_duo(seconds), at }),
        })
    }

    /// Writes what is said about a connection.
    ///
    /// # Errors
    /// `TEXT_IS_SECRET` when a text holds what looks like a secret key, `BAD_ARGUMENTS`, `CLIENT_UNKNOWN`.
    pub async fn connection_details_set(
        self: &Arc<Self>,
        set: ConnectionDetailsSet,
    ) -> Result<ConnectionDetails, CommandError> {
        let ConnectionDetailsSet { client, details } = set;
        let mut row = self.connection(&client).await?;
        checked(&details)?;
        row.colour = details.colour;
        let id = client.clone();
        self.registry(move |registry| {
            let said = Details {
                initials: details.initials.trim().to_owned(),
                label: label_text(details.label).to_owned(),
                owner_contact: details.owner_contact.trim().to_owned(),
                ticket_url: details.ticket_url.trim().to_owned(),
                psa_id: details.psa_id.trim().to_owned(),
                notes: details.notes,
                key_created: details.key_created,
                rotation_days: details.rotation_days,
                log_days: details.log_days,
                favourite: details.favourite,
                opened: registry.details(&id)?.opened,
                time_zone: details.time_zone.unwrap_or_default(),
            };
            registry.set_details(&id, &said)?;
            registry.put_in_group(std::slice::from_ref(&id), details.group.as_deref())?;
            registry.update_connection(&row)
        })
        .await?;
        self.connection_details(ClientRef { client }).await
    }

    /// Marks a connection, or takes the mark away.
    pub async fn connection_favourite(
        self: &Arc<Self>,
        mark: ConnectionFavourite,
    ) -> Result<Nothing, CommandError> {
        let ConnectionFavourite { client, favourite } = mark;
        self.change_details(client, move |said| said.favourite = favourite).await
    }

    /// Remembers when a connection was opened last.
    pub async fn connection_opened(self: &Arc<Self>, client: ClientRef) -> Result<Nothing, CommandError> {
        let now = self.ports.clock.utc();
        self.change_details(client.client, move |said| said.opened = Some(now)).await
    }

    async fn change_details(
        &self,
        client: String,
        change: impl FnOnce(&mut Details) + Send + 'static,
    ) -> Result<Nothing, CommandError> {
        self.connection(&client).await?;
        self.registry(move |registry| {
            let mut said = registry.details(&client)?;
            change(&mut said);
            registry.set_details(&client, &said)
        })
        .await?;
        Ok(Nothing {})
    }

    /// Gives a connection another name.
    ///
    /// # Errors
    /// The codes of a name, `NAME_DUPLICATE` among them.
    pub async fn connection_rename(
        self: &Arc<Self>,
        rename: ConnectionRename,
    ) -> Result<ClientSummary, CommandError> {
        let mut row = self.connection(&rename.client).await?;
        let others = self.registry(store::Registry::connections).await?;
        let others: Vec<_> =
            others.into_iter().filter(|other| other.id != row.id).map(|other| other.name).collect();
        let name = taken_name(fields::check_name(&rename.name, &others))?;
        (row.name_key, row.name) = (fields::name_key(&name), name);
        self.registry(move |registry| registry.update_connection(&row)).await?;
        self.find_client(&rename.client).await
    }

    /// Moves a connection to another client company; a company left without one goes.
    ///
    /// # Errors
    /// The codes of a name for a new company.
    pub async fn connection_move(
        self: &Arc<Self>,
        to: ConnectionMove,
    ) -> Result<ClientSummary, CommandError> {
        let mut row = self.connection(&to.client).await?;
        row.organisation.id = self.organisation(to.organisation).await?;
        self.registry(move |registry| registry.update_connection(&row)).await?;
        self.find_client(&to.client).await
    }
}

fn checked(details: &DetailsEntered) -> Result<(), CommandError> {
    let texts =
        [&details.notes, &details.owner_contact, &details.ticket_url, &details.psa_id, &details.initials];
    if texts.iter().any(|text| holds_secret(text)) {
        return Err(CommandError::new(Code::TextIsSecret));
    }
    let good = texts.iter().all(|text| text.len() <= LONGEST)
        && (1..=8).contains(&details.colour)
        && details.initials.trim().chars().count() <= 3
        && details.rotation_days.is_none_or(|days| ROTATIONS.contains(&days))
        && LOG_DAYS.contains(&details.log_days)
        && details.time_zone.as_deref().is_none_or(|name| Zone::named(name).is_some());
    if good { Ok(()) } else { Err(CommandError::new(Code::BadArguments)) }
}

/// When the key should be replaced: counted from the day it was made.
pub(crate) fn rotation_due(said: &Details) -> Option<NaiveDate> {
    said.key_created?.checked_add_signed(TimeDelta::days(i64::from(said.rotation_days?)))
}

pub(crate) fn label(text: &str) -> ConnectionLabel {
    match text {
        "trial" => ConnectionLabel::Trial,
        "nfr" => ConnectionLabel::Nfr,
        "internal" => ConnectionLabel::Internal,
        _ => ConnectionLabel::Production,
    }
}

pub(super) const fn label_text(label: ConnectionLabel) -> &'static str {
    match label {
        ConnectionLabel::Production => "production",
        ConnectionLabel::Trial => "trial",
        ConnectionLabel::Nfr => "nfr",
        ConnectionLabel::Internal => "internal",
    }
}

/// Rights as stored, in the order of the check.
pub(crate) fn rights(row: &store::Connection) -> Vec<RightFound> {
    row.permissions
        .iter()
        .filter_map(|(id, state)| {
            Some(RightFound {
                id: Permission::from_id(id)?,
                state: match state.as_str() {
                    "granted" => PermissionState::Granted,
                    "missing" => PermissionState::Missing,
                    "unavailable" => PermissionState::Unavailable,
                    _ => PermissionState::Unknown,
                },
                wanted: row.wanted.contains(id),
            })
        })
        .collect()
}

/// Bytes of a client's database and its side files.
fn size(data_dir: &Path, client: &str) -> u64 {
    ["db", "db-wal", "db-shm"]
        .iter()
        .filter_map(|end| std::fs::metadata(data_dir.join("clients").join(format!("{client}.{end}"))).ok())
        .map(|file| file.len())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_due_counted_from_the_day_it_was_made() {
        let made = NaiveDate::from_ymd_opt(2026, 1, 1);
        let said = Details { key_created: made, rotation_days: Some(90), ..Details::default() };
        assert_eq!(rotation_due(&said), NaiveDate::from_ymd_opt(2026, 4, 1));
        assert_eq!(rotation_due(&Details { rotation_days: None, ..said.clone() }), None);
        assert_eq!(rotation_due(&Details { key_created: None, ..said }), None);
    }
}
