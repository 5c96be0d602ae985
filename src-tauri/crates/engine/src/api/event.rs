use serde::Serialize;
use ts_rs::TS;

use crate::Code;

use super::{CheckRow, PermissionRow, SyncStatus};

/// Which answers a change makes stale; a user interface asks again for those that it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Tag {
    /// The list of clients.
    Clients,
    /// Everything read from one client's data.
    ClientData,
    /// Preferences.
    Preferences,
}

/// What the engine tells by itself; at most ten a second.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// A row of a running check.
    CheckRow {
        /// Draft.
        draft: String,
        /// The row.
        row: CheckRow,
    },
    /// A right of a running check.
    CheckPermission {
        /// Draft.
        draft: String,
        /// The right.
        row: PermissionRow,
    },
    /// Progress of a sync.
    SyncProgress {
        /// State.
        status: SyncStatus,
    },
    /// Something new about a client that somebody must see to; told once.
    Attention {
        /// Id of the connection.
        client: String,
        /// Its name.
        name: String,
        /// What.
        code: Code,
    },
    /// How far an export is.
    ExportProgress {
        /// As it was asked for.
        id: String,
        /// Rows written.
        rows: u64,
        /// Rows in all.
        total: u64,
    },
    /// How many children of a parent were looked at.
    ParentProgress {
        /// The draft's or the parent's, as it was asked for.
        id: String,
        /// Looked at.
        done: u32,
        /// In all.
        total: u32,
    },
    /// A sync that somebody started has ended; those of rounds are not told.
    SyncEnded {
        /// Id of the connection.
        client: String,
        /// How long it took.
        seconds: u64,
        /// What ended it badly.
        code: Option<Code>,
    },
    /// Which client a backup or a restore is at.
    BackupProgress {
        /// Counted from one.
        at: u32,
        /// In all.
        total: u32,
    },
    /// A link asks for a client to be opened; there may be none of this id.
    OpenClient {
        /// Id of the connection.
        client: String,
    },
    /// Data changed.
    Changed {
        /// What.
        tags: Vec<Tag>,
        /// Whose.
        client: Option<String>,
    },
    /// Somebody chose an item of the window's menu.
    Action {
        /// Id of the action, as the user interface lists it.
        id: String,
    },
}
