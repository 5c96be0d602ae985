//! One window of a log, page by page. What was read is stored while the next page is on its way.

use chrono::DateTime;
use domain::GapReason;
use duo_api::{LogWindow, Page};
use store::{LogPage, NewGap, Quarantined};
use tokio::sync::mpsc;

use super::log::Log;
use super::objects::{believable, cursor_text, set_aside};
use super::outcome::Stop;
use super::plan::Plan;
use super::run::Source;
use crate::failpoint::failpoint;

/// Pages that wait for the database at most, besides those being stored.
const AHEAD: usize = 24;

/// What came of a window.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Read {
    /// Rows read, also by earlier runs.
    pub(super) rows: u64,
    /// Rows of this run that could not be read.
    pub(super) set_aside: u64,
    /// Whether a page showed that something is missing.
    pub(super) gap: bool,
}

/// Reads a window to its end.
pub(super) async fn read<L: Log>(
    source: &Source,
    window: &store::LogWindow,
    plan: &Plan,
) -> Result<Read, Stop> {
    let (send, receive) = mpsc::channel(AHEAD);
    let (fetched, stored) =
        tokio::join!(fetch::<L>(source, window, plan, send), keep::<L>(source, window, plan, receive));
    // A disk that is full says more than the pages that it stopped.
    let read = stored?;
    fetched?;
    if !read.gap && window.cursor.is_none() {
        let (stretch, now) = ((window.lo_ms, window.hi_ms), source.now());
        source.store(move |db| db.close_gaps(L::SET, GapReason::SetAside, stretch, now)).await?;
    }
    Ok(read)
}

/// Asks for one page after the other.
async fn fetch<L: Log>(
    source: &Source,
    window: &store::LogWindow,
    plan: &Plan,
    send: mpsc::Sender<LogPage>,
) -> Result<(), Stop> {
    let span = span(window, plan);
    let mut at = window.cursor.as_deref().and_then(L::reached).unwrap_or(span.mintime_ms);
    let mut pages = L::pages(&source.client, span, window.cursor.as_deref());
    loop {
        failpoint!("log.request.before");
        let Some(page) = pages.next().await else { return Ok(()) };
        let page = page?;
        failpoint!("log.request.after");
        let page = sorted_out::<L>(source, page, &mut at, span.maxtime_ms);
        // Nobody takes it: the database stopped the window.
        if send.send(page).await.is_err() {
            return Ok(());
        }
        source.pause()?;
    }
}

/// Stores pages, all that wait in one transaction.
async fn keep<L: Log>(
    source: &Source,
    window: &store::LogWindow,
    plan: &Plan,
    mut receive: mpsc::Receiver<LogPage>,
) -> Result<Read, Stop> {
    let id = window.id;
    let mut read = Read { rows: window.rows, ..Read::default() };
    while let Some(first) = receive.recv().await {
        let mut pages = vec![first];
        while let Ok(next) = receive.try_recv() {
            pages.push(next);
        }
        let requests = u32::try_from(pages.len()).unwrap_or(u32::MAX);
        let set_aside: usize = pages.iter().map(|page| page.quarantined.len()).sum();
        let rows: usize = pages.iter().map(|page| page.rows.len()).sum();
        read.rows += (rows + set_aside) as u64;
        read.set_aside += set_aside as u64;
        read.gap |= pages.iter().any(|page| page.gap.is_some());
        let done = pages.last().is_some_and(|page| page.done);
        let stated = pages.last().and_then(|page| page.total);
        failpoint!("log.write.before");
        let written = source.store(move |db| db.write_log(L::SET, id, &pages)).await?;
        failpoint!("log.write.after");
        let left = believable(stated, read.rows).map(|total| total - read.rows);
        let lo_ms = span(window, plan).mintime_ms;
        source.board.update(L::SET, |status| {
            status.rows += written.inserted;
            status.quarantined += set_aside as u64;
            status.requests += requests;
            status.total = left.map(|left| status.rows + left);
            status.requests_left = Some(left_over(plan, lo_ms, read.rows, left));
            if done && status.read_back_to.is_none_or(|to| to.timestamp_millis() > lo_ms) {
                status.read_back_to = DateTime::from_timestamp_millis(lo_ms);
            }
        });
    }
    Ok(read)
}

/// What is asked for: Duo refuses what is older than it keeps.
fn span(window: &store::LogWindow, plan: &Plan) -> LogWindow {
    LogWindow { mintime_ms: window.lo_ms.max(plan.horizon()), maxtime_ms: window.hi_ms }
}

/// A page as it is stored, with what it shows to be missing. `at` is how far the window had been read.
fn sorted_out<L: Log>(source: &Source, page: Page<L::Wire>, at: &mut i64, hi_ms: i64) -> LogPage {
    let now = source.now();
    let mut quarantined = set_aside(page.rejected);
    let mut rows = Vec::with_capacity(page.rows.len());
    for event in page.rows {
        match L::record(event, now) {
            Ok(row) => rows.push(row),
            Err(field) => quarantined.push(Quarantined { path: field.to_owned(), raw: None }),
        }
    }
    let cursor = page.next.as_ref().map(cursor_text);
    let reached = cursor.as_deref().and_then(L::reached).unwrap_or(hi_ms);
    let gap = |lo_ms: i64, hi_ms, why| NewGap { lo_ms, hi_ms, why, found_ms: now.timestamp_millis() };
    let whole = rows.is_empty() && !quarantined.is_empty();
    let crowded = page.crowded.map(|second| {
        gap(second.saturating_mul(1000), second.saturating_mul(1000) + 999, GapReason::Crowded)
    });
    let gap = crowded.or_else(|| whole.then(|| gap((*at).min(reached), reached, GapReason::SetAside)));
    *at = reached;
    let done = cursor.is_none();
    LogPage { rows: L::rows(rows), quarantined, cursor, total: page.total, done, gap }
}

/// Requests for the rest of this window, and for the days before it at this window's density.
fn left_over(plan: &Plan, lo_ms: i64, read: u64, left: Option<u64>) -> u64 {
    let window_rows = read + left.unwrap_or_default();
    let span = plan.span_ms.max(1);
    let older = (lo_ms - plan.horizon()).max(0);
    let older_rows = u128::from(window_rows) * u128::try_from(older).unwrap_or_default()
        / u128::try_from(span).unwrap_or(1);
    let older_rows = u64::try_from(older_rows).unwrap_or(u64::MAX);
    left.unwrap_or_default().div_ceil(1000) + older_rows.div_ceil(1000)
}
