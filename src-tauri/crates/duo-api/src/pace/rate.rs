//! What is believed about one endpoint class, as arithmetic over a passed-in time.

use std::time::Duration;

/// After a refusal nothing rises for this long.
const HOLD: Duration = Duration::from_mins(15);
/// The longest wait that the doubling reaches, as in Duo's own clients.
const LONGEST_BACK_OFF: f64 = 32.0;
/// Share of the first guess by which the belief rises in a minute without refusals.
const RISE_PER_MINUTE: f64 = 0.05;

#[derive(Debug, Clone)]
pub(super) struct Rate {
    first_guess: f64,
    believed: f64,
    tokens: f64,
    seen: Duration,
    hold_until: Duration,
    parked_until: Duration,
    refusals: u32,
}

impl Rate {
    pub(super) fn new(per_minute: f64) -> Self {
        Self {
            first_guess: per_minute,
            believed: per_minute,
            tokens: f64::MAX,
            seen: Duration::ZERO,
            hold_until: Duration::ZERO,
            parked_until: Duration::ZERO,
            refusals: 0,
        }
    }

    pub(super) fn believed(&self) -> f64 {
        self.believed
    }

    pub(super) fn refusals(&self) -> u32 {
        self.refusals
    }

    pub(super) fn parked_for(&self, now: Duration) -> Duration {
        self.parked_until.saturating_sub(now)
    }

    /// Takes a turn if there is one; else says how long until there is. `share` of the belief is used; without
    /// one only a parked class waits.
    pub(super) fn take(&mut self, now: Duration, share: Option<f64>) -> Option<Duration> {
        let parked = self.parked_for(now);
        if !parked.is_zero() {
            return Some(parked);
        }
        let share = share?;
        self.advance(now, share);
        if self.tokens >= 1.0 {
            self.tokens -= 1.0;
            return None;
        }
        let missing = (1.0 - self.tokens) * 60.0 / (self.believed * share);
        Some(Duration::from_secs_f64(missing).max(Duration::from_millis(1)))
    }

    /// A 429: halves the belief, holds it, and parks the class. `jitter` is in `0..1`.
    pub(super) fn refused(
        &mut self,
        now: Duration,
        share: Option<f64>,
        retry_after: Option<Duration>,
        jitter: f64,
    ) -> Duration {
        self.believed = (self.believed / 2.0).max(self.floor());
        self.refusals = self.refusals.saturating_add(1);
        let doubling = 2_f64.powi(i32::try_from(self.refusals.min(7)).unwrap_or(7) - 1).min(LONGEST_BACK_OFF);
        let interval = 60.0 / (self.believed * share.unwrap_or(1.0));
        let wait =
            Duration::from_secs_f64(doubling.max(interval) + jitter).max(retry_after.unwrap_or_default());
        self.tokens = 1.0;
        self.seen = now + wait;
        self.parked_until = now + wait;
        self.hold_until = now + wait + HOLD;
        wait
    }

    /// Shortens a park; the belief stays as low as the refusal made it.
    pub(super) fn park_at_most(&mut self, now: Duration, wait: Duration) -> Duration {
        self.parked_until = now + wait;
        self.seen = self.seen.min(self.parked_until);
        wait
    }

    pub(super) fn answered(&mut self) {
        self.refusals = 0;
    }

    /// Time for so many further requests.
    pub(super) fn eta(&self, now: Duration, share: Option<f64>, requests: u64) -> Duration {
        let paced = share.map_or(0.0, |share| requests as f64 * 60.0 / (self.believed * share));
        self.parked_for(now) + Duration::try_from_secs_f64(paced).unwrap_or(Duration::MAX / 2)
    }

    fn floor(&self) -> f64 {
        (self.first_guess / 16.0).max(0.5)
    }

    fn advance(&mut self, now: Duration, share: f64) {
        let risen = now.saturating_sub(self.seen.max(self.hold_until)).as_secs_f64() / 60.0;
        let rise = self.first_guess * RISE_PER_MINUTE * risen;
        self.believed = (self.believed + rise).min(self.first_guess);
        let elapsed = now.saturating_sub(self.seen).as_secs_f64() / 60.0;
        let pace = self.believed * share;
        // A short burst is fine while nothing was refused: a check is a dozen requests.
        let burst = if now < self.hold_until { 1.0 } else { (pace / 15.0).clamp(1.0, 10.0) };
        self.tokens = (self.tokens + elapsed * pace).min(burst);
        self.seen = self.seen.max(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALF: Option<f64> = Some(0.5);

    fn secs(secs: u64) -> Duration {
        Duration::from_secs(secs)
    }

    #[test]
    fn keeps_half_of_the_believed_rate() {
        let mut rate = Rate::new(200.0);
        let (mut now, mut taken) = (Duration::ZERO, 0);
        while now < secs(600) {
            match rate.take(now, HALF) {
                None => taken += 1,
                Some(wait) => now += wait,
            }
        }
        assert!((1000..=1008).contains(&taken), "{taken} in ten minutes at 100 a minute");
    }

    #[test]
    fn a_refusal_halves_parks_and_holds() {
        let mut rate = Rate::new(200.0);
        assert_eq!(rate.take(secs(0), HALF), None);
        let wait = rate.refused(secs(0), HALF, None, 0.0);
        assert_eq!((wait, rate.believed()), (secs(60) / 50, 100.0));
        assert_eq!(rate.take(Duration::ZERO, HALF), Some(wait));
        assert_eq!(rate.take(wait, HALF), None);
        rate.answered();
        assert!(rate.take(wait, HALF).is_some(), "no burst while held");
        rate.take(secs(14 * 60), HALF);
        assert!((rate.believed() - 100.0).abs() < 1e-9, "held for a quarter of an hour");
        rate.take(secs(20 * 60), HALF);
        assert!(rate.believed() > 100.0 && rate.believed() < 160.0, "{}", rate.believed());
        rate.take(secs(3 * 3600), HALF);
        assert!((rate.believed() - 200.0).abs() < 1e-9, "never above the first guess");
    }

    #[test]
    fn refusals_reach_a_floor_and_a_longest_wait() {
        let mut rate = Rate::new(200.0);
        let mut now = Duration::ZERO;
        for _ in 0..500 {
            let wait = rate.refused(now, HALF, None, 0.9);
            assert!(wait <= secs(33));
            now += wait;
        }
        assert!((rate.believed() - 12.5).abs() < 1e-9);
    }

    #[test]
    fn the_server_may_ask_for_longer() {
        let mut rate = Rate::new(200.0);
        assert_eq!(rate.refused(secs(0), HALF, Some(secs(90)), 0.5), secs(90));
        assert_eq!(rate.parked_for(secs(30)), secs(60));
    }

    #[test]
    fn unlimited_waits_only_when_parked() {
        let mut rate = Rate::new(2.0);
        assert!((0..1000).all(|_| rate.take(secs(0), None).is_none()));
        let wait = rate.refused(secs(0), None, None, 0.0);
        assert_eq!(rate.take(secs(0), None), Some(wait));
    }

    #[test]
    fn eta_counts_parking_and_pace() {
        let mut rate = Rate::new(50.0);
        assert_eq!(rate.eta(secs(0), HALF, 25), secs(60));
        assert_eq!(rate.eta(secs(0), None, 25), secs(0));
        rate.refused(secs(0), HALF, Some(secs(100)), 0.0);
        assert_eq!(rate.eta(secs(0), HALF, 25), secs(220));
    }
}
