use serde::Serialize;
use ts_rs::TS;

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
    /// Data changed.
    Changed {
        /// What.
        tags: Vec<Tag>,
        /// Whose.
        client: Option<String>,
    },
}
