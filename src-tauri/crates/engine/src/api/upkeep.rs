use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Values;
use crate::Code;

/// What deleting old events now would do to a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PurgeClient {
    /// Id of the connection.
    pub client: String,
    /// Its name.
    pub name: String,
    /// Days that it keeps its events; 0 = without end.
    pub log_days: u16,
    /// Events older than that.
    pub events: u64,
    /// When the oldest of them happened; none = there is none.
    pub oldest: Option<DateTime<Utc>>,
    /// Bytes of its file that hold nothing already.
    pub unused: u64,
    /// Why it is left out: it is being synced, or its file cannot be read.
    pub code: Option<Code>,
}

/// What deleting old events now did to a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PurgedClient {
    /// Id of the connection.
    pub client: String,
    /// Its name.
    pub name: String,
    /// Events deleted.
    pub events: u64,
    /// Bytes given back to the disk.
    pub freed: u64,
    /// Why it was not done, or not to its end.
    pub code: Option<Code>,
}

/// A backup that was saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct BackupMade {
    /// Where; none when the user said no.
    pub path: Option<String>,
    /// Clients in it.
    pub clients: u32,
    /// Bytes of the file.
    pub bytes: u64,
    /// Clients whose databases cannot be read, and are not in it.
    pub left_out: Vec<BackupLeftOut>,
}

/// A client that is not in a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct BackupLeftOut {
    /// Its name.
    pub name: String,
    /// Why.
    pub code: Code,
}

/// What a backup holds; nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct BackupFound {
    /// Name of the file.
    pub file: String,
    /// When it was made.
    pub made: DateTime<Utc>,
    /// By which version of Tandem.
    pub version: String,
    /// Clients by name.
    pub clients: Vec<BackupClient>,
    /// Whether no client is saved here yet.
    pub fresh: bool,
}

/// A client in a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct BackupClient {
    /// Id of the connection.
    pub client: String,
    /// Its name.
    pub name: String,
    /// Its company.
    pub organisation: String,
    /// API hostname.
    pub host: String,
    /// Bytes that its database takes on the disk.
    pub bytes: u64,
    /// Why it cannot be restored; none = it can.
    pub code: Option<Code>,
    /// Values for the text of the code.
    pub values: Values,
}

/// Restores from the backup that was looked at last.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct BackupRestore {
    /// Ids of the clients to add.
    pub clients: Vec<String>,
    /// Settings and preferences of the backup take the place of those here.
    pub settings: bool,
}

/// What was restored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct BackupRestored {
    /// Ids of the clients that were added.
    pub clients: Vec<String>,
    /// How many of them wait for their secret keys.
    pub waiting: u32,
    /// Databases that lay in the place of a restored one and belonged to no client: where they lie now.
    pub aside: Vec<String>,
}
