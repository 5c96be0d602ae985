//! How patient the send loop is.

use std::time::Duration;

/// Limits of the send loop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Attempts on network faults, broken answers and 5xx, the first included.
    pub tries: u32,
    /// The wait after the first of them; doubles, plus up to a second of jitter.
    pub first_wait: Duration,
    /// The longest such wait.
    pub max_wait: Duration,
    /// Time for one attempt, from connecting to the last byte.
    pub request_timeout: Duration,
    /// How long one call may be parked for rate limits in all; `None` = as long as it takes.
    pub max_rate_limit_wait: Option<Duration>,
    /// How often one call may be parked; the last time until `max_rate_limit_wait` is used up. `None` = no limit.
    pub max_rate_limit_tries: Option<u32>,
    /// Whether an attempt that ran into `request_timeout` is made again.
    pub retries_timeouts: bool,
}

impl RetryPolicy {
    /// For a sync: six tries, and rate limits are waited out.
    pub fn sync() -> Self {
        Self {
            tries: 6,
            first_wait: Duration::from_secs(1),
            max_wait: Duration::from_secs(32),
            request_timeout: Duration::from_mins(2),
            max_rate_limit_wait: None,
            max_rate_limit_tries: None,
            retries_timeouts: true,
        }
    }

    /// For a check that somebody watches: two tries, 10 s for one that stays silent, and at most 20 s for rate limits.
    pub fn check() -> Self {
        Self {
            tries: 2,
            request_timeout: Duration::from_secs(10),
            max_rate_limit_wait: Some(Duration::from_secs(20)),
            max_rate_limit_tries: Some(5),
            retries_timeouts: false,
            ..Self::sync()
        }
    }

    /// The wait after the `failed`-th failed attempt (from 1); `jitter` in `0..1`.
    pub(super) fn wait(&self, failed: u32, jitter: f64) -> Duration {
        let doubled = self.first_wait.saturating_mul(1 << failed.saturating_sub(1).min(16));
        doubled.min(self.max_wait) + Duration::from_secs_f64(jitter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_limit() {
        let waits: Vec<u64> = (1..=8).map(|n| RetryPolicy::sync().wait(n, 0.5).as_secs()).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 32, 32]);
        assert_eq!(RetryPolicy::sync().wait(1, 0.25), Duration::from_millis(1250));
        assert_eq!(RetryPolicy::sync().wait(u32::MAX, 0.0), Duration::from_secs(32));
    }
}
