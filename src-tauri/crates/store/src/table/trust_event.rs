//! `trust_events`: what Trust Monitor surfaced. Events that Duo no longer tells are kept.

use domain::TrustEvent;
use rusqlite::{Connection, Transaction, params};

use super::data_set::count;
use crate::{StoreError, time};

/// Deletes events that were surfaced before a time; how many are left.
pub(crate) fn forget_before(tx: &Transaction, before_ms: i64) -> Result<u64, StoreError> {
    tx.prepare_cached("DELETE FROM trust_events WHERE surfaced < ?1")?.execute([before_ms])?;
    Ok(tx.query_row("SELECT count(*) FROM trust_events", [], |row| row.get(0).map(count))?)
}

/// How many events were surfaced before a time, and when the first of all was.
pub(crate) fn before(connection: &Connection, before_ms: i64) -> Result<(u64, Option<i64>), StoreError> {
    let found = connection
        .prepare_cached("SELECT count(*), min(surfaced) FROM trust_events WHERE surfaced < ?1")?
        .query_row([before_ms], |row| Ok((row.get(0).map(count)?, row.get(1)?)))?;
    Ok(found)
}

pub(crate) fn write(tx: &Transaction, run: i64, events: &[TrustEvent]) -> Result<(), StoreError> {
    let mut upsert = tx.prepare_cached(
        "INSERT INTO trust_events (sekey, kind, state, surfaced, priority, reasons, user_key, user_name, actor, txid,
           seen)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
         ON CONFLICT (sekey) DO UPDATE SET kind = ?2, state = ?3, surfaced = ?4, priority = ?5, reasons = ?6,
           user_key = ?7, user_name = ?8, actor = ?9, txid = ?10, seen = ?11",
    )?;
    for event in events {
        upsert.execute(params![
            event.sekey,
            event.kind,
            event.state,
            time::ms(event.surfaced),
            event.priority,
            serde_json::Value::from(event.reasons.as_slice()).to_string(),
            event.user_key,
            event.user_name,
            event.actor,
            event.txid,
            run,
        ])?;
    }
    Ok(())
}
