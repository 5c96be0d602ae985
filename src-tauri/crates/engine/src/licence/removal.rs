//! The list of accounts to remove: CSV, for whoever does it in Duo or in the directory. Tandem removes nothing.

use std::sync::Arc;

use store::Row;

use super::rows::{list, reason, reclaimed, said, synced, text};
use crate::api::{CommandError, HandedOver, LicenceRemoval, LicenceScenario};
use crate::export::{file_name, guarded, record};
use crate::{Code, Engine};

const COLUMNS: [&str; 10] = [
    "step",
    "username",
    "realname",
    "email",
    "status",
    "reasons",
    "last_seen",
    "evidence",
    "trash_on",
    "what_to_do",
];

impl Engine {
    /// Writes the list of accounts to remove, those of a directory apart at the end.
    ///
    /// # Errors
    /// `DISK_FULL`, `FILE_READONLY`.
    pub async fn licence_removal_list(
        self: &Arc<Self>,
        of: LicenceRemoval,
    ) -> Result<HandedOver, CommandError> {
        let connection = self.connection(&of.client).await?;
        let bytes = self.removal_csv(&of.client, &of.users, &of.scenario).await?;
        let name = file_name(&connection.name, "removal-list", self.ports.clock.utc(), "csv");
        self.hand_over(&name, bytes).await
    }

    /// The same as bytes: of these users, or of all that the scenario reclaims.
    pub async fn removal_csv(
        self: &Arc<Self>,
        client: &str,
        users: &[String],
        scenario: &LicenceScenario,
    ) -> Result<Vec<u8>, CommandError> {
        let mut rows = self.candidates(client, scenario).await?;
        rows.retain(|row| match users {
            [] => reclaimed(row, scenario),
            users => users.iter().any(|id| id == text(row, "user_id")),
        });
        rows.sort_by_key(synced);
        csv(&rows).map_err(|_| CommandError::new(Code::DiskFull))
    }
}

fn csv(rows: &[Row]) -> std::io::Result<Vec<u8>> {
    let mut out = "\u{feff}".as_bytes().to_vec();
    record(COLUMNS.map(str::to_owned), &mut out)?;
    for (row, number) in rows.iter().zip(1..) {
        let why: Vec<_> = list(row, "reasons").into_iter().map(|id| reason(row, id)).collect();
        let what = if synced(row) { "removal_synced" } else { "removal_duo" };
        let cells = [
            format!("{number}"),
            text(row, "username").to_owned(),
            text(row, "realname").to_owned(),
            text(row, "email").to_owned(),
            text(row, "status").to_owned(),
            why.join("; "),
            text(row, "last_seen").to_owned(),
            text(row, "evidence").to_owned(),
            text(row, "trash_on").to_owned(),
            said(what, &[]),
        ];
        record(cells.map(guarded), &mut out)?;
    }
    Ok(out)
}
