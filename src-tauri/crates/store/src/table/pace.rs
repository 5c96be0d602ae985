//! `paces`: what was learnt about the rate limits of each account that is connected to.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Row, Transaction, params};

use crate::{StoreError, time};

/// What was learnt about one endpoint class of an account.
#[derive(Debug, Clone, PartialEq)]
pub struct PaceRow {
    /// The endpoint class, as the client of the API names it.
    pub class: String,
    /// Requests a minute that Duo is believed to grant.
    pub believed_per_minute: f64,
    /// Milliseconds from `as_of` for which the belief does not rise.
    pub held_ms: u64,
    /// Answers since the last refusal.
    pub answered: u32,
    /// Requests in the minute before `as_of`.
    pub lately: u32,
    /// When this was so.
    pub as_of: DateTime<Utc>,
}

pub(crate) fn read(sqlite: &Connection, host: &str) -> Result<Vec<PaceRow>, StoreError> {
    let mut statement = sqlite.prepare_cached(
        "SELECT class, believed, held_ms, answered, lately, as_of FROM paces WHERE host = ?1 ORDER BY class",
    )?;
    let rows = statement.query_map([host], row)?.collect::<Result<Vec<_>, _>>()?;
    // A time that is none was not written here.
    Ok(rows.into_iter().flatten().collect())
}

/// Of an account that is connected to; of any other nothing is kept.
pub(crate) fn write(tx: &Transaction, host: &str, rows: &[PaceRow]) -> Result<(), StoreError> {
    let mut statement = tx.prepare_cached(
        "INSERT OR REPLACE INTO paces (host, class, believed, held_ms, answered, lately, as_of)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE EXISTS (SELECT 1 FROM connections WHERE host = ?1)",
    )?;
    for PaceRow { class, believed_per_minute, held_ms, answered, lately, as_of } in rows {
        let held = i64::try_from(*held_ms).unwrap_or(i64::MAX);
        statement.execute(params![
            host,
            class,
            believed_per_minute,
            held,
            answered,
            lately,
            as_of.timestamp_millis()
        ])?;
    }
    Ok(())
}

/// Deletes what belongs to accounts that are connected to no more.
pub(crate) fn sweep(tx: &Transaction) -> Result<(), StoreError> {
    tx.execute("DELETE FROM paces WHERE host NOT IN (SELECT host FROM connections)", [])?;
    Ok(())
}

fn row(row: &Row) -> rusqlite::Result<Option<PaceRow>> {
    let (class, believed_per_minute, answered, lately) = (row.get(0)?, row.get(1)?, row.get(3)?, row.get(4)?);
    let held_ms = row.get::<_, i64>(2)?.unsigned_abs();
    let as_of = time::at(Some(row.get(5)?));
    Ok(as_of.map(|as_of| PaceRow { class, believed_per_minute, held_ms, answered, lately, as_of }))
}
