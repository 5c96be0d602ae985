//! A sync that is killed goes on at its last page, and ends with exactly what the tenant holds.

use serde_json::Value;
use testbed::{Simulator, Tandemctl};

use crate::digest;

#[test]
fn kills_lose_nothing_and_double_nothing() {
    let simulator = Simulator::start(&["--users", "900", "--events", "4000"]);
    let program = Tandemctl::with(&simulator);
    let connect = Tandemctl::connecting(&simulator);
    let _ = program.run(&simulator.skey, &connect).exits(0);
    let sync = ["sync", "Acme", "--skey-stdin", "--full-speed"];
    for moment in ["Account: Reading", "Groups: Complete", "Applications: Complete"] {
        let mut running = program.start(&simulator.skey, &sync);
        running.wait_for(moment);
        running.kill();
    }
    let (output, status) = program.json(&simulator.skey, &sync);
    assert_eq!(output.code, Some(0), "{status:#}");

    let show = |view: &str| program.json("", &["show", "Acme", view, "--limit", "100000"]).1;
    let users = show("users");
    let rows = users["rows"].as_array().unwrap();
    assert_eq!(digest::of_column(rows, "user_id"), simulator.facts["users"]["digest"].as_str().unwrap());
    assert_eq!(users["total"], simulator.facts["users"]["count"]);
    let sign_ins = show("signins");
    assert_eq!(sign_ins["total"], simulator.facts["sign_ins"]["count"]);
    let mut transactions: Vec<&Value> =
        sign_ins["rows"].as_array().unwrap().iter().map(|row| &row["txid"]).collect();
    assert_eq!(transactions.len() as u64, simulator.fact("/sign_ins/count"));
    transactions.sort_unstable_by_key(|txid| txid.as_str());
    transactions.dedup();
    assert_eq!(transactions.len() as u64, simulator.fact("/sign_ins/count"), "no sign-in is there twice");
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_a_sync_at_once_and_keeps_what_was_read() {
    let simulator = Simulator::start(&["--users", "900", "--events", "20000"]);
    let program = Tandemctl::with(&simulator);
    let connect = Tandemctl::connecting(&simulator);
    let _ = program.run(&simulator.skey, &connect).exits(0);
    // Ctrl-C, a request to end, a terminal that went away.
    for signal in ["INT", "TERM", "HUP"] {
        is_ended_by(signal, &simulator, &program);
    }
    let (_, users) = program.json("", &["show", "Acme", "users"]);
    assert_eq!(users["total"], simulator.facts["users"]["count"]);
}

#[cfg(unix)]
fn is_ended_by(signal: &str, simulator: &Simulator, program: &Tandemctl) {
    let mut running = program.start(&simulator.skey, &["sync", "Acme", "--skey-stdin", "--json"]);
    running.wait_for("Users: Complete");
    running.signal(signal);
    let mut waited = 0;
    while running.is_running() {
        std::thread::sleep(std::time::Duration::from_millis(50));
        waited += 50;
        assert!(waited <= 10_000, "still running ten seconds after {signal}");
    }
    let output = running.finish().exits(130);
    assert_eq!(output.json()["code"], "CANCELLED", "{signal}");
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_a_command_that_waits_for_the_secret() {
    for command in [&["check"][..], &["connect", "--name", "Acme"]] {
        let mut waiting = std::process::Command::new(testbed::tandemctl());
        waiting.args(command).args([
            "--host",
            "api-1a2b3c4d.duosecurity.com",
            "--ikey",
            "DIQ1W5E9R3T7Y0U4I8P2",
        ]);
        waiting.args(["--skey-stdin", "--json", "--data-dir"]).arg(tempfile::TempDir::new().unwrap().path());
        let pipe = std::process::Stdio::piped;
        let mut child = waiting.stdin(pipe()).stdout(pipe()).stderr(pipe()).spawn().unwrap();
        // Held open: nobody gives the secret.
        let input = child.stdin.take();
        std::thread::sleep(std::time::Duration::from_secs(1));
        let sent = std::process::Command::new("kill").args(["-s", "INT", &child.id().to_string()]).status();
        assert!(sent.unwrap().success());
        let output = child.wait_with_output().unwrap();
        drop(input);
        assert_eq!(output.status.code(), Some(130), "{output:?}");
        let document: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(document["error"]["code"], "CANCELLED");
    }
}
