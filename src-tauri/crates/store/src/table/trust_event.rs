//! `trust_events`: what Trust Monitor surfaced. Events that Duo no longer tells are kept.

use domain::TrustEvent;
use rusqlite::{Transaction, params};

use super::data_set::count;
use crate::{StoreError, time};

/// Deletes events that were surfaced before a time; how many are left.
pub(crate) fn forget_before(tx: &Transaction, before_ms: i64) -> Result<u64, StoreError> {
    tx.prepare_cached("DELETE FROM trust_events WHERE surfaced < ?1")?.execute([before_ms])?;
    Ok(tx.query_row("SELECT count(*) FROM trust_events", [], |row| row.get(0).map(count))?)
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
