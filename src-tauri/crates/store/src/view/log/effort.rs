//! How much of the log may be looked at.

use rusqlite::Connection;

use super::super::condition::Filter;
use super::super::texts::SEEK;
use crate::StoreError;
use crate::table::data_set;
use crate::table::event_key::BUCKET;
use crate::table::sign_in::span;

/// Sign-ins that one piece of a walk looks at first.
const PIECE: u64 = 50_000;

/// Sign-ins that may still be looked at; a look into the index of users counts as several.
pub(super) struct Effort {
    left: u64,
    /// Sign-ins of a stretch, on average.
    stretch: u64,
}

impl Effort {
    pub(super) fn new(connection: &Connection, left: u64) -> Result<Self, StoreError> {
        let rows = data_set::one(connection, domain::DataSet::SignIns)?.rows;
        let all = span(connection)?.map_or(1, stretches);
        Ok(Self { left, stretch: (rows / all).max(1) })
    }

    /// What looking at all that a filter leaves would take.
    pub(super) fn cost(&self, filter: &Filter, span: (i64, i64)) -> u64 {
        let (first, last) = span;
        if filter.by_user {
            return self.of_stretch(filter).saturating_mul(stretches(span));
        }
        // A part of a stretch is as much less.
        let part = (u128::from(last.abs_diff(first)) * u128::from(self.stretch)) >> BUCKET;
        u64::try_from(part).unwrap_or(u64::MAX)
    }

    fn of_stretch(&self, filter: &Filter) -> u64 {
        if filter.by_user { filter.users.saturating_mul(SEEK) } else { self.stretch }
    }

    /// Whether there is enough left, which is then used.
    pub(super) fn spend(&mut self, filter: &Filter, span: (i64, i64)) -> bool {
        self.spend_stretches(filter, stretches(span)) == stretches(span)
    }

    /// Uses what so many stretches take, or as many as are left: how many.
    pub(super) fn spend_stretches(&mut self, filter: &Filter, wanted: u64) -> u64 {
        let each = self.of_stretch(filter).max(1);
        let given = wanted.min(self.left / each);
        self.left -= given * each;
        given
    }

    /// Stretches to begin with where sign-ins are not found by users.
    pub(super) fn first(&self) -> i64 {
        i64::try_from((PIECE / self.stretch).max(1)).unwrap_or(i64::MAX)
    }
}

pub(super) fn stretches((first, last): (i64, i64)) -> u64 {
    data_set::count((last >> BUCKET).saturating_sub(first >> BUCKET).saturating_add(1))
}
