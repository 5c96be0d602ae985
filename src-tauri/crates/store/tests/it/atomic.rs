//! A page is stored whole or not at all.

use domain::DataSet;
use store::{DataSetMark, Objects, PageWrite, StoreError};

use crate::fixture::{Fixture, NOW_MS, bad, now, page, sign_in, user};

#[test]
fn a_failing_row_takes_the_page_and_its_cursor_back() {
    let f = Fixture::new();
    let run = f.db.begin_run(DataSet::Users, now()).unwrap().run;
    let first = PageWrite {
        cursor: Some("100".to_owned()),
        quarantined: vec![bad("response[3].user_id", "{}")],
        ..page(DataSet::Users, run, Objects::Users(vec![user("ann")]))
    };
    f.db.write_page(&first).unwrap();
    f.sqlite()
        .execute_batch("CREATE UNIQUE INDEX broken ON users (iif(username = 'eve', 'ann', username))")
        .unwrap();
    let second = PageWrite {
        cursor: Some("200".to_owned()),
        quarantined: vec![bad("response[4].user_id", "{}")],
        ..page(DataSet::Users, run, Objects::Users(vec![user("bob"), user("eve")]))
    };
    assert!(matches!(f.db.write_page(&second), Err(StoreError::Sqlite(_))));
    let resumed = f.db.begin_run(DataSet::Users, now()).unwrap();
    assert_eq!((resumed.cursor.as_deref(), resumed.rows_so_far), (Some("100"), 1));
    assert_eq!(f.int("SELECT count(*) FROM users"), 1);
    assert_eq!(f.int("SELECT count(*) FROM quarantine"), 1);
    assert_eq!(f.int("SELECT run_quarantined FROM data_sets WHERE data_set = 'users'"), 1);
}

#[test]
fn a_failing_sign_in_takes_rows_sums_texts_and_window_back() {
    let f = Fixture::new();
    let window = f.db.open_window(0, NOW_MS).unwrap();
    let good = [sign_in(1, "a", "vpn", "ann")];
    f.db.write_signins(window.id, &good, &[], Some("next"), None, false).unwrap();
    f.sqlite().execute_batch("CREATE UNIQUE INDEX broken ON sign_ins (iif(result = 0, txid, 'a'))").unwrap();
    let mut refused = sign_in(3, "c", "mail", "bob");
    refused.result = domain::SignInResult::Denied;
    let rows = [sign_in(2, "b", "mail", "bob"), refused];
    let failed = f.db.write_signins(window.id, &rows, &[bad("x", "y")], None, None, true);
    assert!(failed.is_err());
    assert_eq!(f.int("SELECT count(*) FROM sign_ins"), 1);
    assert_eq!(f.int("SELECT sum(count) FROM app_user"), 1);
    assert_eq!(f.int("SELECT sum(count) FROM app_days"), 1);
    assert_eq!(f.int("SELECT count(*) FROM dict WHERE text = 'mail'"), 0);
    assert_eq!(f.int("SELECT count(*) FROM quarantine"), 0);
    let same = f.db.open_window(0, NOW_MS).unwrap();
    assert_eq!((same.id, same.cursor.as_deref(), same.done, same.rows), (window.id, Some("next"), false, 1));

    f.sqlite().execute_batch("DROP INDEX broken").unwrap();
    f.db.write_signins(window.id, &rows, &[], None, None, true).unwrap();
    assert_eq!(
        f.int("SELECT count(*) FROM dict WHERE text = 'mail'"),
        1,
        "numbers of lost texts are not reused"
    );
    assert_eq!(
        f.int("SELECT count(*) FROM sign_ins e JOIN dict d ON d.id = e.app_name WHERE d.text = 'mail'"),
        2
    );
}

#[test]
fn a_page_for_another_run_or_set_is_refused() {
    let f = Fixture::new();
    let run = f.db.begin_run(DataSet::Users, now()).unwrap().run;
    let refused = |page: &PageWrite| matches!(f.db.write_page(page), Err(StoreError::RunClosed));
    assert!(refused(&page(DataSet::Users, run + 1, Objects::Users(vec![user("ann")]))));
    assert!(refused(&page(DataSet::Groups, run, Objects::Users(vec![user("ann")]))));
    f.db.finish_run(DataSet::Users, run, now()).unwrap();
    assert!(refused(&page(DataSet::Users, run, Objects::Users(vec![user("ann")]))));
    assert!(matches!(f.db.finish_run(DataSet::Users, run, now()), Err(StoreError::RunClosed)));
    let unknown = f.db.write_signins(99, &[sign_in(1, "a", "vpn", "ann")], &[], None, None, true);
    assert!(matches!(unknown, Err(StoreError::RunClosed)));
    assert_eq!(f.int("SELECT (SELECT count(*) FROM users) + (SELECT count(*) FROM sign_ins)"), 0);
}

/// Windows does not let an open file be deleted.
#[cfg(unix)]
#[test]
fn a_file_that_vanished_takes_no_more_writes() {
    let f = Fixture::new();
    std::fs::remove_file(f.file()).unwrap();
    let lost = f.db.mark(DataSet::Users, &DataSetMark::Denied);
    assert!(
        matches!(&lost, Err(error @ StoreError::NotFound(_)) if error.code() == "DB_MISSING"),
        "{lost:?}"
    );
}

#[test]
#[expect(clippy::disallowed_methods, reason = "how long people wait is what it is about")]
fn a_writer_that_waits_too_long_says_busy() {
    let f = Fixture::new();
    let other = f.sqlite();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let waited = f.db.mark(DataSet::Users, &DataSetMark::Denied);
    assert!(matches!(&waited, Err(error) if error.code() == "DB_BUSY"), "{waited:?}");
    let clock = std::time::Instant::now();
    let all = std::thread::scope(|scope| {
        let line: Vec<_> =
            (0..4).map(|_| scope.spawn(|| f.db.mark(DataSet::Users, &DataSetMark::Denied))).collect();
        line.into_iter().map(|one| one.join().unwrap()).collect::<Vec<_>>()
    });
    assert!(all.iter().all(|one| matches!(one, Err(StoreError::Busy))), "{all:?}");
    assert!(clock.elapsed().as_secs() < 9, "all of a line wait together: {:?}", clock.elapsed());
    other.execute_batch("ROLLBACK").unwrap();
    f.db.mark(DataSet::Users, &DataSetMark::Denied).unwrap();
}
