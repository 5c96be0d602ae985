//! What Duo sends, tolerantly: fields carry Duo's names, types and meanings (admin-api.md §7 and §8).
//!
//! A field is `None` (or empty) when it is missing, null, or of a type that makes no sense; unknown enum values
//! stay as text. Numbers may come as text and booleans as 0/1 or `"True"`; `"unknown"` is `None`. Times are Unix
//! seconds. Secrets and images have no field and are gone once the answer is parsed.
#![allow(missing_docs, reason = "fields carry Duo's own names; what is not obvious is said at the field")]

mod account;
mod admin;
mod auth_log;
mod bypass_code;
mod computer;
mod entry;
mod group;
mod integration;
pub(crate) mod lenient;
mod logs;
mod phone;
mod policy;
mod settings;
mod token;
mod trust;
mod user;
mod webauthn;

use serde::Deserialize;

pub use account::{
    Account, AuthCheck, AuthenticationAttempts, Outcomes, Ping, Summary, TelephonyCreditsUsed,
};
pub use admin::{Admin, AdminUnit, AllowedAuthMethods};
pub use auth_log::{AccessDevice, AuthDevice, AuthLog, AuthLogRow, Location, LogApplication, LogUser};
pub use bypass_code::BypassCode;
pub use computer::{Browser, DesktopAuthenticator, Endpoint, RegisteredDevice, SecurityAgent};
pub use group::Group;
pub use integration::{AcsUrl, Integration, OauthConfig, OidcConfig, SamlConfig, Sso};
pub use logs::{
    Activity, ActivityAction, ActivityAddress, ActivityApplication, ActivityDevice, ActivityOutcome,
    ActivityParty, AdminEvent, Telephony,
};
pub use phone::Phone;
pub use policy::{AppliedPolicy, Policy, PolicyElements, PolicySummary, PolicyTarget, ResultingPolicy};
pub use settings::Settings;
pub use token::Token;
pub use trust::{SurfacedAuth, TrustMonitorEvent, TrustMonitorParty, TrustMonitorReason};
pub use user::User;
pub use webauthn::WebAuthnCredential;

/// A row of a list, as it is kept.
pub trait Row: Sized + Send + 'static {
    /// Name of the field that identifies the row.
    const KEY: &'static str;

    /// What is read; it may lie in the answer.
    type Wire<'a>: Deserialize<'a>;

    /// Keeps what was read.
    fn keep(wire: Self::Wire<'_>) -> Self;

    /// Whether the row has its key; one without cannot be stored under anything.
    fn has_key(&self) -> bool;

    /// When it happened, in milliseconds since 1970, for events.
    fn at_ms(&self) -> Option<i64> {
        None
    }
}

/// Names of fields that may hold secrets, images or personal data nobody asked for (admin-api.md §13).
const SECRET_FIELDS: [&str; 11] = [
    "secret_key",
    "client_secret",
    "skey",
    "code",
    "link",
    "logo",
    "background_img",
    "activation_url",
    "activation_barcode",
    "date_of_birth",
    "secret",
];

pub(crate) fn is_secret_field(name: &str) -> bool {
    SECRET_FIELDS.contains(&name)
}

/// Declares a tolerant record: each field with the function that reads it.
macro_rules! record {
    ($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty = $with:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
        #[serde(default)]
        pub struct $name {
            $($(#[$field_meta])* #[serde(deserialize_with = $with)] pub $field: $type,)*
        }
    };
    // Its texts are copies, or lie in the answer.
    ($(#[$meta:meta])* $name:ident<S> { $($(#[$field_meta:meta])* $field:ident: $type:ty = $with:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
        #[serde(default, bound(deserialize = "S: super::lenient::Scalar<'de> + Default"))]
        pub struct $name<S = String> {
            $($(#[$field_meta])* #[serde(deserialize_with = $with)] pub $field: $type,)*
        }
    };
}

/// Declares which field is a record's key.
macro_rules! row {
    ($name:ident, $key:ident) => {
        impl crate::wire::Row for $name {
            const KEY: &'static str = stringify!($key);
            type Wire<'a> = Self;

            fn keep(wire: Self) -> Self {
                wire
            }

            fn has_key(&self) -> bool {
                !self.$key.is_empty()
            }
        }
    };
}

pub(crate) use {record, row};
