//! Which window of a log is read next; pure.
//!
//! The newest first: the tail since the last run (re-reading ten minutes, since events can be late), then back in time.
//! A window is as long as sixty pages last at the density of the one before, which keeps what its half-empty last page
//! wastes near one request in 120; while too few events were seen to tell a density, it is eight times the one before, so
//! that an empty tenant costs a handful of requests in all. Neighbours share a bound; the event's key makes that safe.

use duo_api::reach;

use super::HISTORY_DAYS;

const MINUTE_MS: i64 = 60_000;
pub(crate) const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
/// Events appear about two minutes late (admin-api.md §8.1).
const DELAY_MS: i64 = 2 * MINUTE_MS;
const REREAD_MS: i64 = 10 * MINUTE_MS;
const PAGE: u64 = 1000;
/// Pages of a window.
const PAGES: u64 = 60;
/// Fewer events than this tell no density: it may have been a holiday.
const FEW: u64 = 50;
const SMALLEST_MS: i64 = 60 * MINUTE_MS;
/// No log reaches further back.
pub(super) const LARGEST_MS: i64 = HISTORY_DAYS as i64 * DAY_MS;
/// How much larger the next window gets while the density is not known, and at most.
const GROWTH: u64 = 8;
const MOST_GROWTH: u64 = 64;

/// What the next window is chosen from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    /// Duo's time when the run began.
    pub(crate) now_ms: i64,
    /// Days to read back.
    pub(crate) days: u32,
    /// Span of the next window back in time.
    pub(crate) span_ms: i64,
    /// Whether this run has read the tail.
    pub(crate) tail_read: bool,
}

/// A window: milliseconds, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) lo_ms: i64,
    pub(crate) hi_ms: i64,
}

impl Plan {
    /// `span_ms` is that of the first window.
    pub(crate) fn new(now_ms: i64, days: u32, span_ms: i64) -> Self {
        Self { now_ms, days, span_ms, tail_read: false }
    }

    /// The oldest time that Duo still tells, for as long as a run takes.
    pub(crate) fn reach(&self) -> i64 {
        reach::oldest_planned(self.now_ms)
    }

    /// The oldest time that is read.
    pub(crate) fn horizon(&self) -> i64 {
        self.reach().max(self.now_ms - i64::from(self.days) * DAY_MS)
    }

    /// What is read again for late events, given when that was done last and the stretch that was read before this run:
    /// from a day before the last time, since an event can be a day late. None = not due, or nothing to read again.
    pub(crate) fn sweep(&self, swept_ms: Option<i64>, before: Option<(i64, i64)>) -> Option<Window> {
        let swept_ms = swept_ms?;
        if (swept_ms..swept_ms.saturating_add(DAY_MS)).contains(&self.now_ms) {
            return None;
        }
        let (_, hi_ms) = before?;
        let (lo_ms, hi_ms) = (self.horizon().max(swept_ms - DAY_MS), hi_ms.min(self.end()));
        (lo_ms < hi_ms).then_some(Window { lo_ms, hi_ms })
    }

    /// Up to here the log can be read now.
    pub(crate) fn end(&self) -> i64 {
        self.now_ms - DELAY_MS
    }

    /// The next window, given the stretch already read without a gap; none = done.
    pub(crate) fn next(&self, covered: Option<(i64, i64)>) -> Option<Window> {
        let end = self.end();
        let horizon = self.horizon();
        let Some((lo, hi)) = covered else {
            return Some(Window { lo_ms: horizon.max(end - self.span_ms), hi_ms: end });
        };
        // A stretch that ends before the horizon is of no use to this run: begin anew at the end.
        if hi < horizon {
            return Some(Window { lo_ms: horizon.max(end - self.span_ms), hi_ms: end });
        }
        if !self.tail_read && hi < end {
            return Some(Window { lo_ms: horizon.max(hi - REREAD_MS), hi_ms: end });
        }
        (lo > horizon).then(|| Window { lo_ms: horizon.max(lo - self.span_ms), hi_ms: lo })
    }

    /// Learns from a window that was read to its end.
    pub(crate) fn learn(&mut self, rows: u64) {
        let least = u128::try_from(self.span_ms / 2).unwrap_or_default();
        let span = 2 * least;
        let next = match rows {
            0..FEW => span * u128::from(GROWTH),
            // A day that was busier than others by far must not make the next window tiny.
            _ => (span * u128::from(PAGES * PAGE) / u128::from(rows))
                .clamp(least, span * u128::from(MOST_GROWTH)),
        };
        self.span_ms = i64::try_from(next).unwrap_or(i64::MAX).clamp(SMALLEST_MS, LARGEST_MS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_792_000_000_000;

    #[test]
    fn an_empty_tenant_costs_a_handful_of_windows() {
        let mut plan = Plan::new(NOW, 180, DAY_MS);
        let (mut covered, mut windows) = (None, 0);
        while let Some(window) = plan.next(covered) {
            let (lo, hi) = covered.unwrap_or((window.lo_ms, window.hi_ms));
            covered = Some((lo.min(window.lo_ms), hi.max(window.hi_ms)));
            plan.tail_read = true;
            plan.learn(0);
            windows += 1;
            assert!(windows < 6, "not 180 requests");
        }
        assert_eq!(covered, Some((plan.horizon(), NOW - DELAY_MS)));
    }

    #[test]
    fn the_tail_comes_first_and_reads_ten_minutes_again() {
        let plan = Plan::new(NOW, 180, DAY_MS);
        let covered = Some((NOW - 5 * DAY_MS, NOW - DAY_MS));
        let window = plan.next(covered).unwrap();
        assert_eq!(window, Window { lo_ms: NOW - DAY_MS - REREAD_MS, hi_ms: NOW - DELAY_MS });
    }

    #[test]
    fn windows_share_a_bound_and_never_leave_a_gap() {
        let mut plan = Plan::new(NOW, 30, DAY_MS);
        plan.tail_read = true;
        let window = plan.next(Some((NOW - DAY_MS, NOW - DELAY_MS))).unwrap();
        assert_eq!(window.hi_ms, NOW - DAY_MS);
    }

    #[test]
    fn a_stretch_older_than_the_horizon_is_left_behind() {
        let plan = Plan::new(NOW, 7, DAY_MS);
        let window = plan.next(Some((NOW - 90 * DAY_MS, NOW - 60 * DAY_MS))).unwrap();
        assert_eq!(window.hi_ms, NOW - DELAY_MS);
    }

    #[test]
    fn a_busy_tenant_gets_smaller_windows() {
        let mut plan = Plan::new(NOW, 180, DAY_MS);
        plan.learn(25_000);
        assert_eq!(plan.span_ms, DAY_MS * 12 / 5);
        plan.learn(1_000_000);
        assert_eq!(plan.span_ms, DAY_MS * 6 / 5);
        plan.learn(5_000);
        assert_eq!(plan.span_ms, DAY_MS * 72 / 5);
        plan.learn(49);
        assert_eq!(plan.span_ms, DAY_MS * 576 / 5);
        plan.learn(0);
        assert_eq!(plan.span_ms, LARGEST_MS);
    }

    #[test]
    fn a_sweep_reads_a_day_more_than_it_slept_but_not_what_is_new() {
        let plan = Plan::new(NOW, 180, DAY_MS);
        let before = Some((NOW - 90 * DAY_MS, NOW - DAY_MS / 24));
        assert_eq!(plan.sweep(None, before), None, "all of it is being read for the first time");
        assert_eq!(plan.sweep(Some(NOW - DAY_MS + 1), before), None);
        let due = plan.sweep(Some(NOW - DAY_MS), before);
        assert_eq!(due, Some(Window { lo_ms: NOW - 2 * DAY_MS, hi_ms: NOW - DAY_MS / 24 }));
        let slept = plan.sweep(Some(NOW - 9 * DAY_MS), Some((NOW - 90 * DAY_MS, NOW - 9 * DAY_MS)));
        assert_eq!(slept, Some(Window { lo_ms: NOW - 10 * DAY_MS, hi_ms: NOW - 9 * DAY_MS }));
        assert_eq!(plan.sweep(Some(NOW + 9 * DAY_MS), before), None, "nothing older than that is late");
        assert_eq!(
            Plan::new(NOW, 1, DAY_MS).sweep(Some(NOW - 9 * DAY_MS), before).unwrap().lo_ms,
            NOW - DAY_MS
        );
    }
}
