use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks what holds for one user at one application.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PolicyResultOf {
    /// Id of the connection.
    pub client: String,
    /// `DU…`.
    pub user_id: String,
    /// `DI…`.
    pub app_key: String,
}

/// A policy that counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PolicyNamed {
    /// `PO…`.
    pub policy_key: String,
    /// Name; none for a policy that was not read.
    pub name: Option<String>,
    /// The global policy.
    pub is_global: bool,
}

/// A property of a section, in Duo's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PolicyProperty {
    /// Name.
    pub name: String,
    /// Value; lists and objects as text.
    pub value: String,
}

/// A section with its properties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PolicySection {
    /// Name, in Duo's words.
    pub section: String,
    /// Properties; a section without any is left out.
    pub properties: Vec<PolicyProperty>,
}

/// What holds for one user at one application, as Duo answers now. Nothing of it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PolicyResult {
    /// The policies that count, the global one last.
    pub policies: Vec<PolicyNamed>,
    /// Sections by name.
    pub sections: Vec<PolicySection>,
    /// When Duo answered.
    pub as_of: DateTime<Utc>,
}
