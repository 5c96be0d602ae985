//! The smaller records (admin-api.md §7.2-§7.7, §7.13).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Account totals (`info/summary`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Account {
    /// `DA…`.
    pub account_id: Option<String>,
    /// Duo's text, such as `Duo Premier`.
    pub edition: Option<String>,
    /// Users, the Trash left out.
    pub user_count: Option<u32>,
    /// Users in the Trash.
    pub user_pending_deletion_count: Option<u32>,
    /// Administrators.
    pub admin_count: Option<u32>,
    /// Applications.
    pub integration_count: Option<u32>,
    /// Telephony credits left.
    pub telephony_credits_remaining: Option<i64>,
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// `DG…`.
    pub group_id: String,
    /// Name; synced ones carry a suffix of Duo's.
    pub name: String,
    /// Description.
    pub desc: String,
    /// `active`, `bypass`, `disabled`, in lower case whatever Duo sent.
    pub status: String,
}

/// A phone or tablet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    /// `DP…`.
    pub phone_id: String,
    /// E.164; empty for tablets.
    pub number: String,
    /// Label.
    pub name: String,
    /// `Mobile`, `Landline`, `Unknown`.
    pub kind: String,
    /// `Apple iOS`, `Google Android`…
    pub platform: String,
    /// Model.
    pub model: Option<String>,
    /// Whether Duo Mobile is activated.
    pub activated: bool,
    /// `auto`, `push`, `sms`, `phone`, `mobile_otp`.
    pub capabilities: Vec<String>,
    /// Last seen.
    pub last_seen: Option<DateTime<Utc>>,
    /// `Encrypted`, `Unencrypted`, `Unknown`.
    pub encrypted: Option<String>,
    /// `Locked`, `Unlocked`, `Unknown`.
    pub screenlock: Option<String>,
    /// `Configured`, `Disabled`, `Unknown`.
    pub fingerprint: Option<String>,
    /// `Tampered`, `Not tampered`, `Unknown`.
    pub tampered: Option<String>,
    /// Owners.
    pub user_ids: Vec<String>,
}

/// A hardware token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// `DH…`.
    pub token_id: String,
    /// `h6`, `h8`, `t6`, `t8`, `yk`, `d1`.
    pub kind: String,
    /// Serial number.
    pub serial: String,
    /// Owners.
    pub user_ids: Vec<String>,
}

/// A passkey or security key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebAuthnCredential {
    /// `WA…`.
    pub webauthnkey: String,
    /// Chosen by the user.
    pub credential_name: String,
    /// `Security Key`, `Touch ID`…
    pub label: String,
    /// Registration.
    pub date_added: Option<DateTime<Utc>>,
    /// Last use, where Duo tells.
    pub date_last_used: Option<DateTime<Utc>>,
    /// Owner; none = an administrator's.
    pub user_id: Option<String>,
    /// The administrator who owns it, where Duo tells.
    pub admin_id: Option<String>,
}

/// Metadata of a bypass code; never the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BypassCode {
    /// Opaque id.
    pub bypass_code_id: String,
    /// Who issued it; empty for the API.
    pub admin_email: String,
    /// Creation.
    pub created: Option<DateTime<Utc>>,
    /// Expiry; none = never.
    pub expiration: Option<DateTime<Utc>>,
    /// Uses left; none = unlimited.
    pub reuse_count: Option<u32>,
    /// Owner.
    pub user_id: Option<String>,
    /// Owner's name as the code's copy gives it.
    pub username: Option<String>,
}
