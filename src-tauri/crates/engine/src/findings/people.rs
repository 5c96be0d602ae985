//! Findings about users, groups, bypass codes and administrators.

use chrono::{DateTime, Utc};
use domain::analysis::FindingKind;
use store::{ClientDb, Operator, Row, StoreError, ViewName, ViewQuery};

use super::days;
use super::row::Finding;
use super::rows::{all, condition, is, name, number, text, time};
use crate::api::LicenceDuplicate;
use crate::overview::{forever, sms_only, unused, weak_admins};

/// An administrator who did not sign in for so long (ux.md §8.5).
const IDLE_DAYS: &str = "90";

/// What is told of a user.
const USER: [&str; 5] = ["user_id", "username", "realname", "email", "created"];

/// About users and groups.
pub(super) fn users(db: &ClientDb, as_of: DateTime<Utc>) -> Result<Vec<Finding>, StoreError> {
    let mut found = Vec::new();
    let mut add = |kind, filter| -> Result<(), StoreError> {
        let query = ViewQuery { filter, ..ViewQuery::default() };
        let rows = db.view_columns(ViewName::Users, &USER, &query, as_of)?;
        found.extend(rows.iter().map(|row| user(kind, row, as_of)));
        Ok(())
    };
    add(FindingKind::BypassUser, vec![is("status", "bypass")])?;
    add(FindingKind::NotEnrolled, vec![is("status", "active"), is("reasons", "not_enrolled")])?;
    add(
        FindingKind::CannotMfa,
        vec![is("status", "active"), is("is_enrolled", "true"), is("can_mfa", "false")],
    )?;
    add(FindingKind::SmsOnly, sms_only())?;
    for row in all(db, ViewName::Groups, vec![is("status", "bypass")], as_of)? {
        let finding = Finding::new(FindingKind::BypassGroup, name(&row, &["name"]));
        found.push(finding.id(text(&row, "group_id")).figure(number(&row, "users")));
    }
    Ok(found)
}

fn user(kind: FindingKind, row: &Row, as_of: DateTime<Utc>) -> Finding {
    let finding = Finding::new(kind, name(row, &["username"]))
        .id(text(row, "user_id"))
        .detail(name(row, &["realname", "email"]));
    match kind {
        FindingKind::NotEnrolled => {
            let created = time(row, "created");
            finding.since(created).figure(created.map(|at| days(at, as_of)))
        }
        _ => finding,
    }
}

/// About bypass codes.
pub(super) fn codes(db: &ClientDb, as_of: DateTime<Utc>) -> Result<Vec<Finding>, StoreError> {
    let mut found = Vec::new();
    for (kind, filter) in
        [(FindingKind::BypassCodeForever, forever()), (FindingKind::BypassCodeUnused, unused())]
    {
        found.extend(all(db, ViewName::Bypass, filter, as_of)?.iter().map(|row| {
            Finding::new(kind, name(row, &["username"]))
                .id(text(row, "user_id"))
                .detail(name(row, &["created_by"]))
                .since(time(row, "created"))
                .figure(number(row, "age_days"))
        }));
    }
    Ok(found)
}

/// About administrators.
pub(super) fn admins(db: &ClientDb, as_of: DateTime<Utc>) -> Result<Vec<Finding>, StoreError> {
    let idle = vec![is("status", "active"), condition("idle_days", Operator::Ge, IDLE_DAYS)];
    let kinds = [
        (FindingKind::AdminWeak, weak_admins()),
        (FindingKind::AdminIdle, idle),
        (FindingKind::AdminPending, vec![is("status", "pending activation")]),
    ];
    let mut found = Vec::new();
    for (kind, filter) in kinds {
        found.extend(all(db, ViewName::Admins, filter, as_of)?.iter().map(|row| {
            let (since, figure) = match kind {
                FindingKind::AdminIdle => (time(row, "last_login"), number(row, "idle_days")),
                FindingKind::AdminPending => {
                    let created = time(row, "created");
                    (created, created.map(|at| days(at, as_of)))
                }
                _ => (None, None),
            };
            Finding::new(kind, name(row, &["name", "email"]))
                .id(text(row, "admin_id"))
                .detail(name(row, &["role"]))
                .since(since)
                .figure(figure)
        }));
    }
    Ok(found)
}

/// About second accounts of probably one person; the one that is kept stands in the detail.
pub(super) fn duplicates(groups: &[LicenceDuplicate]) -> impl Iterator<Item = Finding> {
    groups.iter().flat_map(|group| {
        group.flagged.iter().map(|user| {
            Finding::new(FindingKind::Duplicate, user.username.clone())
                .id(Some(user.user_id.clone()))
                .detail(group.kept.username.clone())
                .since(user.last_seen)
        })
    })
}
