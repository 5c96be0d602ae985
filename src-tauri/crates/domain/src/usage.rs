//! Sums that Duo itself counts (admin-api.md §7.13), and what its Trust Monitor surfaced (§8.6).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A number for each way a sign-in can end; none = not told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Outcomes {
    /// Let in.
    pub success: Option<u64>,
    /// Refused.
    pub failure: Option<u64>,
    /// Marked as fraud.
    pub fraud: Option<u64>,
    /// Error.
    pub error: Option<u64>,
}

/// Sign-ins of a span, as Duo counts them: there without the right to read logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AuthAttempts {
    /// From.
    pub from: DateTime<Utc>,
    /// To.
    pub to: DateTime<Utc>,
    /// Attempts.
    pub attempts: Outcomes,
    /// Different users, each counted once for each outcome.
    pub users: Outcomes,
}

/// Telephony credits that a span used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TelephonyUse {
    /// From.
    pub from: DateTime<Utc>,
    /// To.
    pub to: DateTime<Utc>,
    /// Credits; none = not told.
    pub credits: Option<u64>,
}

/// An event that Trust Monitor surfaced. Duo offers it to old accounts of higher editions only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustEvent {
    /// `SE…`.
    pub sekey: String,
    /// `auth`, `bypass_status`, `device_registration`.
    pub kind: String,
    /// `new`, `processed`…
    pub state: String,
    /// When it was surfaced.
    pub surfaced: Option<DateTime<Utc>>,
    /// Whether Duo thinks it urgent.
    pub priority: Option<bool>,
    /// Duo's reasons, as ids such as `NEW_COUNTRY_CODE`.
    pub reasons: Vec<String>,
    /// The user concerned.
    pub user_key: Option<String>,
    /// The user's name.
    pub user_name: Option<String>,
    /// Who did it, of a bypass status.
    pub actor: Option<String>,
    /// The sign-in concerned.
    pub txid: Option<String>,
}
