//! Policies and applications.

use chrono::TimeDelta;
use domain::{Application, NewUser, Policy, PolicyTarget, SignInResult, UserAccess, UserAuth};
use store::Objects;

use super::Case;
use super::tenant::{Tenant, application, days_ago, global, policy, sign_in};

/// The portal as given.
fn portal(tenant: &Tenant, change: fn(&mut Application)) {
    let mut portal = application("Portal");
    change(&mut portal);
    tenant.fill(Objects::Applications(vec![portal]));
}

/// A policy beside the global one.
fn with_policy(tenant: &Tenant, one: Policy) {
    tenant.fill(Objects::Policies(vec![global(), one]));
}

fn on_portal() -> Vec<PolicyTarget> {
    vec![PolicyTarget { app_key: Some("DIPortal".to_owned()), group_id: None }]
}

/// A second application that is listed; the log of it is the test's.
fn wiki(tenant: &Tenant) {
    tenant.fill(Objects::Applications(vec![application("Portal"), application("Wiki")]));
}

const NONE: Case = Case {
    kind: "",
    severity: "",
    subject: "Wiki",
    detail: Some("sso-generic"),
    figure: None,
    fires: |_| (),
    neighbour: |_| (),
};

pub(super) const CASES: [Case; 11] = [
    Case {
        kind: "policy_bypass",
        severity: "high",
        subject: "Displays",
        detail: Some("Portal"),
        fires: |t| {
            let user_auth = Some(UserAuth::Bypass);
            with_policy(t, Policy { user_auth, applied_to: on_portal(), ..policy("Displays") });
        },
        // Applied to nothing, it lets nobody past.
        neighbour: |t| with_policy(t, Policy { user_auth: Some(UserAuth::Bypass), ..policy("Displays") }),
        ..NONE
    },
    Case {
        kind: "policy_new_user",
        severity: "high",
        subject: "Pilot",
        detail: Some("Portal"),
        fires: |t| {
            let new_user = Some(NewUser::NoMfa);
            with_policy(t, Policy { new_user, applied_to: on_portal(), ..policy("Pilot") });
        },
        neighbour: |t| {
            let new_user = Some(NewUser::Enroll);
            with_policy(t, Policy { new_user, applied_to: on_portal(), ..policy("Pilot") });
        },
        ..NONE
    },
    Case {
        kind: "app_bypass_policy",
        severity: "high",
        subject: "Portal",
        figure: Some((2, "sign_ins")),
        fires: |t| {
            with_policy(t, Policy { user_auth: Some(UserAuth::Bypass), ..policy("Displays") });
            portal(t, |app| app.policy_key = Some("PODisplays".to_owned()));
        },
        neighbour: |t| {
            with_policy(t, Policy { user_auth: Some(UserAuth::Deny), ..policy("Displays") });
            portal(t, |app| app.policy_key = Some("PODisplays".to_owned()));
        },
        ..NONE
    },
    Case {
        kind: "app_no_factor",
        severity: "high",
        figure: Some((3, "sign_ins")),
        fires: |t| {
            wiki(t);
            t.busy("Wiki", 3, 3, |row| row.factor = Some("remembered_device".to_owned()));
        },
        // One factor that was asked is enough.
        neighbour: |t| {
            wiki(t);
            t.busy("Wiki", 3, 2, |row| row.factor = Some("remembered_device".to_owned()));
        },
        ..NONE
    },
    Case {
        kind: "app_bypass_share",
        severity: "medium",
        detail: Some("27.3 %"),
        figure: Some((27, "percent")),
        fires: |t| {
            wiki(t);
            t.busy("Wiki", 11, 3, |row| row.reason = Some("bypass_user".to_owned()));
        },
        // A quarter to the sign-in is not more than a quarter.
        neighbour: |t| {
            wiki(t);
            t.busy("Wiki", 12, 3, |row| row.reason = Some("bypass_user".to_owned()));
        },
        ..NONE
    },
    Case {
        kind: "app_denied_rate",
        severity: "medium",
        detail: Some("15.0 %"),
        figure: Some((15, "percent")),
        fires: |t| {
            wiki(t);
            t.busy("Wiki", 20, 3, |row| row.result = SignInResult::Denied);
        },
        // Too few to tell a rate.
        neighbour: |t| {
            wiki(t);
            t.busy("Wiki", 19, 3, |row| row.result = SignInResult::Denied);
        },
        ..NONE
    },
    Case {
        kind: "app_unused",
        severity: "low",
        fires: wiki,
        neighbour: |t| {
            wiki(t);
            t.log(&[sign_in(1, "Wiki", "anna")]);
        },
        ..NONE
    },
    Case {
        kind: "app_dormant",
        severity: "low",
        figure: Some((40, "days")),
        fires: |t| {
            wiki(t);
            t.busy("Wiki", 1, 1, |row| row.ts_ms = days_ago(40).timestamp_millis());
        },
        neighbour: |t| {
            wiki(t);
            t.busy("Wiki", 1, 1, |row| row.ts_ms = (days_ago(29) + TimeDelta::hours(1)).timestamp_millis());
        },
        ..NONE
    },
    Case {
        kind: "app_open_to_all",
        severity: "low",
        subject: "Portal",
        fires: |t| portal(t, |app| app.user_access = UserAccess::AllUsers),
        // What the list does not tell is nothing to act on.
        neighbour: |t| portal(t, |app| app.user_access = UserAccess::Unknown),
        ..NONE
    },
    Case {
        kind: "app_single_user",
        severity: "low",
        fires: |t| {
            wiki(t);
            t.log(&[sign_in(1, "Wiki", "anna"), sign_in(2, "Wiki", "anna")]);
        },
        neighbour: |t| {
            wiki(t);
            t.log(&[sign_in(1, "Wiki", "anna"), sign_in(2, "Wiki", "ben")]);
        },
        ..NONE
    },
    Case {
        kind: "app_removed",
        severity: "low",
        detail: None,
        figure: Some((2, "sign_ins")),
        fires: |t| t.log(&[sign_in(1, "Wiki", "anna"), sign_in(2, "Wiki", "ben")]),
        neighbour: |t| {
            wiki(t);
            t.log(&[sign_in(1, "Wiki", "anna"), sign_in(2, "Wiki", "ben")]);
        },
        ..NONE
    },
];
