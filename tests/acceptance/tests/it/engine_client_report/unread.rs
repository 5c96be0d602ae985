//! What was not read.

use domain::DataSet;
use duo_sim::{Permission as Grant, TenantConfig};
use engine::SyncOptions;
use engine::api::{Figure, ReportFormat, ReportKind};
use serde_json::json;

use super::{KINDS, csv, document, overview, read, text};
use crate::bench::{Bench, config, sync, unpaced};

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
async fn who_is_in_bypass_is_told_alike_with_and_without_the_groups() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    let users = SyncOptions { only: Some(vec![DataSet::Users]), ..unpaced() };
    assert_eq!(engine.sync(&client, users).await.unwrap().code, None);
    for whole in [false, true] {
        if whole {
            sync(&engine, &client).await;
        }
        let shown = overview(&engine, &client).await.bypass;
        assert_eq!(matches!(shown, Figure::Value(users) if users > 0.0), whole, "{shown:?}");
        assert_eq!(engine.find_client(&client).await.unwrap().bypass, shown, "the list of clients");
        let report = document(&engine, &client, ReportKind::Evidence).await;
        let check = report["checks"].as_array().unwrap().iter().find(|one| one["id"] == "bypass_users");
        assert_eq!(check.unwrap()["count"], json!(shown));
        let page = text(&engine, &client, ReportKind::Coverage, ReportFormat::Html).await;
        assert_eq!(page.contains("are in bypass, by their own status or a group."), whole);
        assert_eq!(page.contains("How many are in bypass is not readable ("), !whole);
    }
}
