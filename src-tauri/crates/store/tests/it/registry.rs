//! The registry of clients.

use store::{LicenceTermsRow, NewConnection, Registry, StoreError};

use crate::fixture::{days_ago, now};

fn new(name: &str, organisation_id: &str) -> NewConnection {
    NewConnection {
        name: name.to_owned(),
        name_key: name.to_lowercase(),
        organisation_id: organisation_id.to_owned(),
        host: "api-1234abcd.duosecurity.com".to_owned(),
        ikey: "DIXXXXXXXXXXXXXXXXXX".to_owned(),
        status: "verified".to_owned(),
        wanted: vec!["read_log".to_owned()],
        permissions: vec![("read_resource".into(), "granted".into()), ("read_log".into(), "missing".into())],
        ..NewConnection::default()
    }
}

#[test]
fn connections_are_saved_changed_and_deleted() {
    let dir = tempfile::tempdir().unwrap();
    let (registry, _) = Registry::open(dir.path(), now()).unwrap();
    let organisation = registry.add_organisation("Northwind Dental", now()).unwrap();
    let id = store::new_id();
    let first = NewConnection { id: Some(id.clone()), ..new("Main", &organisation) };
    let saved = registry.add_connection(&first, now()).unwrap();
    assert_eq!((saved.id.as_str(), saved.created, saved.colour), (id.as_str(), now(), 1));
    assert_eq!(saved.permissions, first.permissions);
    assert_eq!(registry.add_connection(&new("Other", &organisation), now()).unwrap().colour, 2);

    let mut changed = saved.clone();
    changed.name = "Main 2".to_owned();
    changed.status_code = Some("NET_DNS".to_owned());
    changed.last_check = Some(days_ago(1));
    registry.update_connection(&changed).unwrap();
    drop(registry);

    let (registry, notices) = Registry::open(dir.path(), now()).unwrap();
    assert_eq!(notices, []);
    assert_eq!(registry.connection(&id).unwrap(), changed);
    let names: Vec<_> = registry.connections().unwrap().into_iter().map(|one| one.name).collect();
    assert_eq!(names, ["Main 2", "Other"]);
    assert_eq!(registry.last_check(&id).unwrap(), None);
    for (days, report) in [(2, r#"{"verdict":"failed"}"#), (1, r#"{"verdict":"verified"}"#)] {
        registry.set_last_check(&id, days_ago(days), report).unwrap();
        assert_eq!(registry.last_check(&id).unwrap(), Some((days_ago(days), report.to_owned())));
    }
    assert_eq!(registry.clock_skew(&id).unwrap(), None);
    for seconds in [423, -2] {
        registry.set_clock_skew(&id, now(), seconds).unwrap();
        assert_eq!(registry.clock_skew(&id).unwrap(), Some((now(), seconds)));
    }
    registry.delete_connection(&id).unwrap();
    assert!(matches!(registry.connection(&id), Err(StoreError::UnknownConnection)));
    let kept = || (registry.last_check(&id).unwrap(), registry.clock_skew(&id).unwrap());
    assert_eq!(kept(), (None, None), "they go with their connection");
    registry.set_last_check(&id, now(), "{}").unwrap();
    registry.set_clock_skew(&id, now(), 1).unwrap();
    assert_eq!(kept(), (None, None), "a check that ends later keeps nothing");
    assert!(matches!(registry.delete_connection(&id), Err(StoreError::UnknownConnection)));
    assert!(matches!(registry.update_connection(&changed), Err(StoreError::UnknownConnection)));
    assert_eq!(registry.organisations().unwrap().len(), 1);
    let last = registry.connections().unwrap().remove(0);
    registry.delete_connection(&last.id).unwrap();
    assert_eq!(registry.organisations().unwrap(), [], "a company without a connection goes");
}

#[test]
fn a_name_belongs_to_one_connection() {
    let dir = tempfile::tempdir().unwrap();
    let (registry, _) = Registry::open(dir.path(), now()).unwrap();
    let organisation = registry.add_organisation("Northwind", now()).unwrap();
    registry.add_connection(&new("Main", &organisation), now()).unwrap();
    let taken = registry.add_connection(&new("MAIN", &organisation), now());
    assert!(matches!(&taken, Err(error) if error.code() == "NAME_DUPLICATE"), "{taken:?}");
    let mut other = registry.add_connection(&new("Other", &organisation), now()).unwrap();
    other.name_key = "main".to_owned();
    assert!(matches!(registry.update_connection(&other), Err(StoreError::NameTaken)));
    let nowhere = registry.add_connection(&new("Third", "nowhere"), now());
    assert!(matches!(nowhere, Err(StoreError::UnknownOrganisation)));
    let path = NewConnection { id: Some("../evil".to_owned()), ..new("Fourth", &organisation) };
    assert!(matches!(registry.add_connection(&path, now()), Err(StoreError::BadId)));
    assert_eq!(registry.connections().unwrap().len(), 2);
}

#[test]
fn licence_terms_go_with_their_connection() {
    let dir = tempfile::tempdir().unwrap();
    let (registry, _) = Registry::open(dir.path(), now()).unwrap();
    let organisation = registry.add_organisation("Northwind", now()).unwrap();
    let id = registry.add_connection(&new("Main", &organisation), now()).unwrap().id;
    assert_eq!(registry.licence_terms(&id).unwrap(), None);
    let terms = LicenceTermsRow {
        paid: Some(115),
        price_hundredths: Some(7_200),
        currency: Some("CHF".to_owned()),
        model: "prepaid".to_owned(),
        renewal: Some(now().date_naive()),
        entered_by: "J.".to_owned(),
        entered_at: now(),
        min_commit: 80,
        pack_size: 5,
        buffer_percent: 3,
        billed: Some(110),
        sell_hundredths: Some(9_000),
    };
    registry.set_licence_terms(&id, &terms).unwrap();
    assert_eq!(registry.licence_terms(&id).unwrap(), Some(terms.clone()));
    let none = LicenceTermsRow {
        paid: None,
        price_hundredths: None,
        currency: None,
        renewal: None,
        entered_at: now() + chrono::TimeDelta::seconds(1),
        ..terms.clone()
    };
    registry.set_licence_terms(&id, &none).unwrap();
    assert_eq!(registry.licence_terms(&id).unwrap(), Some(none.clone()));
    assert_eq!(registry.licence_terms_history(&id).unwrap(), [none, terms.clone()], "earlier entries stay");
    registry.delete_connection(&id).unwrap();
    assert_eq!(registry.licence_terms(&id).unwrap(), None);
    assert!(matches!(registry.set_licence_terms(&id, &terms), Err(StoreError::UnknownConnection)));
}

#[test]
fn a_setting_is_json_and_the_last_one_counts() {
    let dir = tempfile::tempdir().unwrap();
    let (registry, _) = Registry::open(dir.path(), now()).unwrap();
    assert_eq!(registry.setting("network").unwrap(), None);
    registry.set_setting("network", r#"{"proxy":"system"}"#).unwrap();
    registry.set_setting("network", r#"{"proxy":"none"}"#).unwrap();
    registry.set_setting("own_domains", "[]").unwrap();
    assert!(registry.set_setting("network", "not JSON").is_err());
    drop(registry);
    let (registry, _) = Registry::open(dir.path(), now()).unwrap();
    assert_eq!(registry.setting("network").unwrap().as_deref(), Some(r#"{"proxy":"none"}"#));
    assert_eq!(registry.setting("own_domains").unwrap().as_deref(), Some("[]"));
}

#[test]
fn a_setting_is_read_where_it_lies_and_leaves_no_trace() {
    let dir = tempfile::TempDir::new().unwrap();
    // Windows has no question mark in names.
    let folder = dir.path().join(if cfg!(windows) { "a folder %41 #1" } else { "a folder %41 #1?" });
    assert_eq!(Registry::setting_in(&folder, "network").unwrap(), None);
    assert!(!folder.exists(), "it makes nothing");
    let registry = Registry::open(&folder, now()).unwrap().0;
    registry.set_setting("network", "[1]").unwrap();
    // While somebody has it open, and what was written is still in the log.
    assert_eq!(Registry::setting_in(&folder, "network").unwrap().as_deref(), Some("[1]"));
    drop(registry);
    let names = || {
        let mut names: Vec<_> =
            std::fs::read_dir(&folder).unwrap().map(|one| one.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let before = names();
    assert_eq!(Registry::setting_in(&folder, "network").unwrap().as_deref(), Some("[1]"));
    assert_eq!(Registry::setting_in(&folder, "other").unwrap(), None);
    assert_eq!(names(), before);
    std::fs::write(folder.join("clients.db"), [0xA5; 8192]).unwrap();
    assert_eq!(Registry::setting_in(&folder, "network").unwrap_err().code(), "DB_CORRUPT");
}
