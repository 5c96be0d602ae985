//! Prints what storing and paging cost: `cargo run --release -p store --example measure -- 100000 1000000`.
//!
//! Figures, not assertions: machines differ.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::cast_sign_loss,
    clippy::cast_possible_truncation,
    reason = "a program that measures reads the clock, prints, and may stop"
)]

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use domain::analysis::Rules;
use domain::{DataSet, Factors, Group, SignIn, SignInResult, User, UserStatus};
use store::{ClientDb, Condition, Objects, Operator, PageWrite, Sort, ViewName, ViewQuery};

const ID: &str = "7f1d3b52-8c34-4c0e-9a57-0d9c1b2a3f4e";
const NOW: i64 = 1_792_886_400_000;
const DAY: i64 = 86_400_000;

fn main() {
    let mut args = std::env::args().skip(1).map(|arg| arg.parse::<i64>().unwrap());
    let users = args.next().unwrap_or(100_000);
    let events = args.next().unwrap_or(1_000_000);
    let dir = tempfile::tempdir().unwrap();
    let now = DateTime::from_timestamp_millis(NOW).unwrap();
    let (db, _) = ClientDb::open(dir.path(), ID).unwrap();

    let taken = timed(|| store_users(&db, users, now));
    println!("store {users} users: {taken:?}");
    let taken = timed(|| store_users(&db, users, now));
    println!("store them again: {taken:?}");
    let taken = timed(|| store_sign_ins(&db, users, events));
    println!("store {events} sign-ins: {taken:?}, {:.0} a second", events as f64 / taken.as_secs_f64());
    db.checkpoint().unwrap();
    println!("assess: {:?}", timed(|| db.assess(&Rules::default(), now).unwrap()));
    println!("totals: {:?}", timed(|| drop(db.user_totals().unwrap())));
    sizes(dir.path(), events);
    first_pages(&db, now);
    log_filters(&db, now);
    panels(&db);
    pages(&db, now, users, events);
    drop(db);
    println!("open with quick check: {:?}", timed(|| drop(ClientDb::open(dir.path(), ID).unwrap())));
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn store_users(db: &ClientDb, users: i64, now: DateTime<Utc>) {
    let groups = (0..50).map(|n| Group {
        group_id: format!("DG{n:018}"),
        name: format!("Group {n}"),
        desc: String::new(),
        status: if n == 7 { "bypass" } else { "active" }.to_owned(),
    });
    let run = db.begin_run(DataSet::Groups, now).unwrap().run;
    write(db, DataSet::Groups, run, Objects::Groups(groups.collect()));
    db.finish_run(DataSet::Groups, run, now).unwrap();
    let run = db.begin_run(DataSet::Policies, now).unwrap().run;
    let global = domain::Policy { policy_key: "PO1".into(), is_global: true, ..domain::Policy::default() };
    write(db, DataSet::Policies, run, Objects::Policies(vec![global]));
    db.finish_run(DataSet::Policies, run, now).unwrap();
    let run = db.begin_run(DataSet::Users, now).unwrap().run;
    for from in (0..users).step_by(300) {
        let page = (from..(from + 300).min(users)).map(|n| user(n, now)).collect();
        write(db, DataSet::Users, run, Objects::Users(page));
    }
    db.finish_run(DataSet::Users, run, now).unwrap();
}

fn write(db: &ClientDb, set: DataSet, run: i64, objects: Objects) {
    let page =
        PageWrite { set, run, objects, quarantined: Vec::new(), cursor: Some("1".into()), total: None };
    db.write_page(&page).unwrap();
}

fn user(n: i64, now: DateTime<Utc>) -> User {
    let mixed = n.wrapping_mul(2_654_435_761).rem_euclid(1 << 31);
    User {
        user_id: format!("DU{n:018}"),
        username: format!("user{mixed:x}"),
        realname: format!("Given{} Family{}", mixed % 977, mixed % 7_919),
        email: format!("user{mixed:x}@example.com"),
        aliases: Vec::new(),
        status: match mixed % 20 {
            0 => UserStatus::Disabled,
            1 => UserStatus::Bypass,
            _ => UserStatus::Active,
        },
        is_enrolled: mixed % 9 > 0,
        created: Some(now - chrono::Duration::days(mixed % 2_000)),
        last_login: (mixed % 11 > 0).then(|| now - chrono::Duration::days(mixed % 400)),
        last_directory_sync: None,
        directory_key: (mixed % 3 > 0).then(|| "DSABCDEFGHIJKLMNOPQR".to_owned()),
        lockout_reason: None,
        notes: String::new(),
        group_ids: (0..mixed % 4).map(|k| format!("DG{:018}", (mixed + k * 13) % 50)).collect(),
        phone_ids: vec![format!("DP{n:018}")],
        token_ids: Vec::new(),
        factors: Factors { push: u32::from(mixed % 5 > 0), passcode: 1, ..Factors::default() },
        methods: domain::Methods::ALL,
    }
}

fn store_sign_ins(db: &ClientDb, users: i64, events: i64) {
    // The newest window first, ascending inside, as a sync does.
    let windows = 18.min(events / 1_000).max(1);
    let each = events / windows;
    for window in 0..windows {
        let (lo, hi) = (NOW - (window + 1) * 10 * DAY, NOW - window * 10 * DAY);
        let id = db.open_window(lo, hi).unwrap().id;
        let step = (10 * DAY) / each;
        for from in (0..each).step_by(1_000) {
            let to = (from + 1_000).min(each);
            let rows: Vec<SignIn> =
                (from..to).map(|n| sign_in(lo + n * step, window * each + n, users)).collect();
            let cursor = (to < each).then_some("next");
            db.write_signins(id, &rows, &[], cursor, None, to >= each).unwrap();
        }
    }
}

/// The first page of users by each column and filter, with nothing kept from before.
fn first_pages(db: &ClientDb, now: DateTime<Utc>) {
    let is =
        |column: &str, op, value: &str| Condition { column: column.to_owned(), op, value: value.to_owned() };
    let sorts = store::columns(ViewName::Users)
        .iter()
        .filter(|column| column.sortable && !column.hidden)
        .flat_map(|column| {
            [false, true].map(|descending| {
                let sort = Some(Sort { column: column.id.to_owned(), descending });
                (
                    format!("by {}{}", column.id, if descending { ", descending" } else { "" }),
                    ViewQuery { sort, ..ViewQuery::default() },
                )
            })
        });
    let filters = [
        is("status", Operator::Eq, "active"),
        is("strongest", Operator::Eq, "sms_or_call"),
        is("factors", Operator::Eq, "push"),
        is("idle_days", Operator::Ge, "90"),
        is("groups", Operator::Eq, "Group 3"),
        is("directory", Operator::Eq, "true"),
        is("email", Operator::Empty, ""),
        is("reasons", Operator::Eq, "idle"),
        is("must_mfa", Operator::Eq, "false"),
    ]
    .map(|condition| {
        (format!("where {}", condition.column), ViewQuery { filter: vec![condition], ..ViewQuery::default() })
    });
    let search = ("searched".to_owned(), ViewQuery { search: Some("ab12".into()), ..ViewQuery::default() });
    for (name, query) in sorts.chain(filters).chain([search]) {
        let mut times: Vec<Duration> = (0..20)
            .map(|_| {
                // A write, however small, makes everything kept stale.
                db.mark(domain::DataSet::Phones, &store::DataSetMark::NotOffered).unwrap();
                timed(|| drop(db.view(ViewName::Users, &query, now).unwrap()))
            })
            .collect();
        times.sort();
        println!("first page {name}: p50 {:?}, p95 {:?}", times[10], times[19]);
    }
}

/// The first page of sign-ins by each filter, with nothing kept from before.
fn log_filters(db: &ClientDb, now: DateTime<Utc>) {
    let is = |column: &str, op, value: &str| ViewQuery {
        filter: vec![Condition { column: column.to_owned(), op, value: value.to_owned() }],
        limit: 100,
        ..ViewQuery::default()
    };
    let search = |text: &str| ViewQuery { search: Some(text.into()), limit: 100, ..ViewQuery::default() };
    let queries = [
        ("of a user", is("username", Operator::Eq, "user77")),
        ("user contains", is("username", Operator::Contains, "user77")),
        ("of an application", is("app", Operator::Eq, "Application 3")),
        ("with a factor", is("factor", Operator::Eq, "passcode")),
        ("with a reason", is("reason", Operator::Eq, "no_response")),
        ("of a country", is("country", Operator::Eq, "Switzerland")),
        ("of no country", is("country", Operator::Eq, "Nowhere")),
        ("searched, few", search("user777")),
        ("searched, many", search("user7")),
        ("searched, address", search("192.0.17.")),
        ("searched, two columns", search("3")),
        ("searched, nothing", search("zzzz")),
    ];
    for (name, query) in queries {
        let mut times: Vec<Duration> = (0..20)
            .map(|_| {
                db.mark(domain::DataSet::Phones, &store::DataSetMark::NotOffered).unwrap();
                timed(|| drop(db.view(ViewName::Signins, &query, now).unwrap()))
            })
            .collect();
        times.sort();
        println!("sign-ins {name}: p50 {:?}, p95 {:?}", times[10], times[19]);
    }
}

/// The panel of an application.
fn panels(db: &ClientDb) {
    let mut times: Vec<Duration> =
        (0..20).map(|n| timed(|| drop(db.application(&format!("DI{n:018}")).unwrap()))).collect();
    times.sort();
    println!("panel of an application: p50 {:?}, p95 {:?}", times[10], times[19]);
}

fn sign_in(ts_ms: i64, n: i64, users: i64) -> SignIn {
    let mixed = n.wrapping_mul(2_654_435_761).rem_euclid(1 << 31);
    let user = mixed % users;
    let app = (mixed / 7) % 40;
    let text = |text: &str| Some(text.to_owned());
    SignIn {
        ts_ms,
        txid: format!("{:08x}-{:04x}-4aaa-8bbb-{:012x}", mixed, n & 0xffff, n),
        result: if mixed % 12 == 0 { SignInResult::Denied } else { SignInResult::Success },
        reason: text(
            ["user_approved", "remembered_device", "bypass_user", "no_response"][(mixed % 4) as usize],
        ),
        factor: text(["duo_push", "remembered_device", "passcode"][(mixed % 3) as usize]),
        event_type: text("authentication"),
        app_key: Some(format!("DI{app:018}")),
        app_name: Some(format!("Application {app}")),
        user_key: Some(format!("DU{user:018}")),
        user_name: Some(format!("user{user}")),
        ip: Some(format!("192.0.{}.{}", user % 200, user % 251)),
        country: text("Switzerland"),
        city: Some(format!("City {}", user % 300)),
        os: text("Windows"),
        browser: text("Edge"),
        hostname: Some(format!("WS-{:05}", user % 50_000)),
        auth_device: Some(format!("+4179{user:07}")),
        trusted_endpoint: text("unknown"),
        extra: None,
    }
}

fn sizes(dir: &std::path::Path, events: i64) {
    let file = dir.join("clients").join(format!("{ID}.db"));
    let sqlite = rusqlite::Connection::open(file).unwrap();
    let bytes = |names: &str| -> i64 {
        let sql = format!("SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE name IN ({names})");
        sqlite.query_row(&sql, [], |row| row.get(0)).unwrap()
    };
    let rows = bytes("'sign_ins'") as f64 / events as f64;
    let index = bytes("'sign_ins_user'") as f64 / events as f64;
    let names = "'dict','sqlite_autoindex_dict_1','log_users','sqlite_autoindex_log_users_1','app_user','app_days','log_texts'";
    let sums = bytes(names) as f64 / events as f64;
    println!("bytes a sign-in: {rows:.0} row, {index:.0} index, {sums:.0} texts and sums");
}

fn pages(db: &ClientDb, now: DateTime<Utc>, users: i64, events: i64) {
    let sort = |column: &str| Some(Sort { column: column.to_owned(), descending: true });
    let is = |column: &str, value: &str| {
        vec![Condition { column: column.to_owned(), op: Operator::Eq, value: value.to_owned() }]
    };
    let views = [
        ("users", ViewName::Users, ViewQuery::default(), users),
        (
            "users by idle days",
            ViewName::Users,
            ViewQuery { sort: sort("idle_days"), ..ViewQuery::default() },
            users,
        ),
        (
            "users by name",
            ViewName::Users,
            ViewQuery { sort: sort("realname"), ..ViewQuery::default() },
            users,
        ),
        (
            "users of a group",
            ViewName::Users,
            ViewQuery { filter: is("groups", "Group 3"), ..ViewQuery::default() },
            1,
        ),
        (
            "users searched",
            ViewName::Users,
            ViewQuery { search: Some("ab12".into()), ..ViewQuery::default() },
            1,
        ),
        ("licences", ViewName::Licences, ViewQuery { sort: sort("lane"), ..ViewQuery::default() }, users),
        ("applications", ViewName::Apps, ViewQuery::default(), 1),
        (
            "users of an application",
            ViewName::AppUsers,
            ViewQuery { filter: is("app_key", "DI000000000000000003"), ..ViewQuery::default() },
            1,
        ),
        ("bypass", ViewName::Bypass, ViewQuery::default(), 1),
        ("sign-ins", ViewName::Signins, ViewQuery::default(), events / 100),
        (
            "sign-ins denied",
            ViewName::Signins,
            ViewQuery { filter: is("result", "denied"), ..ViewQuery::default() },
            1,
        ),
        (
            "sign-ins of a user",
            ViewName::Signins,
            ViewQuery { filter: is("username", "user77"), ..ViewQuery::default() },
            1,
        ),
        (
            "sign-ins searched",
            ViewName::Signins,
            ViewQuery { search: Some("user777".into()), ..ViewQuery::default() },
            1,
        ),
    ];
    for (name, view, mut query, span) in views {
        query.limit = 100;
        let first = timed(|| drop(db.view(view, &query, now).unwrap()));
        let mut times: Vec<Duration> = (0..100)
            .map(|n| {
                query.offset = u64::try_from((n * 7_919) % span).unwrap_or(0);
                timed(|| drop(db.view(view, &query, now).unwrap()))
            })
            .collect();
        times.sort();
        println!("{name}: first {first:?}, then p50 {:?}, p95 {:?}", times[50], times[95]);
    }
}
