//! Names, addresses and hostile texts in every form; the pack.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::Reader;
use engine::Code;
use engine::api::{ClientReportOf, ReportFormat, ReportKind, ReportNames, ViewName};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{KINDS, file, paper, read, sheet, text};
use crate::bench::config;
use crate::holdings;

#[tokio::test]
async fn the_pack_holds_every_form_and_a_manifest_of_their_digests() {
    let (_bench, engine, client) = read(config(&[])).await;
    let of = ClientReportOf {
        format: ReportFormat::Zip,
        ..ClientReportOf::new(client.as_str(), ReportKind::Evidence)
    };
    let (name, bytes) = engine.client_report_file(of.clone()).await.unwrap();
    let stem = name.strip_suffix(".zip").unwrap();
    assert!(stem.starts_with("Acme_evidence_20"), "{name}");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = BTreeMap::new();
    for at in 0..archive.len() {
        let mut one = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        one.read_to_end(&mut bytes).unwrap();
        files.insert(one.name().unwrap().into_owned(), bytes);
    }
    let manifest: Value = serde_json::from_slice(&files.remove("manifest.json").unwrap()).unwrap();
    let listed = manifest["files"].as_array().unwrap();
    assert_eq!(listed.len(), files.len(), "every file is listed");
    for one in listed {
        let bytes = &files[one["name"].as_str().unwrap()];
        assert_eq!(one["sha256"], hex::encode(Sha256::digest(bytes)), "{one}");
        assert_eq!(one["bytes"], bytes.len());
    }
    for form in ["evidence.html", "evidence.json", "evidence.xlsx", "evidence.csv", "lists/users_can.csv"] {
        assert!(files.contains_key(form), "{form}");
    }
    assert_eq!(manifest["tandem"], env!("CARGO_PKG_VERSION"));
    assert_eq!(manifest["rights"]["not_granted"], json!([]));
    let coverage = ClientReportOf { kind: ReportKind::Coverage, ..of };
    assert_eq!(engine.client_report_file(coverage).await.unwrap_err().code, Code::BadArguments);
}

#[tokio::test]
async fn names_and_addresses_are_told_as_far_as_was_asked() {
    let (_bench, engine, client) = read(config(&[])).await;
    let sign_ins = holdings::rows(&engine, &client, ViewName::Signins).await;
    let fraud: Vec<_> = sign_ins.iter().filter(|row| row["result"] == "fraud").collect();
    let address = fraud[0]["ip"].as_str().unwrap();
    let bypass = holdings::rows(&engine, &client, ViewName::Bypass).await;
    let name = bypass[0]["username"].as_str().unwrap();
    let admins = holdings::rows(&engine, &client, ViewName::Admins).await;
    let admin = admins[0]["email"].as_str().unwrap();
    let of = |names, hide_ips, format| ClientReportOf {
        names,
        hide_ips,
        format,
        days: Some(180),
        ..ClientReportOf::new(client.as_str(), ReportKind::Evidence)
    };
    for format in [ReportFormat::Html, ReportFormat::Csv, ReportFormat::Json] {
        let made =
            async |names, hide| String::from_utf8(file(&engine, of(names, hide, format)).await).unwrap();
        let full = made(ReportNames::Names, false).await;
        for told in [name, admin, address] {
            assert!(full.contains(told), "{format:?} {told}");
        }
        let hidden = made(ReportNames::Names, true).await;
        assert!(!hidden.contains(address) && hidden.contains("hidden"), "{format:?}");
        for names in [ReportNames::Pseudonyms, ReportNames::Counts] {
            let private = made(names, true).await;
            for person in bypass.iter().filter_map(|row| row["username"].as_str()) {
                assert!(
                    !private.contains(&format!(">{person}<")) && !private.contains(&format!("\"{person}\""))
                );
            }
            assert!(!private.contains(admin), "{format:?} {names:?}");
        }
    }
    let page = String::from_utf8(file(&engine, of(ReportNames::Pseudonyms, true, ReportFormat::Html)).await)
        .unwrap();
    assert!(page.contains("<bdi>User 1</bdi>"), "numbers in place of names");
    let report = of(ReportNames::Counts, true, ReportFormat::Json);
    let report: Value = serde_json::from_slice(&file(&engine, report).await).unwrap();
    assert!(report["lists"].as_array().unwrap().iter().all(|list| list["rows"].is_null()));
}

#[tokio::test]
async fn hostile_names_stay_text_in_every_form() {
    let (_bench, engine, client) = read(config(&["markup"])).await;
    for kind in KINDS {
        let page = text(&engine, &client, kind, ReportFormat::Html).await;
        for bad in ["<script", "<img", "<b>", "onerror=alert(1)>"] {
            let own = if bad == "<b>" {
                page.matches("<b>").count()
                    - page.matches("<td class=\"num\"><b>").count()
                    - page.matches("<dd><b>").count()
            } else {
                page.matches(bad).count()
            };
            assert_eq!(own, 0, "{kind:?} {bad}");
        }
        let mut reader =
            csv::Reader::from_reader(Cursor::new(text(&engine, &client, kind, ReportFormat::Csv).await));
        for row in reader.records().map(Result::unwrap) {
            for (at, cell) in row.iter().enumerate() {
                let formula = cell.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\r']);
                assert!(!formula || cell.parse::<f64>().is_ok(), "{kind:?} column {at}: {cell}");
            }
        }
        let pdf = ClientReportOf { format: ReportFormat::Pdf, ..ClientReportOf::new(client.as_str(), kind) };
        paper::only_shows(&file(&engine, pdf).await);
        let xlsx =
            ClientReportOf { format: ReportFormat::Xlsx, ..ClientReportOf::new(client.as_str(), kind) };
        let book = file(&engine, xlsx).await;
        let names = calamine::open_workbook_from_rs::<calamine::Xlsx<_>, _>(Cursor::new(&book))
            .unwrap()
            .sheet_names();
        for name in names {
            drop(sheet(&book, &name));
        }
    }
}

#[tokio::test]
async fn a_period_or_zone_that_there_is_not_is_refused() {
    let (_bench, engine, client) = read(config(&[])).await;
    let of = |days, zone: Option<&str>| ClientReportOf {
        days: Some(days),
        time_zone: zone.map(str::to_owned),
        ..ClientReportOf::new(client.as_str(), ReportKind::Coverage)
    };
    for bad in [of(0, None), of(181, None), of(30, Some("Mars/Olympus"))] {
        assert_eq!(engine.client_report_file(bad).await.unwrap_err().code, Code::BadArguments);
    }
    let page = String::from_utf8(file(&engine, of(7, Some("Asia/Tokyo"))).await).unwrap();
    assert!(page.contains(" JST") && !page.contains(" UTC") && page.contains("The 7 days up to"), "{page}");
}
