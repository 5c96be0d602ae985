//! `tokens` and their owners.

use domain::Token;
use rusqlite::{Transaction, params};

use crate::StoreError;

pub(crate) fn write(tx: &Transaction, run: i64, tokens: &[Token]) -> Result<(), StoreError> {
    let mut upsert = tx.prepare_cached(
        "INSERT INTO tokens (token_id, type, serial, seen) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (token_id) DO UPDATE SET type = ?2, serial = ?3, seen = ?4 RETURNING id",
    )?;
    let mut clear = tx.prepare_cached("DELETE FROM token_users WHERE token = ?1")?;
    let mut add = tx.prepare_cached("INSERT OR IGNORE INTO token_users (user_id, token) VALUES (?1, ?2)")?;
    for token in tokens {
        let id: i64 =
            upsert.query_row(params![token.token_id, token.kind, token.serial, run], |row| row.get(0))?;
        clear.execute([id])?;
        for user in &token.user_ids {
            add.execute(params![user, id])?;
        }
    }
    Ok(())
}
