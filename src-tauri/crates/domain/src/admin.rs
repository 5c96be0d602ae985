//! Administrators and what they may manage (admin-api.md §7.12). Activations are never asked for.

use chrono::{DateTime, Utc};

/// An administrator of the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admin {
    /// `DE…`.
    pub admin_id: String,
    /// Name; empty when Duo tells none.
    pub name: String,
    /// Mail address; empty when Duo tells none.
    pub email: String,
    /// E.164; none = no phone.
    pub phone: Option<String>,
    /// `Owner`, `Administrator`, `Help Desk`…, or a role of the account's own.
    pub role: String,
    /// The role in child accounts, of a managed-service parent.
    pub subaccount_role: Option<String>,
    /// `active`, `disabled`, `expired`, `pending activation`, in lower case whatever Duo sent.
    pub status: String,
    /// Creation; Duo does not tell it of old ones.
    pub created: Option<DateTime<Utc>>,
    /// Last login to the Admin Panel; none = never.
    pub last_login: Option<DateTime<Utc>>,
    /// Whether a new password is wanted at the next login.
    pub password_change_required: Option<bool>,
    /// Whether administrative units limit what is seen.
    pub restricted: Option<bool>,
    /// Administrative units.
    pub unit_ids: Vec<String>,
    /// Serial number of the hardware token; none = no token.
    pub hardtoken: Option<String>,
}

/// Something that an administrator can pass a second factor with, as far as Duo tells: whether a phone has Duo Mobile it
/// does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdminFactor {
    /// A passkey or security key.
    Passkey,
    /// A hardware token.
    HardwareToken,
    /// A phone: text message, call, or Duo Mobile.
    Phone,
}

impl AdminFactor {
    /// Every factor, strongest first.
    pub const ALL: [Self; 3] = [Self::Passkey, Self::HardwareToken, Self::Phone];

    /// The id used in JSON and as a text key.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Passkey => "passkey",
            Self::HardwareToken => "hardware_token",
            Self::Phone => "phone",
        }
    }

    /// Whether it needs neither text message nor call.
    pub const fn is_strong(self) -> bool {
        !matches!(self, Self::Phone)
    }
}

/// A part of the account that some administrators are limited to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdminUnit {
    /// Opaque id.
    pub admin_unit_id: String,
    /// Name.
    pub name: String,
    /// Description; empty when unset.
    pub description: String,
    /// Whether it holds some groups only.
    pub restrict_by_groups: Option<bool>,
    /// Whether it holds some applications only.
    pub restrict_by_integrations: Option<bool>,
    /// Its groups; none = not told.
    pub group_ids: Option<Vec<String>>,
    /// Its applications; none = not told.
    pub integration_keys: Option<Vec<String>>,
}
