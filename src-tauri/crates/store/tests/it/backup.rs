//! Copies of databases, and taking them in elsewhere.

use std::fs;

use domain::DataSet;
use store::backup::{TakeIn, admit_client, admit_registry, make_data_folder};
use store::{ClientDb, Details, NewConnection, Objects, OldEvents, Registry, StoreError};
use tempfile::TempDir;

use crate::events::events;
use crate::fixture::{Fixture, NOW_MS, days_ago, now, sign_in, user};

const DAY: i64 = 86_400_000;

#[test]
fn what_would_be_deleted_is_told_before() {
    let f = Fixture::new();
    assert_eq!(f.db.older_than(NOW_MS).unwrap(), OldEvents::default());
    let rows = [sign_in(NOW_MS - 9 * DAY, "a", "vpn", "ann"), sign_in(NOW_MS, "b", "vpn", "bob")];
    f.fill_log(0, NOW_MS, &rows);
    for rows in events(&["x", "y"]) {
        f.fill_events(rows);
    }
    let before = NOW_MS - 500;
    let told = f.db.older_than(before).unwrap();
    assert_eq!(told, OldEvents { events: 5, oldest_ms: Some((NOW_MS - 9 * DAY).div_euclid(DAY) * DAY) });
    let mut deleted = 0;
    for set in DataSet::LOGS {
        while let one @ 1.. = f.db.prune_log(set, before).unwrap() {
            deleted += one;
        }
    }
    assert_eq!((deleted, f.db.older_than(before).unwrap()), (told.events, OldEvents::default()));
}

#[test]
fn what_was_deleted_gives_its_space_back_while_somebody_reads() {
    let f = Fixture::new();
    let many: Vec<_> =
        (0..6_000).map(|at| sign_in(NOW_MS - 9 * DAY + at, &format!("tx{at}"), "vpn", "ann")).collect();
    f.fill_log(0, NOW_MS, &many);
    f.fill(Objects::Users(vec![user("ann")]));
    f.db.checkpoint().unwrap();
    let full = fs::metadata(f.file()).unwrap().len();
    while f.db.prune_signins(NOW_MS).unwrap() > 0 {}
    let unused = f.db.unused_bytes().unwrap();
    assert!(unused > full / 2, "{unused} of {full}");
    let reader = f.sqlite();
    let old = reader.unchecked_transaction().unwrap();
    let users = || old.query_row("SELECT count(*) FROM users", [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(users(), 1);
    f.db.compact().unwrap();
    assert_eq!((users(), f.db.unused_bytes().unwrap()), (1, 0));
    drop(old);
    f.db.checkpoint().unwrap();
    let left = fs::metadata(f.file()).unwrap().len();
    assert!(left + unused <= full + 65_536, "{left} of {full}");
    assert_eq!(f.int("SELECT count(*) FROM users"), 1);
}

/// A registry with two clients of one company, in a folder.
fn registry(dir: &TempDir) -> (Registry, [String; 2]) {
    let registry = Registry::open(dir.path(), now()).unwrap().0;
    let organisation_id = registry.add_organisation("Acme", now()).unwrap();
    let group = registry.add_client_group("North", "north", now()).unwrap();
    let ids = ["One", "Two"].map(|name| {
        let new = NewConnection {
            name: name.to_owned(),
            name_key: name.to_lowercase(),
            organisation_id: organisation_id.clone(),
            host: format!("api-{name}.duosecurity.com"),
            status: "verified".to_owned(),
            ..NewConnection::default()
        };
        let id = registry.add_connection(&new, now()).unwrap().id;
        let said =
            Details { notes: format!("{name} pays late"), favourite: true, ..registry.details(&id).unwrap() };
        registry.set_details(&id, &said).unwrap();
        id
    });
    registry.put_in_group(&ids, Some(&group)).unwrap();
    registry.set_setting("licence_defaults", "{\"idle_days\":45}").unwrap();
    registry.set_setting("wizard_draft", "{}").unwrap();
    (registry, ids)
}

#[test]
fn connections_come_with_what_was_said_of_them_and_others_stay_as_they_are() {
    let (there, copy, here) = (TempDir::new().unwrap(), TempDir::new().unwrap(), TempDir::new().unwrap());
    let (source, [one, two]) = registry(&there);
    make_data_folder(copy.path()).unwrap();
    source.copy_to(&copy.path().join("clients.db")).unwrap();
    admit_registry(copy.path()).unwrap();

    let target = Registry::open(here.path(), now()).unwrap().0;
    let north = target.add_client_group("north", "north", now()).unwrap();
    let take = |connections: &[String], settings| {
        let more = [("restored_preferences", "{}".to_owned())];
        target.take_in(copy.path(), TakeIn { connections, settings, more: &more })
    };
    take(std::slice::from_ref(&one), false).unwrap();
    assert_eq!(target.connection(&one).unwrap(), source.connection(&one).unwrap());
    assert_eq!(target.details(&one).unwrap(), source.details(&one).unwrap());
    let company = target.connection(&one).unwrap().organisation.id;
    assert_eq!(target.group_of(&company).unwrap(), Some(north), "the group of this name");
    assert!(matches!(target.connection(&two), Err(StoreError::UnknownConnection)));
    assert_eq!(target.setting("licence_defaults").unwrap(), None);

    // One that is here already: nothing of the other comes, either.
    assert!(take(&[two.clone(), one.clone()], true).is_err());
    assert!(target.connection(&two).is_err());
    assert_eq!(target.setting("licence_defaults").unwrap(), None);
    take(std::slice::from_ref(&two), true).unwrap();
    assert_eq!(target.organisations().unwrap().len(), 1);
    assert_eq!(target.setting("licence_defaults").unwrap(), source.setting("licence_defaults").unwrap());
    assert_eq!(target.setting("wizard_draft").unwrap(), None);
    assert_eq!(target.setting("restored_preferences").unwrap().as_deref(), Some("{}"));
}

#[test]
fn a_file_that_is_laid_out_otherwise_is_not_let_in() {
    let f = Fixture::new();
    f.fill(Objects::Users(vec![user("ann")]));
    let id = f.file().file_stem().unwrap().to_str().unwrap().to_owned();
    let admitted = |sql: &str| {
        let dir = TempDir::new().unwrap();
        make_data_folder(dir.path()).unwrap();
        let file = dir.path().join("clients").join(format!("{id}.db"));
        f.db.copy_to(&file).unwrap();
        rusqlite::Connection::open(&file).unwrap().execute_batch(sql).unwrap();
        let admitted = admit_client(dir.path(), &id);
        assert!(!file.with_extension("db-wal").exists() || admitted.is_err());
        admitted
    };
    admitted("ANALYZE").unwrap();
    for sql in [
        "CREATE TRIGGER spy AFTER INSERT ON users BEGIN DELETE FROM users; END",
        "CREATE VIEW spy AS SELECT 1",
        "CREATE TABLE more (x)",
        "DROP TABLE exclusions",
    ] {
        assert!(matches!(admitted(sql), Err(StoreError::Corrupt)), "{sql}");
    }
    assert!(matches!(admitted("PRAGMA user_version = 99"), Err(StoreError::Newer)));
}

#[test]
fn a_database_takes_the_place_of_one_that_nobody_names_and_can_be_taken_back() {
    let f = Fixture::new();
    f.fill(Objects::Users(vec![user("ann")]));
    let id = f.file().file_stem().unwrap().to_str().unwrap().to_owned();
    let (from, here) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    make_data_folder(from.path()).unwrap();
    drop(ClientDb::open(here.path(), &id).unwrap());
    f.db.copy_to(&from.path().join("clients").join(format!("{id}.db"))).unwrap();
    let aside = ClientDb::put_in_place(from.path(), here.path(), &id, days_ago(0)).unwrap().unwrap();
    assert!(aside.exists());
    let placed = ClientDb::open(here.path(), &id).unwrap().0;
    assert_eq!(placed.user_totals().unwrap(), f.db.user_totals().unwrap());
    drop(placed);
    ClientDb::take_back(here.path(), &id).unwrap();
    ClientDb::take_back(here.path(), &id).unwrap();
    assert!(aside.exists() && !here.path().join("clients").join(format!("{id}.db")).exists());
}
