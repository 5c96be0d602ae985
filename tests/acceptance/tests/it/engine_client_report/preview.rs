//! The page that is looked at before a report is saved: what the file says, and of its lists the beginning.

use engine::api::{ClientReportOf, ReportFormat, ReportNames};
use serde_json::Value;

use super::{KINDS, file, read};
use crate::bench::config;

/// Entries of a list on the page that is looked at, and on paper.
const SHOWN: [usize; 2] = [50, 500];
const ENTRY: &str = "<tr><td class=\"num no\">";

/// The page without the entries of its lists, and those of each list.
fn parted(page: &str) -> (String, Vec<Vec<String>>) {
    let (body, annex) = page.split_once("<section class=\"page\">").unwrap();
    let body = body.split_once("<ol class=\"summary\">").unwrap().1.to_owned();
    let entry = |row: &str| row.find(ENTRY).map(|at| row[at..].to_owned());
    let of_list = |list: &str| list.split("</tr>").filter_map(entry).collect();
    (body, annex.split("<table").skip(1).map(of_list).collect())
}

fn sizes(document: &Value) -> Vec<(usize, Option<usize>)> {
    let lists = document["lists"].as_array().unwrap();
    let size = |list: &Value| (list["rows"].as_array().map_or(0, Vec::len), value(&list["count"]));
    lists.iter().map(size).collect()
}

fn value(figure: &Value) -> Option<usize> {
    figure["value"].as_u64().and_then(|count| usize::try_from(count).ok())
}

#[tokio::test]
async fn the_page_to_look_at_says_what_the_file_says() {
    let (_bench, engine, client) = read(duo_sim::TenantConfig { users: 2_500, ..config(&[]) }).await;
    let mut cut = 0;
    for kind in KINDS {
        for names in [ReportNames::Names, ReportNames::Pseudonyms, ReportNames::Counts] {
            let of = ClientReportOf { names, ..ClientReportOf::new(&client, kind) };
            let looked_at = engine.client_report_page(of.clone()).await.unwrap().content;
            let html = String::from_utf8(file(&engine, of.clone()).await).unwrap();
            let whole = ClientReportOf { format: ReportFormat::Json, ..of };
            let whole: Value = serde_json::from_slice(&file(&engine, whole).await).unwrap();
            let ((figures, lists), (figures_of_file, lists_of_file)) = (parted(&looked_at), parted(&html));
            assert_eq!(figures, figures_of_file, "{kind:?} {names:?}");
            let told: Vec<usize> =
                sizes(&whole).into_iter().map(|(rows, _)| rows).filter(|rows| *rows > 0).collect();
            for (list, shown) in [&lists, &lists_of_file].into_iter().zip(SHOWN) {
                let entries: Vec<usize> = list.iter().map(Vec::len).collect();
                assert_eq!(
                    entries,
                    told.iter().map(|rows| *rows.min(&shown)).collect::<Vec<_>>(),
                    "{kind:?} {names:?}"
                );
            }
            for (list, of_file) in lists.iter().zip(&lists_of_file) {
                assert!(of_file.starts_with(list), "{kind:?} {names:?}");
            }
            let looked_at = looked_at.replace('\u{202f}', "");
            for rows in told.iter().filter(|rows| **rows > SHOWN[0]) {
                cut += 1;
                let said = format!("The first 50 of {rows} are shown here.");
                assert!(looked_at.contains(&said), "{kind:?} {names:?}: {said}");
            }
            if names != ReportNames::Counts {
                let miscounted =
                    sizes(&whole).into_iter().find(|(rows, count)| count.is_some_and(|n| n != *rows));
                assert_eq!(miscounted, None, "{kind:?}: as many entries as are counted");
            }
        }
    }
    assert!(cut > 4, "lists that are cut: {cut}");
}
