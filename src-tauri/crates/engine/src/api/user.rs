use domain::NotEvaluated;
use serde::{Deserialize, Serialize};
use store::UserRecord;
use ts_rs::TS;

/// Asks for one user.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct UserRef {
    /// Id of the connection.
    pub client: String,
    /// `DU…`.
    pub user_id: String,
    /// Idle days of a what-if that lane and reasons follow; the rules' by default.
    #[serde(default)]
    #[ts(optional)]
    pub idle_days: Option<u32>,
}

/// A user in full, for the side panel. Lists are rows of the views of the same name.
#[derive(Clone, Debug, Serialize, TS)]
pub struct UserDetail {
    /// The user.
    #[serde(flatten)]
    pub record: UserRecord,
    /// Data sets that could not be read, and why.
    pub not_evaluated: Vec<NotEvaluated>,
}
