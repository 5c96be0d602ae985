//! The sign-in log by its columns, against a plain sort and a plain filter of all of it.

use domain::{SignIn, SignInResult};
use store::{ClientDb, ColumnKind, ColumnSpec, Operator, Row, Sort, ViewName, ViewQuery, columns};

use crate::fixture::{DAY, Fixture, ID, NOW_MS, filter, now, search, sign_in};

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
                city: Some(if n % 233 == 0 { "Arica" } else { "Bern" }.to_owned()),
                os: Some("Windows".to_owned()),
                hostname: Some(format!("WS-{}", n % 97)),
                auth_device: (n % 31 > 0).then(|| format!("+41{}", n % 3)),
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

const OPERATORS: [Operator; 6] =
    [Operator::Eq, Operator::Ne, Operator::In, Operator::Contains, Operator::Empty, Operator::Present];

fn holds(op: Operator, text: Option<&str>, value: &str) -> bool {
    match op {
        Operator::Eq => text == Some(value),
        Operator::Ne => text != Some(value),
        Operator::In => text
            .is_some_and(|text| serde_json::from_str::<Vec<String>>(value).unwrap().contains(&text.into())),
        Operator::Contains => text.is_some_and(|text| text.to_lowercase().contains(&value.to_lowercase())),
        Operator::Empty => text.is_none(),
        Operator::Present => text.is_some(),
        Operator::Ge | Operator::Le => unreachable!(),
    }
}

fn texts(view: ViewName) -> impl Iterator<Item = &'static ColumnSpec> {
    let kinds = [ColumnKind::Text, ColumnKind::Choice];
    columns(view).iter().filter(move |column| kinds.contains(&column.kind) && !column.hidden)
}

/// Every text column in every way, with values that stand in it and values that do not, read page by page.
fn every_filter_is_a_plain_one(db: &ClientDb, all: &[Row]) {
    for column in texts(ViewName::Signins).filter(|column| column.id != "result") {
        let mut values: Vec<&str> =
            all.iter().step_by(150).filter_map(|row| row[column.id].as_str()).collect();
        values.extend(["Chile", "Arica", "1", "É", ""]);
        values.sort_unstable();
        values.dedup();
        for (value, op) in values.iter().flat_map(|value| OPERATORS.map(|op| (*value, op))) {
            let list = serde_json::to_string(&[value, "Bern", "WS-7"]).unwrap();
            let value = if op == Operator::In { list.as_str() } else { value };
            let expected: Vec<Row> =
                all.iter().filter(|row| holds(op, row[column.id].as_str(), value)).cloned().collect();
            let mut query = ViewQuery { limit: 300, ..filter(column.id, op, value) };
            let mut found = Vec::new();
            loop {
                let page = db.view(ViewName::Signins, &query, now()).unwrap();
                if query.after.is_none() {
                    assert!(page.total == expected.len() as u64, "{} {op:?} {value}", column.id);
                }
                found.extend(ids(&page.rows));
                query.after = page.next;
                if query.after.is_none() {
                    break;
                }
            }
            assert_eq!(found, ids(&expected), "{} {op:?} {value}", column.id);
            let tail = ViewQuery { offset: 40, limit: 50, ..filter(column.id, op, value) };
            let tail = db.view(ViewName::Signins, &tail, now()).unwrap();
            let expected = ids(&expected.into_iter().skip(40).take(50).collect::<Vec<_>>());
            assert_eq!(ids(&tail.rows), expected, "{} {op:?} {value} from 40", column.id);
        }
    }
}

fn all(db: &ClientDb) -> Vec<Row> {
    db.view(ViewName::Signins, &ViewQuery { limit: 1_000, ..ViewQuery::default() }, now()).unwrap().rows
}

#[test]
fn every_filter_of_the_log_is_a_plain_one_whoever_writes() {
    let f = tenant();
    every_filter_is_a_plain_one(&f.db, &all(&f.db));
    // Another program brings what was nowhere before, and takes away what was rare.
    let (other, _) = ClientDb::open(f.dir.path(), ID).unwrap();
    let new = SignIn {
        city: None,
        os: Some("BeOS".to_owned()),
        hostname: Some("É".to_owned()),
        country: Some("Chile".to_owned()),
        ..sign_in(NOW_MS - 1, "txnew", "vpn", "5")
    };
    let old =
        SignIn { country: Some("Peru".to_owned()), ..sign_in(NOW_MS - 350 * DAY / 4, "tx350", "vpn", "9") };
    for row in [new, old] {
        let window = other.open_window(row.ts_ms - 5, row.ts_ms + 5).unwrap().id;
        other.write_signins(window, &[row], &[], None, None, true).unwrap();
        let rows = all(&f.db);
        assert_eq!((rows.len(), ids(&rows)), (701, ids(&all(&other))));
        every_filter_is_a_plain_one(&f.db, &rows);
    }
    for needle in ["É", "1", "anna", "nowhere"] {
        let found = f.db.view(ViewName::Signins, &search(needle), now()).unwrap();
        let contains = |row: &&Row| {
            ["username", "app", "ip"].iter().any(|id| holds(Operator::Contains, row[*id].as_str(), needle))
        };
        assert_eq!(found.total, all(&f.db).iter().filter(contains).count() as u64, "{needle}");
    }
}

#[test]
fn users_of_applications_come_in_every_order_from_the_first_row_on() {
    let f = tenant();
    let whole = ViewQuery { limit: 1_000, ..ViewQuery::default() };
    let all = f.rows(ViewName::AppUsers, &whole);
    assert!(all.len() > 100);
    for column in columns(ViewName::AppUsers).iter().filter(|column| column.sortable) {
        for descending in [false, true] {
            let sort = Some(Sort { column: column.id.to_owned(), descending });
            // As many as there are: no row leads.
            let expected = f.rows(ViewName::AppUsers, &ViewQuery { sort: sort.clone(), ..whole.clone() });
            for (offset, limit) in [(0, 1), (0, 7), (13, 20), (90, 9)] {
                let query = ViewQuery { sort: sort.clone(), offset, limit, ..ViewQuery::default() };
                let page = f.db.view(ViewName::AppUsers, &query, now()).unwrap();
                let (from, to) = (offset as usize, offset as usize + limit as usize);
                assert_eq!(page.rows, expected[from..to], "{} {descending} {offset}", column.id);
                assert_eq!(page.total, all.len() as u64);
            }
        }
    }
}
