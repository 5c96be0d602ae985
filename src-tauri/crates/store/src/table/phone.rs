//! `phones` and their owners.

use domain::Phone;
use rusqlite::{Transaction, params};

use crate::{StoreError, time};

pub(crate) fn write(tx: &Transaction, run: i64, phones: &[Phone]) -> Result<(), StoreError> {
    let mut upsert = tx.prepare_cached(
        "INSERT INTO phones (phone_id, number, name, type, platform, model, activated, capabilities, last_seen,
           encrypted, screenlock, fingerprint, tampered, seen)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
         ON CONFLICT (phone_id) DO UPDATE SET number = ?2, name = ?3, type = ?4, platform = ?5, model = ?6,
           activated = ?7, capabilities = ?8, last_seen = ?9, encrypted = ?10, screenlock = ?11, fingerprint = ?12,
           tampered = ?13, seen = ?14
         RETURNING id",
    )?;
    let mut clear = tx.prepare_cached("DELETE FROM phone_users WHERE phone = ?1")?;
    let mut add = tx.prepare_cached("INSERT OR IGNORE INTO phone_users (user_id, phone) VALUES (?1, ?2)")?;
    for phone in phones {
        let id: i64 = upsert.query_row(
            params![
                phone.phone_id,
                phone.number,
                phone.name,
                phone.kind,
                phone.platform,
                phone.model,
                phone.activated,
                serde_json::Value::from(phone.capabilities.clone()).to_string(),
                time::ms(phone.last_seen),
                phone.encrypted,
                phone.screenlock,
                phone.fingerprint,
                phone.tampered,
                run,
            ],
            |row| row.get(0),
        )?;
        clear.execute([id])?;
        for user in &phone.user_ids {
            add.execute(params![user, id])?;
        }
    }
    Ok(())
}
