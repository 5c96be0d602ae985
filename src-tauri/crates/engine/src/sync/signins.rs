//! The sign-in log, window by window; each window has its own cursor.

use chrono::DateTime;
use domain::{DataSet, SignIn};
use duo_api::{LogCursor, LogWindow, Rejected, wire};
use store::{ClientDb, Quarantined};

use super::HISTORY_DAYS;
use super::objects::{believable, cursor_text};
use super::outcome::Stop;
use super::plan::{Plan, Window};
use super::run::Source;
use crate::api::DataSetState;
use crate::failpoint::failpoint;
use crate::ingest;

const SET: DataSet = DataSet::SignIns;

/// Reads what is missing up to two minutes ago.
pub(super) async fn read(source: &Source) -> Result<(), Stop> {
    let now = source.now();
    let mut plan = Plan::new(now.timestamp_millis(), source.since_days.unwrap_or(source.log_days));
    finish_open_windows(source, &mut plan).await?;
    loop {
        let covered = source.store(ClientDb::coverage).await?;
        let Some(Window { lo_ms, hi_ms }) = plan.next(covered) else { break };
        failpoint!("log.open.before");
        let window = source.store(move |db| db.open_window(lo_ms, hi_ms)).await?;
        failpoint!("log.open.after");
        let rows = read_window(source, &window, &plan).await?;
        plan.tail_read = true;
        plan.learn(rows);
    }
    prune(source, &plan).await?;
    let ended = source.now();
    failpoint!("log.finish.before");
    let (coverage, rows) = source
        .store(move |db| {
            db.finish_signins(ended)?;
            let rows = db.data_sets()?.into_iter().find(|row| row.set == SET).map_or(0, |row| row.rows);
            Ok((db.coverage()?, rows))
        })
        .await?;
    failpoint!("log.finish.after");
    source.board.update(SET, |status| {
        status.rows = rows;
        status.total = Some(rows);
        status.as_of = Some(ended);
        status.read_back_to = coverage.and_then(|(lo, _)| DateTime::from_timestamp_millis(lo));
        status.state = DataSetState::Done;
    });
    Ok(())
}

/// Deletes what is older than the client keeps. Who keeps as much as Duo does keeps what Duo has dropped since, too; a run
/// with a reach of its own deletes nothing.
async fn prune(source: &Source, plan: &Plan) -> Result<(), Stop> {
    if source.since_days.is_some() || source.log_days >= HISTORY_DAYS {
        return Ok(());
    }
    let horizon = plan.horizon();
    while source.store(move |db| db.prune_signins(horizon)).await? > 0 {
        source.pause()?;
    }
    Ok(())
}

/// Windows that an earlier run left open go on at their cursor, as far as Duo still has them.
async fn finish_open_windows(source: &Source, plan: &mut Plan) -> Result<(), Stop> {
    let open = source.store(ClientDb::log_windows).await?;
    for window in open.into_iter().filter(|window| !window.done) {
        if window.hi_ms > plan.horizon() {
            let rows = read_window(source, &window, plan).await?;
            plan.learn(rows);
        }
    }
    Ok(())
}

/// Reads a window to its end; rows read by this run.
async fn read_window(source: &Source, window: &store::LogWindow, plan: &Plan) -> Result<u64, Stop> {
    let cursor = window.cursor.as_deref().and_then(|cursor| LogCursor::try_from(cursor).ok());
    let span = LogWindow { mintime_ms: window.lo_ms.max(plan.horizon()), maxtime_ms: window.hi_ms };
    let mut pages = source.client.authentication_log(span, cursor);
    let mut read = window.rows;
    let id = window.id;
    loop {
        failpoint!("log.request.before");
        let Some(page) = pages.next().await else { break };
        let page = page?;
        failpoint!("log.request.after");
        let next = page.next.as_ref().map(cursor_text);
        let done = next.is_none();
        let stated = page.total;
        let (rows, quarantined) = sort_out(page.rows, page.rejected, source.now());
        let count = (rows.len() + quarantined.len()) as u64;
        read += count;
        let set_aside = quarantined.len() as u64;
        failpoint!("log.write.before");
        let written = source
            .store(move |db| db.write_signins(id, &rows, &quarantined, next.as_deref(), stated, done))
            .await?;
        failpoint!("log.write.after");
        let back_to = done.then_some(span.mintime_ms);
        let left = believable(stated, read).map(|total| total - read);
        source.board.update(SET, |status| {
            status.rows += written.inserted;
            status.quarantined += set_aside;
            status.requests += 1;
            status.total = left.map(|left| status.rows + left);
            status.requests_left = Some(estimate(plan, span.mintime_ms, read, left));
            if let Some(back_to) = back_to {
                status.read_back_to = DateTime::from_timestamp_millis(back_to);
            }
        });
        source.pause()?;
        if done {
            return Ok(read);
        }
    }
    // The stream ended without a last page: an empty window.
    source.store(move |db| db.write_signins(id, &[], &[], None, None, true)).await?;
    Ok(read)
}

/// Requests for the rest of this window, and for the days before it at this window's density.
fn estimate(plan: &Plan, lo_ms: i64, read: u64, left: Option<u64>) -> u64 {
    let window_rows = read + left.unwrap_or_default();
    let span = plan.span_ms.max(1);
    let older = (lo_ms - plan.horizon()).max(0);
    let older_rows = u128::from(window_rows) * u128::try_from(older).unwrap_or_default()
        / u128::try_from(span).unwrap_or(1);
    let older_rows = u64::try_from(older_rows).unwrap_or(u64::MAX);
    left.unwrap_or_default().div_ceil(1000) + older_rows.div_ceil(1000)
}

fn sort_out(
    events: Vec<wire::AuthLog>,
    rejected: Vec<Rejected>,
    now: DateTime<chrono::Utc>,
) -> (Vec<SignIn>, Vec<Quarantined>) {
    let mut quarantined: Vec<_> =
        rejected.into_iter().map(|row| Quarantined { path: row.path, raw: row.raw }).collect();
    let mut rows = Vec::with_capacity(events.len());
    for event in events {
        match ingest::sign_in(event, now) {
            Ok(row) => rows.push(row),
            Err(field) => quarantined.push(Quarantined { path: field.to_owned(), raw: None }),
        }
    }
    (rows, quarantined)
}
