//! Reports on a client: the figures of the screen in every form, and nothing that was not read.

mod figures;
mod forms;
mod others;
mod paper;
mod preview;
mod unread;

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use calamine::{Data, Reader};
use duo_sim::TenantConfig;
use engine::Engine;
use engine::api::{ClientRef, ClientReportOf, Overview, ReportFormat, ReportKind};
use serde_json::Value;

use crate::bench::{Bench, sync};

const KINDS: [ReportKind; 2] = [ReportKind::Coverage, ReportKind::Evidence];

async fn read(config: TenantConfig) -> (Bench, Arc<Engine>, String) {
    let bench = Bench::new(config);
    let (engine, client) = bench.connected().await;
    sync(&engine, &client).await;
    (bench, engine, client)
}

async fn file(engine: &Arc<Engine>, of: ClientReportOf) -> Vec<u8> {
    engine.client_report_file(of).await.unwrap().1
}

async fn text(engine: &Arc<Engine>, client: &str, kind: ReportKind, format: ReportFormat) -> String {
    let of = ClientReportOf { format, ..ClientReportOf::new(client, kind) };
    String::from_utf8(file(engine, of).await).unwrap()
}

async fn document(engine: &Arc<Engine>, client: &str, kind: ReportKind) -> Value {
    serde_json::from_str(&text(engine, client, kind, ReportFormat::Json).await).unwrap()
}

async fn overview(engine: &Arc<Engine>, client: &str) -> Overview {
    engine.overview(ClientRef { client: client.to_owned() }).await.unwrap()
}

/// Figures and checks of a CSV, by part and id.
fn csv(text: &str) -> BTreeMap<(String, String), Vec<String>> {
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>());
    rows.map(|row| ((row[0].clone(), row[1].clone()), row)).collect()
}

fn sheet(book: &[u8], name: &str) -> Vec<Vec<Data>> {
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(book)).unwrap();
    let formulas = book.worksheet_formula(name).unwrap();
    assert!(formulas.cells().all(|(_, _, formula)| formula.is_empty()));
    book.worksheet_range(name).unwrap().rows().map(<[Data]>::to_vec).collect()
}

fn value(figure: &Value) -> Option<f64> {
    figure["value"].as_f64()
}
