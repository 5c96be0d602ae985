use chrono::{DateTime, Utc};
use domain::{LogGap, NotEvaluated};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use store::{ColumnKind, ColumnSpec, Condition, Operator, Row, Sort, ViewName, ViewQuery};

/// Asks for rows of a view.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ViewRows {
    /// Id of the connection.
    pub client: String,
    /// Which view.
    pub view: ViewName,
    /// Filter, sort, window.
    pub query: ViewQuery,
}

/// Rows of a view.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ViewPage {
    /// Which view.
    pub view: ViewName,
    /// Age of the data.
    pub as_of: Option<DateTime<Utc>>,
    /// Rows that match the filter.
    pub total: u64,
    /// Present and true where there may be more than `total`: only the newest part of a long log was counted.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<bool>", optional)]
    pub at_least: bool,
    /// The rows asked for; none when the view needs a right that is missing.
    pub rows: Option<Vec<Row>>,
    /// Cursor of the next rows, in views that page by key.
    pub next: Option<String>,
    /// Columns or the whole view that could not be evaluated, and why.
    pub not_evaluated: Vec<NotEvaluated>,
    /// How far back the view's log was read without a break, else the sign-in log.
    pub read_back_to: Option<DateTime<Utc>>,
    /// Stretches of the logs beneath in which events are known to be missing, oldest first.
    pub gaps: Vec<LogGap>,
}

/// Asks how many rows hold each value of a column.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ViewCounts {
    /// Id of the connection.
    pub client: String,
    /// Which view.
    pub view: ViewName,
    /// Which column.
    pub column: String,
    /// Other conditions.
    pub query: ViewQuery,
}

/// How many rows hold a value.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ValueCount {
    /// The value; none for null.
    pub value: Option<String>,
    /// Rows.
    pub count: u64,
}
