//! Lines about what ended. None names a tenant: a client is its local id.

use std::time::Duration;

use domain::DataSet;
use serde::Serialize;

use crate::Code;
use crate::api::{CheckReport, RowState, SyncStatus};

/// A check, and what decided it.
pub(crate) fn check_ended(report: &CheckReport, took: Duration) {
    let failed = report.checks.iter().find(|row| row.state == RowState::Fail);
    let code = failed.and_then(|row| row.code).map(Code::as_str);
    tracing::info!(verdict = id(report.verdict).as_str(), code, ms = ms(took), "check ended");
}

/// A sync, and each data set that it was to read.
pub(crate) fn sync_ended(status: &SyncStatus, sets: &[DataSet], took: Duration) {
    let client = status.client.as_str();
    for set in status.data_sets.iter().filter(|set| sets.contains(&set.data_set)) {
        tracing::info!(
            client,
            data_set = set.data_set.id(),
            state = id(set.state).as_str(),
            code = set.code.map(Code::as_str),
            rows = set.rows,
            requests = set.requests,
            quarantined = set.quarantined,
            "data set read"
        );
    }
    let code = status.code.map(Code::as_str);
    tracing::info!(client, code, requests = status.requests_done, ms = ms(took), "sync ended");
}

/// Whole milliseconds.
pub(crate) fn ms(took: Duration) -> u64 {
    u64::try_from(took.as_millis()).unwrap_or(u64::MAX)
}

/// As the contract spells it.
fn id(state: impl Serialize) -> String {
    serde_json::to_value(state).ok().and_then(|id| id.as_str().map(str::to_owned)).unwrap_or_default()
}
