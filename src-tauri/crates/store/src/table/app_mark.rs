//! `app_marks`: what a technician decided about applications. No sync touches it.

use domain::{AppKind, AppState};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::StoreError;

/// A decision about an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AppMark {
    /// `DI…`.
    pub app_key: String,
    /// State.
    pub state: AppState,
    /// Kind, in place of what the type or the name says; none = as they say.
    pub kind: Option<AppKind>,
}

/// Writes decisions and gives those that they replace, in the same order.
pub(crate) fn set(
    tx: &Transaction,
    marks: &[AppMark],
    by: &str,
    at_ms: i64,
) -> Result<Vec<AppMark>, StoreError> {
    let mut before = Vec::with_capacity(marks.len());
    let mut upsert = tx.prepare_cached(
        "INSERT INTO app_marks VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (app_key) DO UPDATE SET state = ?2, kind = ?3, marked_by = ?4, marked_at = ?5",
    )?;
    for mark in marks {
        before.push(get(tx, &mark.app_key)?);
        upsert.execute(params![mark.app_key, mark.state.id(), mark.kind.map(AppKind::id), by, at_ms])?;
    }
    Ok(before)
}

fn get(connection: &Connection, app_key: &str) -> Result<AppMark, StoreError> {
    let found: Option<(String, Option<String>)> = connection
        .prepare_cached("SELECT state, kind FROM app_marks WHERE app_key = ?1")?
        .query_row([app_key], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (state, kind) = found.unwrap_or_default();
    Ok(AppMark {
        app_key: app_key.to_owned(),
        state: AppState::from_id(&state).unwrap_or_default(),
        kind: kind.as_deref().and_then(AppKind::from_id),
    })
}
