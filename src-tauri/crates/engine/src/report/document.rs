//! A report as what it says: sentences, figures, checks, lists, and what they rest on. Page, workbook, CSV and JSON are
//! all made from this one, so that they cannot differ.

use chrono::{DateTime, Utc};
use domain::LogGap;

use super::Head;
use crate::api::{DataSetStatus, Figure, ReportKind, ReportNames, RightFound};
use crate::zone::Zone;

/// A report before it has a form.
pub(crate) struct Document {
    pub(super) kind: ReportKind,
    /// The client's name.
    pub(super) client: String,
    pub(super) head: Head,
    /// Age of the users.
    pub(super) as_of: Option<DateTime<Utc>>,
    pub(super) names: ReportNames,
    pub(super) hide_ips: bool,
    /// The summary.
    pub(super) sentences: Vec<String>,
    pub(super) groups: Vec<Group>,
    pub(super) checks: Vec<Check>,
    /// The annex.
    pub(super) lists: Vec<List>,
    pub(super) basis: Basis,
}

/// What the figures rest on.
pub(super) struct Basis {
    pub(super) sets: Vec<DataSetStatus>,
    /// Stretches of the logs in which events are missing.
    pub(super) gaps: Vec<LogGap>,
    /// Rights as the last check found them.
    pub(super) rights: Vec<RightFound>,
    pub(super) notes: Vec<String>,
    pub(super) formulas: Vec<String>,
}

/// Figures under one heading.
pub(super) struct Group {
    pub(super) id: &'static str,
    pub(super) title: String,
    pub(super) note: String,
    pub(super) lines: Vec<Line>,
}

/// A figure.
pub(super) struct Line {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) figure: Figure,
    /// The whole of which it is a part; none = it is none.
    pub(super) of: Option<f64>,
    /// What it goes by.
    pub(super) rule: String,
}

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CheckState {
    Pass,
    Fail,
    NotReadable,
}

/// A sentence that is true or not.
pub(super) struct Check {
    pub(super) id: &'static str,
    pub(super) area: &'static str,
    pub(super) title: String,
    pub(super) rule: String,
    /// How many it is not true of.
    pub(super) count: Figure,
    /// Of how many.
    pub(super) of: Option<f64>,
}

/// A numbered list of the annex.
pub(super) struct List {
    pub(super) id: &'static str,
    pub(super) title: String,
    pub(super) note: String,
    /// How many stand in it, also where they are not told.
    pub(super) count: Figure,
    pub(super) columns: Vec<ListColumn>,
    /// The first entries, or all.
    pub(super) rows: Vec<Vec<Cell>>,
    /// How many entries there are to be told.
    pub(super) all: usize,
}

/// A column of a list.
pub(super) struct ListColumn {
    pub(super) id: &'static str,
    pub(super) label: String,
}

/// A value of a list.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    None,
    Text(String),
    Number(f64),
    Time(DateTime<Utc>),
    /// Names of people, by which pseudonyms are kept apart.
    People(Vec<String>),
    /// What tells who somebody is: a mail address, the name of a device.
    Private(String),
    /// A network address.
    Address(String),
}

impl Line {
    /// Per cent of the whole, one decimal.
    pub(super) fn percent(&self) -> Option<f64> {
        part(&self.figure, self.of)
    }
}

impl Check {
    pub(super) fn state(&self) -> CheckState {
        match self.count {
            Figure::NotEvaluated(_) => CheckState::NotReadable,
            Figure::Value(count) if count > 0.0 => CheckState::Fail,
            Figure::Value(_) => CheckState::Pass,
        }
    }

    /// Per cent of the whole, one decimal.
    pub(super) fn percent(&self) -> Option<f64> {
        part(&self.count, self.of)
    }
}

impl CheckState {
    /// The id used in JSON and as a text key.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::NotReadable => "not_readable",
        }
    }
}

impl Document {
    /// How many checks ended so.
    pub(super) fn ended(&self, state: CheckState) -> usize {
        self.checks.iter().filter(|check| check.state() == state).count()
    }
}

impl Cell {
    /// As people read it; times in their zone.
    pub(super) fn shown(&self, zone: Zone) -> String {
        match self {
            Self::None => String::new(),
            Self::Text(text) | Self::Private(text) | Self::Address(text) => text.clone(),
            Self::People(names) => names.join(", "),
            Self::Number(number) => crate::licence::number(*number),
            Self::Time(at) => zone.time(*at),
        }
    }

    /// As programs read it; times in UTC.
    pub(super) fn value(&self) -> serde_json::Value {
        match self {
            Self::None => serde_json::Value::Null,
            Self::Text(text) | Self::Private(text) | Self::Address(text) => text.as_str().into(),
            Self::People(names) => names.join(", ").into(),
            Self::Number(number) => super::values::number(*number),
            Self::Time(at) => super::values::time(*at),
        }
    }
}

fn part(figure: &Figure, of: Option<f64>) -> Option<f64> {
    match (figure, of) {
        (Figure::Value(value), Some(of)) if of > 0.0 => Some((value * 1_000.0 / of).round() / 10.0),
        _ => None,
    }
}
