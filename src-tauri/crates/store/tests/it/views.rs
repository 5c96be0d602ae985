//! Every view: columns, filters, order, search, hostile text.

use domain::{AccountSettings, Factors, SignInResult, User};
use store::{ColumnKind, Objects, Operator, Row, StoreError, ViewName, ViewQuery, columns};

use crate::account::{admin, trust_event, unit};
use crate::devices::{computer, endpoint};
use crate::events::events;
use crate::fixture::{
    DAY, Fixture, NOW_MS, application, at, code, days_ago, filter, group, is, now, phone, plain, policy,
    search, sign_in, sorted, user,
};

pub(crate) const HOSTILE: [&str; 12] = [
    "' OR 1=1 --",
    "\"; DROP TABLE users; --",
    "nul\0inside",
    "\u{202e}gnp.exe",
    "100%",
    "under_score",
    "back\\slash",
    "line\nbreak\ttab",
    "ÄÖÜ ß ÉÉ",
    "🦀 crab",
    "[\"a\",\"b\"]",
    ":v0",
];

pub(crate) fn tenant() -> Fixture {
    let f = Fixture::new();
    let users: Vec<User> = (0_i64..)
        .zip(HOSTILE)
        .map(|(n, name)| User {
            user_id: format!("DU{n:02}"),
            username: name.to_owned(),
            realname: if n % 3 == 0 { String::new() } else { format!("Real {}", n % 4) },
            email: if n % 2 == 0 { String::new() } else { format!("u{n}@example.com") },
            created: (n % 4 != 0).then(|| days_ago(n * 20)),
            last_login: (n % 5 != 0).then(|| days_ago(n * 15)),
            directory_key: (n % 2 == 0).then(|| "DS1".to_owned()),
            lockout_reason: (n % 6 == 0).then(|| "Admin".to_owned()),
            factors: Factors {
                push: u32::from(n % 2 == 0),
                passcode: u32::from(n % 3 == 0),
                ..Factors::default()
            },
            group_ids: HOSTILE.iter().take(n as usize % 4).map(|name| format!("DG{name}")).collect(),
            ..user("x")
        })
        .collect();
    f.fill(Objects::Users(users));
    f.fill(Objects::Groups(HOSTILE.iter().map(|name| group(name, "bypass")).collect()));
    f.fill(Objects::BypassCodes(HOSTILE.iter().map(|name| code(name, name)).collect()));
    f.fill(Objects::Applications(
        HOSTILE.iter().map(|name| application(&format!("DI{name}"), name)).collect(),
    ));
    f.fill(Objects::Policies(HOSTILE.iter().map(|name| policy(&format!("PO{name}"), name)).collect()));
    f.fill(Objects::Admins(HOSTILE.iter().map(|name| admin(&format!("DE{name}"), name)).collect()));
    f.fill(Objects::AdminUnits(HOSTILE.iter().map(|name| unit(&format!("AU{name}"), name)).collect()));
    f.fill(Objects::TrustEvents(
        HOSTILE.iter().map(|name| trust_event(&format!("SE{name}"), name)).collect(),
    ));
    f.fill(Objects::Phones(HOSTILE.iter().map(|name| phone(name, &["00", name])).collect()));
    f.fill(Objects::RegisteredDevices(HOSTILE.iter().map(|name| computer(name, &["01"])).collect()));
    f.fill(Objects::BlockedDevices(vec![computer(HOSTILE[3], &[])]));
    f.fill(Objects::Endpoints(HOSTILE.iter().map(|name| endpoint(name, Some(name))).collect()));
    let settings = AccountSettings { name: Some(HOSTILE[0].to_owned()), ..AccountSettings::default() };
    f.db.set_settings(domain::DataSet::Settings, &settings.list(), now()).unwrap();
    let log: Vec<_> = (0_i64..)
        .zip(HOSTILE)
        .flat_map(|(n, name)| [sign_in(NOW_MS - n * DAY, name, name, name), sign_in(n, name, "gone", "DU01")])
        .collect();
    f.fill_log(0, NOW_MS, &log);
    for rows in events(&HOSTILE) {
        f.fill_events(rows);
    }
    f.db.assess(&domain::analysis::Rules::default(), now()).unwrap();
    f
}

#[test]
fn every_row_has_every_column_of_its_kind() {
    let f = tenant();
    for view in ViewName::ALL {
        let rows = f.rows(view, &ViewQuery::default());
        let fewer = [ViewName::Coverage, ViewName::Findings].contains(&view);
        assert!(fewer || rows.len() >= HOSTILE.len(), "{view:?}");
        for row in &rows {
            assert_eq!(row.len(), columns(view).len());
            for column in columns(view) {
                let value = &row[column.id];
                let fits = match column.kind {
                    ColumnKind::Text | ColumnKind::Choice => value.is_string(),
                    ColumnKind::Time => value.as_str().is_some_and(|text| text.ends_with('Z')),
                    ColumnKind::Number => value.is_i64(),
                    ColumnKind::Percent => value.is_f64(),
                    ColumnKind::Bool => value.is_boolean(),
                    ColumnKind::List => value.is_array(),
                };
                assert!(fits || value.is_null(), "{view:?}.{}: {value}", column.id);
            }
        }
    }
}

#[test]
fn every_sortable_column_sorts_both_ways_with_nulls_last() {
    let f = tenant();
    for view in ViewName::ALL {
        for column in columns(view) {
            for descending in [false, true] {
                let query = sorted(column.id, descending);
                let answer = f.db.view(view, &query, now());
                if !column.sortable {
                    assert!(matches!(answer, Err(StoreError::UnknownColumn)), "{view:?}.{}", column.id);
                    continue;
                }
                let page = answer.unwrap();
                assert_eq!(page.rows.len() as u64, page.total, "{view:?}.{}", column.id);
                let nulls: Vec<bool> = page.rows.iter().map(|row| row[column.id].is_null()).collect();
                assert!(nulls.is_sorted(), "{view:?}.{} {descending}", column.id);
                if matches!(column.kind, ColumnKind::Number | ColumnKind::Percent) {
                    let numbers: Vec<f64> =
                        page.rows.iter().filter_map(|row| row[column.id].as_f64()).collect();
                    let ordered =
                        numbers.windows(2).all(|w| if descending { w[0] >= w[1] } else { w[0] <= w[1] });
                    assert!(ordered, "{view:?}.{} {descending}", column.id);
                }
                if column.kind == ColumnKind::Time {
                    let times: Vec<String> = page
                        .rows
                        .iter()
                        .filter_map(|row| row[column.id].as_str().map(str::to_owned))
                        .collect();
                    let ordered =
                        times.windows(2).all(|w| if descending { w[0] >= w[1] } else { w[0] <= w[1] });
                    assert!(ordered, "{view:?}.{} {descending}", column.id);
                }
            }
        }
    }
}

/// The rows that should match, from the unfiltered view.
fn expected(rows: &[Row], column: &str, op: Operator, value: &str) -> usize {
    let equal = |row: &&Row| match &row[column] {
        serde_json::Value::Array(list) => list.iter().any(|one| plain(one) == value),
        serde_json::Value::Null => false,
        other => plain(other) == value,
    };
    let empty = |row: &&Row| {
        let cell = &row[column];
        cell.is_null() || cell.as_array().is_some_and(Vec::is_empty) || cell.as_str() == Some("")
    };
    match op {
        Operator::Eq => rows.iter().filter(equal).count(),
        Operator::Ne => rows.iter().filter(|row| !equal(row)).count(),
        Operator::Empty => rows.iter().filter(empty).count(),
        Operator::Present => rows.iter().filter(|row| !empty(row)).count(),
        _ => unreachable!(),
    }
}

#[test]
fn every_column_filters_by_each_of_its_values() {
    let f = tenant();
    for view in ViewName::ALL {
        let all = f.rows(view, &ViewQuery::default());
        for column in columns(view) {
            let check = |op, value: &str| {
                let found = f.db.view(view, &filter(column.id, op, value), now()).unwrap().total;
                let expected = expected(&all, column.id, op, value);
                assert_eq!(found as usize, expected, "{view:?}.{} {op:?} {value:?}", column.id);
            };
            check(Operator::Empty, "");
            check(Operator::Present, "");
            let values = all.iter().flat_map(|row| match &row[column.id] {
                serde_json::Value::Array(list) => list.iter().map(plain).collect(),
                serde_json::Value::Null => Vec::new(),
                other => vec![plain(other)],
            });
            for value in values.collect::<std::collections::BTreeSet<_>>() {
                check(Operator::Eq, &value);
                check(Operator::Ne, &value);
            }
        }
    }
}

#[test]
fn every_column_counts_its_values() {
    let f = tenant();
    for view in ViewName::ALL {
        let all = f.rows(view, &ViewQuery::default());
        for column in columns(view) {
            let counts = f.db.view_counts(view, column.id, &ViewQuery::default(), now());
            let counts = counts.unwrap_or_else(|error| panic!("{view:?}.{}: {error}", column.id));
            for (value, count) in counts {
                let (op, text) = value.as_deref().map_or((Operator::Empty, ""), |text| (Operator::Eq, text));
                let expected = expected(&all, column.id, op, text);
                assert_eq!(count as usize, expected, "{view:?}.{} {value:?}", column.id);
            }
        }
    }
}

#[test]
fn bounds_and_contains_follow_the_kind_of_column() {
    let f = tenant();
    for view in ViewName::ALL {
        for column in columns(view) {
            let ask = |op, value: &str| f.db.view(view, &filter(column.id, op, value), now());
            let refused = |op, value: &str| matches!(ask(op, value), Err(StoreError::BadCondition));
            let bounded = match column.kind {
                ColumnKind::Number | ColumnKind::Percent => Some("3"),
                ColumnKind::Time => Some("2026-10-20"),
                ColumnKind::Bool | ColumnKind::List => None,
                ColumnKind::Text | ColumnKind::Choice => continue,
            };
            if let Some(value) = bounded {
                let total = |op| ask(op, value).unwrap().total;
                let present = ask(Operator::Present, "").unwrap().total;
                let both = ask(Operator::Eq, value).unwrap().total;
                let sum = total(Operator::Ge) + total(Operator::Le) - both;
                assert_eq!(sum, present, "{view:?}.{}", column.id);
                for wrong in ["", "soon", "1; DROP TABLE users", "NaN"] {
                    assert!(refused(Operator::Eq, wrong) && refused(Operator::Ge, wrong), "{}", column.id);
                }
                assert!(refused(Operator::Contains, "3"));
            } else {
                assert!(refused(Operator::Ge, "x") && refused(Operator::Le, "x"));
            }
        }
    }
}

#[test]
fn search_and_contains_take_text_literally_in_any_case() {
    let f = tenant();
    let names = |query: &ViewQuery| f.column(ViewName::Users, "username", query);
    for name in HOSTILE {
        assert!(names(&search(&name.to_lowercase())).contains(&name.to_owned()), "{name:?}");
        let contains = filter("username", Operator::Contains, &name.to_lowercase());
        assert_eq!(names(&contains), [name]);
        assert_eq!(names(&is("username", name)), [name]);
    }
    assert_eq!(names(&search("%")), ["100%"]);
    assert_eq!(names(&search("_")), ["under_score"]);
    assert_eq!(names(&search("äöü")), ["ÄÖÜ ß ÉÉ"]);
    assert_eq!(names(&search("U1@EXAMPLE")).len(), 1);
    let in_group = filter("groups", Operator::Contains, "nul\0");
    assert_eq!(names(&in_group).len(), 3);
    assert_eq!(f.int("SELECT count(*) FROM users"), 12, "nobody dropped the table");
}

#[test]
fn unknown_columns_are_refused_wherever_they_come() {
    let f = tenant();
    let names = ["nope", "", "rowid", "u.username", "username; --", "username COLLATE NOCASE", "1", "notes"];
    for view in ViewName::ALL {
        for name in names {
            let unknown = |query: ViewQuery| matches!(f.db.view(view, &query, now()), Err(error) if error.code() == "UNKNOWN_COLUMN");
            assert!(unknown(is(name, "x")) && unknown(sorted(name, true)), "{view:?} {name}");
            let counts = f.db.view_counts(view, name, &ViewQuery::default(), now());
            assert!(matches!(counts, Err(StoreError::UnknownColumn)));
        }
    }
}

#[test]
fn some_columns_are_those_of_the_rows() {
    let f = tenant();
    for view in ViewName::ALL.into_iter().filter(|view| *view != ViewName::Signins) {
        let all = f.rows(view, &ViewQuery { limit: 1_000, ..ViewQuery::default() });
        let Some(first) = all.first() else { continue };
        let names: Vec<&str> = first.keys().map(String::as_str).collect();
        let mut some = f.db.view_columns(view, &names, &ViewQuery::default(), now()).unwrap();
        let mut whole = all.clone();
        for rows in [&mut some, &mut whole] {
            rows.sort_by_key(|row| format!("{row:?}"));
        }
        assert_eq!(some, whole, "{view:?}");
    }
    let one = f.db.view_columns(ViewName::Users, &["user_id"], &is("user_id", "DU03"), now()).unwrap();
    assert_eq!(one, [Row::from([("user_id".to_owned(), "DU03".into())])]);
    let unknown = f.db.view_columns(ViewName::Users, &["nope"], &ViewQuery::default(), now());
    assert!(matches!(unknown, Err(StoreError::UnknownColumn)));
}

#[test]
fn offset_pages_join_without_loss_and_limits_hold() {
    let f = Fixture::new();
    let users: Vec<User> = (0..1_250).map(|n| user(&format!("user{:04}", n * 7 % 1_250))).collect();
    f.fill(Objects::Users(users));
    let mut found = Vec::new();
    while found.len() < 1_250 {
        let query = ViewQuery { offset: found.len() as u64, limit: 300, ..sorted("status", false) };
        let page = f.db.view(ViewName::Users, &query, now()).unwrap();
        assert_eq!(page.total, 1_250);
        found.extend(page.rows.iter().map(|row| plain(&row["username"])));
    }
    assert!(found.is_sorted(), "equals are in the view's own order");
    found.dedup();
    assert_eq!(found.len(), 1_250);
    let len =
        |limit, offset| f.rows(ViewName::Users, &ViewQuery { limit, offset, ..ViewQuery::default() }).len();
    assert_eq!((len(0, 0), len(5_000, 0), len(10, 1_245), len(10, u64::MAX)), (200, 1_000, 5, 0));
}

#[test]
fn findings_that_are_told_page_like_any_other_rows() {
    let f = Fixture::new();
    let told: Vec<_> = (0..1_250).map(|n| (n % 3, 0, "user", format!("user{:04}", n * 7 % 1_250))).collect();
    let told = serde_json::to_string(&told).unwrap();
    let ask = |told: &str, query: ViewQuery| {
        let query = ViewQuery { told: Some(told.into()), ..query };
        f.db.view(ViewName::Findings, &query, now()).unwrap()
    };
    let mut found = Vec::new();
    while found.len() < 1_250 {
        let page =
            ask(&told, ViewQuery { offset: found.len() as u64, limit: 300, ..sorted("subject", true) });
        assert_eq!(page.total, 1_250);
        found.extend(page.rows.iter().map(|row| plain(&row["subject"])));
    }
    assert!(found.is_sorted_by(|one, next| one > next));
    let two = ask(&told, search("USER000"));
    assert_eq!((two.rows.len(), two.total), (10, 10));
    // The same question about other rows has another answer.
    let other = ask("[[0,0,\"user\",\"another\"]]", sorted("subject", true));
    assert_eq!((plain(&other.rows[0]["subject"]).as_str(), other.total), ("another", 1));
}

#[test]
fn a_cached_order_never_outlives_a_write() {
    let f = Fixture::new();
    f.fill(Objects::Users(vec![user("bob")]));
    let names = || f.column(ViewName::Users, "username", &sorted("username", false));
    assert_eq!(names(), ["bob"]);
    f.fill(Objects::Users(vec![user("bob"), user("ann")]));
    assert_eq!(names(), ["ann", "bob"]);
    f.fill(Objects::Users(vec![user("ann")]));
    assert_eq!(names(), ["ann"]);
}

#[test]
fn applications_join_list_and_log() {
    let f = Fixture::new();
    f.fill(Objects::Applications(vec![application("DIvpn", "VPN"), application("DIidle", "Idle")]));
    let mut log = Vec::new();
    for n in 0..40 {
        log.push(sign_in(NOW_MS - n * DAY, &format!("v{n}"), "vpn", if n % 2 == 0 { "ann" } else { "bob" }));
    }
    for (row, result) in log.iter_mut().zip([SignInResult::Denied, SignInResult::Fraud, SignInResult::Error])
    {
        row.result = result;
    }
    log[5].result = SignInResult::Denied;
    log[5].reason = Some("bypass_user".to_owned());
    log[6].factor = Some("remembered_device".to_owned());
    let mut nameless = sign_in(NOW_MS - 5 * DAY, "g", "gone", "ann");
    nameless.app_key = None;
    log.push(nameless);
    f.fill_log(NOW_MS - 100 * DAY, NOW_MS, &log);

    let rows = f.rows(ViewName::Apps, &ViewQuery::default());
    let texts = |row: &Row, ids: &[&str]| ids.iter().map(|id| plain(&row[*id])).collect::<Vec<_>>();
    let shown = ["name", "source", "users", "users_30", "sign_ins", "sign_ins_30", "sign_ins_before_30"];
    assert_eq!(texts(&rows[0], &shown), ["VPN", "both", "2", "2", "40", "30", "10"]);
    assert_eq!(texts(&rows[0], &["denied_percent", "bypass_percent", "flags"]), ["10.0", "5.0", "[]"]);
    assert_eq!(plain(&rows[0]["weeks"]), "[0,0,0,0,0,0,5,7,7,7,7,7]", "40 days, up to the newest of the log");
    assert!(rows[2]["weeks"].is_null(), "without a sign-in");
    assert_eq!(
        texts(&rows[0], &["first_seen", "last_seen"]),
        ["2026-09-16T00:00:00Z", "2026-10-25T00:00:00Z"]
    );
    assert_eq!(
        texts(&rows[1], &["name", "app_key", "source", "kind"]),
        ["gone", "name:gone", "sign_ins", "unknown"]
    );
    assert_eq!(plain(&rows[1]["flags"]), "[\"new\",\"single_user\",\"removed\"]");
    assert_eq!(texts(&rows[2], &shown), ["Idle", "list", "0", "0", "0", "0", "0"]);
    assert_eq!(
        texts(&rows[2], &["first_seen", "denied_percent", "flags"]),
        ["null", "null", "[\"no_sign_ins\"]"]
    );
    assert_eq!(f.column(ViewName::Apps, "name", &is("flags", "removed")), ["gone"]);

    let users = f.rows(ViewName::AppUsers, &is("app_key", "DIvpn"));
    assert_eq!(users.len(), 2);
    assert_eq!(
        texts(&users[0], &["username", "user_key", "sign_ins", "denied"]),
        ["ann", "DUann", "20", "2"]
    );
}

#[test]
fn without_a_log_or_a_list_nothing_is_nought() {
    let listed = Fixture::new();
    listed.fill(Objects::Applications(vec![application("DIvpn", "VPN")]));
    let row = &listed.rows(ViewName::Apps, &ViewQuery::default())[0];
    for id in ["users", "users_30", "sign_ins", "sign_ins_30", "sign_ins_before_30", "denied_percent"] {
        assert!(row[id].is_null(), "{id}");
    }
    assert_eq!((plain(&row["source"]), plain(&row["flags"])), ("list".into(), "[]".into()));

    let logged = Fixture::new();
    logged.fill_log(NOW_MS - 10 * DAY, NOW_MS, &[sign_in(NOW_MS - DAY, "a", "vpn", "ann")]);
    let row = &logged.rows(ViewName::Apps, &ViewQuery::default())[0];
    assert_eq!(plain(&row["flags"]), "[\"single_user\"]", "neither removed nor new can be told");
    assert!(row["sign_ins_before_30"].is_null(), "the log does not reach so far");
    let weeks = "[null,null,null,null,null,null,null,null,null,null,null,1]";
    assert_eq!(plain(&row["weeks"]), weeks, "a week that was not read whole is not told");
}

#[test]
fn bypass_codes_show_uses_and_age() {
    let f = Fixture::new();
    let mut once = code("DB1", "ann");
    once.reuse_count = Some(1);
    once.expiration = Some(at(NOW_MS + DAY));
    f.fill(Objects::BypassCodes(vec![once, code("DB2", "zed")]));
    let rows = f.rows(ViewName::Bypass, &ViewQuery::default());
    let cells = |row: &Row| ["username", "uses_left", "age_days", "never_expires"].map(|id| plain(&row[id]));
    assert_eq!(cells(&rows[0]), ["ann", "1", "10", "false"]);
    assert_eq!(cells(&rows[1]), ["zed", "null", "10", "true"]);
    let later = f.db.view(ViewName::Bypass, &ViewQuery::default(), at(NOW_MS + 5 * DAY)).unwrap();
    assert_eq!(plain(&later.rows[0]["age_days"]), "15");
}
