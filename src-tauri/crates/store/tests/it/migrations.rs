//! Databases of every released schema, led on to the newest. `tests/fixtures/<kind>-<n>.sql` is one of step n with rows.

use std::path::Path;

use domain::DataSet;
use rusqlite::Connection;
use store::{ClientDb, Registry, ViewName, ViewQuery};

use crate::fixture::{DAY, ID, NOW_MS, now};

const CLIENT: [&str; 2] =
    [include_str!("../fixtures/client-1.sql"), include_str!("../fixtures/client-2.sql")];
const REGISTRY: [&str; 2] =
    [include_str!("../fixtures/registry-1.sql"), include_str!("../fixtures/registry-2.sql")];
/// Events in the databases of clients.
const EVENTS: u64 = 80;

fn make(path: &Path, script: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let sqlite = Connection::open(path).unwrap();
    sqlite.pragma_update(None, "foreign_keys", false).unwrap();
    sqlite.execute_batch(script).unwrap();
}

#[test]
fn every_released_client_keeps_its_sign_ins_and_reads_its_objects_again() {
    for (script, step) in CLIENT.into_iter().zip(1..) {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("clients").join(format!("{ID}.db"));
        make(&file, script);
        let (db, notices) = ClientDb::open(dir.path(), ID).unwrap();
        assert_eq!(notices, []);
        assert_eq!(db.sign_ins_stored().unwrap(), EVENTS);
        let rows = db.view(ViewName::Signins, &ViewQuery::default(), now()).unwrap();
        assert_eq!((rows.total, rows.rows.len() > 20), (EVENTS, true));
        let named = db.view_counts(ViewName::Signins, "username", &ViewQuery::default(), now()).unwrap();
        assert_eq!(named.iter().map(|(_, count)| count).sum::<u64>(), EVENTS, "{named:?}");
        let users = db.data_sets().unwrap().into_iter().find(|row| row.set == DataSet::Users).unwrap();
        assert_eq!(users.as_of.is_some(), step > 1, "what was not stored cannot be shown");
        assert_eq!(db.exclusions().unwrap().len(), usize::from(step > 1));
        for view in ViewName::ALL {
            db.view(view, &ViewQuery::default(), now()).unwrap_or_else(|error| panic!("{view:?}: {error}"));
        }
        sums_are_those_of_the_rows(&db, &file);
    }
}

/// Taking every event back leaves nothing: what the migration added up is what the code adds up.
fn sums_are_those_of_the_rows(db: &ClientDb, file: &Path) {
    let sqlite = Connection::open(file).unwrap();
    let sums = ["log_texts", "app_days", "app_user", "app_span"];
    let count = |table: &str| -> i64 {
        sqlite.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
    };
    assert!(sums.iter().all(|table| count(table) > 0));
    let columns =
        ["event_type", "country", "city", "os", "browser", "hostname", "auth_device", "trusted_endpoint"];
    for (column, number) in columns.iter().zip(0_i64..) {
        let missing = format!(
            "SELECT count(*) FROM sign_ins WHERE ({number} * 1152921504606846976
               + coalesce({column}, 0) * 1073741824 + user) NOT IN (SELECT id FROM log_user_texts)"
        );
        let missing: i64 = sqlite.query_row(&missing, [], |row| row.get(0)).unwrap();
        assert_eq!(missing, 0, "{column}");
    }
    while db.prune_signins(NOW_MS + 400 * DAY).unwrap() > 0 {}
    assert_eq!((db.sign_ins_stored().unwrap(), sums.map(count)), (0, [0; 4]));
    let seen: i64 =
        sqlite.query_row("SELECT coalesce(sum(users), 0) FROM app_seen", [], |row| row.get(0)).unwrap();
    assert_eq!(seen, 0);
}

#[test]
fn every_released_registry_keeps_its_clients_and_what_was_entered() {
    for (script, step) in REGISTRY.into_iter().zip(1..) {
        let dir = tempfile::tempdir().unwrap();
        make(&dir.path().join("clients.db"), script);
        let (registry, notices) = Registry::open(dir.path(), now()).unwrap();
        assert_eq!(notices, []);
        let connections = registry.connections().unwrap();
        let [one] = connections.as_slice() else { panic!("{connections:?}") };
        assert_eq!((one.name.as_str(), one.secret_id()), ("sample", one.id.as_str()));
        let terms = registry.licence_terms(&one.id).unwrap().unwrap();
        assert_eq!((terms.paid, terms.price_hundredths, terms.pack_size), (Some(300), Some(300), 1));
        assert_eq!(terms.min_commit, if step > 1 { 50 } else { 0 });
        let details = registry.details(&one.id).unwrap();
        assert_eq!(details.psa_id, if step > 1 { "PSA-7" } else { "" });
        registry.update_connection(one).unwrap();
        registry.delete_connection(&one.id).unwrap();
        assert_eq!(registry.organisations().unwrap(), []);
    }
}
