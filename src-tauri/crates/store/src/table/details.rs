//! `connection_details`: what a technician says about a connection. Never a secret.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection as Sqlite, OptionalExtension, Transaction, params};

use crate::{StoreError, time};

/// What is said about a connection beyond its name and keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    /// Up to three characters; empty = made from the name.
    pub initials: String,
    /// `production`, `trial`, `nfr`, `internal`.
    pub label: String,
    /// Who at the client owns Duo.
    pub owner_contact: String,
    /// Where its ticket is.
    pub ticket_url: String,
    /// How the client is called in the MSP's service automation (PSA).
    pub psa_id: String,
    /// Free text.
    pub notes: String,
    /// When the application's key was made.
    pub key_created: Option<NaiveDate>,
    /// Days after which the key should be replaced; none = never told.
    pub rotation_days: Option<u16>,
    /// Days of log events to keep, also when Duo has dropped them; 0 = without end.
    pub log_days: u16,
    /// Marked by the technician.
    pub favourite: bool,
    /// When it was opened last.
    pub opened: Option<DateTime<Utc>>,
    /// IANA name of the zone of its times; empty = as the window's settings have it.
    pub time_zone: String,
}

impl Default for Details {
    fn default() -> Self {
        Self {
            initials: String::new(),
            label: "production".to_owned(),
            owner_contact: String::new(),
            ticket_url: String::new(),
            psa_id: String::new(),
            notes: String::new(),
            key_created: None,
            rotation_days: None,
            log_days: 0,
            favourite: false,
            opened: None,
            time_zone: String::new(),
        }
    }
}

/// Defaults where nothing was said.
pub(crate) fn read(sqlite: &Sqlite, id: &str) -> Result<Details, StoreError> {
    let found = sqlite
        .prepare_cached(
            "SELECT initials, label, owner_contact, ticket_url, notes, key_created, rotation_days, log_days,
               favourite, opened, time_zone, psa_id FROM connection_details WHERE connection = ?1",
        )?
        .query_row([id], |row| {
            Ok(Details {
                initials: row.get(0)?,
                label: row.get(1)?,
                owner_contact: row.get(2)?,
                ticket_url: row.get(3)?,
                notes: row.get(4)?,
                key_created: row.get::<_, Option<String>>(5)?.and_then(|text| text.parse().ok()),
                rotation_days: row.get(6)?,
                log_days: row.get(7)?,
                favourite: row.get(8)?,
                opened: time::at(row.get(9)?),
                time_zone: row.get(10)?,
                psa_id: row.get(11)?,
            })
        })
        .optional()?;
    Ok(found.unwrap_or_default())
}

pub(crate) fn write(tx: &Transaction, id: &str, details: &Details) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT OR REPLACE INTO connection_details (connection, initials, label, owner_contact, ticket_url, notes,
           key_created, rotation_days, log_days, favourite, opened, time_zone, psa_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?
    .execute(params![
        id,
        details.initials,
        details.label,
        details.owner_contact,
        details.ticket_url,
        details.notes,
        details.key_created.map(|date| date.to_string()),
        details.rotation_days,
        details.log_days,
        details.favourite,
        time::ms(details.opened),
        details.time_zone,
        details.psa_id,
    ])?;
    Ok(())
}
