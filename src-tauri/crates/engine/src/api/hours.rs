use chrono::{DateTime, Utc};
use domain::NotEvaluatedReason;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks at which hours of the week people sign in.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct HoursOf {
    /// Id of the connection.
    pub client: String,
    /// `DI…`; none = every application.
    pub app_key: Option<String>,
    /// IANA name of the zone whose hours they are; none = the client's, else UTC.
    pub time_zone: Option<String>,
}

/// Sign-ins by weekday and hour, over the last four weeks of the log: every weekday counts as often as the others.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SignInHours {
    /// IANA name of the zone of the hours.
    pub time_zone: String,
    /// Start of the first hour.
    pub from: DateTime<Utc>,
    /// End of the last hour.
    pub to: DateTime<Utc>,
    /// 168, Monday 0:00 first; none while the log was not read.
    pub hours: Option<Vec<HourCount>>,
    /// Why there are none.
    pub not_evaluated: Option<NotEvaluatedReason>,
    /// Age of the log.
    pub as_of: Option<DateTime<Utc>>,
}

/// An hour of the week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct HourCount {
    /// Sign-ins.
    pub sign_ins: u64,
    /// Such hours that were read whole.
    pub read: u32,
    /// Such hours of which sign-ins are missing, or that were not read.
    pub unread: u32,
}
