//! Vocabulary of the licence review (ux.md §3).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why a licence may be wasted. Declared in the order of the waterfall; informative ones last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// D: status disabled.
    Disabled,
    /// N: not enrolled, older than the grace.
    NotEnrolled,
    /// A: enrolled, never authenticated, older than the grace.
    NeverSignedIn,
    /// L: locked out and idle for 30 days.
    LockedOut,
    /// I: idle for the chosen days or more.
    Idle,
    /// X: probable duplicate.
    Duplicate,
    /// B: in bypass; never counted as waste.
    Bypass,
    /// S: looks like a service account; never counted as waste.
    ServiceLike,
    /// Y: synced from a directory, to be removed there; never counted as waste.
    Synced,
}

impl Reason {
    /// The reasons that count as waste, in the order in which they claim a user.
    pub const WATERFALL: [Self; 6] = [
        Self::Disabled,
        Self::NotEnrolled,
        Self::NeverSignedIn,
        Self::LockedOut,
        Self::Idle,
        Self::Duplicate,
    ];

    /// Every reason.
    pub const ALL: [Self; 9] = [
        Self::Disabled,
        Self::NotEnrolled,
        Self::NeverSignedIn,
        Self::LockedOut,
        Self::Idle,
        Self::Duplicate,
        Self::Bypass,
        Self::ServiceLike,
        Self::Synced,
    ];

    /// Whether it counts as waste; the others inform.
    pub fn is_waste(self) -> bool {
        Self::WATERFALL.contains(&self)
    }

    /// The id used in the database, in JSON and as a text key.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Disabled => "disabled",
            Self::NotEnrolled => "not_enrolled",
            Self::NeverSignedIn => "never_signed_in",
            Self::LockedOut => "locked_out",
            Self::Idle => "idle",
            Self::Duplicate => "duplicate",
            Self::Bypass => "bypass",
            Self::ServiceLike => "service_like",
            Self::Synced => "synced",
        }
    }
}

/// What may be done about a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// Clear-cut.
    Ready,
    /// Somebody must look.
    Review,
    /// Young, excluded or named like an account that must stay.
    Protected,
}

impl Lane {
    /// The lane of a candidate.
    pub const fn of(protected: bool, proven: bool, disabled: bool) -> Self {
        match (protected, proven || disabled) {
            (true, _) => Self::Protected,
            (false, true) => Self::Ready,
            (false, false) => Self::Review,
        }
    }

    /// The id used in the database, in JSON and as a text key.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Review => "review",
            Self::Protected => "protected",
        }
    }
}

/// Where *last seen* comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// The sign-in log.
    SignInLog,
    /// Duo's `last_login`.
    LastLogin,
    /// Neither.
    Never,
}

impl Evidence {
    /// The id used in the database, in JSON and as a text key.
    pub const fn id(self) -> &'static str {
        match self {
            Self::SignInLog => "sign_in_log",
            Self::LastLogin => "last_login",
            Self::Never => "never",
        }
    }
}

/// A reason with the values that its rule used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReasonNote {
    /// The reason.
    pub reason: Reason,
    /// Values: `days`, `threshold`, `date`, `other`…
    pub values: BTreeMap<String, String>,
}
