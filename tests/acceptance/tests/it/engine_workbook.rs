//! The licence review as a workbook: the same figures as the review, people as far as they may be told.

use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use calamine::{Data, Reader, Xlsx};
use engine::Engine;
use engine::api::{
    Figure, LicenceDuplicatesOf, LicenceReportOf, LicenceReviewOf, LicenceScenario, Paper, ReportFormat,
    ReportNames,
};

use crate::bench::{Bench, config, sync};

async fn book(engine: &Arc<Engine>, client: &str, names: ReportNames) -> (String, Xlsx<Cursor<Vec<u8>>>) {
    let of = LicenceReportOf {
        client: client.to_owned(),
        scenario: LicenceScenario::default(),
        format: ReportFormat::Xlsx,
        names,
        prices: true,
        msp: false,
        time_zone: None,
        paper: Paper::default(),
    };
    let (name, bytes) = engine.licence_report_file(of).await.unwrap();
    (name, calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap())
}

fn rows(book: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str) -> Vec<Vec<Data>> {
    book.worksheet_range(sheet).unwrap().rows().skip(1).map(<[Data]>::to_vec).collect()
}

#[tokio::test]
async fn the_workbook_has_five_sheets_with_the_figures_of_the_review() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    sync(&engine, &client).await;
    let asked = LicenceReviewOf { client: client.clone(), scenario: LicenceScenario::default() };
    let review = engine.licence_review(asked).await.unwrap();
    let (name, mut whole) = book(&engine, &client, ReportNames::Names).await;
    assert_eq!(Path::new(&name).extension(), Some("xlsx".as_ref()), "{name}");
    assert_eq!(whole.sheet_names(), ["Summary", "Candidates", "Excluded", "Duplicates", "Method"]);
    let Figure::Value(billable) = review.billable else { panic!("not read") };
    let Figure::Value(reclaim) = review.reclaimable else { panic!("not read") };
    let summary = rows(&mut whole, "Summary");
    let figure =
        |label: &str| summary.iter().find(|row| row[0] == Data::String(label.to_owned())).unwrap()[1].clone();
    assert_eq!(figure("Billable"), Data::Float(billable));
    assert_eq!(figure("Reclaimable"), Data::Float(reclaim));
    let first = |limit| {
        let of = LicenceDuplicatesOf { client: client.clone(), limit };
        engine.licence_duplicates(of)
    };
    let found = first(u32::MAX).await.unwrap();
    assert!(found.total > 1, "{found:?}");
    assert_eq!(found.total as usize, found.groups.len());
    let accounts: usize = found.groups.iter().map(|group| 1 + group.flagged.len()).sum();
    assert_eq!(rows(&mut whole, "Duplicates").len(), accounts);
    let one = first(1).await.unwrap();
    assert_eq!((one.total, &one.groups[..]), (found.total, &found.groups[..1]));
    let candidates = rows(&mut whole, "Candidates");
    let of_lanes: u64 = review.lanes.iter().map(|lane| lane.users).sum();
    assert_eq!(candidates.len() as u64, of_lanes);
    let counted = candidates.iter().filter(|row| row[2] == Data::Bool(true)).count();
    assert_eq!(counted.to_string(), reclaim.to_string());
    assert!(rows(&mut whole, "Excluded").is_empty());
    assert!(rows(&mut whole, "Method").len() > 8);

    let known = &candidates[0][0];
    let (_, mut numbered) = book(&engine, &client, ReportNames::Pseudonyms).await;
    let told = rows(&mut numbered, "Candidates");
    assert_eq!(told.len(), candidates.len());
    assert!(told.iter().all(|row| &row[0] != known && row[0].to_string().starts_with("User ")));
    let (_, mut counted) = book(&engine, &client, ReportNames::Counts).await;
    let told = rows(&mut counted, "Candidates");
    assert_eq!(told[1][0], Data::Float(of_lanes as f64));
    assert_eq!(told.len(), 2);
}
