//! The rights of an Admin API application (admin-api.md §5).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::DataSet;

/// A right that Tandem can use. Rights that change things are never wanted and have no variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Users, groups, devices, bypass codes, applications, policies.
    ReadResource,
    /// All logs.
    ReadLog,
    /// Account totals and reports.
    ReadInformation,
    /// Account settings.
    Settings,
    /// Administrators and administrative units.
    Administrators,
}

impl Permission {
    /// Every right, in the order in which the check shows them.
    pub const ALL: [Self; 5] =
        [Self::ReadResource, Self::ReadLog, Self::ReadInformation, Self::Settings, Self::Administrators];

    /// What makes a connection *verified* unless somebody wants more (cli.md `--want`).
    pub const WANTED: [Self; 3] = [Self::ReadResource, Self::ReadLog, Self::ReadInformation];

    /// The id used on the command line, in JSON and as a text key.
    pub const fn id(self) -> &'static str {
        match self {
            Self::ReadResource => "read_resource",
            Self::ReadLog => "read_log",
            Self::ReadInformation => "read_information",
            Self::Settings => "settings",
            Self::Administrators => "administrators",
        }
    }

    /// The right with this id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.id() == id)
    }

    /// Label in older Admin Panels (admin-api.md §5.1); a proper name of Duo's, never translated.
    pub const fn old_label(self) -> &'static str {
        match self {
            Self::ReadResource => "Grant read resource",
            Self::ReadLog => "Grant read log",
            Self::ReadInformation => "Grant read information",
            Self::Settings => "Grant settings",
            Self::Administrators => "Grant administrators",
        }
    }

    /// Label in newer Admin Panels.
    pub const fn new_label(self) -> &'static str {
        match self {
            Self::ReadResource => "Grant resource - Read",
            Self::ReadLog => "Grant log - Read",
            Self::ReadInformation => "Grant information - Read",
            Self::Settings => "Grant settings - Read",
            Self::Administrators => "Grant administrators - Read",
        }
    }

    /// The data sets that stay empty without it.
    pub fn costs(self) -> Vec<DataSet> {
        DataSet::ALL.into_iter().filter(|set| set.needs() == self).collect()
    }
}
