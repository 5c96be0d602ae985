//! What the views cost: every one of them, by each order, each kind of filter, searched and paged, after a write of a
//! log as a sync makes it, and after one of objects.

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::DataSet;
use serde_json::Value;
use store::{
    ClientDb, ColumnKind, ColumnSpec, Condition, DataSetMark, LogPasses, Operator, Row, Sort, ViewName,
    ViewQuery, columns,
};

use crate::timed;

/// Times that a question is asked.
const ASKED: usize = 9;
/// Questions that take longer are asked once.
const LONG: Duration = Duration::from_secs(1);

/// Prints a line a view and kind of question, of one view if told.
pub(crate) fn measure(db: &ClientDb, now: DateTime<Utc>, only: Option<&str>) {
    println!(
        "{:<14} {:<22} {:>4} {:>9} {:>9} {:>6}  slowest",
        "view", "question", "n", "p50 ms", "p95 ms", "goal"
    );
    for view in ViewName::ALL.into_iter().filter(|view| only.is_none_or(|only| only == view.id())) {
        let all = db.view(view, &ViewQuery::default(), now).unwrap();
        if all.rows.is_empty() {
            println!("{:<14} no rows", view.id());
            continue;
        }
        let first = Question { name: String::new(), query: ViewQuery::default() };
        line(view, "opened, objects written", 100, &[asked(db, view, &first, now, objects_written)]);
        line(view, "brought into memory", 0, &[(String::new(), vec![prepare(db, view, now)])]);
        let kinds = [
            ("sorted", 30, sorts(view)),
            ("filtered", 30, filters(view, &all.rows)),
            ("filtered and sorted", 30, both(view, &all.rows)),
            ("searched", 100, searches(view, &all.rows)),
            ("paged", 30, pages(view, all.total)),
        ];
        for (kind, goal, questions) in kinds {
            let times: Vec<Times> =
                questions.iter().map(|one| asked(db, view, one, now, log_written)).collect();
            line(view, kind, goal, &times);
        }
    }
    panels(db);
    review(db, now);
}

struct Question {
    name: String,
    query: ViewQuery,
}

fn objects_written(db: &ClientDb) {
    db.mark(DataSet::Phones, &DataSetMark::NotOffered).unwrap();
}

fn log_written(db: &ClientDb) {
    db.passed(DataSet::SignIns, LogPasses::default()).unwrap();
}

fn prepare(db: &ClientDb, view: ViewName, now: DateTime<Utc>) -> Duration {
    timed(|| db.prepare_view(view, &ViewQuery::default(), now).unwrap())
}

/// A question's name and its times, shortest first.
type Times = (String, Vec<Duration>);

fn asked(
    db: &ClientDb,
    view: ViewName,
    question: &Question,
    now: DateTime<Utc>,
    before: impl Fn(&ClientDb),
) -> Times {
    let ask = || {
        before(db);
        timed(|| drop(db.view(view, &question.query, now).unwrap()))
    };
    let mut times = vec![ask()];
    if times[0] < LONG {
        times.extend((1..ASKED).map(|_| ask()));
    }
    times.sort();
    (question.name.clone(), times)
}

fn line(view: ViewName, kind: &str, goal: u32, questions: &[Times]) {
    let Some(slowest) = questions.iter().max_by_key(|(_, times)| times[times.len() / 2]).cloned() else {
        return;
    };
    let mut all: Vec<Duration> = questions.iter().flat_map(|(_, times)| times.iter().copied()).collect();
    all.sort();
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    println!(
        "{:<14} {kind:<22} {:>4} {:>9.2} {:>9.2} {:>6}  {} {:.1}",
        view.id(),
        questions.len(),
        ms(all[all.len() / 2]),
        ms(all[(all.len() * 95).div_ceil(100) - 1]),
        if goal == 0 { "-".to_owned() } else { goal.to_string() },
        slowest.0,
        ms(slowest.1[slowest.1.len() / 2]),
    );
}

fn sorts(view: ViewName) -> Vec<Question> {
    let sortable = columns(view).iter().filter(|column| column.sortable && !column.hidden);
    sortable
        .flat_map(|column| {
            [false, true].map(|descending| Question {
                name: format!("{}{}", column.id, if descending { " descending" } else { "" }),
                query: ViewQuery { sort: Some(sort(column, descending)), ..ViewQuery::default() },
            })
        })
        .collect()
}

fn sort(column: &ColumnSpec, descending: bool) -> Sort {
    Sort { column: column.id.to_owned(), descending }
}

/// A value that stands in a column, in the middle of the rows that are given.
fn value(column: &ColumnSpec, rows: &[Row]) -> String {
    let stands = |value: &&Value| !value.is_null() && value.as_array().is_none_or(|all| !all.is_empty());
    let values: Vec<&Value> = rows.iter().map(|row| &row[column.id]).filter(stands).collect();
    let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match values.get(values.len() / 2) {
        Some(Value::Array(all)) => all.first().map(plain).unwrap_or_default(),
        Some(value) => plain(value),
        None => String::new(),
    }
}

fn filters(view: ViewName, rows: &[Row]) -> Vec<Question> {
    columns(view)
        .iter()
        .flat_map(|column| operators(column).iter().map(move |op| filter(column, *op, &value(column, rows))))
        .filter(|question| {
            let asked = &question.query.filter[0];
            matches!(asked.op, Operator::Empty | Operator::Present) || !asked.value.is_empty()
        })
        .collect()
}

fn filter(column: &ColumnSpec, op: Operator, value: &str) -> Question {
    let condition = Condition { column: column.id.to_owned(), op, value: value.to_owned() };
    Question {
        name: format!("{} {op:?} {value}", column.id),
        query: ViewQuery { filter: vec![condition], ..ViewQuery::default() },
    }
}

const fn operators(column: &ColumnSpec) -> &'static [Operator] {
    use Operator::{Contains, Empty, Eq, Ge, Le, Ne, Present};
    match column.kind {
        ColumnKind::Text if column.hidden => &[Eq],
        ColumnKind::Text | ColumnKind::List => &[Eq, Ne, Contains, Empty, Present],
        ColumnKind::Choice => &[Eq, Ne, Empty, Present],
        ColumnKind::Number | ColumnKind::Percent | ColumnKind::Time => &[Eq, Ge, Le, Empty, Present],
        ColumnKind::Bool => &[Eq, Ne],
    }
}

/// Each filter by one order.
fn both(view: ViewName, rows: &[Row]) -> Vec<Question> {
    let orders = sorts(view);
    let mut questions = filters(view, rows);
    questions.retain(|question| question.query.filter[0].op == Operator::Eq);
    for (question, order) in questions.iter_mut().zip(orders.iter().rev().cycle()) {
        question.name = format!("{} by {}", question.name, order.name);
        question.query.sort.clone_from(&order.query.sort);
    }
    questions
}

/// The start and the middle of texts that stand in a row, single letters and digits, and what stands nowhere.
fn searches(view: ViewName, rows: &[Row]) -> Vec<Question> {
    let texts = columns(view).iter().filter(|column| column.kind == ColumnKind::Text && !column.hidden);
    let mut needles: Vec<String> =
        texts.map(|column| value(column, rows)).filter(|text| text.len() > 3).collect();
    let middles: Vec<String> = needles.iter().map(|text| text.chars().skip(2).take(4).collect()).collect();
    needles.extend(middles);
    needles.extend(["a", "3", "zzzz"].map(str::to_owned));
    let ask = |needle: String| Question {
        name: format!("“{needle}”"),
        query: ViewQuery { search: Some(needle), ..ViewQuery::default() },
    };
    needles.into_iter().map(ask).collect()
}

fn pages(view: ViewName, total: u64) -> Vec<Question> {
    let deepest = if view == ViewName::Signins { total.min(20_000) } else { total };
    [0, 1, 7, 50, 99]
        .map(|percent| Question {
            name: format!("from {}", deepest * percent / 100),
            query: ViewQuery { offset: deepest * percent / 100, limit: 100, ..ViewQuery::default() },
        })
        .into()
}

/// The panel of an application.
fn panels(db: &ClientDb) {
    let mut times: Vec<Duration> =
        (0..20).map(|n| timed(|| drop(db.application(&format!("DI{n:018}")).unwrap()))).collect();
    times.sort();
    println!("panel of an application: p50 {:?}, p95 {:?}", times[10], times[19]);
}

/// The sums of the licence review, each under days of its own, after a write of a log and after one of objects.
fn review(db: &ClientDb, now: DateTime<Utc>) {
    for (name, before) in [("log", log_written as fn(&ClientDb)), ("objects", objects_written)] {
        let mut times: Vec<Duration> = (0..20)
            .map(|n| {
                before(db);
                timed(|| drop(db.review_sums(Some(30 + n), 30, now).unwrap()))
            })
            .collect();
        times.sort();
        println!(
            "licence review after a write of {name}: p50 {:?}, p95 {:?}, goal 150 ms",
            times[10], times[19]
        );
    }
    let times = timed(|| drop(db.user_totals().unwrap()));
    println!("sums over users: {times:?}");
}
