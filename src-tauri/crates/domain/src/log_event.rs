//! Events of the logs beside the sign-in log (admin-api.md §8.3 to §8.5).

/// An entry of the activity log: somebody did something to something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActivityEvent {
    /// Unix milliseconds.
    pub ts_ms: i64,
    /// Duo's id, or a hash of the content where it has none.
    pub id: String,
    /// What was done, as Duo names it.
    pub action: Option<String>,
    /// `SUCCESS` or `FAILURE`.
    pub result: Option<String>,
    /// Who.
    pub actor: Party,
    /// To what.
    pub target: Party,
    /// To what it was before.
    pub old_target: Option<String>,
    /// Name of the application through which.
    pub app_name: Option<String>,
    /// Its key.
    pub app_key: Option<String>,
    /// Address.
    pub ip: Option<String>,
    /// Country, by Duo's estimate.
    pub country: Option<String>,
    /// City, by Duo's estimate.
    pub city: Option<String>,
    /// Operating system.
    pub os: Option<String>,
    /// Browser.
    pub browser: Option<String>,
    /// What Duo tells of the action or its target, as JSON.
    pub details: Option<String>,
    /// Unknown fields as JSON.
    pub extra: Option<String>,
}

/// Somebody or something that an activity names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Party {
    /// Name.
    pub name: Option<String>,
    /// Duo's id.
    pub key: Option<String>,
    /// `admin`, `user`, `phone`, `policy`…
    pub kind: Option<String>,
}

/// A call or text message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TelephonyEvent {
    /// Unix milliseconds.
    pub ts_ms: i64,
    /// Duo's id, or a hash of the content where it has none.
    pub id: String,
    /// `authentication`, `enrollment`, `administrator login`, `verify`…
    pub context: Option<String>,
    /// `sms` or `phone`.
    pub kind: Option<String>,
    /// Number.
    pub phone: Option<String>,
    /// Credits spent.
    pub credits: Option<i64>,
    /// Id of the sign-in for which it was.
    pub txid: Option<String>,
    /// Unknown fields as JSON.
    pub extra: Option<String>,
}

/// An entry of the administrator log or the log of offline enrolment, which have no ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AdminLogEvent {
    /// Unix milliseconds, of whole seconds.
    pub ts_ms: i64,
    /// A hash of the whole entry.
    pub id: String,
    /// What was done, as Duo names it.
    pub action: Option<String>,
    /// Who: an administrator, `API (…)`, `System`, a directory, a user.
    pub username: Option<String>,
    /// To what.
    pub object: Option<String>,
    /// What Duo tells of it, JSON or text.
    pub description: Option<String>,
    /// Unknown fields as JSON.
    pub extra: Option<String>,
}
