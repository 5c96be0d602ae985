//! What a view is asked and what its rows look like.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A table that can be shown, filtered, sorted, paged and exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ViewName {
    /// Users.
    Users,
    /// Candidates and everybody else in the licence review.
    Licences,
    /// Applications, from the list and from the sign-in log.
    Apps,
    /// Users of applications, from the sign-in log.
    AppUsers,
    /// Sign-ins.
    Signins,
    /// What was done to what by whom.
    Activity,
    /// Calls and text messages.
    Telephony,
    /// The administrator log.
    AdminLog,
    /// Enrolments for offline access.
    OfflineLog,
    /// Bypass: users, groups and codes.
    Bypass,
    /// Groups.
    Groups,
    /// Policies.
    Policies,
    /// Sums of who can and who must pass a second factor.
    Coverage,
    /// Phones, tokens, passkeys, desktop authenticators and registered devices.
    Devices,
    /// Browsers and computers that Duo saw.
    Endpoints,
    /// Administrators.
    Admins,
    /// Administrative units.
    AdminUnits,
    /// Settings of the account.
    Settings,
    /// What Trust Monitor surfaced.
    TrustMonitor,
    /// What to act on.
    Findings,
}

impl ViewName {
    /// Every view.
    pub const ALL: [Self; 20] = [
        Self::Users,
        Self::Licences,
        Self::Apps,
        Self::AppUsers,
        Self::Signins,
        Self::Activity,
        Self::Telephony,
        Self::AdminLog,
        Self::OfflineLog,
        Self::Bypass,
        Self::Groups,
        Self::Policies,
        Self::Coverage,
        Self::Devices,
        Self::Endpoints,
        Self::Admins,
        Self::AdminUnits,
        Self::Settings,
        Self::TrustMonitor,
        Self::Findings,
    ];

    /// The id used on the command line and as a text key.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::Licences => "licences",
            Self::Apps => "apps",
            Self::AppUsers => "app_users",
            Self::Signins => "signins",
            Self::Activity => "activity",
            Self::Telephony => "telephony",
            Self::AdminLog => "admin_log",
            Self::OfflineLog => "offline_log",
            Self::Bypass => "bypass",
            Self::Groups => "groups",
            Self::Policies => "policies",
            Self::Coverage => "coverage",
            Self::Devices => "devices",
            Self::Endpoints => "endpoints",
            Self::Admins => "admins",
            Self::AdminUnits => "admin_units",
            Self::Settings => "settings",
            Self::TrustMonitor => "trust_monitor",
            Self::Findings => "findings",
        }
    }

    /// The view with this id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.id() == id)
    }
}

/// How a column's values are written and compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    /// Text.
    Text,
    /// Whole number.
    Number,
    /// Per cent, one decimal.
    Percent,
    /// Time, ISO 8601 in UTC.
    Time,
    /// True or false.
    Bool,
    /// One of a closed or open set; a text key.
    Choice,
    /// Several choices or texts.
    List,
}

/// A column of a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ColumnSpec {
    /// Id: key of the row, of the text, of the filter and of the export.
    pub id: &'static str,
    /// Kind.
    pub kind: ColumnKind,
    /// Whether rows can be sorted by it.
    pub sortable: bool,
    /// Not shown or exported as a column of its own: a key.
    pub hidden: bool,
}

/// Comparison of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    /// Equal, for lists: contains the element.
    Eq,
    /// Not equal, for lists: does not contain the element.
    Ne,
    /// Equal to one of several values, for lists: contains one of them. The value is a JSON list of texts.
    In,
    /// At least; times as ISO 8601.
    Ge,
    /// At most.
    Le,
    /// Contains, any case.
    Contains,
    /// Has no value.
    Empty,
    /// Has a value.
    Present,
}

/// A condition on a column; conditions are joined by *and*.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Condition {
    /// Column id.
    pub column: String,
    /// Comparison.
    pub op: Operator,
    /// Value; not used by `empty` and `present`.
    #[serde(default)]
    pub value: String,
}

/// Values of `in`.
const VALUES: usize = 1_000;

impl Condition {
    /// The values of `in`, at most 1,000; none = not a list of texts.
    pub(crate) fn values(&self) -> Option<Vec<String>> {
        serde_json::from_str::<Vec<String>>(&self.value).ok().filter(|values| values.len() <= VALUES)
    }
}

/// Order of rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Sort {
    /// Column id.
    pub column: String,
    /// Largest first; nulls always last.
    #[serde(default)]
    pub descending: bool,
}

/// Filter, order and window.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ViewQuery {
    /// Conditions, all of which must hold.
    pub filter: Vec<Condition>,
    /// Text searched in the view's text columns, any case; taken literally.
    pub search: Option<String>,
    /// Order; the view's own by default.
    pub sort: Option<Sort>,
    /// First row.
    pub offset: u64,
    /// Rows, at most 1,000; 0 = the default of 200.
    pub limit: u32,
    /// Idle days after which a user counts as idle, in the view `licences`; the rules' by default.
    #[ts(optional)]
    pub idle_days: Option<u32>,
    /// Cursor of an earlier page, in place of `offset`.
    pub after: Option<String>,
    /// The rows of the view `findings`, a JSON list of lists; who asks from outside leaves it out.
    #[serde(skip)]
    #[ts(skip)]
    pub told: Option<std::sync::Arc<str>>,
}

impl ViewQuery {
    /// What was told, by the name under which a view takes it.
    pub(crate) fn told(&self) -> Vec<(String, rusqlite::types::Value)> {
        self.told.iter().map(|told| (":told".to_owned(), told.to_string().into())).collect()
    }
}

/// A row: column id → text, number, true/false, list of texts, or null.
pub type Row = BTreeMap<String, serde_json::Value>;
