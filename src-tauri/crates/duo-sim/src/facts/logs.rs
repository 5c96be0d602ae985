//! What the logs hold.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::dice::index;
use crate::id::Kind;
use crate::log::page::{Order, Query, Source, slice};
use crate::log::story::{Outcome, Story};
use crate::log::{activity, sign_in, telephony};
use crate::org::applications::{self, Version};
use crate::tenant::Tenant;

/// Rows that are in memory at a time when a log is walked.
const STEP: usize = 1000;

/// Counts of sign-ins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignInFacts {
    /// How many there are.
    pub count: u64,
    /// SHA-256, in hex, of `<ms>,<txid>` and a line feed for each sign-in, in ascending order of both.
    pub digest: String,
    /// By `result`.
    pub by_result: BTreeMap<String, u64>,
    /// Different users with a successful sign-in.
    pub users: u64,
    /// Milliseconds of the first.
    pub first_ms: Option<i64>,
    /// Milliseconds of the last.
    pub last_ms: Option<i64>,
    /// Applications that appear, by number of sign-ins in descending order.
    pub applications: Vec<ApplicationFacts>,
}

/// What the sign-ins tell about one application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApplicationFacts {
    /// Integration key.
    pub key: String,
    /// Name.
    pub name: String,
    /// Whether the list of applications holds it.
    pub listed: bool,
    /// Sign-ins, whatever their result.
    pub sign_ins: u64,
    /// Successful ones.
    pub successes: u64,
    /// Different users known to Duo, whatever the result.
    pub users: u64,
    /// Milliseconds of the first sign-in.
    pub first_ms: i64,
    /// Milliseconds of the last.
    pub last_ms: i64,
}

/// Counts of a log of the second generation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActivityFacts {
    /// How many events there are.
    pub count: u64,
    /// SHA-256, in hex, of `<ms>,<id>` and a line feed for each event, in ascending order of both.
    pub digest: String,
}

/// Counts of one application while the log is walked.
#[derive(Debug, Default)]
struct Tally {
    sign_ins: u64,
    successes: u64,
    users: BTreeSet<u32>,
    first_ms: i64,
    last_ms: i64,
}

impl SignInFacts {
    pub(crate) fn of(tenant: &Tenant) -> Self {
        let mut by_result: BTreeMap<String, u64> = BTreeMap::new();
        let mut users = vec![false; index(tenant.population.len().into())];
        let mut tallies: BTreeMap<u32, Tally> = BTreeMap::new();
        let mut ends = None;
        for k in 0..tenant.sign_ins.len() {
            let story = Story::of(tenant, k);
            *by_result.entry(story.outcome.label().to_owned()).or_default() += 1;
            if let (Some(user), Outcome::Success) = (story.user, story.outcome) {
                users[user as usize] = true;
            }
            let tally = tallies.entry(story.application).or_default();
            if tally.sign_ins == 0 {
                tally.first_ms = story.ms;
            }
            tally.sign_ins += 1;
            tally.successes += u64::from(story.outcome == Outcome::Success);
            tally.users.extend(story.user);
            tally.last_ms = story.ms;
            ends = Some((ends.map_or(story.ms, |(first, _)| first), story.ms));
        }
        Self {
            count: tenant.sign_ins.len(),
            digest: sign_in::source(tenant, tenant.sign_ins.len(), &|_| false, digest_of_log),
            by_result,
            users: users.into_iter().filter(|seen| *seen).count() as u64,
            first_ms: ends.map(|(first, _)| first),
            last_ms: ends.map(|(_, last)| last),
            applications: applications_of(tenant, tallies),
        }
    }
}

impl ActivityFacts {
    pub(super) fn of_activity(tenant: &Tenant) -> Self {
        Self { count: tenant.activity.len(), digest: activity::source(tenant, digest_of_log) }
    }

    pub(super) fn of_telephony(tenant: &Tenant) -> Self {
        Self { count: tenant.telephony.len(), digest: telephony::source(tenant, digest_of_log) }
    }
}

/// How many of so many records differ.
pub(super) fn different<R: Serialize>(count: u64, record: impl Fn(u64) -> R) -> u64 {
    let records: BTreeSet<_> = (0..count).map(|k| serde_json::to_string(&record(k)).ok()).collect();
    records.len() as u64
}

fn applications_of(tenant: &Tenant, tallies: BTreeMap<u32, Tally>) -> Vec<ApplicationFacts> {
    let listed: Vec<u32> = applications::listed(Version::V3).collect();
    let mut facts: Vec<ApplicationFacts> = tallies
        .into_iter()
        .map(|(number, tally)| ApplicationFacts {
            key: tenant.id(Kind::Application, number),
            name: applications::get(number).name.to_owned(),
            listed: listed.contains(&number),
            sign_ins: tally.sign_ins,
            successes: tally.successes,
            users: tally.users.len() as u64,
            first_ms: tally.first_ms,
            last_ms: tally.last_ms,
        })
        .collect();
    facts.sort_by(|a, b| b.sign_ins.cmp(&a.sign_ins).then_with(|| a.key.cmp(&b.key)));
    facts
}

/// Walks a whole log in ascending order.
fn digest_of_log(source: &Source<'_>) -> String {
    let mut sum = Sha256::new();
    let mut query =
        Query { from_ms: 0, to_ms: i64::MAX, limit: STEP, order: Order::Ascending, after: None, overlap: 0 };
    loop {
        let page = slice(source, &query);
        for k in &page.events {
            sum.update(format!("{},{}\n", source.timeline.ms(*k), (source.id)(*k)));
        }
        query.after = page.next;
        if query.after.is_none() {
            return hex::encode(sum.finalize());
        }
    }
}
