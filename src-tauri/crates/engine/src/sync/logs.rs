//! A pass over a log (reliability.md §3): windows that were left open, the tail, what lies further back, the sweep for
//! late events, the count against Duo's.

use chrono::{DateTime, NaiveDate, NaiveTime};
use domain::{DataSet, GapReason};
use store::{LogPasses, NewGap};

use super::log::{Activity, AdminLog, Log, OfflineLog, SignIns, Telephony};
use super::outcome::Stop;
use super::plan::{DAY_MS, Plan, Window};
use super::run::Source;
use super::window::Read;
use super::{HISTORY_DAYS, count, window};
use crate::api::DataSetState;
use crate::failpoint::failpoint;

/// Reads what is missing of a log up to two minutes ago.
pub(super) async fn read(source: &Source, set: DataSet) -> Result<(), Stop> {
    match set {
        DataSet::Activity => pass::<Activity>(source).await,
        DataSet::Telephony => pass::<Telephony>(source).await,
        DataSet::AdminLog => pass::<AdminLog>(source).await,
        DataSet::OfflineLog => pass::<OfflineLog>(source).await,
        _ => pass::<SignIns>(source).await,
    }
}

async fn pass<L: Log>(source: &Source) -> Result<(), Stop> {
    // Windows are planned in Duo's time: one that ended in the future would hide what happens until then.
    if source.client.skew().is_none() {
        source.client.ping().await?;
    }
    let now = source.now();
    let days = source.since_days.unwrap_or(reach(source.log_days));
    let mut plan = Plan::new(now.timestamp_millis(), days, L::FIRST_MS);
    note_expired::<L>(source, &plan).await?;
    finish_open_windows::<L>(source, &mut plan).await?;
    if let Some(day) = source.reread {
        read_day::<L>(source, &plan, day).await?;
    }
    let before = source.store(|db| db.coverage_of(L::SET)).await?;
    loop {
        let covered = source.store(|db| db.coverage_of(L::SET)).await?;
        let Some(Window { lo_ms, hi_ms }) = plan.next(covered) else { break };
        let read = read_window::<L>(source, &plan, lo_ms, hi_ms).await?;
        plan.tail_read = true;
        plan.learn(read.rows);
    }
    sweep::<L>(source, &plan, before).await?;
    if source.since_days.is_none() {
        count::check::<L>(source, &plan).await?;
        prune::<L>(source, &plan).await?;
    }
    finish::<L>(source).await
}

/// Opens a window and reads it to its end.
pub(super) async fn read_window<L: Log>(
    source: &Source,
    plan: &Plan,
    lo_ms: i64,
    hi_ms: i64,
) -> Result<Read, Stop> {
    failpoint!("log.open.before");
    let window = source.store(move |db| db.open_window_of(L::SET, lo_ms, hi_ms)).await?;
    failpoint!("log.open.after");
    window::read::<L>(source, &window, plan).await
}

/// Windows that an earlier run left open go on at their cursor, as far as Duo still has them.
async fn finish_open_windows<L: Log>(source: &Source, plan: &mut Plan) -> Result<(), Stop> {
    let open = source.store(|db| db.windows_of(L::SET)).await?;
    for window in open.into_iter().filter(|window| !window.done) {
        let at = window.cursor.as_deref().and_then(L::reached).unwrap_or(window.lo_ms);
        if at < plan.reach() {
            expired::<L>(source, plan, at, window.hi_ms.min(plan.reach())).await?;
        }
        if window.hi_ms > plan.horizon() {
            let read = window::read::<L>(source, &window, plan).await?;
            plan.learn(read.rows);
        } else {
            source.store(move |db| db.drop_window(window.id)).await?;
        }
    }
    Ok(())
}

/// What Duo dropped while nobody read is gone for good.
async fn note_expired<L: Log>(source: &Source, plan: &Plan) -> Result<(), Stop> {
    match source.store(|db| db.coverage_of(L::SET)).await? {
        Some((_, hi_ms)) if hi_ms < plan.reach() => expired::<L>(source, plan, hi_ms, plan.reach()).await,
        _ => Ok(()),
    }
}

async fn expired<L: Log>(source: &Source, plan: &Plan, lo_ms: i64, hi_ms: i64) -> Result<(), Stop> {
    let gap = NewGap { lo_ms, hi_ms, why: GapReason::Expired, found_ms: plan.now_ms };
    source.store(move |db| db.add_gap(L::SET, &gap)).await
}

/// Once a day, what was read before this run is read again as far back as an event can be late: a day before the sweep
/// before. So an event that came up to a day late is found by the next sweep, whenever that is.
async fn sweep<L: Log>(source: &Source, plan: &Plan, before: Option<(i64, i64)>) -> Result<(), Stop> {
    let passes = source.store(|db| db.passes_of(L::SET)).await?;
    if let Some(Window { lo_ms, hi_ms }) = plan.sweep(passes.swept_ms, before) {
        read_window::<L>(source, plan, lo_ms, hi_ms).await?;
    } else if passes.swept_ms.is_some() {
        return Ok(());
    }
    let swept = LogPasses { swept_ms: Some(plan.now_ms), ..LogPasses::default() };
    source.store(move |db| db.passed(L::SET, swept)).await
}

/// A day that somebody wants to be read again.
async fn read_day<L: Log>(source: &Source, plan: &Plan, day: NaiveDate) -> Result<(), Stop> {
    let lo_ms = day.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
    let (lo_ms, hi_ms) = (lo_ms.max(plan.reach()), (lo_ms + DAY_MS - 1).min(plan.end()));
    if lo_ms < hi_ms {
        read_window::<L>(source, plan, lo_ms, hi_ms).await?;
    }
    Ok(())
}

/// Days that are read back for a client that keeps so many; 0 = without end.
pub(crate) const fn reach(log_days: u32) -> u32 {
    if log_days == 0 || log_days > HISTORY_DAYS { HISTORY_DAYS } else { log_days }
}

/// Unix milliseconds before which the client keeps no log events; none = it keeps all.
pub(super) fn oldest_kept(source: &Source, now_ms: i64) -> Option<i64> {
    (source.log_days > 0).then(|| now_ms - i64::from(source.log_days) * DAY_MS)
}

/// Deletes what is older than the client keeps, a piece at a time, be it more or less than Duo does; a run with a reach
/// of its own deletes nothing.
async fn prune<L: Log>(source: &Source, plan: &Plan) -> Result<(), Stop> {
    let Some(oldest) = oldest_kept(source, plan.now_ms) else { return Ok(()) };
    while source.store(move |db| db.prune_log(L::SET, oldest)).await? > 0 {
        source.pause()?;
    }
    Ok(())
}

async fn finish<L: Log>(source: &Source) -> Result<(), Stop> {
    let ended = source.now();
    failpoint!("log.finish.before");
    let (coverage, rows) = source
        .store(move |db| {
            db.finish_log(L::SET, ended)?;
            let rows = db.data_sets()?.into_iter().find(|row| row.set == L::SET).map_or(0, |row| row.rows);
            Ok((db.coverage_of(L::SET)?, rows))
        })
        .await?;
    failpoint!("log.finish.after");
    source.board.update(L::SET, |status| {
        status.rows = rows;
        status.total = Some(rows);
        status.as_of = Some(ended);
        status.read_back_to = coverage.and_then(|(lo, _)| DateTime::from_timestamp_millis(lo));
        status.state = DataSetState::Done;
    });
    Ok(())
}
