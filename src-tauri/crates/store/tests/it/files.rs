//! Files on disk: damage, newer schemas, modes, deletion.

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use store::{ClientDb, Objects, OpenNotice, Registry, StoreError};

use crate::fixture::{Fixture, ID, NOW_MS, group, now, sign_in, user};

/// A closed database with rows on several hundred pages.
fn filled() -> (tempfile::TempDir, PathBuf) {
    let f = Fixture::new();
    f.fill(Objects::Users((0..300).map(|n| user(&format!("user{n}"))).collect()));
    let log: Vec<_> = (0..3_000).map(|n| sign_in(n, &format!("tx{n}"), "vpn", "ann")).collect();
    f.fill_log(0, NOW_MS, &log);
    let file = f.file();
    drop(f.db);
    (f.dir, file)
}

fn open(dir: &Path) -> Result<(ClientDb, Vec<OpenNotice>), StoreError> {
    ClientDb::open(dir, ID)
}

#[test]
fn damage_is_told_left_as_it_is_and_set_aside_when_asked() {
    type Damage = fn(&mut Vec<u8>);
    let cases: [(&str, Damage); 4] = [
        ("header of noughts", |bytes| bytes[..100].fill(0)),
        ("not a database", |bytes| *bytes = b"{\"name\":\"half a JSON".repeat(50)),
        ("cut in half", |bytes| bytes.truncate(bytes.len() / 2)),
        ("every page after the first overwritten", |bytes| bytes[8_192..].fill(0xff)),
    ];
    for (what, damage) in cases {
        let (dir, file) = filled();
        let mut bytes = fs::read(&file).unwrap();
        damage(&mut bytes);
        fs::write(&file, &bytes).unwrap();
        assert!(matches!(open(dir.path()), Err(StoreError::Corrupt)), "{what}");
        assert_eq!(fs::read(&file).unwrap(), bytes, "{what}: not touched");
        let path = &ClientDb::set_aside(dir.path(), ID, now()).unwrap().unwrap();
        let (db, notices) = open(dir.path()).unwrap();
        assert_eq!(notices, []);
        assert!(path.to_str().unwrap().ends_with(".db.damaged-20261025T000000Z"), "{path:?}");
        assert_eq!(fs::read(path).unwrap(), bytes, "{what}: kept as it was");
        assert_eq!(db.user_totals().unwrap().users, 0);
        db.mark(domain::DataSet::Users, &store::DataSetMark::Denied).unwrap();
    }
}

#[test]
fn a_flipped_bit_gives_an_error_or_the_truth() {
    let (dir, file) = filled();
    let sound = fs::read(&file).unwrap();
    let pages = sound.len() / 4096;
    assert!(pages > 40);
    let mut damaged = 0;
    for page in 1..pages {
        let mut bytes = sound.clone();
        bytes[page * 4096 + 3] ^= 0x40;
        fs::write(&file, &bytes).unwrap();
        match open(dir.path()) {
            Ok((db, _)) => {
                let stored = db.sign_ins_stored().unwrap();
                assert_eq!((stored, db.user_totals().unwrap().users), (3_000, 300));
            }
            Err(error) => {
                assert!(matches!(error, StoreError::Corrupt), "{error:?}");
                damaged += 1;
            }
        }
    }
    assert!(damaged > pages / 2, "{damaged} of {pages}");
}

#[test]
fn two_damages_in_a_second_keep_both_files() {
    let (dir, file) = filled();
    for _ in 0..2 {
        fs::write(&file, b"rubbish").unwrap();
        assert!(ClientDb::set_aside(dir.path(), ID, now()).unwrap().is_some());
    }
    let aside = fs::read_dir(file.parent().unwrap()).unwrap();
    let damaged = aside.filter(|entry| entry.as_ref().unwrap().path().to_str().unwrap().contains("damaged"));
    assert_eq!(damaged.count(), 2);
}

#[test]
fn a_damaged_registry_is_set_aside_at_once() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("clients.db"), vec![0; 2_048]).unwrap();
    let (registry, notices) = Registry::open(dir.path(), now()).unwrap();
    assert_eq!((registry.connections().unwrap(), notices.len()), (vec![], 1));
}

#[test]
fn an_empty_file_is_new() {
    let (dir, file) = filled();
    fs::write(&file, b"").unwrap();
    let (db, notices) = open(dir.path()).unwrap();
    assert_eq!((notices.len(), db.coverage().unwrap()), (0, None));
}

#[test]
fn a_newer_schema_is_read_told_and_never_written() {
    let (dir, file) = filled();
    let sqlite = rusqlite::Connection::open(&file).unwrap();
    sqlite.pragma_update(None, "user_version", 999).unwrap();
    drop(sqlite);
    let before = fs::read(&file).unwrap();
    let (db, notices) = open(dir.path()).unwrap();
    assert_eq!(notices, [OpenNotice::Newer]);
    assert_eq!(notices[0].code(), "FILE_NEWER");
    assert_eq!((db.sign_ins_stored().unwrap(), db.user_totals().unwrap().users), (3_000, 300));
    let refused = db.mark(domain::DataSet::Users, &store::DataSetMark::Denied);
    assert!(matches!(refused, Err(StoreError::Newer)), "{refused:?}");
    drop(db);
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[test]
fn a_newer_registry_is_read_told_and_never_written() {
    let dir = tempfile::tempdir().unwrap();
    drop(Registry::open(dir.path(), now()).unwrap());
    let sqlite = rusqlite::Connection::open(dir.path().join("clients.db")).unwrap();
    sqlite.pragma_update(None, "user_version", 999).unwrap();
    drop(sqlite);
    let (registry, notices) = Registry::open(dir.path(), now()).unwrap();
    assert_eq!((notices, registry.is_newer()), (vec![OpenNotice::Newer], true));
    assert_eq!(registry.connections().unwrap(), vec![]);
    assert!(matches!(registry.set_setting("a", "1"), Err(StoreError::Newer)));
}

#[test]
fn a_foreign_or_missing_wal_does_no_harm() {
    let (dir, file) = filled();
    let wal = file.with_extension("db-wal");
    fs::write(&wal, vec![7; 40_000]).unwrap();
    let (db, notices) = open(dir.path()).unwrap();
    assert_eq!((db.sign_ins_stored().unwrap(), notices), (3_000, vec![]));
    db.mark(domain::DataSet::Users, &store::DataSetMark::Denied).unwrap();
    drop(db);
    assert!(!wal.exists());
}

#[test]
fn a_folder_in_place_of_the_file_is_told() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("clients.db")).unwrap();
    let refused = Registry::open(dir.path(), now()).map(|_| ());
    assert!(matches!(&refused, Err(error) if error.code() == "FILE_UNREADABLE"), "{refused:?}");
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_a_file_or_enter_a_folder() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let (_registry, _) = Registry::open(&data, now()).unwrap();
    let (db, _) = ClientDb::open(&data, ID).unwrap();
    db.mark(domain::DataSet::Users, &store::DataSetMark::Denied).unwrap();
    let mut seen = 0;
    let mut folders = vec![data];
    while let Some(folder) = folders.pop() {
        assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700, "{folder:?}");
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{path:?}");
            seen += 1;
        }
    }
    assert_eq!(seen, 6, "two databases, each with -wal and -shm");
}

#[cfg(unix)]
#[test]
fn a_file_open_to_others_is_closed_to_them() {
    let (dir, file) = filled();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    open(dir.path()).unwrap();
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn forgetting_leaves_nothing_of_this_client_and_all_of_others() {
    let (dir, file) = filled();
    fs::write(&file, b"rubbish").unwrap();
    ClientDb::set_aside(dir.path(), ID, now()).unwrap();
    let other = "0b1c2d3e-0000-4000-8000-000000000000";
    let (kept, _) = ClientDb::open(dir.path(), other).unwrap();
    ClientDb::forget(dir.path(), ID).unwrap();
    let left: Vec<String> = fs::read_dir(file.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(left.iter().all(|name| name.starts_with(other)) && !left.is_empty(), "{left:?}");
    kept.mark(domain::DataSet::Users, &store::DataSetMark::Denied).unwrap();
    ClientDb::forget(dir.path(), ID).unwrap();
}

#[test]
fn nothing_but_an_id_becomes_a_path() {
    let dir = tempfile::tempdir().unwrap();
    let braced = format!("{{{ID}}}");
    let upper = ID.to_uppercase();
    let bad = ["", ".", "..", "../clients", "a/b", "con", "\0", &upper, &braced, &ID.replace('-', "")];
    for id in bad {
        assert!(matches!(ClientDb::open(dir.path(), id), Err(StoreError::BadId)), "{id:?}");
        assert!(matches!(ClientDb::forget(dir.path(), id), Err(StoreError::BadId)), "{id:?}");
    }
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn deleted_rows_leave_no_trace_in_the_file() {
    let f = Fixture::new();
    f.fill(Objects::Groups(vec![group("CANARY-GROUP-NAME", "active")]));
    f.db.checkpoint().unwrap();
    let holds = |f: &Fixture| {
        let bytes = fs::read(f.file()).unwrap();
        bytes.windows(17).any(|window| window == b"CANARY-GROUP-NAME")
    };
    assert!(holds(&f));
    f.fill(Objects::Groups(vec![]));
    f.db.checkpoint().unwrap();
    assert!(!holds(&f));
    assert_eq!(fs::metadata(f.file().with_extension("db-wal")).unwrap().len(), 0);
}
