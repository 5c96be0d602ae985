//! The clients as CSV, as a workbook and as JSON.

use std::io;

use serde_json::{Value, json};

use super::{Cell, Content, Line};
use crate::Code;
use crate::api::CommandError;
use crate::export::{BookSheet, record, workbook};
use crate::report::table::text;
use crate::report::why::not_readable_for;
use crate::report::{Head, values};
use crate::text::said;

const COLUMNS: [&str; 9] =
    ["client", "state", "as_of", "billable", "paid", "beyond_paid", "reclaimable", "mfa_coverage", "bypass"];
const MSP: [&str; 2] = ["billed", "variance"];

impl Content {
    fn columns(&self) -> impl Iterator<Item = &'static str> {
        COLUMNS.into_iter().chain(MSP.into_iter().filter(|_| self.msp))
    }

    /// Figures that were not evaluated say why in their cell.
    fn cells(&self, line: &Line) -> Vec<Value> {
        let number = |value: Option<f64>| value.map_or(Value::Null, values::number);
        let cell = |cell: &Cell| match cell.value {
            Some(value) => values::number(value),
            None => not_readable_for(&cell.why).into(),
        };
        let mut cells = vec![
            line.name.as_str().into(),
            line.state.as_str().into(),
            line.as_of.map_or(Value::Null, values::time),
            cell(&line.billable),
            number(line.paid.map(f64::from)),
            number(line.over),
            cell(&line.reclaimable),
            cell(&line.coverage),
            cell(&line.bypass),
        ];
        if self.msp {
            cells.push(number(line.billed.map(f64::from)));
            cells.push(line.variance.map_or(Value::Null, Value::from));
        }
        cells
    }

    pub(super) fn csv(&self) -> io::Result<Vec<u8>> {
        let mut out = "\u{feff}".as_bytes().to_vec();
        record(self.columns().map(str::to_owned), &mut out)?;
        for line in &self.rows {
            record(self.cells(line).into_iter().map(text), &mut out)?;
        }
        Ok(out)
    }

    pub(super) fn xlsx(&self, head: &Head) -> io::Result<Vec<u8>> {
        let mut about: Vec<Vec<Value>> = head
            .facts
            .iter()
            .map(|(label, value)| vec![label.as_str().into(), value.as_str().into()])
            .collect();
        if self.rows.is_empty() {
            about.push(vec![said("clients_report_none", &[]).into()]);
        } else {
            let (n, of) = (self.uncounted.len().to_string(), self.rows.len().to_string());
            about.push(vec![said("clients_report_uncounted", &[("n", &n), ("of", &of)]).into()]);
        }
        about
            .extend(self.uncounted.iter().map(|(name, why)| vec![name.as_str().into(), why.as_str().into()]));
        about.push(vec![said("clients_report_rule", &[]).into()]);
        about.push(vec![said("licrep_version", &[("version", env!("CARGO_PKG_VERSION"))]).into()]);
        workbook(&[
            BookSheet {
                name: said("clients", &[]),
                head: self.columns().map(|id| said(&format!("allrep_{id}"), &[])).collect(),
                rows: self.rows.iter().map(|line| self.cells(line)).collect(),
            },
            BookSheet {
                name: said("licbook_method", &[]),
                head: vec![said("licrep_data", &[]), said("licbook_figure", &[])],
                rows: about,
            },
        ])
    }

    pub(super) fn json(&self, head: &Head) -> Result<Vec<u8>, CommandError> {
        let figure = |cell: &Cell| match cell.value {
            Some(value) => json!({ "value": value }),
            None => json!({ "not_evaluated": cell.why }),
        };
        let client = |line: &Line| {
            let mut client = json!({
                "client": line.name,
                "state": line.state_id,
                "as_of": line.as_of.map(values::time),
                "billable": figure(&line.billable),
                "paid": line.paid,
                "beyond_paid": line.over,
                "reclaimable": figure(&line.reclaimable),
                "mfa_coverage": figure(&line.coverage),
                "bypass": figure(&line.bypass),
            });
            if self.msp {
                client["billed"] = json!(line.billed);
                client["variance"] = json!(line.variance);
            }
            client
        };
        let mut total = json!(self.total);
        if let Some(map) = total.as_object_mut()
            && !self.msp
        {
            map.remove("billed");
        }
        let uncounted: Vec<_> =
            self.uncounted.iter().map(|(client, why)| json!({ "client": client, "why": why })).collect();
        let document = json!({
            "report": "all-clients",
            "tandem": env!("CARGO_PKG_VERSION"),
            "made": values::time(head.made),
            "time_zone": head.zone.name(),
            "clients": self.rows.iter().map(client).collect::<Vec<_>>(),
            "not_counted": uncounted,
            "total": total,
        });
        serde_json::to_vec_pretty(&document).map_err(|_| CommandError::new(Code::Internal))
    }
}
