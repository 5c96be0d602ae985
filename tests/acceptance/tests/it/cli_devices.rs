//! Devices and endpoints on the command line.

use serde_json::Value;
use testbed::{Simulator, Tandemctl};

fn synced(arguments: &[&str]) -> (Simulator, Tandemctl) {
    let simulator = Simulator::start(&[&["--users", "60", "--events", "200"], arguments].concat());
    let program = Tandemctl::with(&simulator);
    let (host, ikey) = (simulator.host.as_str(), simulator.ikey.as_str());
    let connect =
        ["connect", "--name", "Acme", "--host", host, "--ikey", ikey, "--skey-stdin", "--session-secret"];
    let _ = program.json(&simulator.skey, &connect);
    let only =
        "users,phones,tokens,webauthn,desktop_authenticators,endpoints,registered_devices,blocked_devices";
    let sync = ["sync", "Acme", "--skey-stdin", "--full-speed", "--only", only];
    let (output, document) = program.json(&simulator.skey, &sync);
    assert_eq!(output.code, Some(0), "{document:#}");
    (simulator, program)
}

#[test]
fn devices_and_endpoints_are_shown_and_filtered() {
    let (simulator, program) = synced(&[]);
    let facts = &simulator.facts;
    let count = |name: &str| facts[name]["count"].as_u64().unwrap();
    let show = |arguments: &[&str]| program.json("", &[&["show", "acme"], arguments].concat()).1;
    let all: u64 = ["phones", "tokens", "webauthn", "desktop_authenticators", "registered_devices"]
        .into_iter()
        .map(count)
        .sum();
    assert_eq!(show(&["devices"])["total"], all);
    assert_eq!(show(&["devices", "--filter", "kind=desktop"])["total"], count("desktop_authenticators"));
    assert_eq!(show(&["endpoints"])["total"], count("endpoints"));
    let unencrypted = show(&["endpoints", "--filter", "encryption=off"]);
    assert_eq!(unencrypted["total"], facts["endpoints"]["unencrypted"]);
}

#[test]
fn an_edition_without_endpoints_is_named_and_no_right_is_asked_for() {
    let (_simulator, program) = synced(&["--edition", "essentials"]);
    let (output, document) = program.json("", &["show", "acme", "endpoints"]);
    assert_eq!((output.code, &document["rows"]), (Some(5), &Value::Null), "{document:#}");
    let why = document["not_evaluated"].to_string();
    assert!(why.contains("edition") && !why.contains("read_resource"), "{why}");
}
