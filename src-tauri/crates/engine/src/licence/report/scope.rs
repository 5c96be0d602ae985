//! What could be read, and how far.

use chrono::{DateTime, Utc};
use domain::{DataSet, LogGap};
use serde::Serialize;

use crate::api::DataSetStatus;
use crate::licence::report_words::number;
use crate::licence::rows::said;
use crate::zone::Zone;

/// A data set as the report tells of it.
#[derive(Serialize)]
pub(super) struct Scope {
    pub(super) data: String,
    pub(super) state: String,
    readable: bool,
    pub(super) rows: Option<String>,
    pub(super) as_of: Option<DateTime<Utc>>,
}

pub(super) fn scope(row: &DataSetStatus, gaps: &[LogGap], zone: Zone) -> Scope {
    let id = row.data_set.id();
    let state = serde_json::to_value(row.state).ok();
    let state = state.as_ref().and_then(serde_json::Value::as_str).unwrap_or("never");
    let readable = row.as_of.is_some() || row.rows > 0;
    let mut said_state = said(&format!("data_set_state_{state}"), &[]);
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
        data: said(&format!("data_set_{id}"), &[]),
        state: said_state,
        readable,
        rows: readable.then(|| number(row.rows as f64)),
        as_of: row.as_of,
    }
}
