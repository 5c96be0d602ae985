//! Exports end, and hold every row once.

use std::io::Cursor;
use std::time::Duration;

use calamine::Reader;
use duo_sim::TenantConfig;
use engine::api::{ViewName, ViewQuery};
use engine::export::{Format, Options};

use crate::bench::{Bench, config, sync};

/// Views are read a thousand rows at a time: counts at and beside its multiples.
#[tokio::test]
async fn a_view_of_any_length_is_written_once() {
    for (users, events) in [(999, 1001), (1000, 1000), (1001, 2000), (10, 0)] {
        let bench = Bench::new(TenantConfig { users, events, ..config(&[]) });
        let (engine, client) = bench.connected().await;
        sync(&engine, &client).await;
        for (view, rows) in [(ViewName::Users, u64::from(users)), (ViewName::Signins, events)] {
            for format in [Format::Csv, Format::Xlsx, Format::Json, Format::Ndjson] {
                let mut out = Vec::new();
                let export = engine.export(
                    &client,
                    view,
                    ViewQuery::default(),
                    Options::new(format),
                    &mut out,
                    &|_, _| (),
                );
                let written = tokio::time::timeout(Duration::from_mins(1), export).await;
                assert_eq!(
                    written.expect("the export ends").unwrap().rows,
                    rows,
                    "{} as {format:?}",
                    view.id()
                );
                assert_eq!(records(format, &out), rows, "{} as {format:?}", view.id());
            }
        }
    }
}

fn records(format: Format, out: &[u8]) -> u64 {
    if format == Format::Xlsx {
        let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(out)).unwrap();
        let first = book.sheet_names()[0].clone();
        return book.worksheet_range(&first).unwrap().height() as u64 - 1;
    }
    let text = std::str::from_utf8(out).unwrap();
    let count = match format {
        // One line is the head; no tenant text of the simulator's breaks a line.
        Format::Csv => text.lines().count() - 1,
        Format::Json => {
            let document: serde_json::Value = serde_json::from_str(text).unwrap();
            document["rows"].as_array().unwrap().len()
        }
        Format::Ndjson | Format::Xlsx => text.lines().count(),
    };
    count as u64
}
