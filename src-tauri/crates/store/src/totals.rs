//! Sums over users for the overview and the licence review.

use chrono::{DateTime, Utc};
use domain::FactorClass;
use domain::analysis::{Lane, Reason};
use rusqlite::Connection;

use crate::review::{self, ReviewCell};
use crate::table::data_set::count;
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

const POPULATION: &str = "status IN ('active', 'bypass')";

pub(crate) fn users(connection: &Connection) -> Result<UserTotals, StoreError> {
    let mut totals = basics(connection)?;
    totals.statuses =
        grouped(connection, "SELECT status, count(*) FROM users GROUP BY 1 ORDER BY 2 DESC, 1")?;
    let by_class: Vec<(Option<i64>, u64)> =
        grouped(connection, &format!("SELECT strongest, count(*) FROM users WHERE {POPULATION} GROUP BY 1"))?;
    totals.strongest = (0..)
        .zip(user::CLASSES)
        .map(|(rank, class)| (Some(class), pick(&by_class, Some(rank))))
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .chain([(None, pick(&by_class, None))])
        .collect();
    totals.assessed = time::at(meta::assessed(connection)?);
    if totals.assessed.is_some() {
        reviewed(connection, &mut totals)?;
    }
    Ok(totals)
}

fn basics(connection: &Connection) -> Result<UserTotals, StoreError> {
    let sql = format!(
        "SELECT count(*), total({POPULATION}), total({POPULATION}
             AND coalesce((SELECT can FROM coverage c WHERE c.user = users.id), factors <> 0)),
           total(status <> 'pending deletion'),
           total({POPULATION} AND (status = 'bypass' OR EXISTS (SELECT 1 FROM user_groups m
             JOIN groups g USING (group_id) WHERE m.user = users.id AND g.status = 'bypass')))
         FROM users"
    );
    let sum = |row: &rusqlite::Row<'_>, column| -> rusqlite::Result<u64> {
        // `total` gives a float even over no rows; counts of users are far below 2^53.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        row.get::<_, f64>(column).map(|sum| sum as u64)
    };
    Ok(connection.prepare_cached(&sql)?.query_row([], |row| {
        Ok(UserTotals {
            users: count(row.get(0)?),
            population: sum(row, 1)?,
            can_mfa: sum(row, 2)?,
            billable: sum(row, 3)?,
            bypass: sum(row, 4)?,
            ..UserTotals::default()
        })
    })?)
}

fn reviewed(connection: &Connection, totals: &mut UserTotals) -> Result<(), StoreError> {
    let billable = "users u LEFT JOIN assessments s ON s.user = u.id WHERE u.status <> 'pending deletion'";
    let active = |days: u32| -> Result<u64, StoreError> {
        let sql = format!("SELECT count(*) FROM {billable} AND s.idle_days < ?1");
        Ok(count(connection.prepare_cached(&sql)?.query_row([days], |row| row.get(0))?))
    };
    totals.active_30 = active(30)?;
    totals.active_60 = active(60)?;
    totals.active_90 = active(90)?;
    let cells = review::cells(connection, None, totals.assessed.unwrap_or_default())?;
    let sum = |holds: &dyn Fn(&ReviewCell) -> bool| -> u64 {
        cells.iter().filter(|cell| holds(cell)).map(|cell| cell.users).sum()
    };
    totals.lanes =
        assessment::LANES.into_iter().map(|lane| (lane, sum(&|cell| cell.lane == Some(lane)))).collect();
    totals.waterfall = Reason::WATERFALL
        .into_iter()
        .map(Some)
        .chain([None])
        .map(|step| (step, sum(&|cell| cell.step == step)))
        .collect();
    Ok(())
}

fn grouped<K: rusqlite::types::FromSql>(
    connection: &Connection,
    sql: &str,
) -> Result<Vec<(K, u64)>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows =
        statement.query_map([], |row| Ok((row.get(0)?, count(row.get(1)?))))?.collect::<Result<_, _>>()?;
    Ok(rows)
}

fn pick(counts: &[(Option<i64>, u64)], key: Option<i64>) -> u64 {
    counts.iter().find_map(|(found, count)| (*found == key).then_some(*count)).unwrap_or(0)
}
