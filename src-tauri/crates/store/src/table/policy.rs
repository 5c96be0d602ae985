//! `policies`, and `policy_targets`: the applications and groups that each applies to.

use domain::{DataSet, NewUser, Policy, PolicyTarget, UserAuth};
use rusqlite::{Connection, Transaction, params};
use serde::Serialize;
use ts_rs::TS;

use super::data_set;
use crate::StoreError;

pub(crate) fn write(tx: &Transaction, run: i64, policies: &[Policy]) -> Result<(), StoreError> {
    let mut upsert = tx.prepare_cached(
        "INSERT INTO policies (policy_key, policy_name, is_global, user_auth, new_user, allowed, blocked,
           remembered_days, networks, sections, seen)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
         ON CONFLICT (policy_key) DO UPDATE SET policy_name = ?2, is_global = ?3, user_auth = ?4, new_user = ?5,
           allowed = ?6, blocked = ?7, remembered_days = ?8, networks = ?9, sections = ?10, seen = ?11,
           changed = iif(sections = ?10, changed, (SELECT run_started FROM data_sets WHERE data_set = 'policies'))
         RETURNING id",
    )?;
    let mut clear = tx.prepare_cached("DELETE FROM policy_targets WHERE policy = ?1")?;
    let mut add = tx.prepare_cached("INSERT INTO policy_targets VALUES (?1, ?2, ?3)")?;
    for policy in policies {
        let id: i64 = upsert.query_row(
            params![
                policy.policy_key,
                policy.policy_name,
                policy.is_global,
                policy.user_auth.map(UserAuth::as_duo),
                policy.new_user.map(NewUser::as_duo),
                json(policy.allowed.as_ref()),
                json(policy.blocked.as_ref()),
                policy.remembered_days,
                policy.networks,
                policy.sections,
                run,
            ],
            |row| row.get(0),
        )?;
        clear.execute([id])?;
        for target in &policy.applied_to {
            add.execute(params![id, target.app_key, target.group_id])?;
        }
    }
    Ok(())
}

fn json(list: Option<&Vec<String>>) -> Option<String> {
    list.map(|list| serde_json::Value::from(list.clone()).to_string())
}

/// Every policy, the global one first; none = they were never read to their end.
pub(crate) fn all(connection: &Connection) -> Result<Option<Vec<Policy>>, StoreError> {
    if data_set::one(connection, DataSet::Policies)?.as_of.is_none() {
        return Ok(None);
    }
    let mut statement = connection.prepare_cached(
        "SELECT id, policy_key, policy_name, is_global, user_auth, new_user, allowed, blocked, remembered_days,
           networks, sections FROM policies ORDER BY is_global DESC, policy_name COLLATE ANYCASE, policy_key",
    )?;
    let found: Vec<(i64, Policy)> = statement
        .query_map([], |row| {
            let list = |column| -> rusqlite::Result<Option<Vec<String>>> {
                Ok(row.get::<_, Option<String>>(column)?.and_then(|text| serde_json::from_str(&text).ok()))
            };
            let text = |column| row.get::<_, Option<String>>(column);
            let policy = Policy {
                policy_key: row.get(1)?,
                policy_name: row.get(2)?,
                is_global: row.get(3)?,
                user_auth: text(4)?.as_deref().and_then(UserAuth::from_duo),
                new_user: text(5)?.as_deref().and_then(NewUser::from_duo),
                allowed: list(6)?,
                blocked: list(7)?,
                remembered_days: row.get(8)?,
                networks: row.get(9)?,
                sections: row.get(10)?,
                applied_to: Vec::new(),
            };
            Ok((row.get(0)?, policy))
        })?
        .collect::<Result<_, _>>()?;
    found
        .into_iter()
        .map(|(id, mut policy)| {
            policy.applied_to = targets(connection, id)?;
            Ok(policy)
        })
        .collect::<Result<_, StoreError>>()
        .map(Some)
}

fn targets(connection: &Connection, policy: i64) -> Result<Vec<PolicyTarget>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT app_key, group_id FROM policy_targets WHERE policy = ?1 ORDER BY 1, 2")?;
    let targets = statement
        .query_map([policy], |row| Ok(PolicyTarget { app_key: row.get(0)?, group_id: row.get(1)? }))?
        .collect::<Result<_, _>>()?;
    Ok(targets)
}

/// Names of policies by key; those that were not read are left out.
pub(crate) fn names(connection: &Connection, keys: &[String]) -> Result<Vec<(String, String)>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT policy_key, policy_name FROM policies WHERE policy_key = ?1")?;
    let mut names = Vec::new();
    for key in keys {
        names.extend(statement.query_map([key], |row| Ok((row.get(0)?, row.get(1)?)))?.flatten());
    }
    Ok(names)
}

/// A policy at an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PolicyInForce {
    /// `PO…`.
    pub policy_key: String,
    /// Name.
    pub policy_name: String,
    /// The global policy, which holds where no other says anything.
    pub is_global: bool,
    /// Names of the groups to whom it applies; empty = everybody.
    pub groups: Vec<String>,
}

/// The policies in force at an application, the first decides: those of groups, its own, the global one.
pub(crate) fn of_application(
    connection: &Connection,
    app_key: &str,
) -> Result<Vec<PolicyInForce>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT p.policy_key, p.policy_name, p.is_global,
           json_group_array(coalesce(g.name, t.group_id)) FILTER (WHERE t.group_id IS NOT NULL) AS groups
         FROM policies p
         LEFT JOIN policy_targets t ON t.policy = p.id AND (t.app_key = ?1 OR (t.app_key IS NULL AND t.group_id IS NOT NULL))
         LEFT JOIN groups g ON g.group_id = t.group_id
         WHERE p.is_global OR t.policy IS NOT NULL
           OR p.policy_key = (SELECT policy_key FROM applications WHERE integration_key = ?1)
         GROUP BY p.id
         ORDER BY p.is_global, groups = '[]', p.policy_name COLLATE ANYCASE, p.policy_key",
    )?;
    let found = statement
        .query_map([app_key], |row| {
            Ok(PolicyInForce {
                policy_key: row.get(0)?,
                policy_name: row.get(1)?,
                is_global: row.get(2)?,
                groups: serde_json::from_str(&row.get::<_, String>(3)?).unwrap_or_default(),
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}
