//! Authentication events (admin-api.md §8.2).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Outcome of an authentication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SignInResult {
    /// Let in.
    Success,
    /// Refused (`denied`, older `failure`).
    Denied,
    /// Marked as fraud by the user.
    Fraud,
    /// Error on the way.
    Error,
    /// A result this version does not know.
    Unknown,
}

impl SignInResult {
    /// Every result; the position is what the database stores.
    pub const ALL: [Self; 5] = [Self::Success, Self::Denied, Self::Fraud, Self::Error, Self::Unknown];

    /// From Duo's spelling, any case.
    pub fn from_duo(text: &str) -> Self {
        match text.to_ascii_lowercase().as_str() {
            "success" => Self::Success,
            "denied" | "failure" => Self::Denied,
            "fraud" => Self::Fraud,
            "error" => Self::Error,
            _ => Self::Unknown,
        }
    }

    /// The id used in views and as a text key.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Denied => "denied",
            Self::Fraud => "fraud",
            Self::Error => "error",
            Self::Unknown => "unknown",
        }
    }
}

/// What Duo writes as `factor` when no second factor was asked.
const NO_FACTOR: [&str; 6] =
    ["", "bypass_code", "n/a", "not_available", "remembered_device", "trusted_network"];

/// Whether a raw `factor` of the log is a second factor. The set is open: what is not known is one.
pub fn is_mfa_factor(raw: &str) -> bool {
    !NO_FACTOR.contains(&raw.trim().to_ascii_lowercase().as_str())
}

/// One authentication event, flattened; absent strings are none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// Unix milliseconds, cut (not rounded) from `isotimestamp`. With `txid` the identity.
    pub ts_ms: i64,
    /// Duo's id, or a SHA-256 of the event's canonical JSON where Duo gave none.
    pub txid: String,
    /// Outcome.
    pub result: SignInResult,
    /// Duo's raw reason.
    pub reason: Option<String>,
    /// Duo's raw factor.
    pub factor: Option<String>,
    /// `authentication`, `enrollment`.
    pub event_type: Option<String>,
    /// `DI…` of the application; none for deleted ones.
    pub app_key: Option<String>,
    /// Name of the application as logged.
    pub app_name: Option<String>,
    /// `DU…`; none for unknown users.
    pub user_key: Option<String>,
    /// Name as logged.
    pub user_name: Option<String>,
    /// Address of the access device, a port cut off.
    pub ip: Option<String>,
    /// Country of the access device.
    pub country: Option<String>,
    /// City of the access device.
    pub city: Option<String>,
    /// Operating system of the access device.
    pub os: Option<String>,
    /// Browser.
    pub browser: Option<String>,
    /// Host name of a protected machine.
    pub hostname: Option<String>,
    /// Name of the second device: a number, model or serial.
    pub auth_device: Option<String>,
    /// `trusted`, `not trusted`, `unknown`.
    pub trusted_endpoint: Option<String>,
    /// Fields that this version does not know, as compact JSON.
    pub extra: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_factor_is_what_was_asked() {
        for none in ["", "remembered_device", "trusted_network", "not_available", "Bypass_Code"] {
            assert!(!is_mfa_factor(none), "{none}");
        }
        for factor in ["duo_push", "sms_passcode", "webauthn_platform", "not-known-yet"] {
            assert!(is_mfa_factor(factor), "{factor}");
        }
    }
}
