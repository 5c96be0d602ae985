//! The last check, and clients side by side.

use calamine::Data;
use engine::Code;
use engine::api::{ClientReportOf, ClientsReportOf, Figure, Paper, ReportFormat, ReportKind};
use serde_json::Value;

use super::{file, read, sheet, value};
use crate::bench::config;

#[tokio::test]
async fn the_last_check_is_reported_until_another_is_made() {
    let (_bench, engine, client) = read(config(&[])).await;
    let made = async |recheck, format| {
        let of =
            ClientReportOf { recheck, format, ..ClientReportOf::new(client.as_str(), ReportKind::Check) };
        String::from_utf8_lossy(&file(&engine, of).await).into_owned()
    };
    let kept: Value = serde_json::from_str(&made(false, ReportFormat::Json).await).unwrap();
    let again: Value = serde_json::from_str(&made(false, ReportFormat::Json).await).unwrap();
    assert_eq!(
        (&kept["checked"], &kept["checks"]),
        (&again["checked"], &again["checks"]),
        "nothing was asked"
    );
    assert_eq!((kept["verdict"].as_str(), kept["client"].as_str()), (Some("verified"), Some("Acme")));
    assert_eq!(kept["permissions"].as_array().unwrap().len(), 5);
    let fresh: Value = serde_json::from_str(&made(true, ReportFormat::Json).await).unwrap();
    let keychain =
        |report: &Value| report["checks"].as_array().unwrap().iter().any(|row| row["id"] == "keychain");
    assert!(!keychain(&fresh), "a check of a saved connection leaves the keychain alone");
    let page = made(false, ReportFormat::Html).await;
    let table = made(false, ReportFormat::Csv).await;
    for row in fresh["checks"].as_array().unwrap() {
        let name = format!("check_{}", row["id"].as_str().unwrap());
        let name = engine::text::template(&name).unwrap();
        assert!(page.contains(name) && table.contains(name), "{name}");
    }
    let of = ClientReportOf {
        format: ReportFormat::Xlsx,
        ..ClientReportOf::new(client.as_str(), ReportKind::Check)
    };
    assert_eq!(sheet(&file(&engine, of).await, "Rights").len(), 6);
}

#[tokio::test]
async fn the_clients_side_by_side_say_the_same_in_every_form() {
    let (_bench, engine, client) = read(config(&[])).await;
    let listed = engine.find_client(&client).await.unwrap();
    let Figure::Value(billable) = listed.billable else { panic!("{:?}", listed.billable) };
    let of = |format, msp| ClientsReportOf {
        clients: vec![client.clone()],
        time_zone: None,
        msp,
        format,
        paper: Paper::default(),
    };
    let made = async |format, msp| engine.clients_report_file(of(format, msp)).await.unwrap().1;
    let document: Value = serde_json::from_slice(&made(ReportFormat::Json, false).await).unwrap();
    assert_eq!(value(&document["clients"][0]["billable"]), Some(billable));
    assert_eq!(document["clients"][0]["state"], "verified", "for programs");
    assert!(document["clients"][0].get("variance").is_none() && document["total"].get("billed").is_none());
    let table = String::from_utf8(made(ReportFormat::Csv, true).await).unwrap();
    let row = table.lines().nth(1).unwrap();
    assert!(row.starts_with("\"Acme\",") && row.contains(&format!("\"{billable}\"")), "{row}");
    assert!(table.lines().next().unwrap().ends_with("\"variance\""), "{table}");
    let sheet = sheet(&made(ReportFormat::Xlsx, false).await, "Clients");
    assert_eq!((sheet.len(), &sheet[1][3]), (2, &Data::Float(billable)));
    let zip = engine.clients_report_file(of(ReportFormat::Zip, false)).await;
    assert_eq!(zip.unwrap_err().code, Code::BadArguments);
}
