//! How far back Duo tells of its logs (admin-api.md §8.1). Every span that is asked for begins no earlier than this says.

/// Days of a log, and of Trust Monitor, that Duo gives: it refuses a span that begins earlier.
pub const LOG_DAYS: u32 = 180;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
/// A request may be parked this long before it is sent (`pace`).
const PARKED_MS: i64 = 15 * MINUTE_MS;
/// A span that is planned is asked for a while later, page by page.
const PLANNED_MS: i64 = 2 * PARKED_MS;

/// The oldest moment that a request may ask for when it is made; both in Unix milliseconds of Duo's clock.
pub fn oldest_asked(now_ms: i64) -> i64 {
    edge(now_ms) + PARKED_MS
}

/// The oldest moment of a span that is read from now on; both in Unix milliseconds of Duo's clock.
pub fn oldest_planned(now_ms: i64) -> i64 {
    edge(now_ms) + PLANNED_MS
}

fn edge(now_ms: i64) -> i64 {
    now_ms - i64::from(LOG_DAYS) * DAY_MS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_planned_may_be_parked_before_it_is_asked() {
        let now_ms = 1_792_000_000_000;
        assert!(oldest_asked(now_ms + PARKED_MS) <= oldest_planned(now_ms));
        assert!(now_ms - 180 * DAY_MS < oldest_asked(now_ms));
    }
}
