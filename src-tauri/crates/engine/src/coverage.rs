//! What was read of each log, by time.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::DataSet;
use store::LogWindow;

use crate::Engine;
use crate::api::{ClientRef, CommandError, LogCoverage, NextRead, ReadStep, SyncCoverage, TimeSpan};
use crate::sync::{Plan, Window};

impl Engine {
    /// Stretches read, gaps and open windows of each log.
    ///
    /// # Errors
    /// `CLIENT_UNKNOWN`, database codes.
    pub async fn sync_coverage(self: &Arc<Self>, client: ClientRef) -> Result<SyncCoverage, CommandError> {
        let status = self.sync_status(client.clone()).await?;
        let asked = client.client.clone();
        let days = self.registry(move |registry| Ok(registry.details(&asked)?.log_days.into())).await?;
        let windows = self.read(&client.client, |db| db.log_windows()).await?;
        let plan = Plan::new(self.ports.clock.utc().timestamp_millis(), days);
        let set = status.data_sets.iter().find(|set| set.data_set == DataSet::SignIns);
        Ok(SyncCoverage {
            sets: vec![LogCoverage {
                data_set: DataSet::SignIns,
                from: time(plan.horizon()),
                to: time(plan.end()),
                stretches: windows.iter().rev().filter(|window| window.done).map(span).collect(),
                open: windows.iter().filter(|window| !window.done).map(span).collect(),
                gaps: Vec::new(),
                quarantined: set.map_or(0, |set| set.quarantined),
                requests: set.map_or(0, |set| set.requests),
                next: next(&plan, &windows),
            }],
        })
    }
}

fn next(plan: &Plan, windows: &[LogWindow]) -> Option<NextRead> {
    let read = |step, lo, hi| Some(NextRead { step, lo: time(lo), hi: time(hi) });
    if let Some(open) = windows.iter().find(|window| !window.done && window.hi_ms > plan.horizon()) {
        return read(ReadStep::Resume, open.lo_ms, open.hi_ms);
    }
    let covered = windows.iter().find(|window| window.done).map(|window| (window.lo_ms, window.hi_ms));
    let Window { lo_ms, hi_ms } = plan.next(covered)?;
    read(if hi_ms == plan.end() { ReadStep::Tail } else { ReadStep::Back }, lo_ms, hi_ms)
}

fn span(window: &LogWindow) -> TimeSpan {
    TimeSpan { lo: time(window.lo_ms), hi: time(window.hi_ms) }
}

fn time(ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms).unwrap_or_default()
}
