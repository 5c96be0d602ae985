//! `coverage`: who can and who must pass a second factor, from `domain::analysis`.

use domain::analysis::{
    Coverage, CoverageApp, CoverageGroup, CoverageTenant, CoverageUser, Coverer, LetPast, LetPastNote,
};
use domain::{DataSet, Methods, UserStatus};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::{application, data_set, policy};
use crate::StoreError;

/// Works everybody out anew.
pub(crate) fn write(tx: &Transaction) -> Result<(), StoreError> {
    let mut coverer = Coverer::new(tenant(tx)?);
    tx.execute("DELETE FROM coverage", [])?;
    let mut users = tx.prepare_cached("SELECT id, status, is_enrolled, methods, group_ids FROM users")?;
    let mut insert = tx.prepare_cached("INSERT INTO coverage VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    let mut rows = users.query([])?;
    while let Some(row) = rows.next()? {
        let user = CoverageUser {
            status: UserStatus::from_duo(&row.get::<_, String>(1)?),
            is_enrolled: row.get(2)?,
            methods: Methods(row.get(3)?),
            group_ids: serde_json::from_str(&row.get::<_, String>(4)?).unwrap_or_default(),
        };
        let Coverage { can, must, why } = coverer.of(&user);
        let bit = |note: &LetPastNote| LetPast::ALL.iter().zip(0_i64..).find(|(one, _)| **one == note.reason);
        let step = why.iter().filter_map(bit).map(|(_, bit)| bit).min();
        let mask = why.iter().filter_map(bit).fold(0_i64, |mask, (_, bit)| mask | 1 << bit);
        let notes =
            if why.is_empty() { "[]".to_owned() } else { serde_json::to_string(&why).unwrap_or_default() };
        insert.execute(params![row.get::<_, i64>(0)?, can, must, mask, step, notes])?;
    }
    Ok(())
}

fn tenant(tx: &Transaction) -> Result<CoverageTenant, StoreError> {
    let read = data_set::one(tx, DataSet::Groups)?.as_of.is_some();
    let groups = tx
        .prepare_cached("SELECT group_id, name, status FROM groups ORDER BY name COLLATE ANYCASE, group_id")?
        .query_map([], |row| {
            Ok(CoverageGroup { group_id: row.get(0)?, name: row.get(1)?, status: row.get(2)? })
        })?
        .collect::<Result<Vec<_>, _>>()?;
    Ok(CoverageTenant { groups: read.then_some(groups), apps: apps(tx)?, policies: policy::all(tx)? })
}

/// Applications that people sign in to: Admin and Accounts API applications hold keys, not sign-ins.
fn apps(tx: &Transaction) -> Result<Vec<CoverageApp>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT integration_key, user_access, groups_allowed, policy_key FROM applications
         WHERE type_slug NOT IN ('adminapi', 'accountsapi') ORDER BY integration_key",
    )?;
    let apps = statement
        .query_map([], |row| {
            let access: String = row.get(1)?;
            Ok(CoverageApp {
                key: row.get(0)?,
                access: application::access(&access),
                groups_allowed: serde_json::from_str(&row.get::<_, String>(2)?).unwrap_or_default(),
                policy_key: row.get(3)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(apps)
}

/// What is stored of one user.
pub(crate) fn read(connection: &Connection, user: i64) -> Result<Coverage, StoreError> {
    let found = connection
        .prepare_cached("SELECT can, must, notes FROM coverage WHERE user = ?1")?
        .query_row([user], |row| {
            Ok(Coverage {
                can: row.get(0)?,
                must: row.get(1)?,
                why: serde_json::from_str(&row.get::<_, String>(2)?).unwrap_or_default(),
            })
        })
        .optional()?;
    Ok(found.unwrap_or_default())
}
