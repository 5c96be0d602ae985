//! Stretches of a log that are known to be missing.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::DataSet;

/// Why events of a stretch are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum GapReason {
    /// Duo had dropped the events before they were read: it keeps 180 days.
    Expired,
    /// Duo counts more events than it gives, also when the day was read again.
    Short,
    /// No event of a page could be read; they are set aside.
    SetAside,
    /// More events in one second than Duo gives at once.
    Crowded,
}

impl GapReason {
    /// Every reason.
    pub const ALL: [Self; 4] = [Self::Expired, Self::Short, Self::SetAside, Self::Crowded];

    /// The id used in the database, in JSON and as a text key.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::Short => "short",
            Self::SetAside => "set_aside",
            Self::Crowded => "crowded",
        }
    }

    /// The reason with this id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.id() == id)
    }
}

/// A stretch of a log in which events are known to be missing; both ends belong to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LogGap {
    /// The log.
    pub data_set: DataSet,
    /// Start.
    pub from: DateTime<Utc>,
    /// End.
    pub to: DateTime<Utc>,
    /// Why.
    pub why: GapReason,
    /// When it was found.
    pub found_at: DateTime<Utc>,
    /// When the events were read after all; none = still missing.
    pub closed_at: Option<DateTime<Utc>>,
}
