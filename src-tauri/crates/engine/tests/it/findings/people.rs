//! Users, groups, bypass codes, administrators.

use domain::{BypassCode, Factors, Method, Methods, User, UserStatus};
use store::Objects;

use super::Case;
use super::tenant::{Tenant, admin, days_ago, group, user};

/// Anna as given, beside ben.
fn anna(tenant: &Tenant, anna: User) {
    tenant.fill(Objects::Users(vec![User { realname: "Anna A".to_owned(), ..anna }, user("ben")]));
}

/// A code of anna's, so many days old.
fn code(tenant: &Tenant, age: i64, ends: bool) {
    tenant.fill(Objects::BypassCodes(vec![BypassCode {
        bypass_code_id: "1".to_owned(),
        admin_email: "owner@example.com".to_owned(),
        created: Some(days_ago(age)),
        expiration: ends.then(|| days_ago(-1)),
        reuse_count: Some(1),
        user_id: Some("DUanna".to_owned()),
        username: Some("anna".to_owned()),
    }]));
}

fn sms(status: UserStatus) -> User {
    let factors = Factors { sms_or_call: 1, ..Factors::default() };
    User { factors, methods: Methods::of(|method| method == Method::Sms), status, ..user("anna") }
}

fn without_factor(is_enrolled: bool, created: i64) -> User {
    let created = Some(days_ago(created));
    User { factors: Factors::default(), methods: Methods::default(), is_enrolled, created, ..user("anna") }
}

const NONE: Case = Case {
    kind: "",
    severity: "",
    subject: "anna",
    detail: Some("Anna A"),
    figure: None,
    fires: |_| (),
    neighbour: |_| (),
};

pub(super) const CASES: [Case; 11] = [
    Case {
        kind: "bypass_user",
        severity: "high",
        fires: |t| anna(t, User { status: UserStatus::Bypass, ..user("anna") }),
        neighbour: |t| anna(t, User { status: UserStatus::Disabled, ..user("anna") }),
        ..NONE
    },
    Case {
        kind: "bypass_group",
        severity: "high",
        subject: "Cleaners",
        detail: None,
        figure: Some((1, "users")),
        fires: |t| {
            t.fill(Objects::Groups(vec![group("Cleaners", "bypass")]));
            anna(t, User { group_ids: vec!["DGCleaners".to_owned()], ..user("anna") });
        },
        neighbour: |t| t.fill(Objects::Groups(vec![group("Cleaners", "disabled")])),
    },
    Case {
        kind: "bypass_code_forever",
        severity: "high",
        detail: Some("owner@example.com"),
        figure: Some((3, "days")),
        fires: |t| code(t, 3, false),
        neighbour: |t| code(t, 3, true),
        ..NONE
    },
    Case {
        kind: "bypass_code_unused",
        severity: "medium",
        detail: Some("owner@example.com"),
        figure: Some((30, "days")),
        fires: |t| code(t, 30, true),
        neighbour: |t| code(t, 29, true),
        ..NONE
    },
    Case {
        kind: "admin_weak",
        severity: "high",
        subject: "Ada",
        detail: Some("Owner"),
        fires: |t| t.fill(Objects::Admins(vec![domain::Admin { hardtoken: None, ..admin("Ada") }])),
        neighbour: |t| {
            let disabled = domain::Admin { status: "disabled".to_owned(), hardtoken: None, ..admin("Ada") };
            t.fill(Objects::Admins(vec![disabled]));
        },
        ..NONE
    },
    Case {
        kind: "admin_idle",
        severity: "medium",
        subject: "Ada",
        detail: Some("Owner"),
        figure: Some((90, "days")),
        fires: |t| {
            t.fill(Objects::Admins(vec![domain::Admin { last_login: Some(days_ago(90)), ..admin("Ada") }]));
        },
        neighbour: |t| {
            t.fill(Objects::Admins(vec![domain::Admin { last_login: Some(days_ago(89)), ..admin("Ada") }]));
        },
    },
    Case {
        kind: "admin_pending",
        severity: "low",
        subject: "Nell",
        detail: Some("Owner"),
        figure: Some((5, "days")),
        fires: |t| {
            let (status, created) = ("pending activation".to_owned(), Some(days_ago(5)));
            t.fill(Objects::Admins(vec![domain::Admin {
                status,
                created,
                last_login: None,
                ..admin("Nell")
            }]));
        },
        neighbour: |t| {
            t.fill(Objects::Admins(vec![domain::Admin { status: "expired".to_owned(), ..admin("Nell") }]));
        },
    },
    Case {
        kind: "not_enrolled",
        severity: "medium",
        figure: Some((14, "days")),
        fires: |t| anna(t, without_factor(false, 14)),
        neighbour: |t| anna(t, without_factor(false, 13)),
        ..NONE
    },
    Case {
        kind: "cannot_mfa",
        severity: "medium",
        fires: |t| anna(t, without_factor(true, 400)),
        neighbour: |t| anna(t, without_factor(false, 400)),
        ..NONE
    },
    Case {
        kind: "sms_only",
        severity: "low",
        fires: |t| anna(t, sms(UserStatus::Active)),
        neighbour: |t| anna(t, sms(UserStatus::Disabled)),
        ..NONE
    },
    Case {
        kind: "duplicate",
        severity: "low",
        detail: Some("ben"),
        fires: |t| {
            let (email, last_login) = ("BEN@example.com".to_owned(), Some(days_ago(3)));
            anna(t, User { email, last_login, ..user("anna") });
        },
        neighbour: |t| {
            let (email, status) = ("BEN@example.com".to_owned(), UserStatus::PendingDeletion);
            anna(t, User { email, status, ..user("anna") });
        },
        ..NONE
    },
];
