//! Every way to a page against plain SQL over the whole log.

use domain::{SignIn, SignInResult};
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::client::ClientDb;
use crate::open::open_reader;
use crate::view::query::{Condition, Sort};
use crate::{folder, time};

const ID: &str = "7f1d3b52-8c34-4c0e-9a57-0d9c1b2a3f4e";
const DAY: i64 = time::DAY_MS;

/// Simply put in order, walked, walked as far as the effort reaches.
const WAYS: [Limits; 5] = [
    LIMITS,
    Limits { gathered: 0, walked: u64::MAX },
    Limits { gathered: 0, walked: 0 },
    Limits { gathered: 0, walked: 40 },
    Limits { gathered: 0, walked: 2_500 },
];

const TEXTS: [Option<&str>; 6] = [None, Some(""), Some("Ärger"), Some("ärger"), Some("b"), Some("Zoë")];
const COLUMNS: [&str; 14] = [
    "username",
    "app",
    "result",
    "reason",
    "factor",
    "country",
    "city",
    "ip",
    "os",
    "browser",
    "trusted",
    "auth_device",
    "hostname",
    "event_type",
];

/// An event: its stretch of time, its user, its texts and its result.
type Seed = (i64, usize, [usize; 6], usize);

fn event((at, n): (i64, usize), (_, user, texts, result): &Seed) -> SignIn {
    let text = |place: usize| TEXTS[texts[place]].map(str::to_owned);
    SignIn {
        ts_ms: at,
        txid: format!("tx{n}"),
        result: SignInResult::ALL[*result],
        reason: text(0),
        factor: text(1),
        event_type: text(2),
        app_key: Some(format!("DI{}", texts[3])),
        app_name: text(3),
        user_key: (*user > 0).then(|| format!("DU{user}")),
        user_name: text(4),
        ip: text(5),
        country: text(0),
        city: text(1),
        os: text(2),
        browser: text(3),
        hostname: (*user > 1).then(|| format!("WS-{}", user / 2)),
        auth_device: (*user > 2).then(|| format!("+41{user}")),
        trusted_endpoint: text(4),
        extra: None,
    }
}

struct Tenant {
    _dir: tempfile::TempDir,
    db: ClientDb,
    reader: Connection,
}

fn tenant(seeds: &[Seed]) -> Tenant {
    let dir = tempfile::tempdir().unwrap();
    let (db, _) = ClientDb::open(dir.path(), ID).unwrap();
    let events: Vec<SignIn> =
        seeds.iter().enumerate().map(|(n, seed)| event((seed.0 * DAY / 2, n), seed)).collect();
    let window = db.open_window(0, 100 * DAY).unwrap().id;
    db.write_signins(window, &events, &[], None, None, true).unwrap();
    let reader = open_reader(&folder::client_file(dir.path(), ID).unwrap()).unwrap();
    Tenant { _dir: dir, db, reader }
}

/// Everything that matches, in the order of SQL.
fn plainly(reader: &Connection, query: &ViewQuery) -> Vec<Row> {
    let view = &signins::VIEW;
    let filter = Filter::of(reader, view, query).unwrap();
    let log = Log {
        connection: reader,
        view,
        filter: &filter,
        edge: Edge::of(reader, DateTime::default()).unwrap(),
    };
    let order = super::super::statement::order(view, query).unwrap();
    log.page(&log.ordered(&order, 0, 10_000).unwrap()).unwrap()
}

fn asked(tenant: &Tenant, cache: &Cache, query: &ViewQuery, way: Limits) -> ViewRows {
    rows_within(&tenant.reader, cache, &signins::VIEW, query, DateTime::default(), way).unwrap()
}

/// Page after page by cursors.
fn all_pages(tenant: &Tenant, cache: &Cache, query: &ViewQuery, way: Limits) -> Vec<Row> {
    let mut query = query.clone();
    let mut rows = Vec::new();
    loop {
        let page = asked(tenant, cache, &query, way);
        rows.extend(page.rows);
        match page.next {
            Some(next) => query.after = Some(next),
            None => return rows,
        }
    }
}

fn seeds() -> impl Strategy<Value = Vec<Seed>> {
    let texts = prop::array::uniform6(0..TEXTS.len());
    prop::collection::vec((0_i64..80, 0_usize..9, texts, 0_usize..5), 1..70)
}

fn condition() -> impl Strategy<Value = Condition> {
    let texts = (select(&COLUMNS[..]), 0_usize..6, select(vec!["", "Ärger", "b", "Zoë", "WS-2", "success"]));
    let text = texts.prop_map(|(column, op, value)| {
        use Operator::{Contains, Empty, Eq, In, Ne, Present};
        let op = [Eq, Ne, In, Contains, Empty, Present][op];
        let list = format!(r#"["{value}","b","denied"]"#);
        let value = if op == In { list } else { value.to_owned() };
        Condition { column: column.to_owned(), op, value }
    });
    let day = (0_i64..40, select(vec![Operator::Ge, Operator::Le])).prop_map(|(day, op)| Condition {
        column: "ts".to_owned(),
        op,
        value: time::iso(day * DAY, true).unwrap(),
    });
    prop_oneof![4 => text, 1 => day]
}

fn question() -> impl Strategy<Value = ViewQuery> {
    let filter = prop::collection::vec(condition(), 0..3);
    let search = prop_oneof![5 => Just(None), 1 => Just(Some("b".to_owned()))];
    (filter, search, select(&COLUMNS[..]), any::<bool>(), 0_u64..40, 1_u32..20).prop_map(
        |(filter, search, column, descending, offset, limit)| ViewQuery {
            filter,
            search,
            sort: Some(Sort { column: column.to_owned(), descending }),
            offset,
            limit,
            ..ViewQuery::default()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn every_way_gives_the_rows_of_plain_sql(seeds in seeds(), questions in prop::collection::vec(question(), 6)) {
        let tenant = tenant(&seeds);
        for query in questions {
            let expected = plainly(&tenant.reader, &query);
            let from = expected.len().min(usize::try_from(query.offset).unwrap());
            let to = expected.len().min(from + query.limit as usize);
            for way in WAYS {
                let cache = Cache::default();
                let page = asked(&tenant, &cache, &query, way);
                prop_assert_eq!(&page.rows, &expected[from..to], "{:?}", &query);
                prop_assert_eq!((page.total, page.at_least), (expected.len() as u64, false), "{:?}", &query);
                prop_assert_eq!(page.next.is_some(), to < expected.len(), "{:?}", &query);
                // What was kept for one page serves the others.
                let query = ViewQuery { offset: 0, ..query.clone() };
                prop_assert_eq!(all_pages(&tenant, &cache, &query, way), expected.as_slice(), "{:?}", &query);
                let fresh = all_pages(&tenant, &Cache::default(), &query, way);
                prop_assert_eq!(fresh, expected.as_slice(), "{:?}", &query);
            }
        }
    }
}

#[test]
fn a_cursor_outlives_the_sign_ins_that_it_names() {
    let seeds: Vec<Seed> = (0..60).zip((2..5).cycle()).map(|(n, text)| (n, 1, [text; 6], 0)).collect();
    for way in WAYS {
        let tenant = tenant(&seeds);
        let sort = Some(Sort { column: "os".to_owned(), descending: false });
        let query = ViewQuery { sort, limit: 30, ..ViewQuery::default() };
        let cache = Cache::default();
        let first = asked(&tenant, &cache, &query, way);
        // The older half goes, the last row of the page with it.
        while tenant.db.prune_signins(15 * DAY).unwrap() > 0 {}
        let next = ViewQuery { after: first.next, ..query.clone() };
        let rest = asked(&tenant, &cache, &next, way);
        let expected: Vec<Row> =
            plainly(&tenant.reader, &query).into_iter().filter(|row| !first.rows.contains(row)).collect();
        assert!(!rest.rows.is_empty());
        assert_eq!(rest.rows, expected);
    }
}
