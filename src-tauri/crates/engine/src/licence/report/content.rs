//! What the page and the workbook say.

use serde::Serialize;

use super::Report;
use super::figures::{Line, figure};
use super::lists::List;
use crate::api::{Figure, ReportNames};
use crate::licence::report_words::{number, sentences};
use crate::licence::rows::said;
use crate::report::{Scope, scope};

/// What the template is given.
#[derive(Serialize)]
pub(super) struct Content {
    pub(super) sentences: Vec<String>,
    readable: bool,
    pub(super) steps: Vec<Step>,
    billable: String,
    pub(super) licences: Vec<Line>,
    pub(super) estimate: Option<String>,
    pub(super) msp: Option<Vec<Line>>,
    pub(super) scope: Vec<Scope>,
    pub(super) window: String,
    trash: String,
    pub(super) formulas: Vec<String>,
    lists: Vec<List>,
    counts_only: bool,
}

#[derive(Serialize)]
pub(super) struct Step {
    pub(super) label: String,
    pub(super) users: String,
    from: f64,
    share: f64,
    plain: bool,
}

impl Report {
    pub(super) fn content(&self, lists: Vec<List>) -> Content {
        let review = &self.review;
        let readable = self.readable();
        Content {
            sentences: sentences(&self.client, review, self.of.prices, self.zone),
            readable,
            steps: if readable { self.steps() } else { Vec::new() },
            billable: figure(&review.billable),
            licences: self.licences(),
            estimate: self.estimate(),
            msp: self.of.msp.then(|| self.msp()),
            scope: self.sets.iter().map(|set| scope(set, &self.gaps, self.zone)).collect(),
            window: match (review.read_back_to, review.log_complete) {
                (None, _) => said("last_login_only", &[]),
                (Some(from), true) => said("licrep_window", &[("date", &self.zone.day(from))]),
                (Some(from), false) => said("licrep_window_partial", &[("date", &self.zone.day(from))]),
            },
            trash: match &review.user_expiry_days {
                Figure::Value(days) if *days > 0.0 => said("licrep_trash", &[("days", &number(*days))]),
                Figure::Value(_) => said("licrep_trash_never", &[]),
                Figure::NotEvaluated(_) => said("licrep_trash_unknown", &[]),
            },
            formulas: (1..=8)
                .map(|n| said(&format!("licrep_formula_{n}"), &[("days", &review.idle_days.to_string())]))
                .collect(),
            lists,
            counts_only: self.of.names == ReportNames::Counts,
        }
    }

    fn steps(&self) -> Vec<Step> {
        let total: u64 = self.review.waterfall.iter().map(|step| step.users).sum();
        let percent = |users: u64| if total == 0 { 0.0 } else { users as f64 * 100.0 / total as f64 };
        let mut end = total;
        self.review
            .waterfall
            .iter()
            .map(|step| {
                end -= step.users;
                Step {
                    label: match step.reason {
                        Some(reason) => said(&format!("reason_{}", reason.id()), &[]),
                        None => said("in_use", &[]),
                    },
                    users: number(step.users as f64),
                    from: percent(end),
                    share: percent(step.users),
                    plain: step.reason.is_none(),
                }
            })
            .collect()
    }
}
