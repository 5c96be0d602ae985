//! Users (admin-api.md §7.1).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{Factors, Methods};

/// A user's own status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UserStatus {
    /// Must authenticate with a second factor.
    Active,
    /// Skips the second factor.
    Bypass,
    /// Cannot sign in; still uses a licence.
    Disabled,
    /// Locked by Duo or by an administrator.
    LockedOut,
    /// In the Trash.
    PendingDeletion,
    /// A status this version does not know, as Duo spells it.
    Other(String),
}

impl UserStatus {
    /// Duo's own spelling, which is what is stored and filtered on.
    pub fn as_duo(&self) -> &str {
        match self {
            Self::Active => "active",
            Self::Bypass => "bypass",
            Self::Disabled => "disabled",
            Self::LockedOut => "locked out",
            Self::PendingDeletion => "pending deletion",
            Self::Other(text) => text,
        }
    }

    /// From Duo's spelling.
    pub fn from_duo(text: &str) -> Self {
        match text {
            "active" => Self::Active,
            "bypass" => Self::Bypass,
            "disabled" => Self::Disabled,
            "locked out" => Self::LockedOut,
            "pending deletion" => Self::PendingDeletion,
            other => Self::Other(other.to_owned()),
        }
    }

    /// Whether the user takes a licence (admin-api.md §9.3): everybody but the Trash.
    pub fn billable(&self) -> bool {
        *self != Self::PendingDeletion
    }
}

/// A user as the users list gives it, without what other data sets hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// `DU…`.
    pub user_id: String,
    /// Unique name.
    pub username: String,
    /// Full name; empty when unset.
    pub realname: String,
    /// Mail address; empty when unset.
    pub email: String,
    /// Up to eight further names.
    pub aliases: Vec<String>,
    /// Own status.
    pub status: UserStatus,
    /// Whether Duo counts the user as enrolled.
    pub is_enrolled: bool,
    /// Creation.
    pub created: Option<DateTime<Utc>>,
    /// Last successful Duo authentication; none = never.
    pub last_login: Option<DateTime<Utc>>,
    /// Last directory sync; none = not synced.
    pub last_directory_sync: Option<DateTime<Utc>>,
    /// `DS…`, the directory.
    pub directory_key: Option<String>,
    /// Free text of Duo's.
    pub lockout_reason: Option<String>,
    /// Free text of the client's.
    pub notes: String,
    /// Groups.
    pub group_ids: Vec<String>,
    /// Phones.
    pub phone_ids: Vec<String>,
    /// Hardware tokens.
    pub token_ids: Vec<String>,
    /// Usable factors, counted from the copies inside the user.
    pub factors: Factors,
    /// What those devices can do.
    pub methods: Methods,
}
