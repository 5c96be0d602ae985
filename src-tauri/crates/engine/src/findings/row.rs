//! A finding as the view takes it.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::analysis::FindingKind;
use serde_json::{Value, json};

use crate::text::said;

/// Something to act on.
pub(super) struct Finding {
    kind: FindingKind,
    subject: String,
    subject_id: Option<String>,
    detail: Option<String>,
    figure: Option<i64>,
    /// Hundredths, the currency, `year` or `month`.
    money: Option<(u64, Option<String>, &'static str)>,
    since: Option<DateTime<Utc>>,
}

impl Finding {
    pub(super) fn new(kind: FindingKind, subject: impl Into<String>) -> Self {
        Self {
            kind,
            subject: subject.into(),
            subject_id: None,
            detail: None,
            figure: None,
            money: None,
            since: None,
        }
    }

    /// With the id by which the subject is opened.
    pub(super) fn id(self, id: Option<impl Into<String>>) -> Self {
        Self { subject_id: id.map(Into::into), ..self }
    }

    pub(super) fn detail(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()).filter(|text| !text.is_empty()), ..self }
    }

    pub(super) fn figure(self, figure: Option<i64>) -> Self {
        Self { figure, ..self }
    }

    pub(super) fn money(self, money: Option<(u64, Option<String>, &'static str)>) -> Self {
        Self { money, ..self }
    }

    pub(super) fn since(self, since: Option<DateTime<Utc>>) -> Self {
        Self { since, ..self }
    }

    /// In the order of the view's fields.
    fn value(&self) -> Value {
        let (money, currency, per) =
            self.money.as_ref().map_or((None, None, None), |(sum, currency, per)| {
                (i64::try_from(*sum).ok(), currency.clone(), Some(*per))
            });
        let unit = Some(self.kind.unit()).filter(|unit| !unit.is_empty() && self.figure.is_some());
        json!([
            self.kind.severity() as usize,
            place(self.kind),
            self.kind.subject(),
            self.subject,
            words(self.kind, "what"),
            self.detail,
            self.figure,
            unit,
            money,
            currency,
            per,
            self.since.map(|at| at.timestamp_millis()),
            words(self.kind, "todo"),
            self.subject_id,
        ])
    }
}

/// All of them, as the view takes them: JSON with a comma after each.
pub(super) fn written(findings: &[Finding]) -> String {
    findings.iter().flat_map(|finding| [finding.value().to_string(), ",".to_owned()]).collect()
}

/// One list of two that were written.
pub(super) fn list(some: &str, others: &str) -> Arc<str> {
    let all = format!("[{some}{others}");
    format!("{}]", all.strip_suffix(',').unwrap_or(&all)).into()
}

fn place(kind: FindingKind) -> Option<usize> {
    FindingKind::ALL.iter().position(|one| *one == kind)
}

fn words(kind: FindingKind, part: &str) -> String {
    said(&format!("finding_{}_{part}", kind.id()), &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_name_says_what_it_is_and_what_to_do() {
        for kind in FindingKind::ALL {
            for key in ["", "_what", "_todo"].map(|part| format!("finding_{}{part}", kind.id())) {
                assert!(crate::text::template(&key).is_some(), "{key}");
            }
        }
    }
}
