//! Administrators, units, settings and Duo's own sums.

use domain::analysis::Rules;
use domain::{
    AccountSettings, Admin, AdminAuthMethods, AdminUnit, AuthAttempts, DataSet, Outcomes, TelephonyUse,
    TrustEvent, User, WebAuthnCredential,
};
use serde_json::{Value, json};
use store::{DataSetMark, Objects, Operator, ViewName, ViewQuery};

use crate::fixture::{Fixture, application, days_ago, filter, group, is, now, passkey, plain, user};

pub(crate) fn admin(id: &str, name: &str) -> Admin {
    Admin {
        admin_id: id.to_owned(),
        name: name.to_owned(),
        email: format!("{id}@example.com"),
        phone: None,
        role: "Owner".to_owned(),
        subaccount_role: None,
        status: "active".to_owned(),
        created: Some(days_ago(400)),
        last_login: Some(days_ago(3)),
        password_change_required: Some(false),
        restricted: Some(false),
        unit_ids: Vec::new(),
        hardtoken: None,
    }
}

pub(crate) fn unit(id: &str, name: &str) -> AdminUnit {
    AdminUnit {
        admin_unit_id: id.to_owned(),
        name: name.to_owned(),
        description: name.to_owned(),
        restrict_by_groups: Some(true),
        restrict_by_integrations: Some(false),
        group_ids: Some(vec!["DGstaff".to_owned()]),
        integration_keys: None,
    }
}

pub(crate) fn trust_event(id: &str, name: &str) -> TrustEvent {
    TrustEvent {
        sekey: id.to_owned(),
        kind: "auth".to_owned(),
        state: "new".to_owned(),
        surfaced: Some(days_ago(2)),
        priority: Some(true),
        reasons: vec!["NEW_COUNTRY_CODE".to_owned()],
        user_key: Some("DUann".to_owned()),
        user_name: Some(name.to_owned()),
        actor: None,
        txid: None,
    }
}

fn owned_by(admin: &str) -> WebAuthnCredential {
    WebAuthnCredential { user_id: None, admin_id: Some(admin.to_owned()), ..passkey("WA1", "x") }
}

fn values(f: &Fixture, view: ViewName, query: &ViewQuery, column: &str) -> Vec<Value> {
    f.rows(view, query).into_iter().map(|mut row| row.remove(column).unwrap()).collect()
}

#[test]
fn an_administrators_factors_are_those_that_duo_tells_of() {
    let f = Fixture::new();
    let phone = Some("+13125550190".to_owned());
    f.fill(Objects::Admins(vec![
        Admin { phone: phone.clone(), ..admin("DE1", "Ann") },
        Admin { hardtoken: Some("401".into()), phone: phone.clone(), ..admin("DE2", "Bob") },
        Admin { phone, last_login: None, ..admin("DE3", "Cid") },
        admin("DE4", "Dee"),
    ]));
    let all = ViewQuery::default();
    assert_eq!(
        values(&f, ViewName::Admins, &all, "strong"),
        [json!(null), json!(true), json!(null), json!(null)]
    );
    f.fill(Objects::Webauthn(vec![owned_by("DE1"), passkey("WA2", "somebody")]));
    assert_eq!(
        values(&f, ViewName::Admins, &all, "factors"),
        [json!(["passkey", "phone"]), json!(["hardware_token", "phone"]), json!(["phone"]), json!([])]
    );
    let weak = is("strong", "false");
    assert_eq!(values(&f, ViewName::Admins, &weak, "name"), ["Cid", "Dee"]);
    let idle = filter("idle_days", Operator::Ge, "3");
    assert_eq!(
        values(&f, ViewName::Admins, &idle, "name"),
        ["Ann", "Bob", "Dee"],
        "who never came has no days"
    );
    let counts = f.db.view_counts(ViewName::Admins, "factors", &all, now()).unwrap();
    assert!(counts.contains(&(Some("phone".into()), 3)), "{counts:?}");
}

#[test]
fn units_name_who_and_what_they_hold() {
    let f = Fixture::new();
    let limited =
        Admin { restricted: Some(true), unit_ids: vec!["AU1".into(), "AU9".into()], ..admin("DE1", "Ann") };
    f.fill(Objects::Admins(vec![limited, admin("DE2", "Bob")]));
    let held =
        AdminUnit { integration_keys: Some(vec!["DIvpn".into(), "DIgone".into()]), ..unit("AU1", "EMEA") };
    f.fill(Objects::AdminUnits(vec![held, unit("AU2", "Empty")]));
    f.fill(Objects::Groups(vec![group("staff", "active")]));
    f.fill(Objects::Applications(vec![application("DIvpn", "VPN")]));
    let all = ViewQuery::default();
    assert_eq!(values(&f, ViewName::Admins, &all, "units"), [json!(["AU9", "EMEA"]), json!([])]);
    assert_eq!(values(&f, ViewName::AdminUnits, &all, "admins"), [json!(["Ann"]), json!([])]);
    assert_eq!(values(&f, ViewName::AdminUnits, &all, "groups")[0], json!(["staff"]));
    assert_eq!(values(&f, ViewName::AdminUnits, &all, "applications")[0], json!(["DIgone", "VPN"]));
    for (view, column) in
        [(ViewName::Admins, "units"), (ViewName::AdminUnits, "admins"), (ViewName::AdminUnits, "groups")]
    {
        f.db.view_counts(view, column, &all, now()).unwrap();
        f.rows(view, &filter(column, Operator::Empty, ""));
    }
    f.fill(Objects::Admins(vec![admin("DE2", "Bob")]));
    assert_eq!(values(&f, ViewName::Admins, &all, "name"), ["Bob"], "who is gone is swept");
}

#[test]
fn settings_come_area_by_area_and_are_replaced_whole() {
    let f = Fixture::new();
    let methods = AdminAuthMethods { sms_enabled: Some(true), ..AdminAuthMethods::default() };
    f.db.set_settings(DataSet::AdminAuthMethods, &methods.list(), now()).unwrap();
    let mut settings = AccountSettings { inactive_user_expiration: Some(0), ..AccountSettings::default() };
    f.db.set_settings(DataSet::Settings, &settings.list(), now()).unwrap();
    let all = ViewQuery::default();
    let areas: Vec<Value> = values(&f, ViewName::Settings, &all, "area");
    let mut different = areas.clone();
    different.dedup();
    let order = domain::SettingArea::ALL.map(|area| json!(area.id()));
    assert_eq!(different, order, "each area is in one piece");
    let remarked = filter("remark", Operator::Present, "");
    assert_eq!(
        values(&f, ViewName::Settings, &remarked, "setting"),
        ["inactive_user_expiration", "sms_enabled"]
    );
    settings.inactive_user_expiration = Some(90);
    f.db.set_settings(DataSet::Settings, &settings.list(), now()).unwrap();
    assert_eq!(f.rows(ViewName::Settings, &all).len(), areas.len());
    assert_eq!(values(&f, ViewName::Settings, &remarked, "setting"), ["sms_enabled"]);
    assert_eq!(f.db.user_expiry_days().unwrap(), Some(90));
    f.db.mark(DataSet::Settings, &DataSetMark::Denied).unwrap();
    assert_eq!(f.rows(ViewName::Settings, &all).len(), areas.len(), "what was read once stays");
}

#[test]
fn the_review_tells_whom_duo_trashes_itself() {
    let f = Fixture::new();
    let plain = user("plain");
    let synced = User { directory_key: Some("DS1".into()), ..user("synced") };
    f.fill(Objects::Users(vec![User { last_login: Some(days_ago(100)), ..plain }, synced]));
    f.db.assess(&Rules::default(), now()).unwrap();
    let all = ViewQuery::default();
    assert_eq!(values(&f, ViewName::Licences, &all, "trash_on"), [json!(null), json!(null)]);
    let settings = AccountSettings { inactive_user_expiration: Some(120), ..AccountSettings::default() };
    f.db.set_settings(DataSet::Settings, &settings.list(), now()).unwrap();
    f.db.assess(&Rules::default(), now()).unwrap();
    let date = (now() + chrono::TimeDelta::days(20)).to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    for view in [ViewName::Licences, ViewName::Users] {
        assert_eq!(values(&f, view, &all, "trash_on"), [json!(date), json!(null)]);
    }
    let one = f.db.user("DUplain", None, now()).unwrap().unwrap();
    assert_eq!(one.trash_on, Some(now() + chrono::TimeDelta::days(20)));
}

#[test]
fn sums_are_kept_as_duo_told_them() {
    let f = Fixture::new();
    assert_eq!((f.db.auth_attempts().unwrap(), f.db.telephony_use().unwrap()), (None, None));
    let attempts = AuthAttempts {
        from: days_ago(30),
        to: now(),
        attempts: Outcomes { success: Some(9042), failure: Some(118), fraud: None, error: Some(0) },
        users: Outcomes { success: Some(187), ..Outcomes::default() },
    };
    f.db.set_auth_attempts(&attempts, now()).unwrap();
    assert_eq!(f.db.auth_attempts().unwrap(), Some(attempts));
    let used = TelephonyUse { from: days_ago(30), to: now(), credits: Some(56) };
    f.db.set_telephony_use(&used, now()).unwrap();
    assert_eq!(f.db.telephony_use().unwrap(), Some(used));
    let row = f.db.data_sets().unwrap().into_iter().find(|row| row.set == DataSet::AuthAttempts).unwrap();
    assert_eq!((row.state.as_str(), row.rows, row.as_of), ("done", 1, Some(now())));
}

#[test]
fn surfaced_events_outlive_what_duo_still_tells() {
    let f = Fixture::new();
    f.fill(Objects::TrustEvents(vec![trust_event("SE1", "ann"), trust_event("SE2", "bob")]));
    f.fill(Objects::TrustEvents(vec![TrustEvent { state: "processed".into(), ..trust_event("SE2", "bob") }]));
    let rows = f.rows(ViewName::TrustMonitor, &ViewQuery::default());
    assert_eq!(rows.len(), 2);
    assert!(
        rows.iter().any(|row| row["state"] == "processed" && row["reasons"] == json!(["NEW_COUNTRY_CODE"]))
    );
    assert_eq!(plain(&f.rows(ViewName::TrustMonitor, &is("kind", "auth"))[0]["priority"]), "true");
}

#[test]
fn surfaced_events_are_kept_from_a_time_on() {
    let f = Fixture::new();
    let old = TrustEvent { surfaced: Some(days_ago(40)), ..trust_event("SE1", "ann") };
    f.fill(Objects::TrustEvents(vec![old, trust_event("SE2", "bob")]));
    assert_eq!(f.db.prune_trust_events(days_ago(30).timestamp_millis()).unwrap(), 1);
    assert_eq!(values(&f, ViewName::TrustMonitor, &ViewQuery::default(), "sekey"), ["SE2"]);
    let set = f.db.data_sets().unwrap().into_iter().find(|row| row.set == DataSet::TrustMonitor).unwrap();
    assert_eq!(set.rows, 1);
}

#[test]
fn a_group_is_told_apart_from_another_of_its_name() {
    let f = Fixture::new();
    let of = |name: &str, group: &str| User { group_ids: vec![group.to_owned()], ..user(name) };
    f.fill(Objects::Users(vec![of("ann", "DG1"), of("bob", "DG2"), of("cid", "DG9")]));
    let twin = |id: &str| domain::Group { group_id: id.to_owned(), ..group("same", "active") };
    f.fill(Objects::Groups(vec![twin("DG1"), twin("DG2")]));
    assert_eq!(values(&f, ViewName::Users, &is("group_ids", "DG2"), "username"), ["bob"]);
    assert_eq!(values(&f, ViewName::Users, &is("group_ids", "DG9"), "username"), ["cid"], "not read");
}
