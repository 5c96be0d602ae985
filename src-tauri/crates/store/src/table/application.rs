//! `applications`: the list of integrations; those seen only in the log are in `log_apps`.

use domain::{Application, UserAccess};
use rusqlite::{Transaction, params};

use crate::StoreError;

const fn access_id(access: UserAccess) -> &'static str {
    match access {
        UserAccess::AllUsers => "all_users",
        UserAccess::NoUsers => "no_users",
        UserAccess::PermittedGroups => "permitted_groups",
        UserAccess::Unknown => "unknown",
    }
}

/// From its id.
pub(crate) fn access(id: &str) -> UserAccess {
    [UserAccess::AllUsers, UserAccess::NoUsers, UserAccess::PermittedGroups]
        .into_iter()
        .find(|one| access_id(*one) == id)
        .unwrap_or(UserAccess::Unknown)
}

pub(crate) fn write(tx: &Transaction, run: i64, applications: &[Application]) -> Result<(), StoreError> {
    let mut upsert = tx.prepare_cached(
        "INSERT INTO applications (integration_key, name, type_slug, kind, user_access, groups_allowed, policy_key,
           sso_entity, notes, seen)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT (integration_key) DO UPDATE SET name = ?2, type_slug = ?3, kind = ?4, user_access = ?5,
           groups_allowed = ?6, policy_key = ?7, sso_entity = ?8, notes = ?9, seen = ?10",
    )?;
    for application in applications {
        upsert.execute(params![
            application.integration_key,
            application.name,
            application.type_slug,
            application.kind.id(),
            access_id(application.user_access),
            serde_json::Value::from(application.groups_allowed.clone()).to_string(),
            application.policy_key,
            application.sso_entity,
            application.notes,
            run,
        ])?;
    }
    Ok(())
}
