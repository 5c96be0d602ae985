//! Sums over users for the overview and the licence review.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::FactorClass;
use domain::analysis::{Lane, Reason};
use rusqlite::Connection;

use crate::people::People;
use crate::review::{self, ReviewCell};
use crate::table::{assessment, meta, user};
use crate::{StoreError, time};

/// Sums over the stored users.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserTotals {
    /// Users stored, the Trash too.
    pub users: u64,
    /// Users of status active or bypass (ux.md §8.4).
    pub population: u64,
    /// Of those, with a usable factor.
    pub can_mfa: u64,
    /// Users that take a licence: everybody but the Trash.
    pub billable: u64,
    /// Users of the population in bypass, by own status or a group.
    pub bypass: u64,
    /// Users by Duo's status, commonest first.
    pub statuses: Vec<(String, u64)>,
    /// The population by strongest factor, strongest first; none = no factor.
    pub strongest: Vec<(Option<FactorClass>, u64)>,
    /// Age of the data that was assessed; none = the sums below are not there yet.
    pub assessed: Option<DateTime<Utc>>,
    /// Billable users seen less than 30 days before that.
    pub active_30: u64,
    /// Less than 60 days.
    pub active_60: u64,
    /// Less than 90 days.
    pub active_90: u64,
    /// Candidates by lane; every lane is listed.
    pub lanes: Vec<(Lane, u64)>,
    /// Billable users by their step, in the order of the waterfall; every step is listed, the last (none) is in
    /// use. Sums to `billable`.
    pub waterfall: Vec<(Option<Reason>, u64)>,
}

impl UserTotals {
    /// Users in lane Ready.
    pub fn ready(&self) -> u64 {
        self.lanes.iter().filter(|(lane, _)| *lane == Lane::Ready).map(|(_, users)| users).sum()
    }
}

/// In the population are users of status active or bypass.
const POPULATION: [&str; 2] = ["active", "bypass"];

pub(crate) fn users(connection: &Connection, people: &People) -> Result<UserTotals, StoreError> {
    let mut totals = UserTotals { assessed: time::at(meta::assessed(connection)?), ..UserTotals::default() };
    let mut statuses: BTreeMap<&str, u64> = BTreeMap::new();
    let mut strongest: BTreeMap<Option<i64>, u64> = BTreeMap::new();
    for (person, users) in &people.groups {
        let status = people.status(person);
        totals.users += users;
        *statuses.entry(status).or_default() += users;
        if !POPULATION.contains(&status) {
            continue;
        }
        totals.population += users;
        totals.can_mfa += if person.can { *users } else { 0 };
        totals.bypass += if status == "bypass" || person.in_bypass_group { *users } else { 0 };
        *strongest.entry(person.strongest).or_default() += users;
    }
    totals.billable = review::billable(people).map(|(_, users)| users).sum();
    totals.statuses = statuses.into_iter().map(|(status, users)| (status.to_owned(), users)).collect();
    totals.statuses.sort_by_key(|(_, users)| Reverse(*users));
    let of_class = |class: Option<i64>| strongest.get(&class).copied().unwrap_or(0);
    totals.strongest = (0..)
        .zip(user::CLASSES)
        .map(|(rank, class)| (Some(class), of_class(Some(rank))))
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .chain([(None, of_class(None))])
        .collect();
    if let Some(assessed) = totals.assessed {
        reviewed(people, assessed, &mut totals);
    }
    Ok(totals)
}

fn reviewed(people: &People, assessed: DateTime<Utc>, totals: &mut UserTotals) {
    let sums = review::sums(people, None, 0, assessed);
    [totals.active_30, totals.active_60, totals.active_90, _] = sums.active;
    let sum = |holds: &dyn Fn(&ReviewCell) -> bool| -> u64 {
        sums.cells.iter().filter(|cell| holds(cell)).map(|cell| cell.users).sum()
    };
    totals.lanes =
        assessment::LANES.into_iter().map(|lane| (lane, sum(&|cell| cell.lane == Some(lane)))).collect();
    totals.waterfall = Reason::WATERFALL
        .into_iter()
        .map(Some)
        .chain([None])
        .map(|step| (step, sum(&|cell| cell.step == step)))
        .collect();
}
