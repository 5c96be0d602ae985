//! The checks: each a view of the window under a filter, of which no row may be left.

use std::collections::HashSet;

use domain::DataSet;
use store::{Condition, Operator, Row, ViewName};

use crate::overview::{forever, sms_only, unused, weak_admins};
use crate::report::parts::{is, when};

/// An administrator who did not sign in for so long is not in use.
const ADMIN_IDLE_DAYS: u64 = 90;

/// The check whose figure is the overview's.
pub(super) const BYPASS_USERS: &str = "bypass_users";

/// Of what a check speaks.
pub(super) enum Of {
    Population,
    /// Those who can do MFA.
    Able,
    Codes,
    UsedPolicies,
    ActiveAdmins,
    Endpoints,
    Phones,
    Devices,
    SignIns,
}

/// A check.
pub(super) struct Rule {
    /// Part of its text keys: `evirep_…`, `evirep_…_rule`, `evirep_…_list`.
    pub(super) id: &'static str,
    pub(super) area: &'static str,
    pub(super) view: ViewName,
    pub(super) filter: fn() -> Vec<Condition>,
    /// What the filter cannot say; with it, every row is read.
    pub(super) sifted: Option<fn(Vec<Row>) -> Vec<Row>>,
    /// Sets without which it says nothing.
    pub(super) needs: &'static [DataSet],
    pub(super) of: Of,
    pub(super) columns: &'static [&'static str],
}

const USER: &[&str] = &["username", "realname", "status", "let_past", "strongest", "last_seen"];
const ENDPOINT: &[&str] =
    &["username", "device_name", "os", "os_version", "encryption", "firewall", "password"];
const POLICY: &[&str] = &["name", "applied_to", "user_auth", "new_user", "sms_allowed"];
const CODE: &[&str] = &["username", "created", "expires", "uses_left", "created_by", "age_days"];

/// In the order of the report.
pub(super) const CHECKS: &[Rule] = &[
    Rule {
        id: "users_can",
        area: "users",
        view: ViewName::Users,
        filter: || vec![is("can_mfa", "false")],
        sifted: None,
        needs: &[DataSet::Users],
        of: Of::Population,
        columns: USER,
    },
    Rule {
        id: "users_must",
        area: "users",
        view: ViewName::Users,
        filter: || vec![is("can_mfa", "true"), is("must_mfa", "false")],
        sifted: None,
        needs: &[DataSet::Users, DataSet::Groups, DataSet::Policies],
        of: Of::Able,
        columns: USER,
    },
    Rule {
        id: "users_sms",
        area: "users",
        view: ViewName::Users,
        filter: sms_only,
        sifted: None,
        needs: &[DataSet::Users],
        of: Of::Population,
        columns: USER,
    },
    Rule {
        id: "users_idle",
        area: "users",
        view: ViewName::Users,
        filter: || {
            let stale = r#"["idle","never_signed_in","not_enrolled"]"#;
            vec![when("reasons", Operator::In, stale), when("can_mfa", Operator::Present, "")]
        },
        sifted: None,
        needs: &[DataSet::Users],
        of: Of::Population,
        columns: &["username", "realname", "status", "reasons", "last_seen", "evidence", "created"],
    },
    Rule {
        id: "users_owned",
        area: "users",
        view: ViewName::Users,
        filter: || {
            let empty = |column| when(column, Operator::Empty, "");
            vec![empty("email"), empty("realname"), when("can_mfa", Operator::Present, "")]
        },
        sifted: None,
        needs: &[DataSet::Users],
        of: Of::Population,
        columns: &["username", "status", "groups", "last_seen", "created"],
    },
    Rule {
        id: BYPASS_USERS,
        area: "bypass",
        view: ViewName::Bypass,
        filter: || vec![when("kind", Operator::Ne, "code")],
        sifted: Some(once_each),
        needs: &[DataSet::Users, DataSet::Groups],
        of: Of::Population,
        columns: &["username", "kind", "group"],
    },
    Rule {
        id: "bypass_codes_forever",
        area: "bypass",
        view: ViewName::Bypass,
        filter: forever,
        sifted: None,
        needs: &[DataSet::BypassCodes],
        of: Of::Codes,
        columns: CODE,
    },
    Rule {
        id: "bypass_codes_unused",
        area: "bypass",
        view: ViewName::Bypass,
        filter: unused,
        sifted: None,
        needs: &[DataSet::BypassCodes],
        of: Of::Codes,
        columns: CODE,
    },
    Rule {
        id: "policies_user_auth",
        area: "policies",
        view: ViewName::Policies,
        filter: || vec![is("used", "true"), is("user_auth", "bypass")],
        sifted: None,
        needs: &[DataSet::Policies],
        of: Of::UsedPolicies,
        columns: POLICY,
    },
    Rule {
        id: "policies_new_user",
        area: "policies",
        view: ViewName::Policies,
        filter: || vec![is("used", "true"), is("new_user", "no-mfa")],
        sifted: None,
        needs: &[DataSet::Policies],
        of: Of::UsedPolicies,
        columns: POLICY,
    },
    Rule {
        id: "policies_sms",
        area: "policies",
        view: ViewName::Policies,
        filter: || vec![is("used", "true"), is("sms_allowed", "true")],
        sifted: None,
        needs: &[DataSet::Policies],
        of: Of::UsedPolicies,
        columns: POLICY,
    },
    Rule {
        id: "admins_strong",
        area: "admins",
        view: ViewName::Admins,
        filter: weak_admins,
        sifted: None,
        needs: &[DataSet::Admins, DataSet::Webauthn],
        of: Of::ActiveAdmins,
        columns: &["name", "email", "role", "factors", "last_login"],
    },
    Rule {
        id: "admins_idle",
        area: "admins",
        view: ViewName::Admins,
        filter: || vec![is("status", "active")],
        sifted: Some(idle_admins),
        needs: &[DataSet::Admins],
        of: Of::ActiveAdmins,
        columns: &["name", "email", "role", "last_login", "created"],
    },
    Rule {
        id: "endpoints_encryption",
        area: "devices",
        view: ViewName::Endpoints,
        filter: || vec![is("encryption", "off")],
        sifted: None,
        needs: &[DataSet::Endpoints],
        of: Of::Endpoints,
        columns: ENDPOINT,
    },
    Rule {
        id: "endpoints_firewall",
        area: "devices",
        view: ViewName::Endpoints,
        filter: || vec![is("firewall", "off")],
        sifted: None,
        needs: &[DataSet::Endpoints],
        of: Of::Endpoints,
        columns: ENDPOINT,
    },
    Rule {
        id: "endpoints_password",
        area: "devices",
        view: ViewName::Endpoints,
        filter: || vec![is("password", "unset")],
        sifted: None,
        needs: &[DataSet::Endpoints],
        of: Of::Endpoints,
        columns: ENDPOINT,
    },
    Rule {
        id: "phones_tampered",
        area: "devices",
        view: ViewName::Devices,
        filter: || vec![is("kind", "phone"), is("tampered", "tampered")],
        sifted: None,
        needs: &[DataSet::Phones],
        of: Of::Phones,
        columns: &["users", "name", "model", "platform", "os_version", "last_seen"],
    },
    Rule {
        id: "devices_shared",
        area: "devices",
        view: ViewName::Devices,
        filter: || vec![when("owners", Operator::Ge, "2")],
        sifted: None,
        needs: &[DataSet::Phones, DataSet::Tokens],
        of: Of::Devices,
        columns: &["users", "kind", "name", "model", "last_seen"],
    },
    Rule {
        id: "sign_ins_fraud",
        area: "sign_ins",
        view: ViewName::Signins,
        filter: || vec![is("result", "fraud")],
        sifted: None,
        needs: &[DataSet::SignIns],
        of: Of::SignIns,
        columns: &["username", "ts", "app", "reason", "factor", "country", "ip"],
    },
];

/// One who never signed in has no idle days.
fn idle_admins(mut rows: Vec<Row>) -> Vec<Row> {
    let days = |row: &Row| row.get("idle_days").and_then(serde_json::Value::as_u64);
    rows.retain(|row| days(row).is_none_or(|days| days >= ADMIN_IDLE_DAYS));
    rows
}

/// Whoever is in bypass for several reasons counts once.
fn once_each(mut rows: Vec<Row>) -> Vec<Row> {
    let mut seen = HashSet::new();
    rows.retain(|row| {
        let name = row.get("username").and_then(serde_json::Value::as_str);
        name.is_some_and(|name| seen.insert(name.to_owned()))
    });
    rows
}
