//! What was read of each log, by time; and a day read again.

use std::sync::Arc;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use domain::{DataSet, LogGap};
use store::{ClientDb, LogWindow, StoreError};

use crate::api::{
    ClientRef, CommandError, CoverageGap, LogCoverage, LogReread, NextRead, ReadStep, SyncCoverage,
    SyncStatus, TimeSpan,
};
use crate::sync::{HISTORY_DAYS, Plan, SyncOptions, Window, first_window, reach};
use crate::{Code, Engine};

impl Engine {
    /// Stretches read, gaps and open windows of each log.
    ///
    /// # Errors
    /// `CLIENT_UNKNOWN`, database codes.
    pub async fn sync_coverage(self: &Arc<Self>, client: ClientRef) -> Result<SyncCoverage, CommandError> {
        let status = self.sync_status(client.clone()).await?;
        let asked = client.client.clone();
        let days = self.registry(move |registry| Ok(registry.details(&asked)?.log_days.into())).await?;
        let now_ms = self.ports.clock.utc().timestamp_millis();
        let mut sets = self
            .read(&client.client, move |db| {
                DataSet::LOGS
                    .into_iter()
                    .map(|set| coverage(db, set, now_ms, days))
                    .collect::<Result<Vec<_>, _>>()
            })
            .await?;
        for set in &mut sets {
            if let Some(told) = status.data_sets.iter().find(|told| told.data_set == set.data_set) {
                (set.quarantined, set.requests) = (told.quarantined, told.requests);
            }
        }
        Ok(SyncCoverage { sets })
    }

    /// Reads a day of a log again in the background, and what is new after it.
    ///
    /// # Errors
    /// `BAD_ARGUMENTS` for a set that is no log and a day that Duo does not give, `SYNC_RUNNING`, and those of
    /// [`Engine::sync_start`].
    pub async fn log_reread(self: &Arc<Self>, asked: LogReread) -> Result<SyncStatus, CommandError> {
        if self.syncs.running(&asked.client) {
            return Err(CommandError::new(Code::SyncRunning));
        }
        let now = self.ports.clock.utc();
        let start = asked.day.and_time(NaiveTime::MIN).and_utc();
        let given = start <= now && start >= now - TimeDelta::days(i64::from(HISTORY_DAYS));
        if !asked.data_set.is_log() || !given {
            return Err(CommandError::new(Code::BadArguments));
        }
        let options = SyncOptions {
            only: Some(vec![asked.data_set]),
            reread: Some(asked.day),
            pacing: self.pacing_of(&asked.client).await?,
            ..SyncOptions::default()
        };
        self.begin(ClientRef { client: asked.client }, options).await
    }
}

fn coverage(db: &ClientDb, set: DataSet, now_ms: i64, days: u32) -> Result<LogCoverage, StoreError> {
    let windows = db.windows_of(set)?;
    let swept_ms = db.passes_of(set)?.swept_ms;
    let plan = Plan::new(now_ms, reach(days), first_window(set));
    let mut stretches: Vec<TimeSpan> = windows.iter().filter(|window| window.done).map(span).collect();
    stretches.reverse();
    Ok(LogCoverage {
        data_set: set,
        from: time(plan.horizon()),
        to: time(plan.end()),
        stretches,
        open: windows.iter().filter(|window| !window.done).map(span).collect(),
        gaps: db.gaps_of(set)?.iter().filter(|gap| gap.closed_at.is_none()).map(gap).collect(),
        quarantined: 0,
        requests: 0,
        next: next(&plan, &windows, swept_ms),
    })
}

fn next(plan: &Plan, windows: &[LogWindow], swept_ms: Option<i64>) -> Option<NextRead> {
    let read = |step, lo, hi| Some(NextRead { step, lo: time(lo), hi: time(hi) });
    if let Some(open) = windows.iter().find(|window| !window.done && window.hi_ms > plan.horizon()) {
        return read(ReadStep::Resume, open.lo_ms, open.hi_ms);
    }
    let covered = windows.iter().find(|window| window.done).map(|window| (window.lo_ms, window.hi_ms));
    if let Some(Window { lo_ms, hi_ms }) = plan.next(covered) {
        return read(if hi_ms == plan.end() { ReadStep::Tail } else { ReadStep::Back }, lo_ms, hi_ms);
    }
    let Window { lo_ms, hi_ms } = plan.sweep(swept_ms, covered)?;
    read(ReadStep::Sweep, lo_ms, hi_ms)
}

fn gap(gap: &LogGap) -> CoverageGap {
    CoverageGap { lo: gap.from, hi: gap.to, why: gap.why, found_at: gap.found_at }
}

fn span(window: &LogWindow) -> TimeSpan {
    TimeSpan { lo: time(window.lo_ms), hi: time(window.hi_ms) }
}

fn time(ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms).unwrap_or_default()
}
