//! `webauthn`: passkeys and security keys.

use domain::WebAuthnCredential;
use rusqlite::{Transaction, params};

use crate::{StoreError, time};

pub(crate) fn write(
    tx: &Transaction,
    run: i64,
    credentials: &[WebAuthnCredential],
) -> Result<(), StoreError> {
    let mut upsert = tx.prepare_cached(
        "INSERT INTO webauthn (webauthnkey, credential_name, label, date_added, date_last_used, user_id, seen,
           admin_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (webauthnkey) DO UPDATE SET credential_name = ?2, label = ?3, date_added = ?4,
           date_last_used = ?5, user_id = ?6, seen = ?7, admin_id = ?8",
    )?;
    for credential in credentials {
        upsert.execute(params![
            credential.webauthnkey,
            credential.credential_name,
            credential.label,
            time::ms(credential.date_added),
            time::ms(credential.date_last_used),
            credential.user_id,
            run,
            credential.admin_id,
        ])?;
    }
    Ok(())
}
