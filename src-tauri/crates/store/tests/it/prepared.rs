//! Views that are held in memory say what SQLite says.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use domain::User;
use store::{Objects, Operator, Row, Sort, StoreError, ViewName, ViewQuery, ViewRows, columns};

use crate::fixture::{DAY, NOW_MS, days_ago, filter, is, now, search, sign_in, sorted, user};
use crate::views::{HOSTILE, tenant};

const OPERATORS: [Operator; 7] = [
    Operator::Eq,
    Operator::Ne,
    Operator::Ge,
    Operator::Le,
    Operator::Contains,
    Operator::Empty,
    Operator::Present,
];

fn answer(result: Result<ViewRows, StoreError>) -> Result<ViewRows, &'static str> {
    result.map_err(|error| error.code())
}

/// Every column in every way, with values that stand in it and values that do not.
fn questions(view: ViewName, rows: &ViewRows) -> Vec<ViewQuery> {
    let mut questions = vec![ViewQuery::default()];
    for column in columns(view) {
        questions.extend([false, true].map(|descending| sorted(column.id, descending)));
        let mut values: BTreeSet<String> = ["", "1", "true", "2026-10-01", "É"].map(str::to_owned).into();
        for row in rows.rows.iter().step_by(5) {
            match &row[column.id] {
                serde_json::Value::String(text) => values.insert(text.clone()),
                serde_json::Value::Array(all) => {
                    values.extend(all.iter().filter_map(|one| one.as_str().map(str::to_owned)));
                    true
                }
                other => values.insert(other.to_string()),
            };
        }
        for value in &values {
            questions.extend(OPERATORS.map(|op| filter(column.id, op, value)));
        }
        let all: Vec<&String> = values.iter().collect();
        questions.push(filter(
            column.id,
            Operator::In,
            &serde_json::to_string(&all[..all.len() / 2]).unwrap(),
        ));
        questions.push(filter(column.id, Operator::In, "[]"));
        questions.push(filter(column.id, Operator::In, "no list"));
    }
    questions.extend(HOSTILE.map(search));
    questions.extend(["é", "ÉÉ", "e", "0", "zz"].map(search));
    questions
}

#[test]
fn every_question_has_the_same_answer_from_memory() {
    let f = tenant();
    for view in ViewName::ALL.into_iter().filter(|view| *view != ViewName::Signins) {
        let all = f.db.view(view, &ViewQuery::default(), now()).unwrap();
        let mut questions = questions(view, &all);
        let sort = columns(view).iter().filter(|column| column.sortable).map(|column| column.id);
        for (n, id) in sort.enumerate() {
            let mut query = questions[n * 17 % questions.len()].clone();
            query.sort = Some(Sort { column: id.to_owned(), descending: n % 2 == 0 });
            (query.offset, query.limit) = (n as u64 % 4, 3);
            questions.push(query);
        }
        if view == ViewName::Licences {
            let idle = |query: &ViewQuery| ViewQuery { idle_days: Some(45), ..query.clone() };
            let more: Vec<ViewQuery> = questions.iter().map(idle).collect();
            questions.extend(more);
        }
        let asked = |query: &ViewQuery| answer(f.db.view(view, query, now()));
        let from_sqlite: Vec<_> = questions.iter().map(asked).collect();
        f.db.prepare_view(view, &ViewQuery::default(), now()).unwrap();
        let idle = ViewQuery { idle_days: Some(45), ..ViewQuery::default() };
        f.db.prepare_view(view, &idle, now()).unwrap();
        for (query, expected) in questions.iter().zip(from_sqlite) {
            assert_eq!(asked(query), expected, "{view:?} {query:?}");
        }
    }
}

/// How many of the rows hold each value of a column, from the rows themselves.
fn counted(rows: &[Row], column: &str) -> BTreeMap<Option<String>, u64> {
    let mut counts = BTreeMap::new();
    let mut add = |value: &serde_json::Value| {
        let said = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        *counts.entry(Some(said).filter(|_| !value.is_null())).or_default() += 1;
    };
    for row in rows {
        match &row[column] {
            serde_json::Value::Array(all) if all.is_empty() => add(&serde_json::Value::Null),
            serde_json::Value::Array(all) => all.iter().for_each(&mut add),
            other => add(other),
        }
    }
    counts
}

#[test]
fn every_column_of_every_question_counts_the_values_of_its_rows() {
    let f = tenant();
    for view in ViewName::ALL.into_iter().filter(|view| *view != ViewName::Signins) {
        let all = f.db.view(view, &ViewQuery::default(), now()).unwrap();
        let questions: Vec<ViewQuery> = questions(view, &all).into_iter().step_by(11).collect();
        for prepared in [false, true] {
            if prepared {
                f.db.prepare_view(view, &ViewQuery::default(), now()).unwrap();
            }
            for query in &questions {
                let Ok(page) = f.db.view(view, query, now()) else { continue };
                assert_eq!(page.rows.len() as u64, page.total, "{query:?}");
                for column in columns(view) {
                    let counts = f.db.view_counts(view, column.id, query, now()).unwrap();
                    let mut sum = BTreeMap::new();
                    for (value, rows) in &counts {
                        *sum.entry(value.clone()).or_default() += rows;
                    }
                    assert_eq!(sum, counted(&page.rows, column.id), "{view:?}.{} {query:?}", column.id);
                    let order: Vec<_> =
                        counts.iter().map(|(value, rows)| (value.is_none(), Reverse(*rows))).collect();
                    assert!(order.is_sorted(), "{counts:?}");
                }
            }
        }
    }
}

#[test]
fn what_is_told_is_all_that_is_held() {
    let f = tenant();
    let told = |subjects: &[&str]| {
        let rows: Vec<_> =
            subjects.iter().map(|subject| serde_json::json!([1, 0, "user", subject])).collect();
        let told = Some(serde_json::Value::from(rows).to_string().into());
        ViewQuery { told, ..ViewQuery::default() }
    };
    let asked = |query: &ViewQuery| {
        let rows = f.rows(ViewName::Findings, query);
        let subjects: Vec<String> =
            rows.iter().map(|row| row["subject"].as_str().unwrap().to_owned()).collect();
        let counts = f.db.view_counts(ViewName::Findings, "subject_kind", query, now()).unwrap();
        (subjects, counts)
    };
    let users = |rows| vec![(Some("user".to_owned()), rows)];
    assert_eq!(asked(&told(&["b", "a"])), (vec!["a".to_owned(), "b".to_owned()], users(2)));
    assert_eq!(asked(&told(&["c"])), (vec!["c".to_owned()], users(1)));
    assert_eq!(asked(&ViewQuery { search: Some("A".to_owned()), ..told(&["b", "a"]) }).1, users(1));
    assert_eq!(asked(&told(&[])), (Vec::new(), Vec::new()));
}

#[test]
fn a_write_of_objects_is_seen_and_a_write_of_the_log_disturbs_nothing() {
    let f = tenant();
    f.db.prepare_view(ViewName::Users, &ViewQuery::default(), now()).unwrap();
    let before = f.rows(ViewName::Users, &ViewQuery::default());
    f.fill_log(NOW_MS, NOW_MS + DAY, &[sign_in(NOW_MS + 1, "later", "anna", "DU00")]);
    assert_eq!(f.rows(ViewName::Users, &ViewQuery::default()), before);
    f.fill(Objects::Users(vec![User {
        username: "only".to_owned(),
        created: Some(days_ago(1)),
        ..user("DU00")
    }]));
    let names = |query: &ViewQuery| -> Vec<String> {
        let rows = f.rows(ViewName::Users, query);
        rows.iter().map(|row| row["username"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&ViewQuery::default()), ["only"]);
    f.db.prepare_view(ViewName::Users, &ViewQuery::default(), now()).unwrap();
    assert_eq!(names(&is("username", "only")), ["only"]);
}
