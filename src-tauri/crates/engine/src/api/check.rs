use domain::{DataSet, Permission};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ts_rs::TS;

use super::Values;
use crate::Code;

/// The nine rows of a check, in order (cli.md).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CheckId {
    /// Host and keys are well formed.
    Format,
    /// The host has an address.
    Dns,
    /// The connection is secure.
    Tls,
    /// Duo answers an unsigned ping.
    Ping,
    /// The PC's clock against Duo's.
    Clock,
    /// Duo accepts the keys.
    Keys,
    /// The keys belong to an Admin API application.
    ApplicationType,
    /// Rights granted.
    Permissions,
    /// The keychain can hold the secret.
    Keychain,
}

/// State of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RowState {
    /// Under way.
    Running,
    /// Good.
    Pass,
    /// Good, with something to know.
    Warn,
    /// Bad.
    Fail,
    /// Not asked.
    Skipped,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CheckRow {
    /// Which.
    pub id: CheckId,
    /// State.
    pub state: RowState,
    /// Empty on pass.
    #[serde(serialize_with = "code_or_empty", deserialize_with = "empty_or_code")]
    #[ts(type = "Code | \"\"")]
    pub code: Option<Code>,
    /// Milliseconds.
    pub ms: u64,
    /// Values for the text: `host`, `issuer`, `not_after`, `addresses`, `seconds`, `status`, `code`, `proxy`…
    pub values: Values,
}

/// State of a right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PermissionState {
    /// A probe succeeded.
    Granted,
    /// Refused, asked twice.
    Missing,
    /// Not offered by this account.
    Unavailable,
    /// Could not be asked.
    Unknown,
}

/// One right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PermissionRow {
    /// Which.
    pub id: Permission,
    /// State.
    pub state: PermissionState,
    /// Data sets that stay empty while it is not granted.
    pub costs: Vec<DataSet>,
    /// Whether it counts for the verdict.
    pub wanted: bool,
    /// Label in older panels.
    pub old_label: String,
    /// Label in newer panels.
    pub new_label: String,
    /// Empty when granted.
    #[serde(serialize_with = "code_or_empty", deserialize_with = "empty_or_code")]
    #[ts(type = "Code | \"\"")]
    pub code: Option<Code>,
    /// HTTP status of the last probe.
    pub status: Option<u16>,
    /// Milliseconds.
    pub ms: u64,
}

/// Outcome of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Every wanted right is granted.
    Verified,
    /// Some wanted right is not.
    Limited,
    /// The keys cannot be used.
    Failed,
}

/// The account that the keys open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AccountIdentity {
    /// `DA…`.
    pub id: Option<String>,
    /// From the settings.
    pub name: Option<String>,
    /// Duo's text.
    pub edition: Option<String>,
}

/// "Is this the right customer?"; what is not readable is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Identity {
    /// Users in the account.
    pub users: Option<u32>,
    /// The commonest mail domains among the first page of users.
    pub mail_domains: Vec<DomainCount>,
    /// How many users that page held.
    pub sampled_users: u32,
    /// Some applications.
    pub applications: Vec<String>,
    /// Applications in all.
    pub applications_total: Option<u32>,
    /// Names of the directories that users come from, as groups tell them.
    pub directories: Vec<String>,
    /// Connections already saved for this account.
    pub saved_as: Vec<SavedAs>,
    /// The mail domain that is the MSP's own.
    pub own_domain: Option<String>,
}

/// A connection that opens the same account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SavedAs {
    /// Its name.
    pub name: String,
    /// The client company.
    pub organisation: String,
}

/// A mail domain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DomainCount {
    /// Domain.
    pub domain: String,
    /// Users.
    pub users: u32,
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CheckReport {
    /// Outcome.
    pub verdict: Verdict,
    /// Host as used; as typed when it was refused.
    pub host: String,
    /// Shortened integration key.
    pub ikey: String,
    /// Account.
    pub account: AccountIdentity,
    /// PC minus Duo, seconds; none when not measured.
    pub clock_skew_seconds: Option<i64>,
    /// Rows.
    pub checks: Vec<CheckRow>,
    /// Rights.
    pub permissions: Vec<PermissionRow>,
    /// Flags of the own application beyond what is needed, without `adminapi_`.
    pub excess: Vec<String>,
    /// Whether those flags could be read.
    pub excess_known: bool,
    /// Identity card.
    pub identity: Option<Identity>,
    /// Milliseconds in all.
    pub elapsed_ms: u64,
}

// The shape is serde's.
#[allow(clippy::ref_option, clippy::trivially_copy_pass_by_ref)]
fn code_or_empty<S: Serializer>(code: &Option<Code>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(code.map_or("", Code::as_str))
}

fn empty_or_code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Code>, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.is_empty() {
        return Ok(None);
    }
    Code::from_text(&text).map(Some).ok_or_else(|| D::Error::custom("no such code"))
}

impl CheckReport {
    /// Puts a newer answer in place of an older one; a verdict that rested on rights alone follows.
    pub(crate) fn replace(&mut self, row: PermissionRow) {
        if let Some(old) = self.permissions.iter_mut().find(|old| old.id == row.id) {
            *old = row;
        }
        let wanted = self.permissions.iter().filter(|row| row.wanted);
        let total = wanted.clone().count();
        let granted = wanted.filter(|row| row.state == PermissionState::Granted).count();
        if self.verdict != Verdict::Failed {
            self.verdict = if granted == total { Verdict::Verified } else { Verdict::Limited };
        }
        let sum = self.checks.iter_mut().find(|row| {
            let of_rights = matches!(row.code, None | Some(Code::PermMissing | Code::PermNoneOrNetwork));
            row.id == CheckId::Permissions && row.state != RowState::Skipped && of_rights
        });
        if let Some(sum) = sum
            && self.permissions.iter().any(|row| row.state == PermissionState::Granted)
        {
            let full = granted == total;
            (sum.state, sum.code) =
                if full { (RowState::Pass, None) } else { (RowState::Warn, Some(Code::PermMissing)) };
            sum.values.insert("granted".into(), granted.to_string());
            sum.values.insert("wanted".into(), total.to_string());
        }
    }
}
