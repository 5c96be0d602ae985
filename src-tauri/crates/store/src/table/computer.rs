//! `desktop_authenticators`, `registered_devices` with their users, `blocked_devices`.

use domain::{DesktopAuthenticator, RegisteredDevice};
use rusqlite::{Transaction, params};

use crate::{StoreError, time};

pub(crate) fn write_authenticators(
    tx: &Transaction,
    run: i64,
    authenticators: &[DesktopAuthenticator],
) -> Result<(), StoreError> {
    let mut upsert = tx.prepare_cached(
        "INSERT INTO desktop_authenticators (dakey, device_name, platform, created, last_used, user_id, seen)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (dakey) DO UPDATE SET device_name = ?2, platform = ?3, created = ?4, last_used = ?5,
           user_id = ?6, seen = ?7",
    )?;
    for one in authenticators {
        upsert.execute(params![
            one.dakey,
            one.device_name,
            one.platform,
            time::ms(one.created),
            time::ms(one.last_used),
            one.user_id,
            run,
        ])?;
    }
    Ok(())
}

pub(crate) fn write_registered(
    tx: &Transaction,
    run: i64,
    devices: &[RegisteredDevice],
) -> Result<(), StoreError> {
    let mut clear = tx.prepare_cached("DELETE FROM registered_device_users WHERE device = ?1")?;
    let mut add =
        tx.prepare_cached("INSERT OR IGNORE INTO registered_device_users (user_id, device) VALUES (?1, ?2)")?;
    for device in devices {
        let id = upsert(tx, "registered_devices", run, device)?;
        clear.execute([id])?;
        for user in &device.user_ids {
            add.execute(params![user, id])?;
        }
    }
    Ok(())
}

pub(crate) fn write_blocked(
    tx: &Transaction,
    run: i64,
    devices: &[RegisteredDevice],
) -> Result<(), StoreError> {
    for device in devices {
        upsert(tx, "blocked_devices", run, device)?;
    }
    Ok(())
}

fn upsert(
    tx: &Transaction,
    table: &'static str,
    run: i64,
    device: &RegisteredDevice,
) -> Result<i64, StoreError> {
    Ok(tx
        .prepare_cached(&format!(
            "INSERT INTO {table} (compkey, device_name, os_family, os_version, created, last_seen, seen)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (compkey) DO UPDATE SET device_name = ?2, os_family = ?3, os_version = ?4, created = ?5,
               last_seen = ?6, seen = ?7 RETURNING id"
        ))?
        .query_row(
            params![
                device.compkey,
                device.device_name,
                device.os_family,
                device.os_version,
                time::ms(device.created),
                time::ms(device.last_seen),
                run,
            ],
            |row| row.get(0),
        )?)
}
