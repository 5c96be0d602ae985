//! Recorded answers decode with no error and no row dropped.
//!
//! They are not part of the project: `TANDEM_SAMPLES` names the folder that holds them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use duo_api::wire::{Activity, AdminEvent, AuthLog, Phone, TrustMonitorEvent, User};
use duo_api::{LogWindow, Offset, Pacing, Page, Pages};
use serde_json::{Value, json};

use crate::script::{Script, answer, client};

fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("TANDEM_SAMPLES").map(PathBuf::from).filter(|folder| folder.is_dir());
    if folder.is_none() {
        eprintln!("SKIPPED: TANDEM_SAMPLES names no folder, so no recorded answer was decoded");
    }
    folder
}

fn sample(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Serves one answer, without a next page, to a client and gives back what it made of it.
async fn decode<T: duo_api::wire::Row>(
    answer_json: Value,
    pages: impl FnOnce(duo_api::Client) -> Pages<T>,
) -> Page<T> {
    let text = answer_json.to_string();
    let script: Arc<Script> = Script::new(move |_, _| answer(200, text.clone()));
    pages(client(&script, Pacing::Unlimited)).next().await.unwrap().unwrap()
}

const WINDOW: LogWindow = LogWindow { mintime_ms: 0, maxtime_ms: 1 };

async fn users(answer: Value) -> usize {
    let page = decode::<User>(answer, |client| client.users(Offset::START)).await;
    assert!(page.rejected.is_empty(), "{:?}", page.rejected);
    assert!(page.rows.iter().all(|user| user.username.is_some() && user.status.is_some()));
    page.rows.len()
}

async fn auth_logs(answer: Value) -> usize {
    let page = decode::<AuthLog>(answer, |client| client.authentication_log(WINDOW, None)).await;
    assert!(page.rejected.is_empty(), "{:?}", page.rejected);
    for log in &page.rows {
        assert!(log.ts_ms().is_some() && log.result.is_some() && !log.txid.is_empty(), "{log:?}");
        assert!(log.application.is_some() && log.user.is_some() && log.access_device.is_some(), "{log:?}");
    }
    page.rows.len()
}

async fn phones(answer: Value) -> usize {
    let page = decode::<Phone>(answer, |client| client.phones(Offset::START)).await;
    assert!(page.rejected.is_empty(), "{:?}", page.rejected);
    page.rows.len()
}

fn row<T: serde::de::DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap()
}

fn rows(answer: &Value) -> Vec<Value> {
    let response = &answer["response"];
    let list = ["authlogs", "events", "items"].iter().find_map(|name| response.get(name)).unwrap_or(response);
    match list {
        Value::Array(rows) => rows.clone(),
        Value::Object(_) => vec![list.clone()],
        other => panic!("{other}"),
    }
}

async fn decoded(name: &str, answer: Value) -> usize {
    if name.contains("auth-logs") {
        auth_logs(answer).await
    } else if name.contains("user-by-id") && !name.contains("phones") {
        users(json!({"response": [answer["response"]]})).await
    } else if name.contains("phones") {
        phones(answer).await
    } else if name.contains("user") {
        users(answer).await
    } else if name.contains("trust-monitor") {
        let events: Vec<TrustMonitorEvent> = rows(&answer).iter().map(row).collect();
        events.iter().filter(|event| !event.sekey.is_empty()).count()
    } else if name.contains("admin-logs") {
        let events: Vec<AdminEvent> = rows(&answer).iter().map(row).collect();
        events.iter().filter(|event| !event.action.is_empty() && event.timestamp.is_some()).count()
    } else {
        panic!("no decoder is tried on {name}");
    }
}

#[tokio::test(start_paused = true)]
async fn recorded_answers_decode() {
    let Some(folder) = folder() else { return };
    let mut files = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.starts_with("rapid7-") {
            continue;
        }
        let answer = sample(&path);
        let expected = rows(&answer).len();
        assert_eq!(decoded(&name, answer).await, expected, "{name}");
        files += 1;
    }
    assert!(files > 0, "the folder holds no sample");
}

#[test]
fn recorded_events_decode() {
    let Some(path) =
        folder().map(|folder| folder.join("splunk-example-logs.json")).filter(|path| path.exists())
    else {
        return;
    };
    for entry in sample(&path).as_array().unwrap() {
        let event = &entry["event"];
        if entry["sourcetype"] == "cisco:duo:activity" {
            let activity: Activity = row(event);
            assert!(!activity.activity_id.is_empty() && activity.akey.is_some() && activity.ts.is_some());
            assert_eq!(activity.action.unwrap().name.as_deref(), Some("admin_login"));
        } else {
            let event: AdminEvent = row(event);
            assert_eq!((event.action.as_str(), event.timestamp), ("policy_create", Some(1_751_977_727)));
        }
    }
}
