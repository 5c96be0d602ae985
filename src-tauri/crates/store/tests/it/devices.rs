//! Devices and endpoints.

use domain::{DataSet, DesktopAuthenticator, Endpoint, RegisteredDevice};
use store::{DataSetMark, Objects, Operator, ViewName, ViewQuery};

use crate::fixture::{Fixture, days_ago, filter, is, now, page, passkey, phone, plain, token, user};

pub(crate) fn computer(key: &str, users: &[&str]) -> RegisteredDevice {
    RegisteredDevice {
        compkey: key.to_owned(),
        device_name: format!("WS-{key}"),
        os_family: Some("Windows".to_owned()),
        user_ids: users.iter().map(|user| format!("DU{user}")).collect(),
        ..RegisteredDevice::default()
    }
}

pub(crate) fn endpoint(key: &str, username: Option<&str>) -> Endpoint {
    Endpoint {
        epkey: key.to_owned(),
        username: username.map(str::to_owned),
        os_family: Some("Windows".to_owned()),
        browsers: vec!["Chrome 141".to_owned(), "Firefox 1".to_owned()],
        agents: vec!["Agent 1".to_owned()],
        trusted: Some("yes".to_owned()),
        encryption: Some("Off".to_owned()),
        last_seen: Some(days_ago(1)),
        ..Endpoint::default()
    }
}

fn filled() -> Fixture {
    let f = Fixture::new();
    f.fill(Objects::Users(vec![user("ann"), user("bob")]));
    let mut spare = phone("DP2", &[]);
    spare.activated = false;
    f.fill(Objects::Phones(vec![phone("DP1", &["ann", "bob"]), spare]));
    f.fill(Objects::Tokens(vec![token("DH1", &["gone"])]));
    f.fill(Objects::Webauthn(vec![passkey("WA1", "ann")]));
    f.fill(Objects::DesktopAuthenticators(vec![DesktopAuthenticator {
        dakey: "DA1".to_owned(),
        device_name: "WS-7".to_owned(),
        user_id: Some("DUbob".to_owned()),
        ..DesktopAuthenticator::default()
    }]));
    f.fill(Objects::RegisteredDevices(vec![computer("CR1", &["ann"]), computer("CR2", &["bob"])]));
    f.fill(Objects::BlockedDevices(vec![computer("CR2", &[]), computer("CR9", &[])]));
    f.fill(Objects::Endpoints(vec![endpoint("EP1", Some("ann")), endpoint("EP2", None)]));
    f
}

#[test]
fn every_device_is_one_row_with_its_owners() {
    let f = filled();
    let rows = f.rows(ViewName::Devices, &ViewQuery::default());
    let facts: Vec<String> = rows
        .iter()
        .map(|row| {
            ["device_id", "kind", "username", "owners", "factor", "blocked", "unassigned"]
                .map(|column| plain(&row[column]))
                .join(" ")
        })
        .collect();
    assert_eq!(
        facts,
        [
            "WA1 passkey ann 1 phishing_resistant null false",
            "DP1 phone ann 2 push null false",
            "CR1 registered ann 1 null false false",
            "DA1 desktop bob 1 null null false",
            "CR2 registered bob 1 null true false",
            "DH1 token DUgone 1 passcode null false",
            "DP2 phone null 0 null null true",
            "CR9 registered null 0 null true true",
        ]
    );
    assert_eq!(plain(&rows[1]["users"]), r#"["ann","bob"]"#);
    let of = |column, value| f.column(ViewName::Devices, "device_id", &is(column, value));
    assert_eq!(of("users", "bob"), ["DP1", "DA1", "CR2"]);
    assert_eq!(of("blocked", "true"), ["CR2", "CR9"]);
    assert_eq!(of("unassigned", "true"), ["DP2", "CR9"]);
    let kinds = f.db.view_counts(ViewName::Devices, "kind", &ViewQuery::default(), now()).unwrap();
    assert_eq!(kinds.iter().map(|(_, rows)| rows).sum::<u64>(), 8);
}

#[test]
fn a_page_is_looked_up_in_each_table() {
    let f = filled();
    let all = f.column(ViewName::Devices, "device_id", &ViewQuery::default());
    let paged: Vec<String> = (0..all.len() as u64)
        .flat_map(|offset| {
            f.column(ViewName::Devices, "device_id", &ViewQuery { offset, limit: 1, ..ViewQuery::default() })
        })
        .collect();
    assert_eq!(paged, all);
}

#[test]
fn an_endpoint_finds_its_user_by_name() {
    let f = filled();
    let rows = f.rows(ViewName::Endpoints, &ViewQuery::default());
    let facts: Vec<String> = rows
        .iter()
        .map(|row| {
            ["epkey", "user_id", "os", "trusted", "encryption"].map(|column| plain(&row[column])).join(" ")
        })
        .collect();
    assert_eq!(facts, ["EP1 DUann Windows yes off", "EP2 null Windows yes off"]);
    let ann = f.db.user("DUann", None, now()).unwrap().unwrap();
    assert_eq!(plain(&ann.endpoints[0]["epkey"]), "EP1");
    assert_eq!(plain(&ann.registered_devices[0]["compkey"]), "CR1");
    let bob = f.db.user("DUbob", None, now()).unwrap().unwrap();
    assert_eq!(plain(&bob.desktop_authenticators[0]["dakey"]), "DA1");
    assert_eq!(bob.registered_devices[0]["blocked"], true);
}

/// Windows 11 is seen on an endpoint alone, 10 and 7 on registered and blocked devices.
fn versions() -> Fixture {
    let f = Fixture::new();
    let windows = |key: &str, version: &str| RegisteredDevice {
        os_version: Some(version.to_owned()),
        ..computer(key, &[])
    };
    f.fill(Objects::RegisteredDevices(vec![
        windows("CR1", "10.0.19045"),
        windows("CR2", "7"),
        computer("CR3", &[]),
    ]));
    // CR1 is a device once; what the block list says of its version is not asked.
    f.fill(Objects::BlockedDevices(vec![windows("CR1", "12"), windows("CR9", "10H2")]));
    let seen = |key: &str, os: Option<&str>, version: Option<&str>| Endpoint {
        os_family: os.map(str::to_owned),
        os_version: version.map(str::to_owned),
        ..endpoint(key, None)
    };
    f.fill(Objects::Endpoints(vec![
        seen("EP1", Some("Windows"), Some("11")),
        seen("EP2", Some("Windows"), Some("7")),
        seen("EP3", Some("Windows"), Some("XP")),
        seen("EP4", Some("iOS"), Some("9.1")),
        seen("EP5", Some("iOS"), None),
        seen("EP6", None, Some("8")),
    ]));
    f.fill(Objects::Phones(vec![phone("DP1", &[])]));
    f
}

#[test]
fn a_version_stands_to_the_newest_seen_on_any_computer() {
    let f = versions();
    let standings = |view, key: &str| {
        let rows = f.rows(view, &ViewQuery::default());
        let mut told: Vec<String> =
            rows.iter().map(|row| format!("{} {}", plain(&row[key]), plain(&row["standing"]))).collect();
        told.sort_unstable();
        told
    };
    let devices = ["CR1 behind", "CR2 out_of_date", "CR3 null", "CR9 behind", "DP1 null"];
    let endpoints = ["EP1 newest", "EP2 out_of_date", "EP3 null", "EP4 newest", "EP5 null", "EP6 null"];
    for _ in 0..2 {
        assert_eq!(standings(ViewName::Devices, "device_id"), devices);
        assert_eq!(standings(ViewName::Endpoints, "epkey"), endpoints);
        // Once more from memory.
        f.db.prepare_view(ViewName::Devices, &ViewQuery::default(), now()).unwrap();
        f.db.prepare_view(ViewName::Endpoints, &ViewQuery::default(), now()).unwrap();
    }
}

#[test]
fn rows_are_counted_and_found_by_their_standing() {
    let f = versions();
    let counts = |view| f.db.view_counts(view, "standing", &ViewQuery::default(), now()).unwrap();
    let told = |standing: Option<&str>, rows: u64| (standing.map(str::to_owned), rows);
    assert_eq!(
        counts(ViewName::Endpoints),
        [told(Some("newest"), 2), told(Some("out_of_date"), 1), told(None, 3)]
    );
    let old = is("standing", "out_of_date");
    assert_eq!(f.column(ViewName::Endpoints, "epkey", &old), ["EP2"]);
    assert_eq!(f.column(ViewName::Devices, "device_id", &old), ["CR2"]);
    let untold = filter("standing", Operator::Empty, "");
    assert_eq!(f.column(ViewName::Devices, "device_id", &untold), ["DP1", "CR3"]);
}

#[test]
fn states_of_refusals_are_four() {
    let f = Fixture::new();
    let set = DataSet::Endpoints;
    let state = || f.db.data_sets().unwrap().into_iter().find(|row| row.set == set).unwrap();
    for (mark, expected, code) in [
        (DataSetMark::Denied, "denied", None),
        (DataSetMark::NotInEdition, "not_in_edition", None),
        (DataSetMark::NotOffered, "not_offered", None),
        (DataSetMark::Truncated { code: "LIST_TRUNCATED".into() }, "truncated", Some("LIST_TRUNCATED")),
    ] {
        f.db.mark(set, &mark).unwrap();
        assert_eq!((state().state.as_str(), state().code.as_deref()), (expected, code));
    }
}

#[test]
fn what_a_run_did_not_see_goes_with_its_links() {
    let f = filled();
    let run = f.db.begin_run(DataSet::RegisteredDevices, now()).unwrap().run;
    let seen = Objects::RegisteredDevices(vec![computer("CR1", &["bob"])]);
    f.db.write_page(&page(DataSet::RegisteredDevices, run, seen)).unwrap();
    f.db.finish_run(DataSet::RegisteredDevices, run, now()).unwrap();
    assert_eq!(f.int("SELECT count(*) FROM registered_devices"), 1);
    assert_eq!(f.int("SELECT count(*) FROM registered_device_users"), 1);
    f.fill(Objects::Endpoints(vec![]));
    assert_eq!(f.int("SELECT count(*) FROM endpoints"), 0);
}
