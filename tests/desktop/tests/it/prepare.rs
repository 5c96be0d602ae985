//! The wizard's first step in the real window: the sheet for the Owner, the way to Duo's page, the draft that waits.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use serde_json::json;
use testbed::{Simulator, canary, tree};

use crate::desk::{Desk, Opening};
use crate::home::Home;
use crate::patience::until;

#[tokio::test(flavor = "multi_thread")]
async fn the_sheet_ticks_what_was_picked() {
    let home = Home::new();
    let saved = home.path().join("saved");
    std::fs::create_dir(&saved).unwrap();
    let opening = Opening { environment: vec![("PATH", with_a_browser(&home))], ..Opening::default() };
    let desk = Desk::open(&home, &opening).await;
    desk.export_to(&saved).await;
    desk.press("Connect a Duo account").await;
    desk.stands_on("Prepare", "h1").await;
    desk.press("Sign-ins, activity, last-seen proof").await;
    desk.shot("prepare").await;
    desk.press("Copy instructions for client").await;
    desk.sees("Copied").await;
    desk.press("Save as HTML").await;
    desk.sees("Saved to").await;

    let files = tree::files(&saved);
    let page = std::fs::read_to_string(&files[0]).unwrap();
    let ticks: Vec<_> = page.split("<li class=\"tick\">").skip(1).map(label).collect();
    assert_eq!(ticks, ["Grant resource - Read", "Grant information - Read"]);

    desk.press("Open duo.com docs").await;
    assert_eq!(opened(&home).await, "https://duo.com/docs/adminapi");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_waits_without_its_secret() {
    let simulator = Simulator::start(&["--users", "10"]);
    let home = Home::new();
    let desk = Desk::open(&home, &Opening::default()).await;
    desk.press("Connect a Duo account").await;
    desk.stands_on("Prepare", "h1").await;
    desk.press("Sign-ins, activity, last-seen proof").await;
    desk.press_in("footer", "Continue").await;
    desk.stands_on("Credentials", "textarea").await;
    desk.paste(&crate::wizard_keys::three_lines(&simulator)).await;
    desk.sees("Pasted: 3 of 3 values found").await;
    desk.close().await;
    assert_eq!(canary::files_that_hold(home.path(), &simulator.skey), Vec::<PathBuf>::new());

    let desk = Desk::open(&home, &Opening::default()).await;
    desk.press("Connect a Duo account").await;
    desk.sees("Goes on from your draft").await;
    desk.shot("resumed").await;
    let values =
        "return ['wizard-host', 'wizard-ikey', 'wizard-skey'].map((id) => document.getElementById(id).value)";
    assert_eq!(desk.script(values).await, json!([simulator.host, simulator.ikey, ""]));
    desk.sees("Rights picked: 2").await;
    desk.press("Start afresh").await;
    desk.comes_to(values, &json!(["", "", ""])).await;
    desk.close().await;
}

fn label(item: &str) -> String {
    let (_, rest) = item.split_once("<b>").unwrap();
    rest.split_once("</b>").unwrap().0.to_owned()
}

/// A search path on which the system's way of opening addresses writes them down.
fn with_a_browser(home: &Home) -> PathBuf {
    let folder = home.path().join("bin");
    std::fs::create_dir(&folder).unwrap();
    let program = folder.join("xdg-open");
    std::fs::write(&program, "#!/bin/sh\nprintf '%s' \"$1\" > \"$HOME/opened\"\n").unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut path = folder.into_os_string();
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap());
    path.into()
}

async fn opened(home: &Home) -> String {
    let address = until(async || {
        let address = std::fs::read_to_string(home.path().join("opened")).ok()?;
        (!address.is_empty()).then_some(address)
    });
    address.await.expect("something was opened")
}
