//! What `cargo xtask demo` opens: the wizard on the sample tenant, in a data folder of its own.

use crate::desk::{Desk, Opening};
use crate::home::Home;

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_tenant_needs_neither_network_nor_keychain() {
    let home = Home::new();
    let data = home.path().join("demo");
    let folder = data.to_string_lossy().into_owned();
    // Whatever tried to reach a host would meet this proxy.
    let environment = vec![("HTTPS_PROXY", "http://127.0.0.1:9".into())];
    let args = ["--demo", "--data-dir", &folder];
    let opening = Opening { args: &args, environment, without_keychain: true, ..Opening::default() };

    let desk = Desk::open(&home, &opening).await;
    desk.sees("Credentials").await;
    desk.shot("demo-credentials").await;
    desk.press_in("footer", "Check").await;
    desk.sees("Verified").await;
    desk.shot("demo-verified").await;
    desk.press_in("footer", "Continue").await;
    desk.press_in("footer", "Save and sync").await;
    desk.sees("MFA coverage").await;
    desk.sees("Sample tenant: a made-up organisation").await;
    desk.close().await;

    assert!(data.join("clients.db").is_file() && !home.data().join("clients.db").exists());
    let desk = Desk::open(&home, &opening).await;
    desk.sees("New connection").await;
    desk.shot("demo-again").await;
    desk.close().await;
}
