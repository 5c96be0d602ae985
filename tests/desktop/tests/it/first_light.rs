//! From first launch through two failures to a synced client and each view.

use std::path::PathBuf;

use serde_json::json;
use testbed::{Simulator, canary, tree};

use crate::desk::{Desk, Opening};
use crate::home::Home;
use crate::patience::until;

/// The right form, and nobody's key.
const WRONG: &str = "CANARY0Zq3xV8mN1pL6kJ4hG7fD2sA9wE5rT0yU1";
const NAME: &str = "Northgate Dental";

#[tokio::test(flavor = "multi_thread")]
async fn from_first_launch_to_each_view() {
    let simulator = Simulator::start(&["--users", "300", "--events", "4000"]);
    let home = Home::new();
    let desk = Desk::open(&home, &opening(&simulator)).await;
    desk.listen().await;

    first_launch(&desk).await;
    a_wrong_secret(&desk, &simulator).await;
    a_host_that_is_not_there(&desk, &simulator).await;
    the_right_values(&desk, &simulator).await;
    save(&desk).await;
    synced(&desk, &simulator).await;
    desk.walk("light").await;
    one_user(&desk).await;
    desk.theme("Dark").await;
    open_client(&desk).await;
    desk.walk("dark").await;

    nothing_leaked(&desk, &home, &simulator).await;
    desk.close().await;
    no_trace_on_disk(&home, &simulator);
}

/// The proxy and the authority of the simulator, as any program may be told of them.
fn opening(simulator: &Simulator) -> Opening<'static> {
    let environment =
        vec![("HTTPS_PROXY", simulator.proxy.clone().into()), ("SSL_CERT_FILE", simulator.ca_file.clone())];
    Opening { environment, ..Opening::default() }
}

async fn first_launch(desk: &Desk) {
    desk.sees("No clients yet").await;
    desk.shot("first-launch").await;
    desk.press("Connect a Duo account").await;
    desk.sees("Prepare").await;
    desk.shot("wizard-prepare").await;
    desk.press_in("footer", "Continue").await;
}

async fn a_wrong_secret(desk: &Desk, simulator: &Simulator) {
    desk.enter("API hostname", &format!("https://{}/", simulator.host.to_uppercase())).await;
    desk.enter("Integration key", &simulator.ikey).await;
    desk.enter("Secret key", WRONG).await;
    desk.shot("wizard-credentials").await;
    desk.press_in("footer", "Check").await;
    desk.sees("The secret key does not match").await;
    desk.shot("wizard-failed-secret").await;
    desk.press_in("footer", "Back").await;
}

async fn a_host_that_is_not_there(desk: &Desk, simulator: &Simulator) {
    desk.enter("API hostname", "api-00000000.duosecurity.com").await;
    desk.enter("Secret key", &simulator.skey).await;
    desk.press_in("footer", "Check").await;
    desk.sees("Failed").await;
    desk.sees("Retry from").await;
    desk.shot("wizard-failed-host").await;
    desk.press_in("footer", "Back").await;
}

async fn the_right_values(desk: &Desk, simulator: &Simulator) {
    desk.enter("API hostname", &simulator.host).await;
    desk.enter("Secret key", &simulator.skey).await;
    desk.press_in("footer", "Check").await;
    desk.sees("Verified").await;
    desk.shot("wizard-verified").await;
    desk.press_in("footer", "Continue").await;
}

async fn save(desk: &Desk) {
    desk.enter("Name", NAME).await;
    desk.shot("wizard-name").await;
    desk.press_in("footer", "Save and sync").await;
}

async fn synced(desk: &Desk, simulator: &Simulator) {
    desk.sees("MFA coverage").await;
    desk.shot("overview-syncing").await;
    desk.press_in("nav", "Sync").await;
    desk.press("Show all").await;
    let client = desk.only_client().await;
    let ended = until(async || {
        let status = desk.ask("sync_status", &json!({ "client": client })).await;
        (status["running"] == json!(false)).then_some(status)
    });
    let status = ended.await.expect("a sync that ends");
    let rows = |id: &str| {
        let sets = status["data_sets"].as_array().into_iter().flatten();
        sets.clone().find(|set| set["data_set"] == id).map(|set| set["rows"].clone()).unwrap_or_default()
    };
    assert_eq!(rows("users"), json!(simulator.fact("/users/count")), "{status}");
    assert_eq!(rows("sign_ins"), json!(simulator.fact("/sign_ins/count")), "{status}");
}

async fn one_user(desk: &Desk) {
    desk.press_in("nav", "Users").await;
    desk.sees("Username").await;
    desk.open_row(2).await;
    desk.sees("Recent sign-ins").await;
    desk.shot("user-panel-light").await;
}

async fn open_client(desk: &Desk) {
    desk.press_in("nav", "Clients").await;
    desk.sees(NAME).await;
    desk.shot("clients-dark").await;
    desk.open_row(0).await;
    desk.sees("Overview").await;
}

/// The secrets were typed into the page; nothing that came back may hold them, and nothing may keep them.
async fn nothing_leaked(desk: &Desk, home: &Home, simulator: &Simulator) {
    let heard = desk.heard().await;
    assert!(heard.contains(&simulator.host) && heard.len() > 10_000, "answers are recorded");
    assert!(heard.contains("sync_progress"), "events are recorded");
    let page = desk.script("return document.documentElement.outerHTML").await.to_string();
    for secret in [WRONG, &simulator.skey] {
        assert!(!canary::holds(heard.as_bytes(), secret), "a secret came back through IPC");
        assert!(!canary::holds(page.as_bytes(), secret), "a secret stayed on the page");
        assert_eq!(canary::files_that_hold(home.path(), secret), Vec::<PathBuf>::new());
    }
}

fn no_trace_on_disk(home: &Home, simulator: &Simulator) {
    let kept = tree::files(home.path());
    assert!(kept.iter().any(|path| path.ends_with("clients.db")), "{kept:?}");
    assert!(kept.iter().any(|path| path.extension().is_some_and(|ending| ending == "keyring")), "{kept:?}");
    for secret in [WRONG, &simulator.skey] {
        assert_eq!(canary::files_that_hold(home.path(), secret), Vec::<PathBuf>::new());
    }
    assert_eq!(tree::open_to_others(&home.data()), []);
}
