//! Failures before any proxy: names, refused connections, a proxy that is not there, no keychain.

use std::io::Write as _;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::Command;

use testbed::{Simulator, Switchboard};

use crate::desk::{Desk, Opening};
use crate::home::Home;

const NOWHERE: &str = "127.66.66.66";
const WELL_KNOWN: &str = "duosecurity.com";
const MISTYPED: &str = "api-1a2b3c4e.duosecurity.com";

#[tokio::test(flavor = "multi_thread")]
async fn names_connections_and_a_missing_keychain() {
    if let Some(why) = refused() {
        // Past the harness's capture, so that a green run does not look as if it had been tested.
        let _ = writeln!(std::io::stderr(), "\nSKIPPED failures_direct: {why}\n");
        return;
    }
    let simulator = Simulator::start(&["--users", "20", "--events", "0"]);
    let switchboard = Switchboard::start();
    switchboard.lead(&simulator);
    let home = Home::new();
    let hosts = home.path().join("hosts");
    names(&hosts, &["localhost"]);
    let environment = vec![("SSL_CERT_FILE", simulator.ca_file.clone())];
    let opening =
        Opening { environment, without_keychain: true, hosts: Some(hosts.clone()), ..Opening::default() };
    let desk = Desk::open(&home, &opening).await;
    desk.sees("No clients yet").await;
    desk.script("location.hash = '#/new'").await;
    desk.press_in("footer", "Continue").await;

    enter(&desk, &simulator, MISTYPED).await;
    told(
        &desk,
        "NET_DNS_ALL",
        &["No name resolution", "can't resolve any name", "network cable, Wi-Fi or VPN"],
    )
    .await;
    desk.shot("failed-no-names").await;

    // The network is back; the name is still wrong.
    names(&hosts, &["localhost", WELL_KNOWN, &simulator.host]);
    desk.press_in("li[@data-code='NET_DNS_ALL']", "Retry").await;
    told(
        &desk,
        "NET_DNS",
        &["No such host", &format!("{MISTYPED} does not exist in DNS"), "character by character"],
    )
    .await;
    desk.shot("failed-host").await;

    desk.press_in("li[@data-code='NET_DNS']", "Edit host").await;
    enter(&desk, &simulator, &simulator.host).await;
    told(&desk, "NET_CONNECT", &["Duo was not reached", "on port 443", "allow HTTPS to *.duosecurity.com"])
        .await;
    desk.shot("failed-refused").await;

    desk.press_in("li[@data-code='NET_CONNECT']", "Proxy settings").await;
    desk.proxy("localhost", closed_port(), None).await;
    told(&desk, "NET_PROXY", &["Proxy not reachable", "localhost:", "once without it"]).await;
    desk.shot("failed-proxy").await;

    desk.press_in("li[@data-code='NET_PROXY']", "Use no proxy once").await;
    told(&desk, "NET_CONNECT", &["on port 443"]).await;
    desk.press_in("li[@data-code='NET_CONNECT']", "Proxy settings").await;
    desk.proxy("localhost", switchboard.addr.port(), None).await;
    desk.sees("Verified: 3 of 3").await;

    // The rows that the proxy changed were asked anew.
    desk.sees("Through the proxy localhost:").await;
    // No service, or one that the bus started and nobody can unlock: by the system.
    desk.sees("keep the key for this session only").await;
    desk.shot("failed-keychain").await;
    desk.press("Keep for this session only").await;
    desk.sees("It will be kept for this session only").await;
    desk.close().await;
}

/// Why names can't be given to one program alone here; none where they can.
fn refused() -> Option<String> {
    let tried = Command::new("unshare").args(["--map-root-user", "--mount", "true"]).output();
    match tried {
        Ok(output) if output.status.success() => None,
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            Some(format!("`unshare --map-root-user --mount` is refused: {}", said.trim()))
        }
        Err(error) => Some(format!("`unshare` does not run: {error}")),
    }
}

/// All names that this network knows, at an address where nobody listens.
fn names(hosts: &Path, names: &[&str]) {
    let line = |name: &&str| format!("{} {name}\n", if *name == "localhost" { "127.0.0.1" } else { NOWHERE });
    std::fs::write(hosts, names.iter().map(line).collect::<String>()).unwrap();
}

fn closed_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}

async fn enter(desk: &Desk, simulator: &Simulator, host: &str) {
    desk.enter("API hostname", host).await;
    desk.enter("Integration key", &simulator.ikey).await;
    desk.enter("Secret key", &simulator.skey).await;
    desk.press_in("footer", "Check").await;
}

async fn told(desk: &Desk, code: &str, says: &[&str]) {
    let row = desk.told(code).await;
    let text = row["text"].as_str().unwrap_or_default();
    for part in says {
        assert!(text.contains(part), "{code} does not say {part:?}: {text}");
    }
}
