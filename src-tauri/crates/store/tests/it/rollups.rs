//! Sums equal a recount, whatever came in which order.

use std::collections::{BTreeMap, BTreeSet};

use domain::{DataSet, SignIn, SignInResult};
use proptest::prelude::*;
use store::ClientDb;

use crate::fixture::{DAY, Fixture, ID, NOW_MS, sign_in};

/// A few keys, so that the same come again with other content.
fn event() -> impl Strategy<Value = SignIn> {
    let name = |names: &'static [Option<&'static str>]| prop::sample::select(names);
    let result = prop::sample::select(SignInResult::ALL.to_vec());
    (
        0_i64..6,
        0_u8..3,
        name(&[Some("vpn"), Some("mail"), None]),
        name(&[Some("ann"), Some("bob"), None]),
        any::<bool>(),
        result,
        name(&[Some("bypass_user"), Some("user_approved"), None]),
        name(&[Some("remembered_device"), Some("duo_push"), None]),
    )
        .prop_map(|(time, id, app, user, keyed, result, reason, factor)| {
            let owned = |text: Option<&str>| text.map(str::to_owned);
            let keyed =
                |key: &str, text: Option<&str>| text.filter(|_| keyed).map(|text| format!("{key}{text}"));
            SignIn {
                result,
                reason: owned(reason),
                factor: owned(factor),
                app_key: keyed("DI", app),
                app_name: owned(app),
                user_key: keyed("DU", user),
                user_name: owned(user),
                ..sign_in(NOW_MS + time * DAY / 2 - 1, &format!("tx{id}"), "", "")
            }
        })
}

type Sums = (
    BTreeMap<(String, String), (i64, i64, i64, i64)>,
    BTreeMap<(i64, String, i64), (i64, i64, i64)>,
    BTreeMap<String, i64>,
    BTreeMap<(i64, String, String), (i64, i64)>,
);

fn who(key: Option<&String>, name: Option<&String>) -> String {
    key.cloned().or_else(|| name.map(|name| format!("name:{name}"))).unwrap_or_default()
}

fn recount(events: &BTreeMap<(i64, String), SignIn>) -> Sums {
    let mut sums = Sums::default();
    for event in events.values() {
        let app = who(event.app_key.as_ref(), event.app_name.as_ref());
        let user = who(event.user_key.as_ref(), event.user_name.as_ref());
        let refused =
            matches!(event.result, SignInResult::Denied | SignInResult::Fraud | SignInResult::Error);
        let pair = sums.0.entry((app.clone(), user.clone())).or_insert((i64::MAX, i64::MIN, 0, 0));
        *pair = (pair.0.min(event.ts_ms), pair.1.max(event.ts_ms), pair.2 + 1, pair.3 + i64::from(refused));
        let texts = [
            (0, event.user_name.as_ref(), user.as_str()),
            (1, event.app_name.as_ref(), app.as_str()),
            (2, event.reason.as_ref(), app.as_str()),
            (3, event.factor.as_ref(), app.as_str()),
            (4, event.country.as_ref(), app.as_str()),
            (5, event.ip.as_ref(), user.as_str()),
        ];
        for (role, text, owner) in texts {
            let Some(text) = text else { continue };
            let sum = sums.3.entry((role, text.clone(), owner.to_owned())).or_default();
            *sum = (sum.0 + 1, sum.1 + i64::from(refused));
        }
        let number = SignInResult::ALL.iter().zip(0..).find(|(one, _)| **one == event.result).unwrap().1;
        let bypass = event.reason.as_deref() == Some("bypass_user");
        let remembered = !bypass && event.factor.as_deref() == Some("remembered_device");
        let day = sums.1.entry((event.ts_ms.div_euclid(DAY), app, number)).or_default();
        *day = (day.0 + 1, day.1 + i64::from(bypass), day.2 + i64::from(remembered));
        if event.result == SignInResult::Success && !user.is_empty() {
            let last = sums.2.entry(user).or_insert(event.ts_ms);
            *last = (*last).max(event.ts_ms);
        }
    }
    sums
}

fn stored(f: &Fixture) -> Sums {
    let sqlite = f.sqlite();
    let app = "coalesce((SELECT key FROM log_apps WHERE id = app), '')";
    let user = "coalesce((SELECT key FROM log_users WHERE id = user), '')";
    let mut sums = Sums::default();
    let sql = format!("SELECT {app}, {user}, first_ms, last_ms, count, denied FROM app_user");
    let mut statement = sqlite.prepare(&sql).unwrap();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let key = (row.get(0).unwrap(), row.get(1).unwrap());
        let sum = (row.get(2).unwrap(), row.get(3).unwrap(), row.get(4).unwrap(), row.get(5).unwrap());
        sums.0.insert(key, sum);
    }
    let sql = format!("SELECT day, {app}, result, count, bypass, remembered FROM app_days");
    let mut statement = sqlite.prepare(&sql).unwrap();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let key = (row.get(0).unwrap(), row.get(1).unwrap(), row.get(2).unwrap());
        sums.1.insert(key, (row.get(3).unwrap(), row.get(4).unwrap(), row.get(5).unwrap()));
    }
    let sql = "SELECT key, last_success FROM log_users WHERE last_success IS NOT NULL";
    let mut statement = sqlite.prepare(sql).unwrap();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        sums.2.insert(row.get(0).unwrap(), row.get(1).unwrap());
    }
    let sql = format!(
        "SELECT role, text, owner, count, refused, CASE WHEN role IN (0, 5) THEN {} ELSE {} END
         FROM (SELECT role, (SELECT text FROM dict WHERE id = t.text) AS text, owner, count, refused FROM log_texts t)",
        user.replace("= user", "= owner"),
        app.replace("= app", "= owner"),
    );
    let mut statement = sqlite.prepare(&sql).unwrap();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let key = (row.get(0).unwrap(), row.get(1).unwrap(), row.get(5).unwrap());
        sums.3.insert(key, (row.get(3).unwrap(), row.get(4).unwrap()));
    }
    sums
}

/// Rows by which the sums of an application differ from its pairs.
fn amiss(f: &Fixture) -> i64 {
    let sql = "WITH seen AS (SELECT app, last_ms / 86400000 AS day, count(*) AS users FROM app_user
           WHERE user <> 0 GROUP BY 1, 2),
         spans AS (SELECT app, min(first_ms) AS first_ms, max(last_ms) AS last_ms FROM app_user GROUP BY 1)
       SELECT (SELECT count(*) FROM (SELECT * FROM seen EXCEPT SELECT * FROM app_seen WHERE users <> 0))
         + (SELECT count(*) FROM (SELECT * FROM app_seen WHERE users <> 0 EXCEPT SELECT * FROM seen))
         + (SELECT count(*) FROM (SELECT * FROM spans EXCEPT SELECT * FROM app_span))
         + (SELECT count(*) FROM (SELECT * FROM app_span EXCEPT SELECT * FROM spans))";
    f.sqlite().query_row(sql, [], |row| row.get(0)).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn sums_equal_a_recount_after_repeats_and_changes_by_two_programs(
        pages in prop::collection::vec((prop::collection::vec(event(), 0..12), any::<bool>()), 1..6)
    ) {
        let f = Fixture::new();
        let (other, _) = ClientDb::open(f.dir.path(), ID).unwrap();
        let window = f.db.open_window(0, NOW_MS).unwrap();
        let mut model = BTreeMap::new();
        for (page, by_other) in &pages {
            let mut seen = BTreeSet::new();
            let db = if *by_other { &other } else { &f.db };
            let written = db.write_signins(window.id, page, &[], Some("c"), None, false).unwrap();
            let before = model.len();
            for event in page {
                let key = (event.ts_ms, event.txid.clone());
                seen.insert(key.clone());
                model.insert(key, event.clone());
            }
            prop_assert_eq!(written.inserted as usize, model.len() - before);
            prop_assert_eq!((written.inserted + written.repeated + written.changed) as usize, page.len());
        }
        prop_assert_eq!(stored(&f), recount(&model));
        prop_assert_eq!(amiss(&f), 0);
        prop_assert_eq!(f.db.sign_ins_stored().unwrap() as usize, model.len());
    }

    #[test]
    fn sums_equal_a_recount_after_old_sign_ins_are_deleted(
        page in prop::collection::vec(event(), 0..40),
        half_days in -1_i64..7
    ) {
        let f = Fixture::new();
        let window = f.db.open_window(0, NOW_MS + 4 * DAY).unwrap();
        f.db.write_signins(window.id, &page, &[], None, None, true).unwrap();
        let mut model: BTreeMap<_, _> =
            page.iter().map(|event| ((event.ts_ms, event.txid.clone()), event.clone())).collect();
        let (before, cut) = (model.len(), NOW_MS + half_days * DAY / 2);
        model.retain(|(ts_ms, _), _| *ts_ms >= cut);
        prop_assert_eq!(f.db.prune_signins(cut).unwrap() as usize, before - model.len());
        prop_assert_eq!(f.db.prune_signins(cut).unwrap(), 0);
        prop_assert_eq!(stored(&f), recount(&model));
        prop_assert_eq!(amiss(&f), 0);
        prop_assert_eq!(f.db.sign_ins_stored().unwrap() as usize, model.len());
        let rows = f.db.data_sets().unwrap().into_iter().find(|row| row.set == DataSet::SignIns).unwrap().rows;
        prop_assert_eq!(rows as usize, model.len());
        prop_assert_eq!(f.db.coverage().unwrap(), Some((cut, NOW_MS + 4 * DAY)));
    }
}
