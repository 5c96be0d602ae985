//! From first launch through two failures to a synced client and each view.

use serde_json::json;

use crate::desk::{Desk, Opening};
use crate::home::Home;

#[tokio::test(flavor = "multi_thread")]
async fn look() {
    let home = Home::new();
    let desk = Desk::open(&home, &Opening::default()).await;
    desk.sees("No clients yet").await;
    desk.shot("first-launch").await;
    let call = |name: &str, args: serde_json::Value| json!({ "name": name, "args": args });
    let draft = desk.invoke("call", &call("draft_open", json!({"sample": true}))).await;
    println!("{draft}");
    let id = draft["ok"]["draft"].clone();
    let report = desk
        .invoke(
            "call",
            &call("check_run", json!({"draft": id, "want": ["read_resource","read_log","read_information"]})),
        )
        .await;
    println!("{report}");
    let saved = desk.invoke("call", &call("connection_save", json!({"draft": id, "name": "Sample", "organisation": {"new": "Sample Ltd"}, "session_only": false}))).await;
    println!("{saved}");
    desk.script("location.hash = '#/clients'").await;
    tokio::time::sleep(std::time::Duration::from_secs(8)).await;
    desk.shot("clients-light").await;
    desk.press("Sample").await;
    desk.walk("light").await;
    desk.theme("Dark").await;
    desk.script("location.hash = '#/clients'").await;
    desk.press("Sample").await;
    desk.walk("dark").await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn debugging() {
    let home = Home::new();
    let desk = Desk::driver(&home, &Opening::default()).await.start(&[]).await;
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    println!("{}", desk.script("return document.documentElement.outerHTML").await);
    println!("{}", desk.script_async("const done = arguments[0]; import(document.querySelector('script[type=module]').src + '?again').then(()=>done('ok'), e=>done(String(e)+' '+e.stack))").await);
    println!("{}", std::fs::read_to_string(home.output()).unwrap());
}
