//! Findings about applications and policies.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::analysis::{AppFlag, FindingKind};
use domain::{NewUser, UserAuth};
use store::{ClientDb, Row, StoreError, ViewName};

use super::days;
use super::row::Finding;
use super::rows::{all, holds, is, joined, name, number, text, time};

/// About policies in use.
pub(super) fn policies(db: &ClientDb, as_of: DateTime<Utc>) -> Result<Vec<Finding>, StoreError> {
    let mut found = Vec::new();
    for (kind, rule) in [
        (FindingKind::PolicyBypass, is("user_auth", UserAuth::Bypass.as_duo())),
        (FindingKind::PolicyNewUser, is("new_user", NewUser::NoMfa.as_duo())),
    ] {
        found.extend(all(db, ViewName::Policies, vec![is("used", "true"), rule], as_of)?.iter().map(|row| {
            Finding::new(kind, name(row, &["name"]))
                .id(text(row, "policy_key"))
                .detail(joined(row, "applied_to"))
                .since(time(row, "changed"))
        }));
    }
    Ok(found)
}

/// About applications; Duo's own are no place where users sign in.
pub(super) fn apps(db: &ClientDb, as_of: DateTime<Utc>) -> Result<Vec<Finding>, StoreError> {
    let bypassing: HashSet<String> =
        all(db, ViewName::Policies, vec![is("user_auth", UserAuth::Bypass.as_duo())], as_of)?
            .iter()
            .filter_map(|row| text(row, "policy_key"))
            .collect();
    let rows = all(db, ViewName::Apps, Vec::new(), as_of)?;
    let others = rows.iter().filter(|row| text(row, "kind").as_deref() != Some("duo"));
    Ok(others.flat_map(|row| of_app(row, &bypassing, as_of)).collect())
}

fn of_app(row: &Row, bypassing: &HashSet<String>, as_of: DateTime<Utc>) -> Vec<Finding> {
    let flag = |flag: AppFlag| holds(row, "flags", flag.id());
    let policy = text(row, "policy_key");
    let dormant = number(row, "sign_ins_30") == Some(0) && number(row, "sign_ins").is_some_and(|all| all > 0);
    let listed = text(row, "source").as_deref() != Some("sign_ins");
    let open = listed && text(row, "user_access").as_deref() == Some("all_users");
    [
        (FindingKind::AppBypassPolicy, policy.is_some_and(|key| bypassing.contains(&key))),
        (FindingKind::AppNoFactor, flag(AppFlag::NoFactor)),
        (FindingKind::AppBypassShare, flag(AppFlag::BypassShare)),
        (FindingKind::AppDeniedRate, flag(AppFlag::DeniedRate)),
        (FindingKind::AppUnused, flag(AppFlag::NoSignIns)),
        (FindingKind::AppDormant, dormant),
        (FindingKind::AppOpenToAll, open),
        (FindingKind::AppSingleUser, flag(AppFlag::SingleUser)),
        (FindingKind::AppRemoved, flag(AppFlag::Removed)),
    ]
    .into_iter()
    .filter(|(_, holds)| *holds)
    .map(|(kind, _)| {
        let finding = Finding::new(kind, name(row, &["name", "app_key"]))
            .id(text(row, "app_key"))
            .detail(name(row, &["type_slug"]));
        let (figure, since) = figure(kind, row, as_of);
        let finding = finding.figure(figure).since(since);
        match share(kind).and_then(|column| row.get(column)?.as_f64()) {
            Some(percent) => finding.detail(format!("{percent:.1} %")),
            None => finding,
        }
    })
    .collect()
}

/// The column that holds a share.
const fn share(kind: FindingKind) -> Option<&'static str> {
    match kind {
        FindingKind::AppBypassShare => Some("bypass_percent"),
        FindingKind::AppDeniedRate => Some("denied_percent"),
        _ => None,
    }
}

fn figure(kind: FindingKind, row: &Row, as_of: DateTime<Utc>) -> (Option<i64>, Option<DateTime<Utc>>) {
    match kind {
        FindingKind::AppDormant => {
            let last = time(row, "last_seen");
            (last.map(|at| days(at, as_of)), last)
        }
        FindingKind::AppNoFactor | FindingKind::AppBypassPolicy => (number(row, "sign_ins"), None),
        FindingKind::AppRemoved => (number(row, "sign_ins"), time(row, "last_seen")),
        // A share is between 0 and 100.
        #[allow(clippy::cast_possible_truncation)]
        _ => {
            let percent = share(kind).and_then(|column| row.get(column)?.as_f64());
            (percent.map(|percent| percent.round() as i64), None)
        }
    }
}
