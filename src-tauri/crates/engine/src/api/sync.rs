use chrono::{DateTime, Utc};
use domain::DataSet;
use serde::Serialize;
use ts_rs::TS;

use crate::Code;

/// State of a data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DataSetState {
    /// Never read.
    Never,
    /// Next in this run.
    Waiting,
    /// Being read.
    Running,
    /// Read to its end.
    Done,
    /// Stopped before its end; what was read is kept.
    Partial,
    /// The right is missing; the last good data is kept.
    Denied,
    /// The account does not offer it.
    NotOffered,
    /// Failed; the last good data is kept.
    Failed,
}

/// A data set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct DataSetStatus {
    /// Which.
    pub data_set: DataSet,
    /// State.
    pub state: DataSetState,
    /// Why, when not done.
    pub code: Option<Code>,
    /// Rows stored.
    pub rows: u64,
    /// Rows that Duo says there are.
    pub total: Option<u64>,
    /// Rows set aside because they could not be read.
    pub quarantined: u64,
    /// Requests of this run.
    pub requests: u32,
    /// When it was last read to its end.
    pub as_of: Option<DateTime<Utc>>,
    /// Sign-ins: without a gap back to here.
    pub read_back_to: Option<DateTime<Utc>>,
    /// Seconds that the rest takes at the present pace.
    pub eta_seconds: Option<u64>,
}

/// A client's sync.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SyncStatus {
    /// Id of the connection.
    pub client: String,
    /// Under way.
    pub running: bool,
    /// Why the run ended early.
    pub code: Option<Code>,
    /// Data sets in order.
    pub data_sets: Vec<DataSetStatus>,
}
