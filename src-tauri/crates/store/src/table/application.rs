//! `applications`: the list of integrations; those seen only in the log are in `log_apps`.

use domain::{AppKind, Application, Sso, UserAccess};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

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

/// Single sign-on of an application; none = it has none, or is not in the list.
pub(crate) fn sso(sqlite: &Connection, app_key: &str) -> Result<Option<Sso>, StoreError> {
    let text: Option<Option<String>> = sqlite
        .prepare_cached("SELECT sso FROM applications WHERE integration_key = ?1")?
        .query_row([app_key], |row| row.get(0))
        .optional()?;
    Ok(text.flatten().and_then(|text| serde_json::from_str(&text).ok()))
}

/// The column of the kind must hold something; views tell the kind anew, since its tables grow with versions.
pub(crate) fn write(tx: &Transaction, run: i64, applications: &[Application]) -> Result<(), StoreError> {
    let mut upsert = tx.prepare_cached(
        "INSERT INTO applications (integration_key, name, type_slug, kind, user_access, groups_allowed, policy_key,
           sso_entity, notes, seen, sso)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
         ON CONFLICT (integration_key) DO UPDATE SET name = ?2, type_slug = ?3, kind = ?4, user_access = ?5,
           groups_allowed = ?6, policy_key = ?7, sso_entity = ?8, notes = ?9, seen = ?10, sso = ?11",
    )?;
    for application in applications {
        upsert.execute(params![
            application.integration_key,
            application.name,
            application.type_slug,
            AppKind::of(Some(&application.type_slug), &application.name).0.id(),
            access_id(application.user_access),
            serde_json::Value::from(application.groups_allowed.clone()).to_string(),
            application.policy_key,
            application.sso.as_ref().and_then(Sso::entity),
            application.notes,
            run,
            application.sso.as_ref().and_then(|sso| serde_json::to_string(sso).ok()),
        ])?;
    }
    Ok(())
}
