use chrono::{DateTime, Utc};
use domain::{AuthAttempts, LogGap};
use serde::Serialize;
use store::{Condition, ViewName};
use ts_rs::TS;

use super::{DataSetStatus, Figure, TextCount, ValueCount};

/// Cards and charts of a client's overview.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Overview {
    /// Age of the users.
    pub as_of: Option<DateTime<Utc>>,
    /// Duo's text.
    pub edition: Option<String>,
    /// Users of status active or bypass.
    pub population: Figure,
    /// Of those, with a usable factor.
    pub can_mfa: Figure,
    /// `can_mfa / population`, per cent.
    pub coverage: Figure,
    /// Of those, whom neither own status, group nor policy lets past (ux.md §8.4).
    pub must_mfa: Figure,
    /// `must_mfa / population`, per cent.
    pub must_coverage: Figure,
    /// The sums behind both, as in the view `coverage`; each user counts once.
    pub coverage_sums: Vec<CoverageSum>,
    /// Users that take a licence.
    pub billable: Figure,
    /// Users as `info/summary` counts them.
    pub summary_user_count: Figure,
    /// Seats, as entered.
    pub paid: Option<u32>,
    /// Lane Ready.
    pub reclaimable: Figure,
    /// Users in bypass, by own status or a group.
    pub bypass: Figure,
    /// Sign-ins in the last 7 days of the data.
    pub sign_ins_7d: Figure,
    /// Of those refused, fraud or error.
    pub denied_7d: Figure,
    /// Active administrators with neither passkey nor hardware token, as far as Duo tells.
    pub weak_admins: Figure,
    /// Telephony credits left.
    pub telephony_credits: Figure,
    /// Telephony credits used in the 30 days before they were asked for.
    pub credits_used_30d: Figure,
    /// Attempts to sign in, as Duo itself counts them; there without the log.
    pub attempts: Option<AuthAttempts>,
    /// Users by Duo's status.
    pub statuses: Vec<ValueCount>,
    /// Users by strongest factor; null = none.
    pub strongest: Vec<ValueCount>,
    /// Sign-ins by day (UTC), oldest first, the last 30 days of the data; none = not evaluated.
    pub days: Option<Vec<DayCount>>,
    /// Texts over the whole log; none = not evaluated.
    pub texts: Option<OverviewTexts>,
    /// Stretches of the sign-in log of which events are known to be missing.
    pub gaps: Vec<LogGap>,
    /// The oldest time to which the log was read without a gap.
    pub read_back_to: Option<DateTime<Utc>>,
    /// What to look at, gravest first.
    pub act_on: Vec<ActOn>,
    /// Data sets and their state.
    pub data_sets: Vec<DataSetStatus>,
}

/// What stands in the columns of the log, over the whole of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct OverviewTexts {
    /// Reasons of refused sign-ins, commonest first.
    pub denied_reasons: Vec<TextCount>,
    /// Countries, commonest first; an empty text = Duo told none.
    pub countries: Vec<TextCount>,
}

/// One of the sums behind the coverage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct CoverageSum {
    /// Text key: `population`, `can_mfa`, `must_mfa`, `let_past_status`, …
    pub measure: String,
    /// Users; none = not evaluated.
    pub users: Option<u64>,
}

/// Sign-ins of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct DayCount {
    /// `YYYY-MM-DD`, UTC.
    pub day: String,
    /// Let in.
    pub success: u64,
    /// Refused.
    pub denied: u64,
    /// Fraud.
    pub fraud: u64,
    /// Error or unknown.
    pub error: u64,
}

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ActOn {
    /// Text key: `bypass_users`, `over_seats`, `disabled_counted`, `unenrolled`, `bypass_codes_unused`,
    /// `bypass_codes_forever`, `sms_only`, `permission_missing`.
    pub kind: String,
    /// How many.
    pub count: u64,
    /// Where they are listed.
    pub view: Option<ViewName>,
    /// The filter that lists them.
    pub filter: Vec<Condition>,
}
