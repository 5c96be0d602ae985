use chrono::{DateTime, Utc};
use domain::Factors;
use domain::analysis::{Evidence, Lane, ReasonNote};
use serde::{Deserialize, Serialize};
use store::Row;
use ts_rs::TS;

/// Asks for one user.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct UserRef {
    /// Id of the connection.
    pub client: String,
    /// `DU…`.
    pub user_id: String,
}

/// A user in full, for the side panel. Lists are rows of the views of the same name.
#[derive(Clone, Debug, Serialize, TS)]
pub struct UserDetail {
    /// `DU…`.
    pub user_id: String,
    /// Name.
    pub username: String,
    /// Full name.
    pub realname: String,
    /// Mail address.
    pub email: String,
    /// Further names.
    pub aliases: Vec<String>,
    /// Duo's status.
    pub status: String,
    /// Duo's free text.
    pub lockout_reason: Option<String>,
    /// Enrolled.
    pub is_enrolled: bool,
    /// Creation.
    pub created: Option<DateTime<Utc>>,
    /// Duo's `last_login`.
    pub last_login: Option<DateTime<Utc>>,
    /// Later of `last_login` and the log.
    pub last_seen: Option<DateTime<Utc>>,
    /// Where that comes from.
    pub evidence: Evidence,
    /// Whole days since, at the age of the data.
    pub idle_days: Option<u32>,
    /// Synced from a directory.
    pub directory_key: Option<String>,
    /// Last directory sync.
    pub last_directory_sync: Option<DateTime<Utc>>,
    /// Client's notes.
    pub notes: String,
    /// Usable factors.
    pub factors: Factors,
    /// Lane in the licence review.
    pub lane: Option<Lane>,
    /// Every reason that holds, with the values its rule used.
    pub reasons: Vec<ReasonNote>,
    /// Groups: `group_id`, `name`, `status`.
    pub groups: Vec<Row>,
    /// Phones: `phone_id`, `number`, `platform`, `model`, `activated`, `capabilities`, `last_seen`.
    pub phones: Vec<Row>,
    /// Tokens: `token_id`, `type`, `serial`.
    pub tokens: Vec<Row>,
    /// Passkeys: `webauthnkey`, `credential_name`, `label`, `date_added`, `date_last_used`.
    pub webauthn: Vec<Row>,
    /// Bypass codes: `bypass_code_id`, `created`, `expiration`, `reuse_count`, `admin_email`.
    pub bypass_codes: Vec<Row>,
    /// The newest ten sign-ins as in the view `signins`; none = not evaluated.
    pub sign_ins: Option<Vec<Row>>,
}
