//! Parts that several reports share.

use chrono::{DateTime, Utc};
use domain::{DataSet, NotEvaluatedReason};
use store::{Condition, Operator};

use super::document::{Basis, Document, Group, Line};
use super::ground::Ground;
use super::{Head, Scope, scope};
use crate::api::{ClientReportOf, DayCount, Figure, ReportKind};
use crate::text::said;

impl Document {
    /// A document with its head and what it rests on, and nothing said yet.
    pub(super) fn on(ground: &Ground, of: &ClientReportOf, kind: ReportKind, formulas: Vec<String>) -> Self {
        let as_of = ground.overview.as_of;
        let zone = ground.zone;
        let day = |at: DateTime<Utc>| zone.day(at);
        let period = format!("{} – {}", day(ground.period.from), day(ground.period.to));
        let unread = || said("licrep_not_readable", &[]);
        let facts = vec![
            (said("licrep_as_of", &[]), as_of.map_or_else(unread, |at| zone.time(at))),
            (said("licrep_period", &[]), period),
            (said("licrep_zone", &[]), zone.name().to_owned()),
        ];
        Self {
            kind,
            client: ground.client.clone(),
            head: Head {
                title: said(&format!("report_kind_{}", kind.id()), &[]),
                subject: Some(ground.client.clone()),
                facts,
                made: ground.made,
                zone,
                brand: ground.brand.clone(),
            },
            as_of,
            names: of.names,
            hide_ips: of.hide_ips,
            sentences: Vec::new(),
            groups: Vec::new(),
            checks: Vec::new(),
            lists: Vec::new(),
            basis: Basis {
                sets: ground.overview.data_sets.clone(),
                gaps: ground.gaps.clone(),
                rights: ground.rights.clone(),
                notes: vec![window(ground)],
                formulas,
            },
        }
    }

    /// What could be read, in words.
    pub(super) fn scope(&self) -> Vec<Scope> {
        self.basis.sets.iter().map(|set| scope(set, &self.basis.gaps, self.head.zone)).collect()
    }
}

/// The sign-ins of the period by their end.
pub(super) fn sign_ins(ground: &Ground) -> Group {
    let period = &ground.period;
    let sum = |of: &dyn Fn(&DayCount) -> u64| period.sums.iter().map(of).sum::<u64>() as f64;
    let total = sum(&|day| day.success + day.denied + day.fraud + day.error);
    let figure = |value: f64| period.missing.map_or(Figure::Value(value), Figure::NotEvaluated);
    let line = |id: &str, label: String, value: f64, of: Option<f64>| Line {
        id: id.to_owned(),
        label,
        figure: figure(value),
        of: of.filter(|_| period.missing.is_none()),
        rule: String::new(),
    };
    let result = |id: &str, value: f64| line(id, said(&format!("result_{id}"), &[]), value, Some(total));
    Group {
        id: "sign_ins",
        title: said("view_signins", &[]),
        note: said("report_sign_ins_note", &[("days", &period.days.to_string())]),
        lines: vec![
            line("sign_ins", said("report_sign_ins", &[]), total, None),
            result("success", sum(&|day| day.success)),
            result("denied", sum(&|day| day.denied)),
            result("fraud", sum(&|day| day.fraud)),
            result("error", sum(&|day| day.error)),
        ],
    }
}

fn window(ground: &Ground) -> String {
    let period = &ground.period;
    match (ground.missing(&[DataSet::SignIns]), period.read_back_to) {
        (None, Some(back)) if period.missing.is_none() => {
            said("licrep_window", &[("date", &ground.zone.day(back))])
        }
        (None, Some(back)) => said("licrep_window_partial", &[("date", &ground.zone.day(back))]),
        _ => said("last_login_only", &[]),
    }
}

/// The figure's value.
pub(super) fn value(figure: &Figure) -> Option<f64> {
    match figure {
        Figure::Value(value) => Some(*value),
        Figure::NotEvaluated(_) => None,
    }
}

/// A figure that is not there for the reason of another, else for this one.
pub(super) fn because(of: &Figure, otherwise: NotEvaluatedReason) -> NotEvaluatedReason {
    match of {
        Figure::Value(_) => otherwise,
        Figure::NotEvaluated(why) => *why,
    }
}

pub(super) fn is(column: &str, value: &str) -> Condition {
    when(column, Operator::Eq, value)
}

pub(super) fn when(column: &str, op: Operator, value: &str) -> Condition {
    Condition { column: column.to_owned(), op, value: value.to_owned() }
}
