//! `admins` and `admin_units`.

use domain::{Admin, AdminUnit};
use rusqlite::{Transaction, params};

use crate::{StoreError, time};

pub(crate) fn write(tx: &Transaction, run: i64, admins: &[Admin]) -> Result<(), StoreError> {
    let mut upsert = tx.prepare_cached(
        "INSERT INTO admins (admin_id, name, email, phone, role, subaccount_role, status, created, last_login,
           password_change_required, restricted, unit_ids, hardtoken, seen)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
         ON CONFLICT (admin_id) DO UPDATE SET name = ?2, email = ?3, phone = ?4, role = ?5, subaccount_role = ?6,
           status = ?7, created = ?8, last_login = ?9, password_change_required = ?10, restricted = ?11,
           unit_ids = ?12, hardtoken = ?13, seen = ?14",
    )?;
    for admin in admins {
        upsert.execute(params![
            admin.admin_id,
            admin.name,
            admin.email,
            admin.phone,
            admin.role,
            admin.subaccount_role,
            admin.status,
            time::ms(admin.created),
            time::ms(admin.last_login),
            admin.password_change_required,
            admin.restricted,
            json(&admin.unit_ids),
            admin.hardtoken,
            run,
        ])?;
    }
    Ok(())
}

pub(crate) fn write_units(tx: &Transaction, run: i64, units: &[AdminUnit]) -> Result<(), StoreError> {
    let mut upsert = tx.prepare_cached(
        "INSERT INTO admin_units (admin_unit_id, name, description, restrict_by_groups, restrict_by_integrations,
           group_ids, integration_keys, seen)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (admin_unit_id) DO UPDATE SET name = ?2, description = ?3, restrict_by_groups = ?4,
           restrict_by_integrations = ?5, group_ids = ?6, integration_keys = ?7, seen = ?8",
    )?;
    for unit in units {
        upsert.execute(params![
            unit.admin_unit_id,
            unit.name,
            unit.description,
            unit.restrict_by_groups,
            unit.restrict_by_integrations,
            unit.group_ids.as_deref().map(json),
            unit.integration_keys.as_deref().map(json),
            run,
        ])?;
    }
    Ok(())
}

fn json(texts: &[String]) -> String {
    serde_json::Value::from(texts).to_string()
}
