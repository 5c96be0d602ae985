//! `bypass_codes`: metadata; the codes themselves are never asked for.

use domain::BypassCode;
use rusqlite::{Transaction, params};

use crate::{StoreError, time};

pub(crate) fn write(tx: &Transaction, run: i64, codes: &[BypassCode]) -> Result<(), StoreError> {
    let mut upsert = tx.prepare_cached(
        "INSERT INTO bypass_codes (bypass_code_id, admin_email, created, expiration, reuse_count, user_id, username,
           seen)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (bypass_code_id) DO UPDATE SET admin_email = ?2, created = ?3, expiration = ?4,
           reuse_count = ?5, user_id = ?6, username = ?7, seen = ?8",
    )?;
    for code in codes {
        upsert.execute(params![
            code.bypass_code_id,
            code.admin_email,
            time::ms(code.created),
            time::ms(code.expiration),
            code.reuse_count,
            code.user_id,
            code.username,
            run,
        ])?;
    }
    Ok(())
}
