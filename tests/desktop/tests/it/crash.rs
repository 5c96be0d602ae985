//! A panic in the real window: the caller is answered, somebody is told, and what is kept names nobody.

use serde_json::{Value, json};
use testbed::tree;

use crate::desk::Desk;
use crate::home::Home;

const TITLE: &str = "Tandem ran into a fault of its own";

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_is_told_at_once_or_at_the_next_start() {
    let home = Home::with_sample(&["--users", "40", "--events", "200"]);
    let desk = Desk::on_sample(&home).await;
    let answer = desk.invoke("call", &json!({ "name": "panic", "args": {} })).await;
    assert_eq!(answer["error"]["code"], "INTERNAL", "answered, not left waiting: {answer}");
    desk.sees(TITLE).await;
    desk.sees("engine/src/logs/crash.rs").await;
    desk.shot("crash-light").await;
    // Nobody closes the dialog before the window.
    desk.close().await;

    let desk = Desk::on_sample(&home).await;
    desk.sees(TITLE).await;
    desk.press("Copy report").await;
    desk.sees("Report copied").await;
    desk.press_in("footer", "Close").await;
    desk.theme("Dark").await;
    desk.script("location.hash = '#/settings/diagnostics'").await;
    desk.sees("Last crash").await;
    desk.shot("diagnostics-dark").await;
    assert!(!desk.text().await.contains(TITLE), "told once");
    let state = desk.ask("log_state", &json!({})).await;
    assert_eq!(state["last_crash"]["seen"], true);
    desk.close().await;

    let desk = Desk::on_sample(&home).await;
    desk.sees("Clients").await;
    assert_eq!(desk.ask("log_state", &json!({})).await["last_crash"]["seen"], true);
    assert!(!desk.text().await.contains(TITLE), "told once");
    desk.close().await;

    let data_dir = home.path().join("sample");
    assert_eq!(tree::open_to_others(&data_dir), []);
    let record: Value =
        serde_json::from_slice(&std::fs::read(data_dir.join("logs/crash.json")).unwrap()).unwrap();
    assert_eq!((&record["program"], &record["message"]), (&json!("tandem"), &json!("a test asked for it")));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_switched_in_the_settings() {
    let home = Home::with_sample(&["--users", "40", "--events", "200"]);
    let desk = Desk::on_sample(&home).await;
    desk.script("location.hash = '#/settings/diagnostics'").await;
    desk.sees("Log files").await;
    desk.shot("diagnostics-light").await;
    desk.press("Detailed").await;
    desk.sees("every request to Duo").await;
    desk.ask("clients", &json!({})).await;
    let log = || std::fs::read_to_string(home.path().join("sample/logs/tandem.jsonl")).unwrap();
    assert!(log().contains("\"command\":\"clients\""), "{}", log());
    desk.press("Off").await;
    desk.sees("Nothing is written").await;
    let before = log();
    desk.ask("clients", &json!({})).await;
    assert_eq!(log(), before);
    desk.close().await;
}
