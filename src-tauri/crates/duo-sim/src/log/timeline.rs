//! When the n-th event happened, and how many happened before a moment.

use crate::dice::{Dice, Subject, roll};

/// Reach of the logs (admin-api.md §8.1).
pub(crate) const REACH_MS: i64 = 180 * DAY_MS;
/// Events become visible this long after they happen (admin-api.md §8.1).
pub(crate) const DELAY_MS: i64 = 2 * 60_000;
/// The oldest event stays inside the reach for a day after the described moment, since the sample is described at midnight.
const MARGIN_MS: i64 = 25 * HOUR_MS;
const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// Runs of events that share a millisecond start at multiples of this number.
const BLOCK: u64 = 16;

/// A monotone function from event numbers to milliseconds, busier in working hours.
#[derive(Debug, Clone)]
pub(crate) struct Timeline {
    seed: u64,
    length: u64,
    start_ms: i64,
    /// So many events share each millisecond; 0 = as it comes.
    together: u64,
    /// Weight before each hour, and the total at the end.
    cumulative: Vec<f64>,
    weights: Vec<f64>,
}

impl Timeline {
    /// `length` events in the 180 days that end two minutes before `now_ms`.
    pub(crate) fn new(seed: u64, length: u64, now_ms: i64) -> Self {
        let start_ms = now_ms - REACH_MS + MARGIN_MS;
        let end_ms = now_ms - DELAY_MS;
        let mut cumulative = vec![0.0];
        let mut weights = Vec::new();
        let mut total = 0.0;
        let mut hour_start = start_ms;
        while hour_start < end_ms {
            let weight = weight_of_hour(hour_start);
            let width = (end_ms - hour_start).min(HOUR_MS);
            #[expect(clippy::cast_precision_loss, reason = "an hour of milliseconds is exact")]
            let width = width as f64;
            total += weight * width;
            weights.push(weight);
            cumulative.push(total);
            hour_start += HOUR_MS;
        }
        Self { seed, length, start_ms, together: 0, cumulative, weights }
    }

    /// The same with so many events in each millisecond.
    pub(crate) fn sharing(self, together: u64) -> Self {
        Self { together, ..self }
    }

    pub(crate) const fn len(&self) -> u64 {
        self.length
    }

    /// The instant of event `k`, in milliseconds. Never decreases with `k`.
    pub(crate) fn ms(&self, k: u64) -> i64 {
        let k = self.leader(k);
        let jitter = roll(self.seed, Subject::Instant, k) >> 11;
        #[expect(clippy::cast_precision_loss, reason = "53 bits are exact")]
        let jitter = jitter as f64 / (1_u64 << 53) as f64;
        let total = self.cumulative.last().copied().unwrap_or(0.0);
        #[expect(clippy::cast_precision_loss, reason = "event numbers stay far below 2^53")]
        let position = (k as f64 + jitter) * (total / self.length.max(1) as f64);
        let hour = self.cumulative.partition_point(|c| *c <= position).clamp(1, self.weights.len()) - 1;
        let inside = (position - self.cumulative[hour]) / self.weights[hour];
        #[expect(clippy::cast_possible_truncation, reason = "within an hour")]
        let inside = (inside as i64).clamp(0, HOUR_MS - 1);
        self.start_ms + i64::try_from(hour).unwrap_or(0) * HOUR_MS + inside
    }

    /// The number of events before `ms`.
    pub(crate) fn before(&self, ms: i64) -> u64 {
        let (mut low, mut high) = (0, self.length);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.ms(middle) < ms {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// The event whose instant event `k` shares: itself, or the first of its run.
    fn leader(&self, k: u64) -> u64 {
        if self.together > 0 {
            return k - k % self.together;
        }
        let first = k - k % BLOCK;
        let mut dice = Dice::of(self.seed, Subject::Burst, first);
        let run = if dice.percent(15) { 2 + dice.below(6) } else { 1 };
        if k - first < run { first } else { k }
    }
}

/// Relative traffic of the hour that starts at `ms` (UTC).
fn weight_of_hour(ms: i64) -> f64 {
    let hour = ms.div_euclid(HOUR_MS).rem_euclid(24);
    // Day 0 of the epoch was a Thursday.
    let weekday = (ms.div_euclid(DAY_MS) + 3).rem_euclid(7);
    match (weekday, hour) {
        (5 | 6, _) => 6.0,
        (_, 8..=17) => 100.0,
        (_, 6 | 7 | 18..=21) => 25.0,
        _ => 4.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_000_000_000;

    #[test]
    fn instants_never_go_backwards_and_stay_in_reach() {
        for length in [1, 2, 17, 1000, 50_000] {
            let timeline = Timeline::new(3, length, NOW);
            let mut last = NOW - REACH_MS + MARGIN_MS;
            for k in 0..length {
                let ms = timeline.ms(k);
                assert!(ms >= last, "event {k} of {length}");
                last = ms;
            }
            assert!(last < NOW - DELAY_MS);
        }
    }

    #[test]
    fn before_is_the_inverse() {
        let timeline = Timeline::new(9, 3000, NOW);
        for k in 0..3000 {
            let ms = timeline.ms(k);
            let first = timeline.before(ms);
            assert!(first <= k);
            assert_eq!(timeline.ms(first), ms);
            assert!(first == 0 || timeline.ms(first - 1) < ms);
        }
        assert_eq!(timeline.before(0), 0);
        assert_eq!(timeline.before(NOW), 3000);
    }

    #[test]
    fn some_events_share_a_millisecond() {
        let timeline = Timeline::new(9, 3000, NOW);
        let shared = (1..3000).filter(|k| timeline.ms(*k) == timeline.ms(k - 1)).count();
        assert!(shared > 30, "{shared}");
    }

    #[test]
    fn events_come_together_where_asked() {
        let timeline = Timeline::new(9, 3000, NOW).sharing(7);
        assert!((0..2999).all(|k| (timeline.ms(k) == timeline.ms(k + 1)) == ((k + 1) % 7 != 0)));
    }

    #[test]
    fn no_events_is_fine() {
        let timeline = Timeline::new(9, 0, NOW);
        assert_eq!(timeline.before(NOW), 0);
    }
}
