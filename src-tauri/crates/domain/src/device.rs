//! Computers and browsers (admin-api.md §7.6, §7.10, §7.11).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use ts_rs::TS;

/// A browser or computer that Duo saw; it forgets one that it did not see for 30 days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Endpoint {
    /// `EP…`.
    pub epkey: String,
    /// Name of the user; none where Duo knows none.
    pub username: Option<String>,
    /// Mail address of the user.
    pub email: Option<String>,
    /// Name of the computer.
    pub device_name: Option<String>,
    /// Model.
    pub model: Option<String>,
    /// Duo's `type`.
    pub kind: Option<String>,
    /// `Windows`, `Mac OS X`, `iOS`…
    pub os_family: Option<String>,
    /// Version of the operating system.
    pub os_version: Option<String>,
    /// Build of the operating system.
    pub os_build: Option<String>,
    /// Each browser with its version, the one used last first.
    pub browsers: Vec<String>,
    /// `yes`, `no`, `unknown`.
    pub trusted: Option<String>,
    /// Disk encryption: `On`, `Off`, `Unknown`.
    pub encryption: Option<String>,
    /// Firewall: `On`, `Off`, `Unknown`.
    pub firewall: Option<String>,
    /// Password: `Set`, `Unset`, `Unknown`.
    pub password: Option<String>,
    /// Each security agent with its version.
    pub agents: Vec<String>,
    /// Version of Duo Desktop.
    pub desktop_version: Option<String>,
    /// Last seen.
    pub last_seen: Option<DateTime<Utc>>,
    /// When Duo Desktop last told its state.
    pub health_collected: Option<DateTime<Utc>>,
}

/// A Duo Desktop installation that counts as a factor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DesktopAuthenticator {
    /// `DA…`.
    pub dakey: String,
    /// Name of the computer.
    pub device_name: String,
    /// Operating system, where Duo tells.
    pub platform: Option<String>,
    /// Registration, where Duo tells.
    pub created: Option<DateTime<Utc>>,
    /// Last use, where Duo tells.
    pub last_used: Option<DateTime<Utc>>,
    /// Owner.
    pub user_id: Option<String>,
}

/// A computer registered by Duo Desktop, or the entry of one in the block list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisteredDevice {
    /// `CR…`.
    pub compkey: String,
    /// Name of the computer.
    pub device_name: String,
    /// Operating system, where Duo tells.
    pub os_family: Option<String>,
    /// Its version, where Duo tells.
    pub os_version: Option<String>,
    /// Registration, where Duo tells.
    pub created: Option<DateTime<Utc>>,
    /// Last seen, where Duo tells.
    pub last_seen: Option<DateTime<Utc>>,
    /// Users.
    pub user_ids: Vec<String>,
}

/// What holds for one user at one application, as Duo works it out (admin-api.md §7.9).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct ResultingPolicy {
    /// Keys of the custom policies that count, where Duo tells.
    pub custom_policies: Vec<String>,
    /// Key of the global policy, where Duo tells.
    pub global_policy: Option<String>,
    /// Section → property → value, all in Duo's words.
    pub sections: BTreeMap<String, BTreeMap<String, String>>,
}
