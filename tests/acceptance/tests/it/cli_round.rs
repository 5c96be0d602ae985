//! How `sync --all` ends, with the secret in a real keyring.

use serde_json::{Value, json};
use testbed::{Simulator, Tandemctl};

const SIZE: [&str; 4] = ["--users", "20", "--events", "50"];

/// The same tenant again, fallen ill; the seed makes its host and keys the same.
fn ill(fault: &str) -> Simulator {
    Simulator::start(&[&SIZE[..], &["--fault", fault]].concat())
}

/// From now on this simulator answers.
fn moved(program: Tandemctl, simulator: &Simulator) -> Tandemctl {
    program.env("HTTPS_PROXY", &simulator.proxy).env("SSL_CERT_FILE", &simulator.ca_file)
}

/// Exit code, and code and news of the one client.
fn round(program: &Tandemctl, more: &[&str]) -> (Option<i32>, Value, Value) {
    let arguments = [&["sync", "--all", "--full-speed"], more].concat();
    let (output, document) = program.json("", &arguments);
    let clients = document["clients"].as_array().unwrap();
    assert_eq!(clients.len(), 1, "{document:#}");
    (output.code, clients[0]["code"].clone(), clients[0]["news"].clone())
}

#[test]
fn a_round_ends_with_the_code_of_the_trouble_and_by_itself_only_with_news() {
    let well = Simulator::start(&SIZE);
    let mut program = Tandemctl::with(&well).keyring("open");
    let connect = ["connect", "--name", "Acme", "--host", &well.host, "--ikey", &well.ikey, "--skey-stdin"];
    let (output, document) = program.json(&well.skey, &connect);
    assert_eq!(output.code, Some(0), "{document:#}");
    let keychain = document["check"]["checks"].as_array().unwrap().iter().find(|row| row["id"] == "keychain");
    assert_eq!(keychain.map(|row| &row["state"]), Some(&json!("pass")), "{document:#}");

    let refusing = ill("signature_refused");
    assert_eq!((&refusing.host, &refusing.skey), (&well.host, &well.skey));
    program = moved(program, &refusing);
    let (exit, code, news) = round(&program, &["--due"]);
    assert_eq!((exit, news), (Some(4), json!(true)), "{code}");
    let (exit, again, news) = round(&program, &["--due"]);
    assert_eq!((exit, &again, news), (Some(0), &code, json!(false)), "a known trouble raises no alarm");
    assert_eq!(round(&program, &[]).0, Some(4), "by hand it is told again");

    let other = ill("wrong_type_list@/admin/v1/users");
    program = moved(program, &other);
    assert_eq!(round(&program, &[]), (Some(8), json!("SCHEMA_CHANGED"), json!(true)));

    let forbidding = ill("forbid_all");
    program = moved(program, &forbidding);
    assert_eq!(round(&program, &[]), (Some(5), json!("PERM_MISSING"), json!(true)));

    program = program.keyring("locked");
    assert_eq!(round(&program, &["--due"]), (Some(9), json!("KEY_LOCKED"), json!(true)));
    assert_eq!(round(&program, &[]), (Some(9), json!("KEY_LOCKED"), json!(false)));
}
