//! The licence review as a workbook: Summary, Candidates, Excluded, Duplicates, Method.

use std::io;

use serde_json::Value;
use store::Row;

use super::Report;
use super::content::Content;
use crate::api::{DuplicateUser, LicenceDuplicate, ReportNames};
use crate::export::{BookSheet, workbook};
use crate::licence::rows::{list, reason, reclaimed, said, synced, text};

impl Report {
    pub(super) fn xlsx(&self, rows: &[Row], duplicates: &[LicenceDuplicate]) -> io::Result<Vec<u8>> {
        let content = self.content(Vec::new());
        let (excluded, candidates): (Vec<&Row>, Vec<&Row>) =
            rows.iter().partition(|row| text(row, "decision") == "excluded");
        workbook(&[
            self.summary(&content),
            self.people_sheet("tab_candidates", &candidates),
            self.people_sheet("tab_excluded", &excluded),
            self.duplicates(rows, duplicates),
            method(&content),
        ])
    }

    fn summary(&self, content: &Content) -> BookSheet {
        let mut rows = vec![vec![word("client"), self.client.as_str().into(), Value::Null]];
        if let Some(at) = self.review.as_of {
            rows.push(vec![word("licrep_as_of"), at.to_rfc3339().into(), word("utc")]);
        }
        let unreadable = || word("licrep_not_readable");
        let lines = content.licences.iter().chain(content.msp.iter().flatten());
        rows.extend(lines.map(|(label, value, rule)| {
            vec![
                label.as_str().into(),
                value.as_deref().map_or_else(unreadable, figure),
                rule.as_str().into(),
            ]
        }));
        let steps = content.steps.iter();
        rows.extend(
            steps.map(|step| vec![word_of("licrep_step", &step.label), figure(&step.users), Value::Null]),
        );
        let sentences = content.sentences.iter().chain(&content.estimate);
        rows.extend(sentences.map(|sentence| vec![sentence.as_str().into()]));
        BookSheet {
            name: said("licrep_summary", &[]),
            head: heads(&["licrep_data", "licbook_figure", "licbook_rule"]),
            rows,
        }
    }

    fn people_sheet(&self, name: &str, rows: &[&Row]) -> BookSheet {
        let head =
            ["user", "lane", "reclaim", "reasons", "last_seen", "evidence", "directory", "decision", "note"];
        let told = self.of.names != ReportNames::Counts;
        let rows = if told { rows.iter().map(|row| self.person(row)).collect() } else { counted(rows.len()) };
        BookSheet {
            name: said(name, &[]),
            head: head.map(|column| said(&format!("licbook_{column}"), &[])).to_vec(),
            rows,
        }
    }

    fn person(&self, row: &Row) -> Vec<Value> {
        let why: Vec<_> = list(row, "reasons").into_iter().map(|id| reason(row, id)).collect();
        let choice = |prefix: &str, column: &str| match text(row, column) {
            "" => Value::Null,
            id => said(&format!("{prefix}_{id}"), &[]).into(),
        };
        vec![
            self.people.name(row).into(),
            choice("lane", "lane"),
            reclaimed(row, &self.of.scenario).into(),
            why.join(", ").into(),
            text(row, "last_seen").into(),
            choice("evidence", "evidence"),
            synced(row).into(),
            choice("decision", "decision"),
            if self.people.told() { text(row, "note").into() } else { Value::Null },
        ]
    }

    /// Accounts of probably one person; a name that is no candidate's is told under no number.
    fn duplicates(&self, rows: &[Row], duplicates: &[LicenceDuplicate]) -> BookSheet {
        let name = |user: &DuplicateUser| -> Value {
            let row = rows.iter().find(|row| text(row, "user_id") == user.user_id);
            match (self.of.names, row) {
                (ReportNames::Names, _) => user.username.as_str().into(),
                (_, Some(row)) => self.people.name(row).into(),
                (_, None) => word("licbook_other_user"),
            }
        };
        let line = |group: &LicenceDuplicate, user: &DuplicateUser, kept: bool| {
            let seen = user.last_seen.map_or(Value::Null, |at| self.zone.day(at).into());
            vec![said(&format!("duplicate_by_{}", group.by), &[]).into(), name(user), kept.into(), seen]
        };
        let lines: Vec<Vec<Value>> = duplicates
            .iter()
            .flat_map(|group| {
                let kept = std::iter::once(line(group, &group.kept, true));
                kept.chain(group.flagged.iter().map(|user| line(group, user, false))).collect::<Vec<_>>()
            })
            .collect();
        let told = self.of.names != ReportNames::Counts;
        let rows = if told { lines } else { counted(lines.len()) };
        let head = heads(&["licbook_same", "licbook_user", "licbook_kept", "licbook_last_seen"]);
        BookSheet { name: said("tab_duplicates", &[]), head, rows }
    }
}

/// What the figures rest on: formulas, window of the log, and what could be read.
fn method(content: &Content) -> BookSheet {
    let line = |text: &str| vec![text.into()];
    let mut rows: Vec<Vec<Value>> = content.formulas.iter().map(|formula| line(formula)).collect();
    rows.push(line(&content.window));
    rows.extend(content.scope.iter().map(|scope| {
        let read = scope.as_of.map_or(Value::Null, |at| at.to_rfc3339().into());
        let count = scope.rows.as_deref().map_or(Value::Null, figure);
        vec![scope.data.as_str().into(), scope.state.as_str().into(), count, read]
    }));
    rows.push(vec![said("licrep_version", &[("version", env!("CARGO_PKG_VERSION"))]).into()]);
    let head = heads(&["licrep_data", "licrep_state", "licrep_rows", "licrep_as_of"]);
    BookSheet { name: said("licbook_method", &[]), head, rows }
}

fn heads(keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| said(key, &[])).collect()
}

fn word(key: &str) -> Value {
    said(key, &[]).into()
}

fn word_of(key: &str, what: &str) -> Value {
    format!("{}: {what}", said(key, &[])).into()
}

fn counted(count: usize) -> Vec<Vec<Value>> {
    vec![vec![said("licrep_counts_only", &[]).into()], vec![count.into()]]
}

/// A number as one, whatever groups its digits; anything else, such as an amount, as its text.
fn figure(text: &str) -> Value {
    let plain: String = text.chars().filter(|char| !matches!(char, '\u{202f}' | '\u{a0}')).collect();
    plain.parse::<f64>().map_or_else(|_| text.into(), Value::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_numbers_and_amounts_are_texts() {
        assert_eq!(figure("1\u{202f}240"), Value::from(1240.0));
        assert_eq!(figure("79.1"), Value::from(79.1));
        assert_eq!(figure("CHF 72"), Value::from("CHF 72"));
    }
}
