//! `scenarios`: what-ifs saved by name, as JSON that the engine reads.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Transaction, params};

use crate::{StoreError, time};

/// A saved what-if.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioRow {
    /// Its name.
    pub name: String,
    /// JSON.
    pub content: String,
    /// When it was saved.
    pub at: DateTime<Utc>,
}

/// Saves under a name; one of the same name is replaced.
pub(crate) fn put(tx: &Transaction, row: &ScenarioRow) -> Result<(), StoreError> {
    tx.prepare_cached("INSERT OR REPLACE INTO scenarios VALUES (?1, ?2, ?3)")?.execute(params![
        row.name,
        row.content,
        row.at.timestamp_millis()
    ])?;
    Ok(())
}

pub(crate) fn remove(tx: &Transaction, name: &str) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM scenarios WHERE name = ?1")?.execute([name])?;
    Ok(())
}

/// By name.
pub(crate) fn all(connection: &Connection) -> Result<Vec<ScenarioRow>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT name, content, at FROM scenarios ORDER BY name COLLATE ANYCASE")?;
    let rows = statement
        .query_map([], |row| {
            Ok(ScenarioRow {
                name: row.get(0)?,
                content: row.get(1)?,
                at: time::at(row.get(2)?).unwrap_or_default(),
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}
