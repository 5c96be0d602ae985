//! The connection, its rights, and what was read through it.

use chrono::{NaiveDate, TimeDelta};
use domain::{DataSet, GapReason};
use store::{DataSetMark, Details, NewGap, Objects, Quarantined};

use super::Case;
use super::tenant::{LOG, Tenant, days_ago, failed, now, user};

fn state(tenant: &Tenant, status: &str, code: Option<&str>) {
    tenant.connection(|row| {
        status.clone_into(&mut row.status);
        row.status_code = code.map(str::to_owned);
    });
}

/// Users as read so long ago, and everything else with them.
fn read(tenant: &Tenant, ago: TimeDelta) {
    tenant.fill_at(Objects::Users(vec![user("anna"), user("ben")]), Vec::new(), now() - ago);
}

/// The key was made on a day and is to be replaced 90 days after it.
fn key_of(tenant: &Tenant, made: NaiveDate) {
    let said = Details { key_created: Some(made), rotation_days: Some(90), ..Details::default() };
    tenant.registry.set_details(&tenant.id, &said).unwrap();
}

fn gap(tenant: &Tenant) {
    let (lo_ms, hi_ms) = (days_ago(9).timestamp_millis(), days_ago(6).timestamp_millis() - 1);
    let gap = NewGap { lo_ms, hi_ms, why: GapReason::Short, found_ms: now().timestamp_millis() };
    tenant.db.add_gap(LOG, &gap).unwrap();
}

fn set_aside() -> Vec<Quarantined> {
    vec![Quarantined { path: "$.username".to_owned(), raw: None }]
}

const NONE: Case = Case {
    kind: "",
    severity: "",
    subject: "Acme",
    detail: None,
    figure: None,
    fires: |_| (),
    neighbour: |_| (),
};

pub(super) const CASES: [Case; 9] = [
    Case {
        kind: "connection_trouble",
        severity: "high",
        detail: Some("The secret key does not match"),
        fires: |t| state(t, "needs_attention", Some("AUTH_SIGNATURE")),
        // A secret that is kept for the session only is asked for again.
        neighbour: |t| state(t, "needs_attention", Some("KEY_SESSION")),
        ..NONE
    },
    Case {
        kind: "permission_missing",
        severity: "high",
        subject: "Grant log - Read",
        detail: Some("Trust Monitor, Sign-ins, Activity, Telephony, Administrator log, Offline enrolment"),
        figure: Some((6, "data_sets")),
        fires: |t| t.db.mark(DataSet::Activity, &DataSetMark::Denied).unwrap(),
        neighbour: |t| t.db.mark(DataSet::TrustMonitor, &DataSetMark::NotInEdition).unwrap(),
    },
    Case {
        kind: "permission_optional",
        severity: "low",
        subject: "Grant settings - Read",
        detail: Some("Account settings"),
        figure: Some((1, "data_sets")),
        fires: |t| t.db.mark(DataSet::Settings, &DataSetMark::Denied).unwrap(),
        // What is wanted of this connection is no option.
        neighbour: |t| {
            t.db.mark(DataSet::Settings, &DataSetMark::Denied).unwrap();
            t.connection(|row| {
                row.wanted.push("settings".to_owned());
                row.permissions = vec![("settings".to_owned(), "missing".to_owned())];
            });
        },
    },
    Case {
        kind: "log_gap",
        severity: "medium",
        subject: "Sign-ins",
        detail: Some("Duo counts more events than it gives, also when the day was read again"),
        figure: Some((72, "hours")),
        fires: gap,
        // Read after all.
        neighbour: |t| {
            gap(t);
            let all = (0, now().timestamp_millis());
            t.db.close_gaps(LOG, GapReason::Short, all, now()).unwrap();
        },
    },
    Case {
        kind: "set_failed",
        severity: "medium",
        subject: "Phones",
        detail: Some("Duo has a fault"),
        fires: |t| t.db.mark(DataSet::Phones, &failed("SERVER_ERROR")).unwrap(),
        neighbour: |t| {
            t.db.mark(DataSet::Phones, &DataSetMark::Partial { code: "CANCELLED".to_owned() }).unwrap();
        },
        ..NONE
    },
    Case {
        kind: "rows_set_aside",
        severity: "medium",
        subject: "Users",
        figure: Some((1, "rows")),
        fires: |t| t.fill_at(Objects::Users(vec![user("anna"), user("ben")]), set_aside(), now()),
        // Read again without any.
        neighbour: |t| {
            t.fill_at(Objects::Users(vec![user("anna"), user("ben")]), set_aside(), now());
            t.fill(Objects::Users(vec![user("anna"), user("ben")]));
        },
        ..NONE
    },
    Case {
        kind: "data_stale",
        severity: "medium",
        figure: Some((7, "days")),
        fires: |t| read(t, TimeDelta::days(7) + TimeDelta::seconds(1)),
        neighbour: |t| read(t, TimeDelta::days(7)),
        ..NONE
    },
    Case {
        kind: "key_rotation",
        severity: "medium",
        detail: Some("2026-11-08"),
        figure: Some((-14, "days")),
        fires: |t| key_of(t, NaiveDate::from_ymd_opt(2026, 8, 10).unwrap()),
        neighbour: |t| key_of(t, NaiveDate::from_ymd_opt(2026, 8, 11).unwrap()),
        ..NONE
    },
    Case {
        kind: "clock_off",
        severity: "low",
        detail: Some("1 min 1 s behind Duo's time"),
        figure: Some((61, "seconds")),
        fires: |t| t.registry.set_clock_skew(&t.id, now(), -61).unwrap(),
        neighbour: |t| t.registry.set_clock_skew(&t.id, now(), 60).unwrap(),
        ..NONE
    },
];
