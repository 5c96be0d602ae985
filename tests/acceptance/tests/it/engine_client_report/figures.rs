//! The figures of the screen, in every form.

use std::collections::BTreeMap;

use calamine::Data;
use engine::api::{
    ClientReportOf, Condition, Figure, Operator, ReportFormat, ReportKind, ViewName, ViewQuery, ViewRows,
};
use serde_json::Value;

use super::{csv, document, file, overview, paper, read, sheet, text, value};
use crate::bench::config;
use crate::holdings;

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

    let pdf = ClientReportOf {
        format: ReportFormat::Pdf,
        ..ClientReportOf::new(client.as_str(), ReportKind::Coverage)
    };
    let paper = paper::said(&file(&engine, pdf).await);

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
        let line = paper::squeezed(&format!("{label}{}{users}", row[7]));
        assert!(paper.contains(&line), "{line} is not on paper: {paper}");
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
    let fraud = &rows[&("sign_ins".to_owned(), "fraud".to_owned())][4];
    assert_eq!(value(&checks["sign_ins_fraud"]["count"]), fraud.parse().ok(), "of the same days");
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
