//! How many sign-ins lie in stretches of time, of every application or of one.

use foldhash::HashSet;
use rusqlite::{Connection, OptionalExtension};

use super::data_set::count;
use super::event_key;
use crate::StoreError;
use crate::time::DAY_MS;

/// A count for each stretch; its end, in Unix milliseconds, no longer belongs to it.
pub(crate) fn of_all(connection: &Connection, stretches: &[(i64, i64)]) -> Result<Vec<u64>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT count(*) FROM sign_ins WHERE id BETWEEN ?1 AND ?2")?;
    stretches
        .iter()
        .map(|stretch| {
            let (first, last) = numbers(*stretch);
            Ok(count(statement.query_row([first, last], |row| row.get(0))?))
        })
        .collect()
}

/// The same of one application, by its key; nought where the log does not know it.
pub(crate) fn of_app(
    connection: &Connection,
    app_key: &str,
    stretches: &[(i64, i64)],
) -> Result<Vec<u64>, StoreError> {
    let app: Option<i64> = connection
        .prepare_cached("SELECT id FROM log_apps WHERE key = ?1")?
        .query_row([app_key], |row| row.get(0))
        .optional()?;
    let Some(app) = app else { return Ok(vec![0; stretches.len()]) };
    let busy = busy_days(connection, app)?;
    let mut statement =
        connection.prepare_cached("SELECT count(*) FROM sign_ins WHERE id BETWEEN ?1 AND ?2 AND app = ?3")?;
    stretches
        .iter()
        .map(|&(lo, hi)| {
            let days = lo.div_euclid(DAY_MS)..=(hi - 1).div_euclid(DAY_MS);
            if !days.into_iter().any(|day| busy.contains(&day)) {
                return Ok(0);
            }
            let (first, last) = numbers((lo, hi));
            Ok(count(statement.query_row([first, last, app], |row| row.get(0))?))
        })
        .collect()
}

/// Days (UTC) of which the sums know sign-ins: the others need no look at the log.
fn busy_days(connection: &Connection, app: i64) -> Result<HashSet<i64>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT DISTINCT day FROM app_days WHERE app = ?1")?;
    let days = statement.query_map([app], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(days)
}

fn numbers((lo, hi): (i64, i64)) -> (i64, i64) {
    (event_key::first(lo), event_key::last(hi - 1))
}
