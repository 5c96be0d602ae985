//! Sums of the licence review under a scenario.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::analysis::{Lane, Reason};

use crate::people::{People, Person};
use crate::table::exclusion::MARKS;

/// How many users share a step, a lane and a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReviewCell {
    /// The first reason that counts; none = in use.
    pub step: Option<Reason>,
    /// Lane; none = in use.
    pub lane: Option<Lane>,
    /// `excluded`, `expired`, `client_decision`.
    pub mark: Option<&'static str>,
    /// Users.
    pub users: u64,
}

/// Sums over the users that take a licence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewSums {
    /// Users.
    pub billable: u64,
    /// Enrolled.
    pub enrolled: u64,
    /// Of status bypass.
    pub bypass: u64,
    /// Seen less than 30, 60, 90 and the scenario's days before.
    pub active: [u64; 4],
    /// Users by step, lane and decision; sums to `billable`.
    pub cells: Vec<ReviewCell>,
}

/// Users in the Trash take no licence.
const TRASH: &str = "pending deletion";

pub(crate) fn sums(
    people: &People,
    idle_days: Option<u32>,
    active_days: u32,
    as_of: DateTime<Utc>,
) -> ReviewSums {
    let mut sums = ReviewSums { cells: cells(people, idle_days, as_of), ..ReviewSums::default() };
    for (person, users) in billable(people) {
        sums.billable += users;
        sums.enrolled += if person.enrolled { users } else { 0 };
        sums.bypass += if people.status(person) == "bypass" { users } else { 0 };
        for (active, days) in sums.active.iter_mut().zip([30, 60, 90, active_days]) {
            let seen = person.idle_days.is_some_and(|idle| idle < i64::from(days));
            *active += if seen { users } else { 0 };
        }
    }
    sums
}

/// Users that take a licence.
pub(crate) fn billable(people: &People) -> impl Iterator<Item = (&Person, u64)> {
    people
        .groups
        .iter()
        .filter(|(person, _)| people.status(person) != TRASH)
        .map(|(person, users)| (person, *users))
}

/// Users by step, lane and decision.
pub(crate) fn cells(people: &People, idle_days: Option<u32>, as_of: DateTime<Utc>) -> Vec<ReviewCell> {
    let as_of = as_of.timestamp_millis();
    let mut cells: BTreeMap<_, u64> = BTreeMap::new();
    for (person, users) in billable(people) {
        let candidate = person.candidate(idle_days, as_of);
        *cells.entry((candidate, person.mark(as_of))).or_default() += users;
    }
    cells
        .into_iter()
        .map(|((candidate, mark), users)| ReviewCell {
            step: candidate.map(|(step, _)| step),
            lane: candidate.map(|(_, lane)| lane),
            mark: mark.and_then(|mark| MARKS.get(usize::try_from(mark).ok()?).copied()),
            users,
        })
        .collect()
}

#[cfg(test)]
mod tests;
