//! Sums over a span (admin-api.md §7.13) and Trust Monitor (§8.6).

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::api::envelope::single;
use crate::api::error::ApiError;
use crate::api::lists::Asked;
use crate::api::route::Route;
use crate::config::Edition;
use crate::log::story::{Outcome, Story};
use crate::log::{telephony, trust};
use crate::tenant::Tenant;

const DAY: i64 = 86_400;
const DEFAULT_DAYS: i64 = 30;
const MOST_DAYS: i64 = 180;
/// Sign-ins that are looked at for a sum; of more, every so-manieth counts for its neighbours.
const MOST: u64 = 200_000;
const TRUST_DEFAULT: u64 = 50;
const TRUST_MOST: u64 = 200;

impl Asked<'_> {
    /// One of the three sums.
    pub(crate) fn sums(&self, route: Route<'_>) -> Result<Vec<u8>, ApiError> {
        let now = self.tenant.now();
        let seconds = |name| self.params.number(name, 0).map(|at| at.and_then(|at| i64::try_from(at).ok()));
        let to = seconds("maxtime")?.unwrap_or(now);
        let from = seconds("mintime")?.unwrap_or(to - DEFAULT_DAYS * DAY);
        if from >= to || to - from > MOST_DAYS * DAY {
            return Err(ApiError::InvalidParameter("mintime"));
        }
        let tenant = self.tenant;
        Ok(single(match route {
            Route::Attempts => json!({ "authentication_attempts": attempts(tenant, from, to).0 }),
            Route::UserAttempts => json!({ "user_authentication_attempts": attempts(tenant, from, to).1 }),
            _ => json!({ "telephony_credits_used": credits(tenant, from, to) }),
        }))
    }

    /// Offered to old accounts of the highest edition alone; the simulated ones of it are old.
    pub(crate) fn trust_monitor(&self, now: DateTime<Utc>) -> Result<Vec<u8>, ApiError> {
        let tenant = self.tenant;
        if tenant.config.edition != Edition::Premier {
            return Err(ApiError::Forbidden);
        }
        let moment = |name: &'static str| -> Result<i64, ApiError> {
            let at = self.params.number(name, 0)?.ok_or(ApiError::MissingParameter(name))?;
            i64::try_from(at).map_err(|_| ApiError::InvalidParameter(name))
        };
        let (from, to) = (moment("mintime")?, moment("maxtime")?.min(now.timestamp_millis()));
        let limit = self.params.number("limit", 1)?.unwrap_or(TRUST_DEFAULT).min(TRUST_MOST);
        let first = self.params.number("offset", 0)?.unwrap_or(0);
        let all = 0..trust::count(tenant);
        let found: Vec<u32> =
            all.filter(|event| (from..=to).contains(&trust::surfaced_ms(tenant, *event))).collect();
        let page = found.iter().skip(usize::try_from(first).unwrap_or(usize::MAX));
        let events: Vec<Value> = page
            .take(usize::try_from(limit).unwrap_or(usize::MAX))
            .map(|event| trust::record(tenant, *event))
            .collect();
        let end = first + events.len() as u64;
        let more = end < found.len() as u64;
        let metadata = if more { json!({ "next_offset": end.to_string() }) } else { json!({}) };
        Ok(single(json!({ "events": events, "metadata": metadata })))
    }
}

/// Attempts by outcome, and different users by outcome, from `from` to `to` in seconds.
pub(crate) fn attempts(tenant: &Tenant, from: i64, to: i64) -> (Value, Value) {
    let (first, end) =
        (tenant.sign_ins.before(from * 1000), tenant.sign_ins.before(to.saturating_add(1) * 1000));
    let step = (end.saturating_sub(first)).div_ceil(MOST).max(1);
    let mut counts = [0_u64; 4];
    let mut users: [BTreeSet<u32>; 4] = Default::default();
    for k in (first..end).step_by(usize::try_from(step).unwrap_or(usize::MAX)) {
        let story = Story::of(tenant, k);
        let at = match story.outcome {
            Outcome::Success => 0,
            Outcome::Denied => 1,
            Outcome::Fraud => 2,
            Outcome::Error => 3,
        };
        counts[at] += step;
        users[at].extend(story.user);
    }
    let of = |of: [u64; 4]| json!({ "SUCCESS": of[0], "FAILURE": of[1], "FRAUD": of[2], "ERROR": of[3] });
    (of(counts), of(users.map(|users| users.len() as u64)))
}

/// Credits in the telephony log, from `from` to `to` in seconds.
pub(crate) fn credits(tenant: &Tenant, from: i64, to: i64) -> u64 {
    let log = &tenant.telephony;
    let span = log.before(from * 1000)..log.before(to.saturating_add(1) * 1000);
    span.map(|k| u64::from(telephony::record(tenant, k).credits)).sum()
}
