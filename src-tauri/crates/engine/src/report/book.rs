//! A report as a workbook: summary, checks, a sheet for each list, what it rests on.

use std::io;

use serde_json::Value;

use super::document::{Document, List};
use super::values;
use super::why::not_readable;
use crate::api::{Figure, PermissionState, ReportNames};
use crate::export::{BookSheet, workbook};
use crate::text::said;

impl Document {
    pub(super) fn xlsx(&self) -> io::Result<Vec<u8>> {
        let mut sheets = vec![self.summary()];
        if !self.checks.is_empty() {
            sheets.push(self.check_sheet());
        }
        sheets.extend(self.lists.iter().zip(1_usize..).map(|(list, number)| self.list_sheet(list, number)));
        sheets.push(self.method());
        workbook(&sheets)
    }

    fn summary(&self) -> BookSheet {
        let mut rows = vec![vec![word("client"), self.client.as_str().into()]];
        rows.extend(
            self.head.facts.iter().map(|(label, value)| vec![label.as_str().into(), value.as_str().into()]),
        );
        rows.extend(self.sentences.iter().map(|sentence| vec![sentence.as_str().into()]));
        for group in &self.groups {
            rows.push(Vec::new());
            rows.push(vec![group.title.as_str().into()]);
            rows.extend(group.lines.iter().map(|line| {
                vec![
                    line.label.as_str().into(),
                    figure(&line.figure),
                    line.of.map_or(Value::Null, values::number),
                    line.percent().map_or(Value::Null, values::number),
                    line.rule.as_str().into(),
                ]
            }));
        }
        let head = ["licrep_data", "licbook_figure", "report_of", "report_percent", "licbook_rule"];
        BookSheet { name: said("licrep_summary", &[]), head: heads(&head), rows }
    }

    fn check_sheet(&self) -> BookSheet {
        let rows = self.checks.iter().map(|check| {
            vec![
                check.title.as_str().into(),
                said(&format!("report_check_{}", check.state().id()), &[]).into(),
                figure(&check.count),
                check.of.map_or(Value::Null, values::number),
                check.percent().map_or(Value::Null, values::number),
                check.rule.as_str().into(),
            ]
        });
        let head =
            ["report_check", "licrep_state", "report_count", "report_of", "report_percent", "licbook_rule"];
        BookSheet { name: said("report_checks", &[]), head: heads(&head), rows: rows.collect() }
    }

    /// Names of sheets must differ, and hold 31 characters.
    fn list_sheet(&self, list: &List, number: usize) -> BookSheet {
        let rows = match list.count {
            Figure::NotEvaluated(why) => vec![vec![not_readable(why).into()]],
            Figure::Value(count) if self.names == ReportNames::Counts => {
                vec![vec![word("licrep_counts_only")], vec![values::number(count)]]
            }
            Figure::Value(_) => {
                list.rows.iter().map(|row| row.iter().map(super::document::Cell::value).collect()).collect()
            }
        };
        let title: String = list.title.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(27).collect();
        BookSheet {
            name: format!("{number} {title}"),
            head: list.columns.iter().map(|column| column.label.clone()).collect(),
            rows,
        }
    }

    fn method(&self) -> BookSheet {
        let line = |text: &String| vec![text.as_str().into()];
        let mut rows: Vec<Vec<Value>> =
            self.basis.notes.iter().chain(&self.basis.formulas).map(line).collect();
        rows.extend(self.basis.rights.iter().map(|right| {
            let state = match right.state {
                PermissionState::Granted => said("permission_state_granted", &[]),
                _ => said("licrep_not_readable", &[]),
            };
            vec![said(&format!("permission_{}", right.id.id()), &[]).into(), state.into()]
        }));
        rows.extend(self.scope().into_iter().map(|scope| {
            let read = scope.as_of.map_or(Value::Null, values::time);
            vec![scope.data.into(), scope.state.into(), scope.count.map_or(Value::Null, values::number), read]
        }));
        rows.push(vec![said("licrep_version", &[("version", env!("CARGO_PKG_VERSION"))]).into()]);
        let head = ["licrep_data", "licrep_state", "licrep_rows", "licrep_as_of"];
        BookSheet { name: said("licbook_method", &[]), head: heads(&head), rows }
    }
}

fn figure(figure: &Figure) -> Value {
    match figure {
        Figure::Value(value) => values::number(*value),
        Figure::NotEvaluated(why) => not_readable(*why).into(),
    }
}

fn heads(keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| said(key, &[])).collect()
}

fn word(key: &str) -> Value {
    said(key, &[]).into()
}
