//! Runs over object lists.

use chrono::Duration;
use domain::{Account, DataSet, UserStatus};
use store::{DataSetMark, DataSetRow, Objects, PageWrite, ViewName, ViewQuery};

use crate::fixture::{
    Fixture, application, bad, code, days_ago, group, now, page, passkey, phone, plain, token, user,
};

fn state(f: &Fixture, set: DataSet) -> DataSetRow {
    f.db.data_sets().unwrap().into_iter().find(|row| row.set == set).unwrap()
}

#[test]
fn the_end_of_a_run_sweeps_what_it_did_not_see_and_nothing_else() {
    let f = Fixture::new();
    let mut ann = user("ann");
    ann.group_ids = vec!["DGstaff".to_owned()];
    f.fill(Objects::Users(vec![ann.clone(), user("bob")]));
    f.fill(Objects::Groups(vec![group("staff", "active")]));
    f.fill(Objects::Phones(vec![phone("DP1", &["ann"])]));
    f.db.assess(&domain::analysis::Rules::default(), now()).unwrap();

    let run = f.db.begin_run(DataSet::Users, now()).unwrap().run;
    ann.realname = "Ann".to_owned();
    ann.group_ids = vec!["DGother".to_owned()];
    f.db.write_page(&page(DataSet::Users, run, Objects::Users(vec![ann, user("cid")]))).unwrap();
    assert_eq!(f.int("SELECT count(*) FROM users"), 3, "nothing goes before the end");
    f.db.finish_run(DataSet::Users, run, now()).unwrap();

    let names = f.column(ViewName::Users, "username", &ViewQuery::default());
    assert_eq!(names, ["ann", "cid"]);
    let ann = &f.rows(ViewName::Users, &ViewQuery::default())[0];
    assert_eq!((plain(&ann["realname"]), plain(&ann["groups"])), ("Ann".into(), "[\"DGother\"]".into()));
    assert_eq!(f.int("SELECT count(*) FROM groups") + f.int("SELECT count(*) FROM phones"), 2);
    assert_eq!(f.int("SELECT count(*) FROM assessments"), 1, "bob's went with him");
    assert_eq!(f.int("SELECT count(*) FROM user_groups"), 1);
}

#[test]
fn an_unfinished_run_is_taken_up_for_24_hours() {
    let f = Fixture::new();
    let started = days_ago(3);
    let run = f.db.begin_run(DataSet::Users, started).unwrap();
    assert_eq!((run.cursor, run.rows_so_far), (None, 0));
    let write = PageWrite {
        cursor: Some("300".to_owned()),
        total: Some(900),
        ..page(DataSet::Users, run.run, Objects::Users(vec![user("ann"), user("bob")]))
    };
    f.db.write_page(&write).unwrap();
    f.db.mark(DataSet::Users, &DataSetMark::Failed { code: "NET_RESET".to_owned() }).unwrap();

    let later = f.db.begin_run(DataSet::Users, started + Duration::hours(24)).unwrap();
    assert_eq!((later.run, later.cursor.as_deref(), later.rows_so_far), (run.run, Some("300"), 2));
    let too_late = started + Duration::hours(24) + Duration::milliseconds(1);
    let anew = f.db.begin_run(DataSet::Users, too_late).unwrap();
    assert_eq!((anew.run, anew.cursor, anew.rows_so_far), (run.run + 1, None, 0));
    let before = f.db.begin_run(DataSet::Users, started).unwrap();
    assert_eq!(
        before.run,
        anew.run + 1,
        "a run from the future, after the clock was set back, is not trusted"
    );

    f.db.abandon_run(DataSet::Users).unwrap();
    assert_eq!(f.db.begin_run(DataSet::Users, started).unwrap().run, before.run + 1);
}

#[test]
fn states_tell_what_happened_and_keep_the_last_good_data() {
    let f = Fixture::new();
    assert!(f.db.data_sets().unwrap().iter().all(|row| row.state == "never" && row.as_of.is_none()));
    f.fill(Objects::Users(vec![user("ann"), user("bob")]));
    let done = state(&f, DataSet::Users);
    assert_eq!((done.state.as_str(), done.rows, done.as_of), ("done", 2, Some(now())));

    let marks = [
        (DataSetMark::Failed { code: "NET_DNS".into() }, "failed", Some("NET_DNS")),
        (DataSetMark::Denied, "denied", None),
        (DataSetMark::NotOffered, "not_offered", None),
        (DataSetMark::Partial { code: "CANCELLED".into() }, "partial", Some("CANCELLED")),
    ];
    for (mark, expected, code) in marks {
        f.db.mark(DataSet::Users, &mark).unwrap();
        let row = state(&f, DataSet::Users);
        assert_eq!((row.state.as_str(), row.code.as_deref()), (expected, code));
        assert_eq!((row.rows, row.as_of), (2, Some(now())));
    }

    let run = f.db.begin_run(DataSet::Users, now()).unwrap().run;
    let write = PageWrite {
        total: Some(7),
        quarantined: vec![
            bad("response[0].status", "{\"status\":3}"),
            bad("response[0].status", "{\"status\":3}"),
        ],
        ..page(DataSet::Users, run, Objects::Users(vec![user("ann")]))
    };
    f.db.write_page(&write).unwrap();
    let running = state(&f, DataSet::Users);
    assert_eq!((running.state.as_str(), running.rows, running.total), ("running", 1, Some(7)));
    assert_eq!((running.quarantined, running.code), (2, None));
    assert_eq!(f.db.quarantined(DataSet::Users).unwrap(), write.quarantined);

    f.db.finish_run(DataSet::Users, run, now()).unwrap();
    assert_eq!(state(&f, DataSet::Users).quarantined, 2);
    f.fill(Objects::Users(vec![user("ann")]));
    assert_eq!(state(&f, DataSet::Users).quarantined, 0, "the next run read them all");
    assert_eq!(f.db.quarantined(DataSet::Users).unwrap(), []);
}

#[test]
fn every_kind_of_object_is_stored_and_shown_with_its_user() {
    let f = Fixture::new();
    let mut ann = user("ann");
    ann.aliases = vec!["a.okafor".to_owned()];
    ann.status = UserStatus::Other("suspended".to_owned());
    ann.group_ids = vec!["DGstaff".to_owned(), "DGunread".to_owned()];
    ann.phone_ids = vec!["DP1".to_owned(), "DPunread".to_owned()];
    ann.token_ids = vec!["DH1".to_owned()];
    f.fill(Objects::Users(vec![ann, user("bob")]));
    f.fill(Objects::Groups(vec![group("staff", "active")]));
    f.fill(Objects::Phones(vec![phone("DP1", &["ann"]), phone("DP2", &["ann", "bob"])]));
    f.fill(Objects::Tokens(vec![token("DH1", &["ann"]), token("DH2", &["bob"])]));
    f.fill(Objects::Webauthn(vec![passkey("WA1", "ann"), passkey("WA2", "bob")]));
    f.fill(Objects::BypassCodes(vec![code("DB1", "ann")]));
    f.fill(Objects::Applications(vec![application("DI1", "CRM")]));

    let record = f.db.user("DUann", None, now()).unwrap().unwrap();
    assert_eq!(record.status, UserStatus::Other("suspended".to_owned()));
    assert_eq!(record.aliases, ["a.okafor"]);
    let ids = |rows: &[store::Row], id: &str| rows.iter().map(|row| plain(&row[id])).collect::<Vec<_>>();
    assert_eq!(ids(&record.groups, "name"), ["null", "staff"]);
    assert_eq!(ids(&record.phones, "phone_id"), ["DP1", "DP2", "DPunread"]);
    assert_eq!(plain(&record.phones[0]["capabilities"]), "[\"auto\",\"push\"]");
    assert_eq!(plain(&record.phones[0]["last_seen"]), "2026-10-23T00:00:00Z");
    assert_eq!(ids(&record.tokens, "token_id"), ["DH1"]);
    assert_eq!(ids(&record.webauthn, "webauthnkey"), ["WA1"]);
    assert_eq!(ids(&record.bypass_codes, "bypass_code_id"), ["DB1"]);
    assert!(f.db.user("DUnobody", None, now()).unwrap().is_none());
}

#[test]
fn the_account_is_replaced() {
    let f = Fixture::new();
    assert_eq!(f.db.account().unwrap(), None);
    for user_count in [Some(214), None] {
        let account = Account { user_count, edition: Some("Duo Premier".into()), ..Account::default() };
        f.db.set_account(&account, now()).unwrap();
        assert_eq!(f.db.account().unwrap(), Some(account));
    }
    assert_eq!(state(&f, DataSet::Account).state, "done");
    f.db.mark(DataSet::Account, &DataSetMark::Denied).unwrap();
    assert_eq!(state(&f, DataSet::Account).rows, 1);
}

#[test]
fn only_so_many_bad_rows_are_kept_and_all_are_counted() {
    let f = Fixture::new();
    let run = f.db.begin_run(DataSet::Users, now()).unwrap().run;
    for _ in 0..3 {
        let quarantined = vec![bad("response[0]", "{}"); 400];
        f.db.write_page(&PageWrite { quarantined, ..page(DataSet::Users, run, Objects::Users(vec![])) })
            .unwrap();
    }
    assert_eq!(state(&f, DataSet::Users).quarantined, 1200);
    assert_eq!(f.db.quarantined(DataSet::Users).unwrap().len(), 1000);
}
