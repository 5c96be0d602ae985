use chrono::{DateTime, NaiveDate, Utc};
use domain::{DataSet, GapReason};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What was read of a client's logs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SyncCoverage {
    /// Each log, in the order of the data sets.
    pub sets: Vec<LogCoverage>,
}

/// A log in time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct LogCoverage {
    /// Which.
    pub data_set: DataSet,
    /// The oldest time that is kept, read or not.
    pub from: DateTime<Utc>,
    /// Up to here it can be read now.
    pub to: DateTime<Utc>,
    /// Read to their ends, oldest first, with no overlap.
    pub stretches: Vec<TimeSpan>,
    /// Being read: windows that have a cursor of their own, newest first.
    pub open: Vec<TimeSpan>,
    /// Known to be missing, oldest first.
    pub gaps: Vec<CoverageGap>,
    /// Events set aside because they could not be read.
    pub quarantined: u64,
    /// Requests of the run under way, or of none.
    pub requests: u32,
    /// What is read next; none = nothing before the next run is due.
    pub next: Option<NextRead>,
}

/// Asks to read a day of a log again.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct LogReread {
    /// Id of the connection.
    pub client: String,
    /// Which log.
    pub data_set: DataSet,
    /// The day, UTC.
    pub day: NaiveDate,
}

/// A stretch of time; both ends belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct TimeSpan {
    /// Start.
    pub lo: DateTime<Utc>,
    /// End.
    pub hi: DateTime<Utc>,
}

/// A stretch in which events are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct CoverageGap {
    /// Start.
    pub lo: DateTime<Utc>,
    /// End.
    pub hi: DateTime<Utc>,
    /// Why.
    pub why: GapReason,
    /// When it was found.
    pub found_at: DateTime<Utc>,
}

/// Why a stretch is read next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReadStep {
    /// A window that an earlier run left open.
    Resume,
    /// What is new, and the ten minutes before it again.
    Tail,
    /// Further back.
    Back,
    /// The last day again, for events that came late.
    Sweep,
    /// Counted against what Duo says there are.
    Count,
}

/// The next step of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct NextRead {
    /// Why.
    pub step: ReadStep,
    /// Start.
    pub lo: DateTime<Utc>,
    /// End.
    pub hi: DateTime<Utc>,
}
