use chrono::{DateTime, Utc};
use domain::NotEvaluated;
use serde::{Deserialize, Serialize};
use store::PolicyInForce;
pub use store::{AppAccess, AppMark, TextCount};
use ts_rs::TS;

use super::DayCount;

/// Asks for one application.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AppRef {
    /// Id of the connection.
    pub client: String,
    /// `DI…`.
    pub app_key: String,
}

/// What the log says of an application.
#[derive(Clone, Debug, Serialize, TS)]
pub struct AppLog {
    /// Sign-ins by day, oldest first; days without any are left out.
    pub days: Vec<DayCount>,
    /// Factors, commonest first.
    pub factors: Vec<TextCount>,
    /// Reasons of refused sign-ins, commonest first.
    pub denied_reasons: Vec<TextCount>,
    /// Countries, commonest first.
    pub countries: Vec<TextCount>,
}

/// An application in full, for the side panel.
#[derive(Clone, Debug, Serialize, TS)]
pub struct AppDetail {
    /// Who may; none while neither the list nor the users were read.
    pub access: Option<AppAccess>,
    /// None while the log was not read.
    pub log: Option<AppLog>,
    /// Single sign-on through Duo; none = it has none, or the list was not read or does not tell.
    pub sso: Option<domain::Sso>,
    /// Policies in force, the first decides; none while they were not read.
    pub policies: Option<Vec<PolicyInForce>>,
    /// Data sets that could not be read, and why.
    pub not_evaluated: Vec<NotEvaluated>,
    /// The oldest time to which the log was read without a gap.
    pub read_back_to: Option<DateTime<Utc>>,
    /// Age of the log.
    pub as_of: Option<DateTime<Utc>>,
}

/// Decides about applications.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AppsMark {
    /// Id of the connection.
    pub client: String,
    /// At most 100,000.
    pub marks: Vec<AppMark>,
    /// Who decides.
    pub by: String,
}

/// What was decided before; giving it back undoes the change.
#[derive(Clone, Debug, Serialize, TS)]
pub struct AppsMarked {
    /// In the order that was asked.
    pub before: Vec<AppMark>,
}
