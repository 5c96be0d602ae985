//! The view of sign-ins: keys, totals, filters, texts.

use domain::{SignIn, SignInResult};
use proptest::prelude::*;
use store::{Operator, StoreError, ViewName, ViewQuery};

use crate::fixture::{DAY, Fixture, NOW_MS, filter, is, now, plain, search, sign_in, sorted};

#[test]
fn newest_first_with_times_to_the_millisecond() {
    let f = Fixture::new();
    f.fill_log(0, NOW_MS, &[sign_in(NOW_MS + 1, "a", "vpn", "ann"), sign_in(NOW_MS + 12, "b", "vpn", "bob")]);
    let rows = f.rows(ViewName::Signins, &ViewQuery::default());
    assert_eq!(plain(&rows[0]["ts"]), "2026-10-25T00:00:00.012Z");
    assert_eq!((plain(&rows[0]["username"]), plain(&rows[0]["app"])), ("bob".into(), "vpn".into()));
    assert_eq!((plain(&rows[0]["result"]), plain(&rows[0]["city"])), ("success".into(), "null".into()));
    assert_eq!(plain(&rows[1]["txid"]), "a");
    let on = |value: &str| f.db.view(ViewName::Signins, &is("ts", value), now()).unwrap().total;
    assert_eq!((on("2026-10-25"), on("2026-10-25T00:00:00Z"), on("2026-10-25T00:00:00.001Z")), (2, 2, 1));
    assert_eq!(f.db.sign_in_days(now().date_naive(), now().date_naive()).unwrap()[0].count, 2);
}

#[test]
fn totals_are_right_with_and_without_sums() {
    let f = Fixture::new();
    let mut rows: Vec<SignIn> = (0..30).map(|n| sign_in(NOW_MS - n * DAY, "t", "vpn", "ann")).collect();
    rows[3].result = SignInResult::Denied;
    rows[4].result = SignInResult::Denied;
    rows[4].user_name = Some("bob".to_owned());
    f.fill_log(0, NOW_MS, &rows);
    let total = |query: &ViewQuery| f.db.view(ViewName::Signins, query, now()).unwrap().total;
    assert_eq!(total(&ViewQuery::default()), 30);
    assert_eq!(total(&is("result", "denied")), 2);
    assert_eq!(total(&is("result", "nonsense")), 0);
    assert_eq!(total(&filter("result", Operator::Ne, "denied")), 28);
    assert_eq!(total(&is("username", "bob")), 1);
    assert_eq!(total(&search("BO")), 1);
    assert_eq!(total(&search("192.0.2")), 30);
    let mut both = is("result", "denied");
    both.filter.extend(is("username", "ann").filter);
    assert_eq!(total(&both), 1);
    both.search = Some("bob".to_owned());
    assert_eq!(total(&both), 0);
    let counts = f.db.view_counts(ViewName::Signins, "username", &is("result", "denied"), now()).unwrap();
    assert_eq!(counts, [(Some("ann".to_owned()), 1), (Some("bob".to_owned()), 1)]);
    let results = |query: &ViewQuery| f.db.view_counts(ViewName::Signins, "result", query, now()).unwrap();
    let by_result = [(Some("success".to_owned()), 28), (Some("denied".to_owned()), 2)];
    assert_eq!(results(&ViewQuery::default()), by_result);
    assert_eq!(results(&filter("result", Operator::Present, "")), by_result, "without the sums");
}

#[test]
fn a_foreign_cursor_is_refused() {
    let f = Fixture::new();
    let rows: Vec<SignIn> = (0..3).map(|n| sign_in(n, "t", "vpn", "ann")).collect();
    f.fill_log(0, NOW_MS, &rows);
    let first = f.db.view(ViewName::Signins, &ViewQuery { limit: 1, ..ViewQuery::default() }, now()).unwrap();
    let refused =
        |view, query: ViewQuery| matches!(f.db.view(view, &query, now()), Err(StoreError::BadCursor));
    assert!(refused(ViewName::Signins, ViewQuery { after: first.next.clone(), ..sorted("ts", false) }));
    assert!(refused(ViewName::Signins, ViewQuery { after: first.next.clone(), ..sorted("app", false) }));
    assert!(refused(ViewName::Users, ViewQuery { after: first.next, ..ViewQuery::default() }));
    let made_up = Some("d.1.t.' OR 1=1".to_owned());
    assert!(refused(ViewName::Signins, ViewQuery { after: made_up, ..ViewQuery::default() }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Many events in a millisecond, ids of every form, pages of every size.
    #[test]
    fn paging_by_key_gives_each_row_once_in_order(
        keys in prop::collection::btree_set((0_i64..4, "[a-c.é]{0,2}|[0-9a-f]{64}"), 0..40),
        limit in 1_u32..9,
        descending in any::<bool>(),
    ) {
        let f = Fixture::new();
        let rows: Vec<SignIn> = keys.iter().map(|(ts, txid)| sign_in(*ts, txid, "vpn", "ann")).collect();
        f.fill_log(0, NOW_MS, &rows);
        let mut found = Vec::new();
        let mut query = ViewQuery { limit, ..sorted("ts", descending) };
        loop {
            let page = f.db.view(ViewName::Signins, &query, now()).unwrap();
            prop_assert_eq!(page.total as usize, keys.len());
            found.extend(page.rows.iter().map(|row| (plain(&row["ts"]), plain(&row["txid"]))));
            prop_assert!(found.len() <= keys.len());
            let Some(next) = page.next else { break };
            query.after = Some(next);
        }
        let times: Vec<_> = found.iter().map(|(ts, _)| ts.clone()).collect();
        let mut ordered = times.clone();
        ordered.sort();
        if descending { ordered.reverse(); }
        prop_assert_eq!(times, ordered);
        found.sort();
        found.dedup();
        prop_assert_eq!(found.len(), keys.len());
    }
}

#[test]
fn a_text_is_found_whoever_bears_it_and_however_it_is_asked() {
    let f = Fixture::new();
    let mut rows: Vec<SignIn> = (0..6).map(|n| sign_in(NOW_MS - n * DAY, "t", "vpn", "ann")).collect();
    // The same user under another name, another user under the same name, and a name that is also an application.
    rows[1].user_name = Some("ann.new".to_owned());
    rows[2].user_key = Some("DUother".to_owned());
    rows[3].user_name = Some("vpn".to_owned());
    rows[4].user_name = None;
    f.fill_log(0, NOW_MS, &rows);
    let found = |query: &ViewQuery| {
        let page = f.db.view(ViewName::Signins, query, now()).unwrap();
        assert_eq!(page.rows.len() as u64, page.total, "{query:?}");
        page.total
    };
    assert_eq!(found(&is("username", "ann")), 3);
    assert_eq!(found(&is("username", "nobody")), 0);
    assert_eq!(found(&filter("username", Operator::Contains, "ANN")), 4);
    assert_eq!(found(&filter("username", Operator::Ne, "ann")), 3);
    assert_eq!(found(&filter("username", Operator::Empty, "")), 1);
    assert_eq!(found(&search("ann.n")), 1);
    assert_eq!(found(&search("vpn")), 6);
    assert_eq!(found(&search("vpnx")), 0);
    let mut both = is("app", "vpn");
    both.filter.extend(is("username", "ann").filter);
    assert_eq!(found(&both), 3);
    assert_eq!(found(&filter("username", Operator::In, r#"["ann","vpn","nobody"]"#)), 4);
    assert_eq!(found(&filter("username", Operator::In, "[]")), 0);
    assert_eq!(found(&filter("result", Operator::In, r#"["denied","success"]"#)), 6);
    assert_eq!(found(&filter("result", Operator::In, r#"["denied","fraud"]"#)), 0);
    assert_eq!(found(&filter("os", Operator::Contains, "zzz")), 0);
    let broken = f.db.view(ViewName::Signins, &filter("username", Operator::In, "ann"), now());
    assert!(matches!(broken, Err(StoreError::BadCondition)));
    let choices = f.db.view_counts(ViewName::Signins, "username", &ViewQuery::default(), now()).unwrap();
    let choices: Vec<_> = choices.iter().map(|(name, n)| (name.as_deref(), *n)).collect();
    assert_eq!(choices, [(Some("ann"), 3), (Some("ann.new"), 1), (Some("vpn"), 1), (None, 1)]);
}

#[test]
fn an_application_is_told_in_full() {
    let f = Fixture::new();
    let mut rows: Vec<SignIn> = (0..4).map(|n| sign_in(NOW_MS - n * DAY, "t", "vpn", "ann")).collect();
    for row in &mut rows {
        row.app_key = Some("DIvpn".to_owned());
        row.factor = Some("duo_push".to_owned());
        row.reason = Some("user_approved".to_owned());
        row.country = Some("Switzerland".to_owned());
    }
    rows[0].result = SignInResult::Denied;
    rows[0].reason = Some("no_response".to_owned());
    rows[1].factor = Some("passcode".to_owned());
    f.fill_log(0, NOW_MS, &rows);
    let app = f.db.application("DIvpn").unwrap();
    let texts =
        |list: &[store::TextCount]| list.iter().map(|one| (one.text.clone(), one.count)).collect::<Vec<_>>();
    assert_eq!(texts(&app.factors), [("duo_push".to_owned(), 3), ("passcode".to_owned(), 1)]);
    assert_eq!(texts(&app.denied_reasons), [("no_response".to_owned(), 1)]);
    assert_eq!(texts(&app.countries), [("Switzerland".to_owned(), 4)]);
    assert_eq!(app.days.iter().map(|day| day.count).sum::<u64>(), 4);
    assert_eq!((app.access.does, app.access.may), (1, None));
    assert_eq!(f.db.application("DIother").unwrap().access.does, 0);
}

#[test]
fn sign_ins_without_a_factor_are_those_that_an_application_counts() {
    let f = Fixture::new();
    let mut rows: Vec<SignIn> = (0..5).map(|n| sign_in(NOW_MS - n * DAY, "t", "vpn", "ann")).collect();
    rows[0].reason = Some("bypass_user".to_owned());
    rows[1].factor = Some("remembered_device".to_owned());
    rows[2].factor = Some("duo_push".to_owned());
    rows[3].reason = Some("bypass_user".to_owned());
    rows[3].factor = Some("remembered_device".to_owned());
    f.fill_log(0, NOW_MS, &rows);
    let found =
        |value: &str| f.db.view(ViewName::Signins, &is("without_factor", value), now()).unwrap().total;
    assert_eq!((found("true"), found("false")), (3, 2));
    let apps = f.rows(ViewName::Apps, &ViewQuery::default());
    assert_eq!(plain(&apps[0]["bypass_percent"]), "60.0");
}

#[test]
fn values_are_counted_of_a_user_who_is_found_by_the_index() {
    let f = Fixture::new();
    let mut rows: Vec<SignIn> = (0..200).map(|n| sign_in(n, &format!("t{n}"), "vpn", "ann")).collect();
    for (row, os) in rows.iter_mut().zip([Some("Linux"), Some("Linux"), None]) {
        row.user_key = Some("DUbob".to_owned());
        row.user_name = Some("bob".to_owned());
        row.os = os.map(str::to_owned);
    }
    f.fill_log(0, NOW_MS, &rows);
    let counts = |column| f.db.view_counts(ViewName::Signins, column, &is("username", "bob"), now()).unwrap();
    assert_eq!(counts("os"), [(Some("Linux".to_owned()), 2), (None, 1)]);
    assert_eq!(counts("result"), [(Some("success".to_owned()), 3)]);
}
