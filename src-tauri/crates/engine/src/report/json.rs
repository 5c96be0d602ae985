//! A report as JSON, for programs: values as they are, times in UTC.

use serde_json::{Map, Value, json};

use super::document::{Document, List};
use super::values;
use crate::Code;
use crate::api::{CommandError, ReportNames};

impl Document {
    pub(super) fn json(&self) -> Result<Vec<u8>, CommandError> {
        serde_json::to_vec_pretty(&self.value()).map_err(|_| CommandError::new(Code::Internal))
    }

    pub(super) fn value(&self) -> Value {
        let groups = self.groups.iter().map(|group| {
            let lines: Vec<_> = group
                .lines
                .iter()
                .map(|line| {
                    json!({ "id": line.id, "label": line.label, "figure": line.figure,
                        "of": line.of.map(values::number), "percent": line.percent(), "rule": line.rule })
                })
                .collect();
            (group.id.to_owned(), Value::from(lines))
        });
        let checks: Vec<_> = self
            .checks
            .iter()
            .map(|check| {
                json!({ "id": check.id, "area": check.area, "title": check.title, "rule": check.rule,
                    "state": check.state().id(), "count": check.count, "of": check.of.map(values::number),
                    "percent": check.percent() })
            })
            .collect();
        let told = self.names != ReportNames::Counts;
        json!({
            "report": self.kind.id(),
            "client": self.client,
            "tandem": env!("CARGO_PKG_VERSION"),
            "made": values::time(self.head.made),
            "as_of": self.as_of.map(values::time),
            "time_zone": self.head.zone.name(),
            "names": self.names,
            "addresses_hidden": self.hide_ips,
            "summary": self.sentences,
            "figures": groups.collect::<Map<_, _>>(),
            "checks": checks,
            "lists": self.lists.iter().map(|list| entries(list, told)).collect::<Vec<_>>(),
            "scope": self.basis.sets,
            "rights": self.basis.rights,
            "gaps": self.basis.gaps,
            "notes": self.basis.notes,
            "formulas": self.basis.formulas,
        })
    }
}

fn entries(list: &List, told: bool) -> Value {
    let row = |row: &Vec<super::document::Cell>| {
        let cells = row.iter().zip(&list.columns).map(|(cell, column)| (column.id.to_owned(), cell.value()));
        cells.collect::<Map<_, _>>()
    };
    let rows = told.then(|| list.rows.iter().map(row).collect::<Vec<_>>());
    json!({ "id": list.id, "title": list.title, "count": list.count, "rows": rows })
}
