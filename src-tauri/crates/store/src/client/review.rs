//! The licence review: sums under a scenario, decisions, snapshots, saved scenarios.

use chrono::{DateTime, Utc};
use domain::analysis::{Rules, UserFacts};

use super::ClientDb;
use crate::StoreError;
use crate::review::{self, ReviewSums};
use crate::table::exclusion::ExclusionRow;
use crate::table::scenario::ScenarioRow;
use crate::table::snapshot::SnapshotRow;
use crate::table::{assessment, exclusion, scenario, snapshot};

impl ClientDb {
    /// Sums of the review, with other idle days than the rules' if told; `as_of` ends exclusions.
    pub fn review_sums(
        &self,
        idle_days: Option<u32>,
        active_days: u32,
        as_of: DateTime<Utc>,
    ) -> Result<ReviewSums, StoreError> {
        let people = self.pool.snapshot(|sqlite| self.people.read(sqlite))?;
        Ok(review::sums(&people, idle_days, active_days, as_of))
    }

    /// What the review knows of every user, under these rules.
    pub fn user_facts(&self, rules: &Rules) -> Result<Vec<UserFacts>, StoreError> {
        self.pool.read(|sqlite| assessment::facts(sqlite, rules))
    }

    /// Every decision about a user, newest first.
    pub fn exclusions(&self) -> Result<Vec<ExclusionRow>, StoreError> {
        self.pool.read(exclusion::all)
    }

    /// Takes back what was decided about `users`, then decides `rows`. What stood there before is given, so that
    /// it can be put back.
    pub fn decide(&self, users: &[String], rows: &[ExclusionRow]) -> Result<Vec<ExclusionRow>, StoreError> {
        self.write(|tx, _| {
            let mut before = exclusion::all(tx)?;
            before.retain(|row| users.contains(&row.user_id));
            for user in users {
                exclusion::remove(tx, user)?;
            }
            for row in rows {
                exclusion::put(tx, row)?;
            }
            Ok(before)
        })
    }

    /// Sums after each sync, oldest first.
    pub fn snapshots(&self) -> Result<Vec<SnapshotRow>, StoreError> {
        self.pool.read(snapshot::all)
    }

    /// Notes the sums after a sync.
    pub fn put_snapshot(&self, row: &SnapshotRow) -> Result<(), StoreError> {
        self.write(|tx, _| snapshot::put(tx, row))
    }

    /// Saved scenarios by name.
    pub fn scenarios(&self) -> Result<Vec<ScenarioRow>, StoreError> {
        self.pool.read(scenario::all)
    }

    /// Saves a scenario; one of the same name is replaced.
    pub fn put_scenario(&self, row: &ScenarioRow) -> Result<(), StoreError> {
        self.write(|tx, _| scenario::put(tx, row))
    }

    /// Forgets a scenario.
    pub fn remove_scenario(&self, name: &str) -> Result<(), StoreError> {
        self.write(|tx, _| scenario::remove(tx, name))
    }
}
