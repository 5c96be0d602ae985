//! Reports on a client: the figures of the screen in every form, and nothing that was not read.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::Arc;

use calamine::{Data, Reader};
use duo_sim::{Permission as Grant, TenantConfig};
use engine::api::{
    ClientRef, ClientReportOf, ClientsReportOf, Condition, Figure, Operator, Overview, ReportFormat,
    ReportKind, ReportNames, ViewName, ViewQuery, ViewRows,
};
use engine::{Code, Engine};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::bench::{Bench, config, sync};
use crate::holdings;

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

#[tokio::test]
async fn coverage_says_what_the_overview_says_in_every_form() {
    let (_bench, engine, client) = read(config(&[])).await;
    let shown = overview(&engine, &client).await;
    let report = document(&engine, &client, ReportKind::Coverage).await;
    let rows = csv(&text(&engine, &client, ReportKind::Coverage, ReportFormat::Csv).await);
    let page = text(&engine, &client, ReportKind::Coverage, ReportFormat::Html).await;
    let xlsx = ClientReportOf {
        format: ReportFormat::Xlsx,
        ..ClientReportOf::new(client.as_str(), ReportKind::Coverage)
    };
    let summary = sheet(&file(&engine, xlsx).await, "Summary");

    assert_eq!(shown.coverage_sums.len(), 9);
    for sum in &shown.coverage_sums {
        let users = sum.users.unwrap();
        let line = report["figures"]["coverage"].as_array().unwrap().iter();
        let line = line.clone().find(|line| line["id"] == sum.measure.as_str()).unwrap();
        assert_eq!(value(&line["figure"]), Some(users as f64), "{}", sum.measure);
        let row = &rows[&("coverage".to_owned(), sum.measure.clone())];
        assert_eq!((row[3].as_str(), row[4].as_str()), ("read", users.to_string().as_str()));
        let label = line["label"].as_str().unwrap();
        let cells = summary.iter().find(|row| row[0] == Data::String(label.to_owned())).unwrap();
        assert_eq!(cells[1], Data::Float(users as f64), "{label}");
        let (_, after) = page.split_once(&format!("<th scope=\"row\">{label}<small>")).unwrap();
        let (_, number) = after.split_once("<td class=\"num\"><b>").unwrap();
        assert!(number.starts_with(&format!("{users}</b>")), "{label}: {}", &number[..20]);
    }
    for one in &shown.strongest {
        let id = one.value.as_deref().unwrap_or("none");
        let row = &rows[&("strongest".to_owned(), id.to_owned())];
        assert_eq!(row[4], one.count.to_string(), "{id}");
    }
    let days = shown.days.unwrap();
    let sum = |of: &dyn Fn(&engine::api::DayCount) -> u64| days.iter().map(of).sum::<u64>().to_string();
    for (id, expected) in [
        ("success", sum(&|day| day.success)),
        ("denied", sum(&|day| day.denied)),
        ("fraud", sum(&|day| day.fraud)),
    ] {
        assert_eq!(rows[&("sign_ins".to_owned(), id.to_owned())][4], expected, "{id}");
    }
}

#[tokio::test]
async fn everybody_outside_of_must_stands_in_one_list_and_the_lists_are_the_sums() {
    let (_bench, engine, client) = read(config(&[])).await;
    let shown = overview(&engine, &client).await;
    let report = document(&engine, &client, ReportKind::Coverage).await;
    let users = holdings::rows(&engine, &client, ViewName::Users).await;
    let mut listed = Vec::new();
    for sum in shown.coverage_sums.iter().skip(3) {
        let list = report["lists"].as_array().unwrap().iter().find(|list| list["id"] == sum.measure.as_str());
        let list = list.unwrap_or_else(|| panic!("no list {}", sum.measure));
        let rows = list["rows"].as_array().unwrap();
        assert_eq!(rows.len() as u64, sum.users.unwrap(), "{}", sum.measure);
        assert_eq!(value(&list["count"]), Some(rows.len() as f64));
        listed.extend(rows.iter().map(|row| row["username"].as_str().unwrap().to_owned()));
    }
    listed.sort();
    let mut expected: Vec<_> = users
        .iter()
        .filter(|user| user["must_mfa"] == false)
        .map(|user| user["username"].as_str().unwrap().to_owned())
        .collect();
    expected.sort();
    assert!(expected.len() > 10);
    assert_eq!(listed, expected);
}

#[tokio::test]
async fn evidence_counts_what_the_window_counts_in_every_form() {
    let (_bench, engine, client) = read(config(&[])).await;
    let shown = overview(&engine, &client).await;
    let report = document(&engine, &client, ReportKind::Evidence).await;
    let rows = csv(&text(&engine, &client, ReportKind::Evidence, ReportFormat::Csv).await);
    let checks: BTreeMap<&str, &Value> = report["checks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|check| (check["id"].as_str().unwrap(), check))
        .collect();
    let number = |figure: &Figure| match figure {
        Figure::Value(value) => *value,
        Figure::NotEvaluated(why) => panic!("{why:?}"),
    };
    let act =
        |kind: &str| shown.act_on.iter().find(|one| one.kind == kind).map_or(0.0, |one| one.count as f64);
    let total = async |view, column: &str, value: &str| {
        let filter = vec![Condition { column: column.into(), op: Operator::Eq, value: value.into() }];
        let query = ViewQuery { filter, limit: 1, ..ViewQuery::default() };
        engine.view_rows(ViewRows { client: client.clone(), view, query }).await.unwrap().total as f64
    };
    for (id, expected) in [
        ("users_can", number(&shown.population) - number(&shown.can_mfa)),
        ("users_must", number(&shown.can_mfa) - number(&shown.must_mfa)),
        ("users_sms", act("sms_only")),
        ("bypass_users", number(&shown.bypass)),
        ("bypass_codes_forever", act("bypass_codes_forever")),
        ("bypass_codes_unused", act("bypass_codes_unused")),
        ("admins_strong", number(&shown.weak_admins)),
        ("policies_user_auth", total(ViewName::Policies, "user_auth", "bypass").await),
        ("endpoints_encryption", total(ViewName::Endpoints, "encryption", "off").await),
        ("endpoints_firewall", total(ViewName::Endpoints, "firewall", "off").await),
        ("phones_tampered", total(ViewName::Devices, "tampered", "tampered").await),
    ] {
        let check = checks[id];
        assert_eq!(value(&check["count"]), Some(expected), "{id}");
        let state = if expected > 0.0 { "fail" } else { "pass" };
        assert_eq!(check["state"], state, "{id}");
        let row = &rows[&("check".to_owned(), id.to_owned())];
        assert_eq!((row[3].as_str(), row[4].parse().unwrap()), (state, expected), "{id}");
    }
    for id in ["users_can", "users_must", "bypass_users", "admins_strong", "endpoints_encryption"] {
        assert_eq!(checks[id]["state"], "fail", "{id}: the tenant has some, so that this test can fail");
    }
    for list in report["lists"].as_array().unwrap() {
        let told = list["rows"].as_array().unwrap().len() as f64;
        assert_eq!(value(&list["count"]), Some(told), "{}", list["id"]);
        if let Some(check) = checks.get(list["id"].as_str().unwrap()) {
            assert_eq!(value(&check["count"]), Some(told));
        }
    }
    let xlsx = ClientReportOf {
        format: ReportFormat::Xlsx,
        ..ClientReportOf::new(client.as_str(), ReportKind::Evidence)
    };
    let sheet = sheet(&file(&engine, xlsx).await, "Checks");
    assert_eq!(sheet.len(), checks.len() + 1);
    for check in checks.values() {
        let row =
            sheet.iter().find(|row| row[0] == Data::String(check["title"].as_str().unwrap().into())).unwrap();
        assert_eq!(row[2], Data::Float(value(&check["count"]).unwrap()));
    }
}

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
async fn what_was_not_read_is_told_and_never_nought() {
    for (grants, unread) in [
        (vec![Grant::ReadLog, Grant::ReadInformation], "users"),
        (vec![Grant::ReadResource, Grant::ReadInformation], "sign_ins"),
    ] {
        let (_bench, engine, client) = read(TenantConfig { permissions: grants, ..config(&[]) }).await;
        for kind in KINDS {
            let report = document(&engine, &client, kind).await;
            let lines =
                report["figures"].as_object().unwrap().values().flat_map(|group| group.as_array().unwrap());
            let checks = report["checks"].as_array().unwrap();
            let counts = || {
                lines.clone().map(|line| &line["figure"]).chain(checks.iter().map(|check| &check["count"]))
            };
            assert!(counts().any(|count| count.get("not_evaluated").is_some()), "{unread}");
            let page = text(&engine, &client, kind, ReportFormat::Html).await;
            assert!(page.contains("Not readable (needs "), "{kind:?} {unread}: {page}");
            if unread == "users" {
                for group in ["coverage", "strongest"] {
                    for line in report["figures"][group].as_array().into_iter().flatten() {
                        assert!(line["figure"].get("not_evaluated").is_some(), "{line}");
                    }
                }
            } else {
                for line in report["figures"]["sign_ins"].as_array().unwrap() {
                    assert!(line["figure"].get("not_evaluated").is_some(), "{line}");
                }
            }
            for check in checks.iter().filter(|check| check["count"].get("not_evaluated").is_some()) {
                assert_eq!(check["state"], "not_readable", "{check}");
            }
            // What says nothing has no list that could be taken for an empty one.
            for list in report["lists"].as_array().unwrap() {
                if list["count"].get("not_evaluated").is_some() {
                    assert_eq!(list["rows"], json!([]), "{list}");
                }
            }
            let rows = csv(&text(&engine, &client, kind, ReportFormat::Csv).await);
            for row in rows.values().filter(|row| row[3] == "not_readable") {
                assert!(row[4].is_empty() && !row[7].is_empty(), "{row:?}");
            }
        }
        let evidence = document(&engine, &client, ReportKind::Evidence).await;
        let admins =
            evidence["checks"].as_array().unwrap().iter().find(|check| check["id"] == "admins_strong");
        assert_eq!(admins.unwrap()["state"], "not_readable", "the right to administrators was not granted");
    }
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
    let of = |format, msp| ClientsReportOf { clients: vec![client.clone()], time_zone: None, msp, format };
    let made = async |format, msp| engine.clients_report_file(of(format, msp)).await.unwrap().1;
    let document: Value = serde_json::from_slice(&made(ReportFormat::Json, false).await).unwrap();
    assert_eq!(value(&document["clients"][0]["billable"]), Some(billable));
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
