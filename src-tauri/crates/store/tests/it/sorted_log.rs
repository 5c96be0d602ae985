//! The sign-in log by its columns, against a plain sort of all of it.

use domain::{SignIn, SignInResult};
use store::{Row, Sort, ViewName, ViewQuery, columns};

use crate::fixture::{DAY, Fixture, NOW_MS, now, sign_in};

const NAMES: [&str; 7] = ["anna", "Anna", "ÄNNA", "änna", "bob", "", "Zoë"];

/// Events of 200 days, with texts that differ in case alone, empty ones and none.
fn tenant() -> Fixture {
    let f = Fixture::new();
    let log: Vec<SignIn> = (0_i64..700)
        .map(|n| {
            let pick = |by: i64| NAMES[(n * by % 7) as usize];
            SignIn {
                user_name: (n % 11 > 0).then(|| pick(3).to_owned()),
                app_name: (n % 13 > 0).then(|| pick(5).to_owned()),
                ip: (n % 3 > 0).then(|| format!("192.0.2.{}", n % 17)),
                country: (n == 350).then(|| "Chile".to_owned()),
                reason: None,
                result: [SignInResult::Success, SignInResult::Denied][(n % 2) as usize],
                ..sign_in(NOW_MS - n * DAY / 4, &format!("tx{n}"), pick(5), &format!("{}", n % 29))
            }
        })
        .collect();
    f.fill_log(0, NOW_MS, &log);
    f
}

fn ids(rows: &[Row]) -> Vec<String> {
    rows.iter().map(|row| row["txid"].to_string()).collect()
}

#[test]
fn every_order_of_the_log_is_that_of_a_plain_sort() {
    let f = tenant();
    let all = f.rows(ViewName::Signins, &ViewQuery { limit: 1_000, ..ViewQuery::default() });
    for column in columns(ViewName::Signins)
        .iter()
        .filter(|column| !["ts", "txid", "result", "without_factor"].contains(&column.id))
    {
        for descending in [false, true] {
            let key = |row: &Row| row[column.id].as_str().map(str::to_lowercase);
            let mut expected = all.clone();
            expected.sort_by(|a, b| match (key(a), key(b)) {
                (Some(a), Some(b)) if descending => b.cmp(&a),
                (a, b) => (a.is_none(), a).cmp(&(b.is_none(), b)),
            });
            for (offset, limit) in
                [(0, 1_000), (0, 3), (99, 150), (340, 60), (640, 100), (690, 30), (900, 10)]
            {
                let sort = Some(Sort { column: column.id.to_owned(), descending });
                let query = ViewQuery { sort, offset, limit, ..ViewQuery::default() };
                let page = f.db.view(ViewName::Signins, &query, now()).unwrap();
                let from = (offset as usize).min(all.len());
                let to = (from + limit as usize).min(all.len());
                assert_eq!(ids(&page.rows), ids(&expected[from..to]), "{} {descending} {offset}", column.id);
                assert_eq!((page.total, page.at_least), (700, false));
            }
        }
    }
}
