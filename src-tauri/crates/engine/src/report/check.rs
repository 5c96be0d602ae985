//! What the last check of a connection found: the content that "Save result" gives, as a report on the client.

use std::io;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{Head, on_paper};
use crate::api::{CheckReport, ClientRef, ClientReportOf, CommandError, ReportFormat, ReportKind};
use crate::export::{BookSheet, file_name, guarded, record, workbook};
use crate::result::{Content, Line, Of, json, of_keys, page_under};
use crate::text::said;
use crate::{Code, Engine};

impl Engine {
    /// Keeps what a check of a saved connection found.
    pub(crate) async fn keep_check(&self, id: &str, report: &CheckReport) -> Result<(), CommandError> {
        let text = serde_json::to_string(report).map_err(|_| CommandError::new(Code::Internal))?;
        let (id, at, skew) = (id.to_owned(), self.ports.clock.utc(), report.clock_skew_seconds);
        self.registry(move |registry| {
            registry.set_last_check(&id, at, &text)?;
            skew.map_or(Ok(()), |seconds| registry.set_clock_skew(&id, at, seconds))
        })
        .await
    }

    /// The report that was kept; what another version kept otherwise is none.
    async fn kept_check(&self, id: &str) -> Result<Option<(DateTime<Utc>, CheckReport)>, CommandError> {
        let id = id.to_owned();
        let kept = self.registry(move |registry| registry.last_check(&id)).await?;
        Ok(kept.and_then(|(at, text)| Some((at, serde_json::from_str(&text).ok()?))))
    }

    pub(super) async fn check_report_file(
        self: &Arc<Self>,
        of: ClientReportOf,
    ) -> Result<(String, Vec<u8>), CommandError> {
        let connection = self.connection(&of.client).await?;
        let kept = if of.recheck { None } else { self.kept_check(&of.client).await? };
        let (checked, report) = if let Some(kept) = kept {
            kept
        } else {
            let report = self.connection_recheck(ClientRef { client: of.client.clone() }).await?;
            (self.ports.clock.utc(), report)
        };
        let made = self.ports.clock.utc();
        let zone = self.zone_of(&of.client, of.time_zone.as_deref()).await?;
        let mut facts = vec![(said("report_checked", &[]), zone.time(checked))];
        facts.extend(of_keys(&report));
        let head = Head {
            title: said("report_kind_check", &[]),
            subject: Some(connection.name.clone()),
            facts,
            made,
            zone,
            brand: self.brand().await?,
        };
        let content = Content::of(&report);
        let written = |bytes: io::Result<Vec<u8>>| bytes.map_err(|_| CommandError::new(Code::DiskFull));
        let bytes = match of.format {
            ReportFormat::Html => page_under(&head, &report)?.into_bytes(),
            ReportFormat::Pdf => on_paper(page_under(&head, &report)?, made, &head.brand, of.paper).await?,
            ReportFormat::Json => {
                json(&report, made, Some(Of { client: &connection.name, checked }))?.into_bytes()
            }
            ReportFormat::Csv => written(csv(&content))?,
            ReportFormat::Xlsx => written(xlsx(&head, &content))?,
            ReportFormat::Zip => return Err(CommandError::new(Code::BadArguments)),
        };
        Ok((file_name(&connection.name, ReportKind::Check.id(), made, of.format.extension()), bytes))
    }
}

fn csv(content: &Content) -> io::Result<Vec<u8>> {
    let mut out = "\u{feff}".as_bytes().to_vec();
    let cells =
        |cells: [&str; 4], ms: String| cells.map(|cell| guarded(cell.to_owned())).into_iter().chain([ms]);
    record(["part", "item", "state", "detail", "ms"].map(str::to_owned), &mut out)?;
    record(cells(["verdict", "", &content.verdict, &content.seen], String::new()), &mut out)?;
    for (part, lines) in [("check", &content.rows), ("right", &content.rights)] {
        for Line { name, state, seen, ms } in lines {
            record(cells([part, name, state, seen], ms.to_string()), &mut out)?;
        }
    }
    for (label, value) in &content.facts {
        record(cells(["fact", label, "", value], String::new()), &mut out)?;
    }
    Ok(out)
}

fn xlsx(head: &Head, content: &Content) -> io::Result<Vec<u8>> {
    let heads = |keys: &[&str]| keys.iter().map(|key| said(key, &[])).collect();
    let lines = |lines: &[Line]| -> Vec<Vec<Value>> {
        let cells = |line: &Line| {
            vec![
                line.name.as_str().into(),
                line.state.as_str().into(),
                line.seen.as_str().into(),
                line.ms.into(),
            ]
        };
        lines.iter().map(cells).collect()
    };
    let fact = |(label, value): &(String, String)| vec![label.as_str().into(), value.as_str().into()];
    let mut summary: Vec<Vec<Value>> = head
        .subject
        .iter()
        .map(|client| vec![said("client", &[]).into(), client.as_str().into()])
        .chain(head.facts.iter().map(fact))
        .collect();
    summary.push(vec![content.verdict.as_str().into(), content.seen.as_str().into()]);
    summary.extend(content.facts.iter().map(fact));
    workbook(&[
        BookSheet {
            name: said("licrep_summary", &[]),
            head: heads(&["licrep_data", "licbook_figure"]),
            rows: summary,
        },
        BookSheet {
            name: said("report_checks", &[]),
            head: heads(&["result_row", "result_state", "result_seen", "report_ms"]),
            rows: lines(&content.rows),
        },
        BookSheet {
            name: said("result_rights", &[]),
            head: heads(&["result_right", "result_state", "result_cost", "report_ms"]),
            rows: lines(&content.rights),
        },
    ])
}
