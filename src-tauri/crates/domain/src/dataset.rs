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
    /// `logs/activity` v2.
    Activity,
    /// `logs/telephony` v2.
    Telephony,
    /// `logs/administrator` v1.
    AdminLog,
    /// `logs/offline_enrollment` v1.
    OfflineLog,
    /// `desktop_authenticators`.
    DesktopAuthenticators,
    /// `endpoints`: browsers and computers seen.
    Endpoints,
    /// `registered_devices`.
    RegisteredDevices,
    /// `registered_devices/blocked`.
    BlockedDevices,
    /// `settings`.
    Settings,
    /// `admins`; never their activations.
    Admins,
    /// `administrative_units`.
    AdminUnits,
    /// `admins/allowed_auth_methods`.
    AdminAuthMethods,
    /// `info/authentication_attempts` and `info/user_authentication_attempts`, 30 days.
    AuthAttempts,
    /// `info/telephony_credits_used`, 30 days.
    TelephonyCredits,
    /// `trust_monitor/events`.
    TrustMonitor,
}

impl DataSet {
    /// Every data set, in the order in which a sync reads them.
    pub const ALL: [Self; 25] = [
        Self::Account,
        Self::Settings,
        Self::Users,
        Self::Groups,
        Self::Phones,
        Self::Tokens,
        Self::Webauthn,
        Self::BypassCodes,
        Self::DesktopAuthenticators,
        Self::Endpoints,
        Self::RegisteredDevices,
        Self::BlockedDevices,
        Self::Admins,
        Self::AdminUnits,
        Self::AdminAuthMethods,
        Self::Applications,
        Self::Policies,
        Self::AuthAttempts,
        Self::TelephonyCredits,
        Self::TrustMonitor,
        Self::SignIns,
        Self::Activity,
        Self::Telephony,
        Self::AdminLog,
        Self::OfflineLog,
    ];

    /// The logs: read in windows of time, not in runs.
    pub const LOGS: [Self; 5] =
        [Self::SignIns, Self::Activity, Self::Telephony, Self::AdminLog, Self::OfflineLog];

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
            Self::Activity => "activity",
            Self::Telephony => "telephony",
            Self::AdminLog => "admin_log",
            Self::OfflineLog => "offline_log",
            Self::DesktopAuthenticators => "desktop_authenticators",
            Self::Endpoints => "endpoints",
            Self::RegisteredDevices => "registered_devices",
            Self::BlockedDevices => "blocked_devices",
            Self::Settings => "settings",
            Self::Admins => "admins",
            Self::AdminUnits => "admin_units",
            Self::AdminAuthMethods => "admin_auth_methods",
            Self::AuthAttempts => "auth_attempts",
            Self::TelephonyCredits => "telephony_credits",
            Self::TrustMonitor => "trust_monitor",
        }
    }

    /// The data set with this id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|set| set.id() == id)
    }

    /// Whether it is a log.
    pub fn is_log(self) -> bool {
        Self::LOGS.contains(&self)
    }

    /// The right without which it cannot be read (admin-api.md §5.2).
    pub const fn needs(self) -> Permission {
        match self {
            Self::Account | Self::AuthAttempts | Self::TelephonyCredits => Permission::ReadInformation,
            Self::SignIns
            | Self::Activity
            | Self::Telephony
            | Self::AdminLog
            | Self::OfflineLog
            | Self::TrustMonitor => Permission::ReadLog,
            Self::Settings => Permission::Settings,
            Self::Admins | Self::AdminUnits | Self::AdminAuthMethods => Permission::Administrators,
            Self::Users
            | Self::Groups
            | Self::Phones
            | Self::Tokens
            | Self::Webauthn
            | Self::BypassCodes
            | Self::DesktopAuthenticators
            | Self::Endpoints
            | Self::RegisteredDevices
            | Self::BlockedDevices
            | Self::Applications
            | Self::Policies => Permission::ReadResource,
        }
    }

    /// Whether some editions refuse it to a key that has the right (admin-api.md §4.2, §7.10, §8.6): the same 403 then
    /// means something else.
    pub const fn is_gated(self) -> bool {
        matches!(
            self,
            Self::Endpoints
                | Self::DesktopAuthenticators
                | Self::RegisteredDevices
                | Self::BlockedDevices
                | Self::TrustMonitor
        )
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
    /// The right is granted; the account's edition lacks the data set.
    NotInEdition {
        /// The data set.
        data_set: DataSet,
    },
    /// Duo does not know the data set in this deployment.
    NotOffered {
        /// The data set.
        data_set: DataSet,
    },
    /// Duo lists only a part of the data set.
    Truncated {
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
    /// A share of nobody: there are no users of whom it could be one.
    Nobody,
}
