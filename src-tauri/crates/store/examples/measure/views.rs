//! What pages of views cost.

use std::time::Duration;

use chrono::{DateTime, Utc};
use store::{ClientDb, Condition, Operator, Sort, ViewName, ViewQuery};

use crate::timed;

/// The first page of users by each column and filter, with nothing kept from before.
pub(crate) fn first_pages(db: &ClientDb, now: DateTime<Utc>) {
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
pub(crate) fn log_filters(db: &ClientDb, now: DateTime<Utc>) {
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
pub(crate) fn panels(db: &ClientDb) {
    let mut times: Vec<Duration> =
        (0..20).map(|n| timed(|| drop(db.application(&format!("DI{n:018}")).unwrap()))).collect();
    times.sort();
    println!("panel of an application: p50 {:?}, p95 {:?}", times[10], times[19]);
}

pub(crate) fn pages(db: &ClientDb, now: DateTime<Utc>, users: i64, events: i64) {
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

/// The sums of the licence review, under the rules' idle days and under others.
pub(crate) fn review(db: &ClientDb, now: DateTime<Utc>) {
    for idle in [None, Some(60)] {
        let mut times: Vec<Duration> =
            (0..20).map(|_| timed(|| drop(db.review_sums(idle, 30, now).unwrap()))).collect();
        times.sort();
        println!("licence review, idle {idle:?}: p50 {:?}, p95 {:?}", times[10], times[19]);
    }
}
