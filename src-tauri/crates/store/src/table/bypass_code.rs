//! `bypass_codes`: metadata; the codes themselves are never asked for.

use domain::BypassCode;
use rusqlite::{Transaction, params};

use crate::{StoreError, time};

pub(crate) const SCHEMA: &str = "
CREATE TABLE bypass_codes (
  id INTEGER PRIMARY KEY,
  bypass_code_id TEXT NOT NULL UNIQUE,
  admin_email TEXT NOT NULL,
  created INTEGER,
  expiration INTEGER,
  reuse_count INTEGER,
  user_id TEXT,
  username TEXT,
  seen INTEGER NOT NULL
) STRICT;
CREATE INDEX bypass_codes_user ON bypass_codes (user_id);
";

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
