//! What a view is asked: each column both ways, each kind of condition, searches, pages.

use serde_json::Value;
use store::{ColumnKind, ColumnSpec, Condition, Operator, Row, Sort, ViewName, ViewQuery, columns};

pub(super) struct Question {
    pub(super) name: String,
    pub(super) query: ViewQuery,
}

pub(super) fn sorts(view: ViewName) -> Vec<Question> {
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

pub(super) fn filters(view: ViewName, rows: &[Row]) -> Vec<Question> {
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
pub(super) fn both(view: ViewName, rows: &[Row]) -> Vec<Question> {
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
pub(super) fn searches(view: ViewName, rows: &[Row]) -> Vec<Question> {
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

pub(super) fn pages(view: ViewName, total: u64) -> Vec<Question> {
    let deepest = if view == ViewName::Signins { total.min(20_000) } else { total };
    [0, 1, 7, 50, 99]
        .map(|percent| Question {
            name: format!("from {}", deepest * percent / 100),
            query: ViewQuery { offset: deepest * percent / 100, limit: 100, ..ViewQuery::default() },
        })
        .into()
}
