use chrono::{DateTime, NaiveDate, Utc};
use domain::Permission;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{OrganisationChoice, PermissionState};
use crate::Code;

/// What a connection is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionLabel {
    /// The client's own.
    #[default]
    Production,
    /// A trial.
    Trial,
    /// Not for resale.
    Nfr,
    /// The MSP's own.
    Internal,
}

/// What a technician says about a connection beyond its name and keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DetailsEntered {
    /// Id of the group of its organisation.
    pub group: Option<String>,
    /// 1 to 8, a colour of the tokens.
    pub colour: u8,
    /// Up to three characters; empty = made from the name.
    pub initials: String,
    /// What it is for.
    pub label: ConnectionLabel,
    /// Who at the client owns Duo.
    pub owner_contact: String,
    /// Where its ticket is.
    pub ticket_url: String,
    /// How the client is called in the MSP's service automation (PSA).
    #[serde(default)]
    pub psa_id: String,
    /// Free text.
    pub notes: String,
    /// When the application's key was made.
    pub key_created: Option<NaiveDate>,
    /// Days after which the key should be replaced: 90, 180, 365; none = never told.
    pub rotation_days: Option<u16>,
    /// Days of log events to keep: 30, 90, 180, 365, 730, 2,555 (seven years); 0 = without end.
    pub log_days: u16,
    /// Marked by the technician.
    pub favourite: bool,
    /// IANA name of the zone of its times: `Europe/Zurich`; none = as the settings have it.
    #[serde(default)]
    pub time_zone: Option<String>,
}

/// Everything about a connection that the list does not show.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ConnectionDetails {
    /// Id of the connection.
    pub client: String,
    /// What was entered.
    pub entered: DetailsEntered,
    /// When the key should be replaced.
    pub rotation_due: Option<NaiveDate>,
    /// `DA…`, once it could be read.
    pub account_id: Option<String>,
    /// When it was saved.
    pub created: DateTime<Utc>,
    /// Rights as the last check found them.
    pub rights: Vec<RightFound>,
    /// Rows stored, all data sets together.
    pub stored_rows: u64,
    /// Bytes of its files.
    pub stored_bytes: u64,
    /// This computer's clock as a check or a sync last measured it; none = it was not.
    pub clock: Option<ClockMeasured>,
}

/// This computer's clock beside Duo's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ClockMeasured {
    /// Seconds ahead of Duo's; below nought = behind.
    pub seconds: i64,
    /// The same in words: `7 min 3 s ahead of Duo's time`.
    pub words: String,
    /// When it was measured.
    pub at: DateTime<Utc>,
}

/// A right as the last check found it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct RightFound {
    /// Which.
    pub id: Permission,
    /// State.
    pub state: PermissionState,
    /// Whether it counts for the verdict.
    pub wanted: bool,
}

/// Writes what is said about a connection.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ConnectionDetailsSet {
    /// Id of the connection.
    pub client: String,
    /// What is said.
    pub details: DetailsEntered,
}

/// Renames a connection.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ConnectionRename {
    /// Id of the connection.
    pub client: String,
    /// Its new name.
    pub name: String,
}

/// Moves a connection to another client company.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ConnectionMove {
    /// Id of the connection.
    pub client: String,
    /// The company.
    pub organisation: OrganisationChoice,
}

/// Marks a connection, or takes the mark away.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ConnectionFavourite {
    /// Id of the connection.
    pub client: String,
    /// Marked.
    pub favourite: bool,
}

/// Puts a draft's keys in the place of a connection's.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CredentialsUpdate {
    /// Handle of a checked draft.
    pub draft: String,
    /// Id of the connection.
    pub client: String,
    /// Keep the secret key in memory only.
    pub session_only: bool,
    /// Also when the keys open another account; the data of the old one is deleted.
    pub other_account: bool,
}

/// A disconnection that can still be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Grace {
    /// Seconds until the secret is erased.
    pub seconds: u32,
}

/// A folder of client companies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ClientGroup {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
}

/// A group's id.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ClientGroupRef {
    /// Id.
    pub group: String,
}

/// Adds a group, or renames one.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ClientGroupSet {
    /// Id; none = a new one.
    pub group: Option<String>,
    /// Name.
    pub name: String,
}

/// Puts the organisations of some connections into a group, or into none.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ClientsMove {
    /// Ids of the connections.
    pub clients: Vec<String>,
    /// Id of the group.
    pub group: Option<String>,
}

/// Some connections.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ClientRefs {
    /// Their ids.
    pub clients: Vec<String>,
}

/// What is done with several connections, two at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ClientsAction {
    /// Checks each with its saved secret.
    Recheck,
    /// Syncs each.
    Sync,
}

/// Does something with several connections.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ClientsRun {
    /// Their ids.
    pub clients: Vec<String>,
    /// What.
    pub action: ClientsAction,
}

/// How it went with one of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ClientResult {
    /// Id of the connection.
    pub client: String,
    /// Its name.
    pub name: String,
    /// What went wrong; none = it went well.
    pub code: Option<Code>,
}
