//! A process that is killed while it writes loses nothing that it said was stored, and stores nothing by halves.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use domain::SignIn;
use store::ClientDb;

use crate::fixture::{ID, NOW_MS, sign_in};

const FOLDER: &str = "TANDEM_STORE_TEST_FOLDER";
const PAGE: i64 = 200;
const PAGES: i64 = 120;

fn page(number: i64) -> Vec<SignIn> {
    let row = |n: i64| sign_in(n, &format!("tx{n}"), &format!("app{}", n % 5), &format!("user{}", n % 50));
    (number * PAGE..(number + 1) * PAGE).map(row).collect()
}

/// Reads on from the stored cursor to the end, telling each page.
fn write_on(folder: &Path) {
    let (db, notices) = ClientDb::open(folder, ID).unwrap();
    assert_eq!(notices, []);
    let window = db.open_window(0, NOW_MS).unwrap();
    let next = window.cursor.map_or(0, |cursor| cursor.parse().unwrap());
    for number in next..PAGES {
        let cursor = (number + 1).to_string();
        let done = number + 1 == PAGES;
        db.write_signins(window.id, &page(number), &[], Some(&cursor), None, done).unwrap();
        println!("stored {number}");
    }
}

#[test]
#[ignore = "the process that the test below kills"]
fn child() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        write_on(Path::new(&folder));
    }
}

#[test]
fn a_kill_between_or_within_pages_loses_and_repeats_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut stored = 0;
    let mut kills = 0;
    while stored < PAGES {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "kill::child", "--ignored", "--nocapture"])
            .env(FOLDER, dir.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let mut told =
            lines.filter_map(|line| line.rsplit("stored ").next().and_then(|n| n.parse::<i64>().ok()));
        // Kill while the page after the n-th told is under way.
        let last = told.by_ref().take(1 + kills % 7).last();
        child.kill().unwrap();
        child.wait().unwrap();
        kills += 1;

        let (db, notices) = ClientDb::open(dir.path(), ID).unwrap();
        assert_eq!(notices, []);
        let rows = i64::try_from(db.sign_ins_stored().unwrap()).unwrap();
        let window = db.log_windows().unwrap().remove(0);
        stored = if window.done { PAGES } else { window.cursor.map_or(0, |cursor| cursor.parse().unwrap()) };
        assert_eq!((rows, window.rows), (stored * PAGE, u64::try_from(stored * PAGE).unwrap()));
        assert!(last.is_none_or(|last| last < stored), "page {last:?} was told, {stored} are stored");
        drop(db);
        let file = dir.path().join("clients").join(format!("{ID}.db"));
        let sqlite = rusqlite::Connection::open(file).unwrap();
        let int = |sql: &str| sqlite.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!(int("SELECT count(*) FROM sign_ins"), rows);
        assert_eq!(int("SELECT coalesce(sum(count), 0) FROM app_user"), rows);
        assert_eq!(int("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"), 0);
    }
    assert!(kills > 10, "{kills} kills");
}
