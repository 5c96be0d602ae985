//! Time: the computer's, and Duo's as measured from its answers.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::Instant;

/// Where time comes from. Only an implementation of this may ask the operating system.
pub trait Clock: Send + Sync {
    /// The computer's idea of the date; may be wrong.
    fn utc(&self) -> DateTime<Utc>;
    /// Time since some fixed moment; never jumps.
    fn monotonic(&self) -> Duration;
}

/// The operating system's clocks. The monotonic one is tokio's, so that a test can pause it.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock {
    origin: Instant,
}

impl SystemClock {
    /// A clock whose monotonic time begins now.
    pub fn new() -> Self {
        Self { origin: Instant::now() }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "the one adapter between the system's clock and the code")]
    fn utc(&self) -> DateTime<Utc> {
        Utc::now()
    }

    fn monotonic(&self) -> Duration {
        self.origin.elapsed()
    }
}

/// Duo's clock: the monotonic clock plus an offset measured from the `Date` header of its answers.
///
/// A computer whose date is wrong signs correctly with it, and the difference can be told.
pub struct ServerClock {
    clock: Arc<dyn Clock>,
    anchor: Mutex<Option<Anchor>>,
}

#[derive(Clone, Copy)]
struct Anchor {
    duo: DateTime<Utc>,
    at: Duration,
}

impl Anchor {
    fn time_at(self, at: Duration) -> DateTime<Utc> {
        let delta =
            TimeDelta::from_std(at).unwrap_or_default() - TimeDelta::from_std(self.at).unwrap_or_default();
        self.duo.checked_add_signed(delta).unwrap_or(self.duo)
    }
}

impl ServerClock {
    /// A clock that has not heard from Duo yet and shows the computer's time.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, anchor: Mutex::new(None) }
    }

    /// Duo's time where known, else the computer's.
    pub fn now(&self) -> DateTime<Utc> {
        match self.anchor() {
            Some(anchor) => anchor.time_at(self.clock.monotonic()),
            None => self.clock.utc(),
        }
    }

    /// The computer's time minus Duo's, to about a second; `None` until an answer told Duo's.
    pub fn skew(&self) -> Option<TimeDelta> {
        let anchor = self.anchor()?;
        Some(self.clock.utc() - anchor.time_at(self.clock.monotonic()))
    }

    /// Learns from a `Date` header of an answer that came over verified TLS or in-process.
    ///
    /// Returns whether the header was plausible (it parses, and lies in 2015..2100).
    pub fn observe(&self, date: Option<&str>) -> bool {
        let Some(date) = date.and_then(plausible) else { return false };
        // The header is cut to whole seconds: half a second later is the best guess.
        let seen = Anchor { duo: date + TimeDelta::milliseconds(500), at: self.clock.monotonic() };
        let mut anchor = self.anchor.lock().unwrap_or_else(PoisonError::into_inner);
        let drift = anchor.map(|known| (known.time_at(seen.at) - seen.duo).abs());
        if drift.is_none_or(|drift| drift > TimeDelta::milliseconds(1500)) {
            *anchor = Some(seen);
        }
        true
    }

    fn anchor(&self) -> Option<Anchor> {
        *self.anchor.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for ServerClock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ServerClock").field("skew", &self.skew()).finish_non_exhaustive()
    }
}

fn plausible(header: &str) -> Option<DateTime<Utc>> {
    const Y2015: i64 = 1_420_070_400;
    const Y2100: i64 = 4_102_444_800;
    let date = DateTime::parse_from_rfc2822(header).ok()?.to_utc();
    (Y2015..Y2100).contains(&date.timestamp()).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed(DateTime<Utc>, Instant);

    impl Clock for Fixed {
        fn utc(&self) -> DateTime<Utc> {
            self.0 + TimeDelta::from_std(self.1.elapsed()).unwrap()
        }
        fn monotonic(&self) -> Duration {
            self.1.elapsed()
        }
    }

    fn server_clock(pc: &str) -> ServerClock {
        let pc = DateTime::parse_from_rfc3339(pc).unwrap().to_utc();
        ServerClock::new(Arc::new(Fixed(pc, Instant::now())))
    }

    #[tokio::test(start_paused = true)]
    async fn unknown_until_an_answer_came() {
        let clock = server_clock("2026-11-18T09:15:42Z");
        assert_eq!(clock.skew(), None);
        assert_eq!(clock.now().to_rfc3339(), "2026-11-18T09:15:42+00:00");
    }

    #[tokio::test(start_paused = true)]
    async fn learns_the_offset_and_runs_on() {
        let clock = server_clock("2026-11-18T09:22:45Z");
        assert!(clock.observe(Some("Wed, 18 Nov 2026 09:15:42 GMT")));
        assert_eq!(clock.skew().unwrap().num_seconds(), 422);
        tokio::time::advance(Duration::from_mins(1)).await;
        assert_eq!(clock.now().to_rfc3339(), "2026-11-18T09:16:42.500+00:00");
        assert_eq!(clock.skew().unwrap().num_seconds(), 422);
    }

    #[tokio::test(start_paused = true)]
    async fn absurd_dates_are_ignored() {
        let clock = server_clock("2026-11-18T09:15:42Z");
        for date in [
            None,
            Some(""),
            Some("Thu, 01 Jan 1970 00:00:00 GMT"),
            Some("Fri, 01 Jan 2164 00:00:00 GMT"),
            Some("yesterday"),
        ] {
            assert!(!clock.observe(date), "{date:?}");
        }
        assert_eq!(clock.skew(), None);
    }

    #[tokio::test(start_paused = true)]
    async fn small_differences_do_not_move_it() {
        let clock = server_clock("2026-11-18T09:15:42Z");
        clock.observe(Some("Wed, 18 Nov 2026 09:15:42 GMT"));
        let before = clock.now();
        clock.observe(Some("Wed, 18 Nov 2026 09:15:43 GMT"));
        assert_eq!(clock.now(), before);
        clock.observe(Some("Wed, 18 Nov 2026 09:15:50 GMT"));
        assert!(clock.now() > before);
    }
}
