//! What is synced, which right it needs, and how its absence is told.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Permission;

/// A set of records that is read, stored and reported on as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DataSet {
    /// `info/summary`: edition and totals.
    Account,
    /// `users`.
    Users,
    /// `groups`.
    Groups,
    /// `phones`.
    Phones,
    /// `tokens`.
    Tokens,
    /// `webauthncredentials`.
    Webauthn,
    /// `bypass_codes` (metadata; the codes themselves are never asked for).
    BypassCodes,
    /// `integrations`.
    Applications,
    /// `policies` v2, and what they are applied to.
    Policies,
    /// `logs/authentication` v2.
    SignIns,
}

impl DataSet {
    /// Every data set, in the order in which a sync reads them.
    pub const ALL: [Self; 10] = [
        Self::Account,
        Self::Users,
        Self::Groups,
        Self::Phones,
        Self::Tokens,
        Self::Webauthn,
        Self::BypassCodes,
        Self::Applications,
        Self::Policies,
        Self::SignIns,
    ];

    /// The id used in the database, in JSON and as a text key.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Users => "users",
            Self::Groups => "groups",
            Self::Phones => "phones",
            Self::Tokens => "tokens",
            Self::Webauthn => "webauthn",
            Self::BypassCodes => "bypass_codes",
            Self::Applications => "applications",
            Self::Policies => "policies",
            Self::SignIns => "sign_ins",
        }
    }

    /// The data set with this id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|set| set.id() == id)
    }

    /// The right without which it cannot be read (admin-api.md §5.2).
    pub const fn needs(self) -> Permission {
        match self {
            Self::Account => Permission::ReadInformation,
            Self::SignIns => Permission::ReadLog,
            Self::Users
            | Self::Groups
            | Self::Phones
            | Self::Tokens
            | Self::Webauthn
            | Self::BypassCodes
            | Self::Applications
            | Self::Policies => Permission::ReadResource,
        }
    }
}

/// A figure that could not be worked out, in place of a nought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NotEvaluated {
    /// The figure, column or data set; a text key.
    pub what: String,
    /// Why.
    pub why: NotEvaluatedReason,
}

/// Why something is not evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum NotEvaluatedReason {
    /// Duo refuses the data set: this right is missing.
    PermissionMissing {
        /// The right.
        permission: Permission,
    },
    /// The account's plan or deployment does not offer the data set.
    NotOffered {
        /// The data set.
        data_set: DataSet,
    },
    /// The data set was never read to its end.
    NeverSynced {
        /// The data set.
        data_set: DataSet,
    },
    /// Seats or price were not entered.
    NotEntered,
    /// Duo would tell, but this version does not ask.
    NotRead,
}
