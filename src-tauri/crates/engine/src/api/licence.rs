use chrono::{DateTime, NaiveDate, Utc};
use domain::analysis::{Lane, Reason};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Figure;

/// Sums of the licence review (ux.md §3, §8.6). Rows come from the view `licences`.
#[derive(Clone, Debug, Serialize, TS)]
pub struct LicenceReview {
    /// Age of the users.
    pub as_of: Option<DateTime<Utc>>,
    /// Everybody but the Trash.
    pub billable: Figure,
    /// `info/summary.user_count`; a difference is shown.
    pub summary_user_count: Figure,
    /// Users seen in the last 30, 60 and 90 days.
    pub active: Vec<ActiveCount>,
    /// Seen in 90 days / seats, per cent.
    pub utilisation: Figure,
    /// Seats without a user.
    pub unassigned: Figure,
    /// Users beyond the seats.
    pub over: Figure,
    /// Lane Ready.
    pub reclaimable: Figure,
    /// Reclaimable / billable, per cent.
    pub waste: Figure,
    /// Each user once, by the first reason that holds; the last step is in use; sums to billable.
    pub waterfall: Vec<WaterfallStep>,
    /// Candidates by lane.
    pub lanes: Vec<LaneCount>,
    /// Seats and price, as entered.
    pub terms: Option<LicenceTerms>,
    /// What reclaiming would save.
    pub saving: Option<Saving>,
    /// How far back the sign-in log was read; none = last seen rests on `last_login` alone.
    pub read_back_to: Option<DateTime<Utc>>,
}

/// Users seen within some days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ActiveCount {
    /// Days.
    pub days: u32,
    /// Users.
    pub users: u64,
}

/// A step of the waterfall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct WaterfallStep {
    /// The reason; none = in use.
    pub reason: Option<Reason>,
    /// Users.
    pub users: u64,
}

/// Candidates in a lane.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct LaneCount {
    /// Lane.
    pub lane: Lane,
    /// Users.
    pub users: u64,
}

/// How the seats are billed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BillingModel {
    /// A number of seats for a term.
    Prepaid,
    /// Per user and month.
    PayPerUser,
}

/// Seats and price, as somebody entered them; Duo does not tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LicenceTerms {
    /// Seats.
    pub paid: Option<u32>,
    /// Price of a seat in hundredths of the currency: a year (prepaid) or a month (pay per user).
    pub price_hundredths: Option<u64>,
    /// ISO 4217.
    pub currency: Option<String>,
    /// Billing.
    pub model: BillingModel,
    /// Renewal.
    pub renewal: Option<NaiveDate>,
    /// Who entered it.
    pub entered_by: String,
    /// When.
    pub entered_at: DateTime<Utc>,
}

/// Enters seats and price.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct LicenceTermsSet {
    /// Id of the connection.
    pub client: String,
    /// Seats.
    pub paid: Option<u32>,
    /// Price of a seat in hundredths.
    pub price_hundredths: Option<u64>,
    /// ISO 4217.
    pub currency: Option<String>,
    /// Billing.
    pub model: BillingModel,
    /// Renewal.
    pub renewal: Option<NaiveDate>,
    /// Who enters it.
    pub entered_by: String,
}

/// What reclaiming would save; always an estimate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Saving {
    /// Seats that would do.
    pub need: u32,
    /// Seats that could go.
    pub droppable: u32,
    /// Hundredths of the currency a year (prepaid, from renewal) or a month (pay per user); none without a price.
    pub hundredths: Option<u64>,
    /// ISO 4217.
    pub currency: Option<String>,
    /// Billing.
    pub model: BillingModel,
}
