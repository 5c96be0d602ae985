//! `tandemctl check` against a tenant that speaks TLS.

use serde_json::{Value, json};
use testbed::{Simulator, Tandemctl, tree};

const SMALL: [&str; 4] = ["--users", "20", "--events", "50"];

fn simulator(more: &[&str]) -> Simulator {
    Simulator::start(&[&SMALL[..], more].concat())
}

fn check(simulator: &Simulator, program: &Tandemctl) -> (Option<i32>, Value) {
    let arguments = ["check", "--host", &simulator.host, "--ikey", &simulator.ikey, "--skey-stdin"];
    let (output, report) = program.json(&simulator.skey, &arguments);
    (output.code, report)
}

fn row<'a>(report: &'a Value, id: &str) -> &'a Value {
    let rows = report["checks"].as_array().expect("checks is a list");
    rows.iter().find(|row| row["id"] == id).unwrap_or_else(|| panic!("no row {id} in {report:#}"))
}

fn right<'a>(report: &'a Value, id: &str) -> &'a Value {
    let rows = report["permissions"].as_array().expect("permissions is a list");
    rows.iter().find(|row| row["id"] == id).unwrap_or_else(|| panic!("no right {id} in {report:#}"))
}

#[test]
fn all_rights_are_verified_and_the_document_has_the_promised_form() {
    let simulator = simulator(&[]);
    let program = Tandemctl::with(&simulator);
    let (code, report) = check(&simulator, &program);
    assert_eq!(code, Some(0), "{report:#}");
    assert_eq!(report["verdict"], "verified");
    assert_eq!(report["host"], simulator.host.as_str());
    assert_eq!(report["ikey"], format!("DI…{}", &simulator.ikey[17..]));
    assert_eq!(report["account"]["id"], simulator.facts["account_id"]);
    assert_eq!(report["account"]["edition"], simulator.facts["edition"]);
    assert_eq!(report["account"]["name"], simulator.facts["organisation"]);
    assert!(report["clock_skew_seconds"].as_i64().expect("a number").abs() <= 2);
    let ids: Vec<&Value> = report["checks"].as_array().unwrap().iter().map(|row| &row["id"]).collect();
    assert_eq!(ids, ["format", "dns", "tls", "ping", "clock", "keys", "application_type", "permissions"]);
    for id in ["format", "ping", "clock", "keys", "permissions"] {
        assert_eq!(
            (&row(&report, id)["state"], &row(&report, id)["code"]),
            (&json!("pass"), &json!("")),
            "{id}"
        );
    }
    assert_eq!(
        (&row(&report, "dns")["state"], &row(&report, "dns")["code"]),
        (&json!("skipped"), &json!("VIA_PROXY"))
    );
    // The test's authority is trusted by the system but no public one.
    assert_eq!(
        (&row(&report, "tls")["state"], &row(&report, "tls")["code"]),
        (&json!("warn"), &json!("TLS_INSPECTION"))
    );
    for id in ["read_resource", "read_log", "read_information", "settings", "administrators"] {
        assert_eq!(right(&report, id)["state"], "granted", "{id}");
    }
    let costs = right(&report, "read_log")["costs"].as_array().expect("a list");
    assert!(costs.contains(&json!("sign_ins")), "{costs:?}");
    let keys: Vec<&String> = report.as_object().unwrap().keys().collect();
    assert_eq!(keys.len(), 9, "{keys:?}");
    assert_eq!(report["excess_known"], true);
    assert!(tree::files(program.home()).is_empty(), "a check stores nothing");
}

#[test]
fn each_missing_right_limits_the_verdict_unless_it_is_not_wanted() {
    let simulator = simulator(&["--permissions", "read_resource,read_information"]);
    let program = Tandemctl::with(&simulator);
    let (code, report) = check(&simulator, &program);
    assert_eq!((code, &report["verdict"]), (Some(5), &json!("limited")));
    assert_eq!(right(&report, "read_log")["state"], "missing");
    assert_eq!(right(&report, "settings")["state"], "missing");
    assert_eq!(right(&report, "read_resource")["state"], "granted");

    let wanted = ["check", "--host", &simulator.host, "--ikey", &simulator.ikey, "--skey-stdin", "--want"];
    let (output, report) = program.json(&simulator.skey, &[&wanted[..], &["read_resource"]].concat());
    assert_eq!((output.code, &report["verdict"]), (Some(0), &json!("verified")));
    let (output, report) =
        program.json(&simulator.skey, &[&wanted[..], &["read_resource,settings"]].concat());
    assert_eq!((output.code, &report["verdict"]), (Some(5), &json!("limited")));
}

#[test]
fn no_right_at_all_says_that_it_may_be_the_network() {
    let simulator = simulator(&["--permissions", ""]);
    let (code, report) = check(&simulator, &Tandemctl::with(&simulator));
    assert_eq!((code, &report["verdict"]), (Some(5), &json!("limited")), "{report:#}");
    assert_eq!(row(&report, "permissions")["code"], "PERM_NONE_OR_NETWORK");
    assert_eq!(row(&report, "keys")["state"], "pass");
    assert_eq!(right(&report, "read_information")["state"], "missing");
}

#[test]
fn keys_of_another_type_are_named() {
    for (app_type, code) in [("authapi", "APP_TYPE_AUTH_API"), ("accountsapi", "APP_TYPE_ACCOUNTS_API")] {
        let simulator = simulator(&["--app-type", app_type]);
        let (exit, report) = check(&simulator, &Tandemctl::with(&simulator));
        assert_eq!((exit, &report["verdict"]), (Some(6), &json!("failed")), "{report:#}");
        assert_eq!(row(&report, "application_type")["code"], code);
    }
}

#[test]
fn rights_beyond_reading_are_told_and_change_nothing_else() {
    let simulator =
        simulator(&["--permissions", "read_resource,read_log,read_information,write_resource,integrations"]);
    let (code, report) = check(&simulator, &Tandemctl::with(&simulator));
    assert_eq!((code, &report["verdict"]), (Some(0), &json!("verified")), "{report:#}");
    let mut excess: Vec<&str> =
        report["excess"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    excess.sort_unstable();
    assert_eq!(excess, ["integrations", "write_resource"]);
    assert_eq!(report["excess_known"], true);
}

#[test]
fn wrong_keys_are_told_apart() {
    let simulator = simulator(&[]);
    let program = Tandemctl::with(&simulator);
    let other_secret = "Kq7Lw2Ze9Rt4Yu8Io1Pa6Sd3Fg5Hj0Xc2Vb7Nm9Q";
    let arguments = ["check", "--host", &simulator.host, "--ikey", &simulator.ikey, "--skey-stdin"];
    let (output, report) = program.json(other_secret, &arguments);
    assert_eq!((output.code, &report["verdict"]), (Some(4), &json!("failed")));
    assert_eq!(row(&report, "keys")["code"], "AUTH_SIGNATURE");
    assert_eq!(row(&report, "permissions")["state"], "skipped");

    let arguments = ["check", "--host", &simulator.host, "--ikey", "DIQ7W2E9R4T1Y8U3I6O5", "--skey-stdin"];
    let (output, report) = program.json(&simulator.skey, &arguments);
    assert_eq!((output.code, &report["verdict"]), (Some(4), &json!("failed")), "{report:#}");
    assert_eq!(row(&report, "keys")["code"], "AUTH_IKEY");
}

#[test]
fn a_wrong_clock_is_told_in_seconds_and_fails_nothing() {
    let simulator = simulator(&["--fault", "clock:600"]);
    let (code, report) = check(&simulator, &Tandemctl::with(&simulator));
    assert_eq!((code, &report["verdict"]), (Some(0), &json!("verified")), "{report:#}");
    let skew = report["clock_skew_seconds"].as_i64().expect("a number");
    assert!((-603..=-597).contains(&skew), "this computer is behind: {skew}");
    assert_eq!(
        (&row(&report, "clock")["state"], &row(&report, "clock")["code"]),
        (&json!("warn"), &json!("CLOCK_FAR"))
    );
}

#[test]
fn an_authority_may_be_given_by_file_and_nothing_untrusted_is_used() {
    let simulator = simulator(&[]);
    let untrusting = || Tandemctl::new().env("HTTPS_PROXY", &simulator.proxy).never_printing(&simulator.skey);
    let (code, report) = check(&simulator, &untrusting());
    assert_eq!((code, &row(&report, "tls")["code"]), (Some(3), &json!("NET_TLS_UNTRUSTED")), "{report:#}");

    let ca_file = simulator.ca_file.to_str().expect("a path in UTF-8");
    let arguments =
        ["--ca-file", ca_file, "check", "--host", &simulator.host, "--ikey", &simulator.ikey, "--skey-stdin"];
    let (output, report) = untrusting().json(&simulator.skey, &arguments);
    assert_eq!((output.code, &report["verdict"]), (Some(0), &json!("verified")), "{report:#}");
}

#[test]
fn a_file_of_authorities_that_is_damaged_in_part_names_the_part() {
    let simulator = simulator(&[]);
    let whole = std::fs::read_to_string(&simulator.ca_file).expect("the authority");
    let program = Tandemctl::new().env("HTTPS_PROXY", &simulator.proxy).never_printing(&simulator.skey);
    let ca_file = program.home().join("ca.pem");
    let path = ca_file.to_str().expect("a path in UTF-8");
    let arguments =
        ["--ca-file", path, "check", "--host", &simulator.host, "--ikey", &simulator.ikey, "--skey-stdin"];

    std::fs::write(&ca_file, format!("\u{FEFF}{}", whole.repeat(2).replace('\n', "\r\n"))).expect("the file");
    let read = program.run(&simulator.skey, &arguments).exits(0);
    assert!(read.stdout.contains("Verified"), "{read:#?}");

    std::fs::write(&ca_file, format!("{whole}{}", &whole[..whole.len() / 2])).expect("the file");
    let (output, document) = program.json(&simulator.skey, &arguments);
    let message = document["error"]["message"].as_str().unwrap_or_default();
    assert_eq!((output.code, &document["error"]["code"]), (Some(2), &json!("CA_FILE_PART")), "{document}");
    assert!(message.contains("Certificate 2") && message.contains(path), "{document}");
}

#[test]
fn host_and_keys_are_taken_in_the_forms_that_people_paste() {
    let simulator = simulator(&[]);
    let host = format!("https://{}/", simulator.host.to_uppercase());
    let arguments = ["check", "--host", &host, "--ikey", &simulator.ikey, "--skey-stdin"];
    let secret = format!("{}\r\n", simulator.skey);
    let (output, report) = Tandemctl::with(&simulator).json(&secret, &arguments);
    assert_eq!((output.code, &report["host"]), (Some(0), &json!(simulator.host)), "{report:#}");
}

#[test]
fn people_get_words_on_standard_output_and_progress_beside_it() {
    let simulator = simulator(&["--permissions", "read_resource,read_information"]);
    let program = Tandemctl::with(&simulator);
    let arguments = ["check", "--host", &simulator.host, "--ikey", &simulator.ikey, "--skey-stdin"];
    let output = program.run(&simulator.skey, &arguments).exits(5);
    assert!(output.stdout.contains("Limited") && output.stdout.contains("Grant log - Read"), "{output:#?}");
    assert!(output.stderr.contains("Permissions"), "{output:#?}");
    let quiet = program.run(&simulator.skey, &[&arguments[..], &["--quiet"]].concat()).exits(5);
    assert_eq!(quiet.stderr, "");
}
