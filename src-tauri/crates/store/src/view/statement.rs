//! Statements over views: what they count from, and binding by name.

use chrono::{DateTime, Utc};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Rows, Statement};

use super::column::View;
use super::query::{ViewName, ViewQuery};
use crate::table::log_window;
use crate::table::meta::Basis;
use crate::{StoreError, time};

/// What a view rests on.
pub(super) const fn basis(view: ViewName) -> Basis {
    match view {
        ViewName::Apps => Basis::SignInsAndObjects,
        ViewName::AppUsers | ViewName::Signins => Basis::SignIns,
        ViewName::Activity | ViewName::Telephony | ViewName::AdminLog | ViewName::OfflineLog => {
            Basis::Everything
        }
        ViewName::Users
        | ViewName::Licences
        | ViewName::Bypass
        | ViewName::Groups
        | ViewName::Policies
        | ViewName::Coverage
        | ViewName::Devices
        | ViewName::Endpoints
        | ViewName::Admins
        | ViewName::AdminUnits
        | ViewName::Settings
        | ViewName::TrustMonitor
        | ViewName::Findings => Basis::Objects,
    }
}

/// The times from which a view counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Edge {
    as_of: i64,
    lo: Option<i64>,
    hi: Option<i64>,
    idle: Option<u32>,
}

impl Edge {
    /// What a view counts from.
    pub(super) fn of_view(
        connection: &Connection,
        view: ViewName,
        query: &ViewQuery,
        as_of: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        let edge = match basis(view) {
            Basis::Objects => Self::since(as_of),
            Basis::Everything | Basis::SignIns | Basis::SignInsAndObjects => Self::of(connection, as_of)?,
        };
        Ok(Self { idle: query.idle_days.filter(|_| view == ViewName::Licences), ..edge })
    }

    /// Ages count to the full minute, so that an answer kept from a moment ago still holds.
    fn since(as_of: DateTime<Utc>) -> Self {
        Self { as_of: as_of.timestamp() / 60 * 60_000, lo: None, hi: None, idle: None }
    }

    /// The log's ends: of what was read without a gap, else its newest event.
    pub(super) fn of(connection: &Connection, as_of: DateTime<Utc>) -> Result<Self, StoreError> {
        let coverage = log_window::coverage(connection)?;
        let newest = connection
            .prepare_cached("SELECT id >> 20 FROM sign_ins ORDER BY id DESC LIMIT 1")?
            .query_row([], |row| row.get(0))
            .optional()?;
        let hi = coverage.map(|(_, hi)| hi).or(newest);
        Ok(Self { lo: coverage.map(|(lo, _)| lo), hi, ..Self::since(as_of) })
    }

    /// Without the time of the call, where no column of the view looks at it.
    pub(super) fn keyed(self, view: ViewName) -> Self {
        match view {
            ViewName::Bypass | ViewName::Licences | ViewName::Admins => self,
            _ => Self { as_of: 0, ..self },
        }
    }

    fn values(self) -> [(String, Value); 5] {
        let day = self.hi.map(time::day);
        [
            (":as_of".to_owned(), self.as_of.into()),
            (":lo".to_owned(), self.lo.into()),
            (":hi".to_owned(), self.hi.into()),
            (":day".to_owned(), day.into()),
            (":idle".to_owned(), self.idle.into()),
        ]
    }
}

/// Binds the values that the statement names, and runs it.
pub(super) fn run<'s>(
    statement: &'s mut Statement<'_>,
    edge: Edge,
    values: &[(String, Value)],
) -> Result<Rows<'s>, StoreError> {
    for (name, value) in edge.values().iter().chain(values) {
        if let Some(at) = statement.parameter_index(name.as_str())? {
            statement.raw_bind_parameter(at, value)?;
        }
    }
    Ok(statement.raw_query())
}

/// `ORDER BY` with nulls last; equals are in the view's own order.
pub(super) fn order(view: &View, query: &ViewQuery) -> Result<String, StoreError> {
    let asked = query.sort.iter().map(|sort| (sort.column.as_str(), sort.descending));
    let terms: Vec<String> = asked
        .chain(view.order.iter().copied())
        .map(|(column, descending)| term(view, column, descending))
        .collect::<Result<_, _>>()?;
    Ok(terms.join(", "))
}

fn term(view: &View, column: &str, descending: bool) -> Result<String, StoreError> {
    let column =
        view.column(column).filter(|column| column.spec.sortable).ok_or(StoreError::UnknownColumn)?;
    Ok(format!("{}{} NULLS LAST", column.order(), if descending { " DESC" } else { "" }))
}

/// Rows to give: 200 unless told, at most 1,000.
pub(super) fn limit(query: &ViewQuery) -> usize {
    match query.limit {
        0 => 200,
        limit => usize::try_from(limit.min(1_000)).unwrap_or(1_000),
    }
}
