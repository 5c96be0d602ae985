use chrono::{DateTime, NaiveDate, Utc};
use domain::Permission;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ConnectionLabel, Figure, Values};
use crate::Code;

/// What the window needs to know at start.
#[derive(Clone, Debug, Serialize, TS)]
pub struct AppInfo {
    /// Version of Tandem.
    pub version: String,
    /// `linux`, `macos`, `windows`.
    pub os: String,
    /// Whether the sample tenant is offered first (demo).
    pub demo: bool,
    /// Where the data lies.
    pub data_dir: String,
    /// Things to tell at start: a file that was set aside, a newer schema…
    pub notices: Vec<Notice>,
}

/// What the data folder takes on the disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct DataSizes {
    /// Bytes of everything in it.
    pub total: u64,
    /// Each client, the largest first.
    pub clients: Vec<ClientSize>,
}

/// What a client's database takes on the disk, copies that were set aside included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ClientSize {
    /// Id of the connection.
    pub client: String,
    /// Its name.
    pub name: String,
    /// Bytes.
    pub bytes: u64,
}

/// Something to tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Notice {
    /// What.
    pub code: Code,
    /// Values for the text.
    pub values: Values,
}

/// State of a connection (ux.md §8.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionState {
    /// Not checked yet.
    Draft,
    /// All wanted rights.
    Verified,
    /// Some wanted right is missing.
    Limited,
    /// The last check or sync failed.
    NeedsAttention,
    /// Not synced for 7 days.
    Stale,
    /// The secret cannot be read.
    Locked,
    /// Disconnected; its data is kept.
    Disconnected,
}

/// A row of the clients list.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ClientSummary {
    /// Id of the connection.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The client company.
    pub organisation: Organisation,
    /// The managed-service account whose key opens it; none = a key of its own.
    pub parent: Option<super::ParentName>,
    /// Up to two letters.
    pub initials: String,
    /// 1 to 8, a colour of the tokens.
    pub colour: u8,
    /// The sample tenant.
    pub sample: bool,
    /// API hostname.
    pub host: String,
    /// Shortened integration key.
    pub ikey: String,
    /// State.
    pub state: ConnectionState,
    /// Why, when something is wrong.
    pub state_code: Option<Code>,
    /// Wanted rights that the last check did not find.
    pub missing: Vec<Permission>,
    /// Id of the group of its organisation.
    pub group: Option<String>,
    /// What it is for.
    pub label: ConnectionLabel,
    /// Marked by the technician.
    pub favourite: bool,
    /// When it was opened last.
    pub opened: Option<DateTime<Utc>>,
    /// When its key should be replaced.
    pub rotation_due: Option<NaiveDate>,
    /// How it is called in the MSP's service automation (PSA).
    pub psa_id: String,
    /// Free text.
    pub notes: String,
    /// IANA name of the zone of its times; none = as the settings have it.
    pub time_zone: Option<String>,
    /// The secret lives until the program ends.
    pub session_only: bool,
    /// Last check.
    pub last_check: Option<DateTime<Utc>>,
    /// Last sync of users that came to its end.
    pub last_sync: Option<DateTime<Utc>>,
    /// A sync is under way, in this program or another on the data folder.
    pub syncing: bool,
    /// Paused by hand: no round reads it.
    pub paused: bool,
    /// Billable users.
    pub billable: Figure,
    /// Seats, as entered.
    pub paid: Option<u32>,
    /// Reclaimable seats.
    pub reclaimable: Figure,
    /// Share of users who can do MFA, per cent.
    pub coverage: Figure,
    /// Users in bypass.
    pub bypass: Figure,
    /// Share of the seats that somebody used in 90 days, per cent.
    pub utilisation: Figure,
    /// Seats billed to the client, as entered.
    pub billed: Option<u32>,
    /// Billable users less seats billed.
    pub variance: Option<i64>,
}

/// A client company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Organisation {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
}

/// A connection.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ClientRef {
    /// Id of the connection.
    pub client: String,
}

/// Removes a connection's secret, and its data if asked.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Disconnect {
    /// Id of the connection.
    pub client: String,
    /// Wipe the data too.
    pub delete_data: bool,
}

/// Gives a session-only or missing secret again.
#[derive(Clone, Deserialize, TS)]
pub struct SecretSupply {
    /// Id of the connection.
    pub client: String,
    /// The secret key.
    pub value: String,
    /// Keep it in memory, also where the connection's is in the keychain: that one may be locked or gone.
    #[serde(default)]
    pub this_session: bool,
}
