use chrono::{DateTime, NaiveDate, Utc};
use domain::NotEvaluatedReason;
use domain::analysis::{Lane, Reason};
use serde::{Deserialize, Serialize};
use store::ExclusionRow;
use ts_rs::TS;

use super::Figure;

/// A what-if; what is left out follows the rules and the terms.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct LicenceScenario {
    /// Idle for this many days or more, 30 to 180.
    pub idle_days: Option<u32>,
    /// Of lane Review, users whose step is one of these are reclaimed too.
    pub reasons: Vec<Reason>,
    /// Spare seats, per cent of the users that stay.
    pub buffer_percent: Option<u32>,
    /// Seats that must be bought at least.
    pub min_commit: Option<u32>,
}

/// A client's review under a scenario.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct LicenceReviewOf {
    /// Id of the connection.
    pub client: String,
    /// The what-if.
    #[serde(default)]
    pub scenario: LicenceScenario,
}

/// Sums of the licence review (ux.md §3, §8.6). Rows come from the view `licences`.
#[derive(Clone, Debug, Serialize, TS)]
pub struct LicenceReview {
    /// Age of the users.
    pub as_of: Option<DateTime<Utc>>,
    /// What the account has, in Duo's words (`Duo Advantage`); none where Duo does not tell it.
    pub edition: Option<String>,
    /// Everybody but the Trash.
    pub billable: Figure,
    /// Of those, enrolled.
    pub enrolled: Figure,
    /// `info/summary.user_count`; a difference is shown.
    pub summary_user_count: Figure,
    /// Days without a login after which Duo itself moves a user of no directory to the Trash; 0 = it never does.
    pub user_expiry_days: Figure,
    /// Users seen in the last 30, 60 and 90 days.
    pub active: Vec<ActiveCount>,
    /// Idle days that the sums go by.
    pub idle_days: u32,
    /// Seen within the idle days / seats, per cent.
    pub utilisation: Figure,
    /// Seats without a user.
    pub unassigned: Figure,
    /// Users beyond the seats.
    pub over: Figure,
    /// Lane Ready and the ticked of lane Review, without the excluded.
    pub reclaimable: Figure,
    /// Reclaimable / billable, per cent.
    pub waste: Figure,
    /// Each user once, by the first reason that holds; the last step is in use; sums to billable.
    pub waterfall: Vec<WaterfallStep>,
    /// Candidates by lane, without the excluded.
    pub lanes: Vec<LaneCount>,
    /// Lane Review by step, without the excluded.
    pub ticks: Vec<ReasonTick>,
    /// Candidates whom somebody excluded.
    pub excluded: u64,
    /// Whose exclusion has ended.
    pub expired: u64,
    /// Left to the client to decide.
    pub client_decision: u64,
    /// Seats and price, as entered last.
    pub terms: Option<LicenceTerms>,
    /// Earlier entries, newest first.
    pub history: Vec<LicenceTerms>,
    /// What reclaiming would save.
    pub saving: Option<Saving>,
    /// For the MSP only; kept out of what a client sees.
    pub msp: MspFigures,
    /// Why there is no sign-in log; none = there is.
    pub log_missing: Option<NotEvaluatedReason>,
    /// How far back the sign-in log was read; none = last seen rests on `last_login` alone.
    pub read_back_to: Option<DateTime<Utc>>,
    /// Whether the log was read back as far as it is asked for.
    pub log_complete: bool,
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

/// A reason that can be ticked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ReasonTick {
    /// The reason.
    pub reason: Reason,
    /// Users of lane Review with this step.
    pub users: u64,
    /// Whether they are reclaimed.
    pub ticked: bool,
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
    /// Seats that must be bought at least; 0 = none.
    pub min_commit: u32,
    /// Seats are sold in packs of so many; 1 = singly.
    pub pack_size: u32,
    /// Spare seats, per cent of the users that stay.
    pub buffer_percent: u32,
    /// Seats that the MSP bills to the client.
    pub billed: Option<u32>,
    /// What the MSP takes for a seat, in hundredths.
    pub sell_hundredths: Option<u64>,
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
    /// Seats that must be bought at least.
    #[serde(default)]
    pub min_commit: u32,
    /// Seats are sold in packs of so many.
    #[serde(default)]
    pub pack_size: u32,
    /// Spare seats, per cent.
    #[serde(default)]
    pub buffer_percent: u32,
    /// Seats that the MSP bills to the client.
    #[serde(default)]
    pub billed: Option<u32>,
    /// What the MSP takes for a seat, in hundredths.
    #[serde(default)]
    pub sell_hundredths: Option<u64>,
    /// Who enters it.
    pub entered_by: String,
}

/// What reclaiming would save; always an estimate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Saving {
    /// Users that stay.
    pub stay: u32,
    /// Spare seats on top of them.
    pub spare: u32,
    /// Seats that would do.
    pub need: u32,
    /// Seats that could go.
    pub droppable: u32,
    /// Hundredths of the currency a year (prepaid, from renewal; nothing before) or a month (pay per user); none
    /// without a price.
    pub hundredths: Option<u64>,
    /// What an active user costs, in hundredths, a year or a month; none without a price or active users.
    pub per_active_hundredths: Option<u64>,
    /// ISO 4217.
    pub currency: Option<String>,
    /// Billing.
    pub model: BillingModel,
    /// Spare seats, per cent, that it goes by.
    pub buffer_percent: u32,
    /// Commit that it goes by.
    pub min_commit: u32,
}

/// What the MSP bills and earns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct MspFigures {
    /// Billable less what is billed to the client; none when that was not entered.
    pub variance: Option<i64>,
    /// What reclaiming changes, in hundredths; none without both prices.
    pub margin_hundredths: Option<i64>,
}

/// Excludes users, or leaves them to the client to decide.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct LicenceDecide {
    /// Id of the connection.
    pub client: String,
    /// `DU…` of each.
    pub users: Vec<String>,
    /// Left to the client.
    pub client_decision: bool,
    /// Code of the reason: `on_leave`, `service`, `break_glass`, `shared`, `joining`, `client_wish`, `other`.
    pub reason: String,
    /// Why; never empty.
    pub note: String,
    /// Last day on which it counts.
    pub until: Option<NaiveDate>,
    /// By whom.
    pub by: String,
}

/// Puts decisions back as they were.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct LicenceRestore {
    /// Id of the connection.
    pub client: String,
    /// Users whose decision is taken back.
    pub users: Vec<String>,
    /// What stood there before; empty = nothing.
    pub before: Vec<ExclusionRow>,
}

/// What stood there before a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct LicenceDecided {
    /// To be given to `licence_restore`.
    pub before: Vec<ExclusionRow>,
}

/// A scenario with its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SavedScenario {
    /// Name.
    pub name: String,
    /// The what-if.
    pub scenario: LicenceScenario,
    /// When it was saved.
    pub at: DateTime<Utc>,
}

/// Saves a scenario by name, or forgets it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ScenarioSave {
    /// Id of the connection.
    pub client: String,
    /// Name.
    pub name: String,
    /// The what-if; none = forget.
    pub scenario: Option<LicenceScenario>,
}

/// What the licence reviews of all clients go by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct LicenceDefaults {
    /// Idle for this many days or more: reason I. 30 to 180.
    pub idle_days: u32,
    /// Younger accounts are protected. 0 to 90.
    pub grace_days: u32,
    /// Spare seats where the terms say nothing, per cent. 0 to 100.
    pub buffer_percent: u32,
    /// Words of user names that are protected, beside the built-in ones; a star at the end stands for anything.
    pub protect: Vec<String>,
    /// Names of Duo groups whose members are protected, in lower case; a star at the end stands for anything.
    pub protect_groups: Vec<String>,
    /// Currency that a new entry begins with.
    pub currency: Option<String>,
}

impl Default for LicenceDefaults {
    fn default() -> Self {
        Self {
            idle_days: 90,
            grace_days: 14,
            buffer_percent: 0,
            protect: Vec::new(),
            protect_groups: Vec::new(),
            currency: None,
        }
    }
}

/// Writes the list of accounts to remove.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct LicenceRemoval {
    /// Id of the connection.
    pub client: String,
    /// These users; empty = all that the scenario reclaims.
    pub users: Vec<String>,
    /// The what-if.
    #[serde(default)]
    pub scenario: LicenceScenario,
}

/// How much a report says of people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReportNames {
    /// Their names.
    #[default]
    Names,
    /// Numbers in place of names, the same in every list of the report.
    Pseudonyms,
    /// No lists, only how many.
    Counts,
}

/// Form of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReportFormat {
    /// One HTML file, to print too.
    #[default]
    Html,
    /// The same pages as a PDF.
    Pdf,
    /// The candidates.
    Csv,
    /// Everything, for programs.
    Json,
    /// A workbook: summary, candidates, excluded, duplicates, method.
    Xlsx,
    /// Evidence only: an archive of all other forms, with a manifest of their SHA-256.
    Zip,
}

impl ReportFormat {
    /// What its files end in.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Xlsx => "xlsx",
            Self::Zip => "zip",
        }
    }
}

/// Size of a PDF's pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8.5 × 11 in.
    Letter,
}

/// A licence review as a file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct LicenceReportOf {
    /// Id of the connection.
    pub client: String,
    /// The what-if.
    #[serde(default)]
    pub scenario: LicenceScenario,
    /// Form.
    #[serde(default)]
    pub format: ReportFormat,
    /// People.
    #[serde(default)]
    pub names: ReportNames,
    /// Prices and sums of money.
    pub prices: bool,
    /// A page for the MSP only.
    #[serde(default)]
    pub msp: bool,
    /// IANA name of the zone of its times: `Europe/Zurich`; none = the client's, else UTC.
    #[serde(default)]
    pub time_zone: Option<String>,
    /// PDF: the size of its pages.
    #[serde(default)]
    #[ts(as = "Option<Paper>", optional)]
    pub paper: Paper,
}
