//! `groups`.

use domain::Group;
use rusqlite::{Transaction, params};

use crate::StoreError;

pub(crate) fn write(tx: &Transaction, run: i64, groups: &[Group]) -> Result<(), StoreError> {
    let mut upsert = tx.prepare_cached(
        "INSERT INTO groups (group_id, name, \"desc\", status, seen) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (group_id) DO UPDATE SET name = ?2, \"desc\" = ?3, status = ?4, seen = ?5",
    )?;
    for group in groups {
        upsert.execute(params![group.group_id, group.name, group.desc, group.status, run])?;
    }
    Ok(())
}
