//! What could be read, and how far.

use chrono::{DateTime, Utc};
use domain::{DataSet, LogGap};
use serde::Serialize;

use crate::api::{DataSetState, DataSetStatus};
use crate::licence::number;
use crate::text::said;
use crate::zone::Zone;

/// A data set as the report tells of it.
#[derive(Serialize)]
pub(crate) struct Scope {
    pub(crate) data: String,
    pub(crate) state: String,
    readable: bool,
    pub(crate) rows: Option<String>,
    #[serde(skip)]
    pub(crate) count: Option<f64>,
    pub(crate) as_of: Option<DateTime<Utc>>,
}

/// Whether anything can be said from the set.
pub(super) const fn readable(row: &DataSetStatus) -> bool {
    row.as_of.is_some() || row.rows > 0
}

/// The id of a state, as JSON spells it.
pub(super) fn id(state: DataSetState) -> serde_json::Value {
    serde_json::to_value(state).unwrap_or_default()
}

pub(crate) fn scope(row: &DataSetStatus, gaps: &[LogGap], zone: Zone) -> Scope {
    let state = id(row.state);
    let readable = readable(row);
    let mut said_state = said(&format!("data_set_state_{}", state.as_str().unwrap_or("never")), &[]);
    if !readable {
        said_state = format!("{} ({said_state})", said("licrep_not_readable", &[]));
    }
    if row.data_set == DataSet::SignIns
        && let Some(back) = row.read_back_to
    {
        said_state = format!("{said_state}. {}", said("read_back_to", &[("date", &zone.day(back))]));
    }
    for gap in gaps.iter().filter(|gap| gap.data_set == row.data_set) {
        let why = said(&format!("gap_{}", gap.why.id()), &[]);
        let missing =
            said("log_gap", &[("from", &zone.day(gap.from)), ("to", &zone.day(gap.to)), ("why", &why)]);
        said_state = format!("{said_state}. {missing}");
    }
    Scope {
        data: said(&format!("data_set_{}", row.data_set.id()), &[]),
        state: said_state,
        readable,
        rows: readable.then(|| number(row.rows as f64)),
        count: readable.then_some(row.rows as f64),
        as_of: row.as_of,
    }
}
