//! `endpoints`: browsers and computers that Duo saw.

use domain::Endpoint;
use rusqlite::{Transaction, params};

use crate::{StoreError, time};

pub(crate) fn write(tx: &Transaction, run: i64, endpoints: &[Endpoint]) -> Result<(), StoreError> {
    let mut upsert = tx.prepare_cached(
        "INSERT INTO endpoints (epkey, username, email, device_name, model, type, os_family, os_version, os_build,
           browsers, trusted, encryption, firewall, password, agents, desktop_version, last_seen, health_collected,
           seen)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
         ON CONFLICT (epkey) DO UPDATE SET username = ?2, email = ?3, device_name = ?4, model = ?5, type = ?6,
           os_family = ?7, os_version = ?8, os_build = ?9, browsers = ?10, trusted = ?11, encryption = ?12,
           firewall = ?13, password = ?14, agents = ?15, desktop_version = ?16, last_seen = ?17,
           health_collected = ?18, seen = ?19",
    )?;
    for one in endpoints {
        upsert.execute(params![
            one.epkey,
            one.username,
            one.email,
            one.device_name,
            one.model,
            one.kind,
            one.os_family,
            one.os_version,
            one.os_build,
            serde_json::Value::from(one.browsers.clone()).to_string(),
            one.trusted,
            one.encryption,
            one.firewall,
            one.password,
            serde_json::Value::from(one.agents.clone()).to_string(),
            one.desktop_version,
            time::ms(one.last_seen),
            time::ms(one.health_collected),
            run,
        ])?;
    }
    Ok(())
}
