//! What the views cost: every one of them opened after a write of objects and after one of sign-ins, and then by each
//! order, each kind of filter, searched and paged while a sync writes what the view does not rest on.

mod questions;

use chrono::{DateTime, Utc};
use domain::DataSet;
use store::{ClientDb, DataSetMark, LogPage, LogPasses, LogRows, ViewName, ViewQuery};

use self::questions::{Question, both, filters, pages, searches, sorts};
use crate::tenant::sign_in;
use crate::time::{LONG, Time, timed};
use crate::verdict::Verdicts;
use crate::{NOW, YEAR};

/// Times that a question is asked.
const ASKED: usize = 9;
/// Milliseconds: a page, a search, an opening, the licence review.
const PAGE: f64 = 30.0;
const SEARCH: f64 = 100.0;
const OPENING: f64 = 100.0;
const REVIEW: f64 = 150.0;
const HOUR: i64 = 3_600_000;

/// Prints a line a view and kind of question, of one view if told.
pub(crate) fn measure(db: &ClientDb, now: DateTime<Utc>, only: Option<&str>) {
    let mut verdicts = Verdicts::new();
    for view in ViewName::ALL.into_iter().filter(|view| only.is_none_or(|only| only == view.id())) {
        let all = db.view(view, &ViewQuery::default(), now).unwrap();
        if all.rows.is_empty() {
            println!("{:<14} no rows", view.id());
            continue;
        }
        let first = Question { name: String::new(), query: ViewQuery::default() };
        let opened = |before: fn(&ClientDb, usize)| asked(db, view, &first, now, before);
        verdicts.line(view.id(), "opened, objects written", OPENING, &[opened(objects_written)]);
        verdicts.line(view.id(), "opened, log written", OPENING, &[opened(sign_in_written)]);
        let prepared = vec![timed(|| db.prepare_view(view, &ViewQuery::default(), now).unwrap())];
        verdicts.line(view.id(), "brought into memory", f64::INFINITY, &[(String::new(), prepared)]);
        let kinds = [
            ("sorted", PAGE, sorts(view)),
            ("filtered", PAGE, filters(view, &all.rows)),
            ("filtered and sorted", PAGE, both(view, &all.rows)),
            ("searched", SEARCH, searches(view, &all.rows)),
            ("paged", PAGE, pages(view, all.total)),
        ];
        for (kind, goal, questions) in kinds {
            let times: Vec<Times> =
                questions.iter().map(|one| asked(db, view, one, now, log_noted)).collect();
            verdicts.line(view.id(), kind, goal, &times);
        }
    }
    if only.is_none_or(|only| only == "review") {
        let panels = (0..20).map(|n| timed(|| drop(db.application(&format!("DI{n:018}")).unwrap())));
        verdicts.line("application", "its panel", SEARCH, &[(String::new(), panels.collect())]);
        review(db, now, &mut verdicts);
        hours(db, &mut verdicts);
    }
    verdicts.sum();
}

fn objects_written(db: &ClientDb, _: usize) {
    db.mark(DataSet::Phones, &DataSetMark::NotOffered).unwrap();
}

/// What a sync notes of a log beside its rows.
fn log_noted(db: &ClientDb, _: usize) {
    db.passed(DataSet::SignIns, LogPasses::default()).unwrap();
}

/// A new sign-in, older than the log.
fn sign_in_written(db: &ClientDb, n: usize) {
    let ts = NOW - 2 * YEAR;
    let window = db.open_window(ts, ts + 10_000).unwrap().id;
    let mut row = sign_in(ts + n as i64, n as i64, 100);
    row.city = Some(format!("City {n}"));
    let page = LogPage {
        rows: LogRows::SignIns(vec![row]),
        quarantined: Vec::new(),
        cursor: None,
        total: None,
        done: true,
        gap: None,
    };
    db.write_log(DataSet::SignIns, window, &[page]).unwrap();
    while db.prune_log(DataSet::SignIns, ts + 20_000).unwrap() > 0 {}
}

/// A question's name and its times.
pub(crate) type Times = (String, Vec<Time>);

fn asked(
    db: &ClientDb,
    view: ViewName,
    question: &Question,
    now: DateTime<Utc>,
    before: fn(&ClientDb, usize),
) -> Times {
    let ask = |n| {
        before(db, n);
        timed(|| drop(db.view(view, &question.query, now).unwrap()))
    };
    let mut times = vec![ask(0)];
    // Long ones are asked once.
    if times[0].wall < LONG {
        times.extend((1..ASKED).map(ask));
    }
    (question.name.clone(), times)
}

/// Sign-ins by the hour of four weeks, of all applications and of the first.
fn hours(db: &ClientDb, verdicts: &mut Verdicts) {
    let stretches: Vec<(i64, i64)> = (0..28 * 24).map(|n| (NOW - (n + 1) * HOUR, NOW - n * HOUR)).collect();
    let first = format!("DI{:018}", 0);
    for (name, app) in [("of all applications", None), ("of one", Some(first.as_str()))] {
        let ask = |_| timed(|| drop(db.sign_ins_within(app, &stretches).unwrap()));
        verdicts.line("hours", name, REVIEW, &[(String::new(), (0..20).map(ask).collect())]);
    }
    let texts = vec![timed(|| drop(db.log_texts().unwrap()))];
    verdicts.line("overview", "texts of the log", SEARCH, &[(String::new(), texts)]);
}

/// The sums of the licence review, each under days of its own, after a write of a log and after one of objects.
fn review(db: &ClientDb, now: DateTime<Utc>, verdicts: &mut Verdicts) {
    for (name, before) in [
        ("after a log's write", log_noted as fn(&ClientDb, usize)),
        ("after objects' write", objects_written),
    ] {
        let ask = |n: usize| {
            before(db, n);
            timed(|| drop(db.review_sums(Some(30 + n as u32), 30, now).unwrap()))
        };
        verdicts.line("licence review", name, REVIEW, &[(String::new(), (0..20).map(ask).collect())]);
    }
    let sums = vec![timed(|| drop(db.user_totals().unwrap()))];
    verdicts.line("overview", "sums over users", SEARCH, &[(String::new(), sums)]);
}
