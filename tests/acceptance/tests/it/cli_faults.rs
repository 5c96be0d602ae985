//! What `check` says when something is wrong between here and Duo. (Waits of many seconds are tested in-process.)

use serde_json::Value;
use testbed::{Simulator, Tandemctl, tree};

struct Case {
    fault: &'static str,
    row: &'static str,
    code: &'static str,
    exit: i32,
}

const fn case(fault: &'static str, row: &'static str, code: &'static str, exit: i32) -> Case {
    Case { fault, row, code, exit }
}

const CASES: &[Case] = &[
    case("tls_self_signed", "tls", "NET_TLS_UNTRUSTED", 3),
    case("tls_expired", "tls", "NET_TLS_EXPIRED", 3),
    case("tls_wrong_name", "tls", "NET_TLS_NAME", 3),
    case("tls_old", "tls", "NET_TLS_VERSION", 3),
    case("proxy_407", "tls", "NET_PROXY_AUTH", 3),
    case("proxy_502", "tls", "NET_PROXY_REFUSED", 3),
    case("html_portal", "ping", "RESP_NOT_JSON", 3),
    case("empty_body", "ping", "RESP_NOT_JSON", 3),
    case("redirect_http", "ping", "RESP_REDIRECT", 3),
    case("redirect_path", "ping", "RESP_REDIRECT", 3),
    case("endless_body", "ping", "RESP_TOO_LARGE", 3),
    case("rst_before_headers", "ping", "NET_RESET", 3),
    case("short_body", "ping", "NET_TRUNCATED", 3),
    case("many_headers", "ping", "NET_PROTOCOL", 3),
    case("truncated", "ping", "RESP_BAD_JSON", 8),
    case("bom", "ping", "RESP_BAD_JSON", 8),
    case("status_500", "ping", "SERVER_ERROR", 8),
    case("status_502_html", "ping", "SERVER_ERROR", 8),
    case("status_503", "ping", "SERVER_ERROR", 8),
    case("stat_fail_200@/admin/v1/info/summary", "keys", "SERVER_ERROR", 8),
    case("duplicate_stat@/admin/v1/info/summary", "keys", "RESP_BAD_JSON", 8),
    case("wrong_type_null@/admin/v1/info/summary", "keys", "SCHEMA_CHANGED", 8),
    case("wrong_type_list@/admin/v1/info/summary", "keys", "SCHEMA_CHANGED", 8),
    case("html_portal@/admin/v1/info/summary", "keys", "RESP_NOT_JSON", 3),
    case("ikey_unknown", "keys", "AUTH_IKEY", 4),
    case("signature_refused", "keys", "AUTH_SIGNATURE", 4),
    case("date_1970", "keys", "AUTH_SIGNATURE", 4),
    case("forbid_all", "permissions", "PERM_NONE_OR_NETWORK", 5),
];

#[test]
fn every_fault_has_its_code_row_and_exit() {
    // The cases mostly wait, for a second try.
    std::thread::scope(|scope| {
        for lane in 0..4 {
            scope.spawn(move || CASES.iter().skip(lane).step_by(4).for_each(run));
        }
    });
}

fn run(case: &Case) {
    let simulator = Simulator::start(&["--users", "20", "--events", "50", "--fault", case.fault]);
    let program = Tandemctl::with(&simulator);
    let arguments = ["check", "--host", &simulator.host, "--ikey", &simulator.ikey, "--skey-stdin"];
    let (output, report) = program.json(&simulator.skey, &arguments);
    let failed = |row: &&Value| row["state"] == "fail";
    let row = report["checks"].as_array().unwrap().iter().find(failed);
    let row = row.unwrap_or_else(|| panic!("{} fails nothing: {report:#}", case.fault));
    assert_eq!(
        (row["id"].as_str(), row["code"].as_str(), output.code),
        (Some(case.row), Some(case.code), Some(case.exit)),
        "{}: {report:#}",
        case.fault
    );
    assert!(tree::files(program.home()).is_empty(), "{}: a check stores nothing", case.fault);
}

#[test]
fn a_proxy_that_is_not_there_is_named() {
    let simulator = Simulator::start(&["--users", "20", "--events", "0"]);
    let program = Tandemctl::new()
        .env("HTTPS_PROXY", "http://ann:hunter2secret@127.0.0.1:9")
        .never_printing(&simulator.skey)
        .never_printing("hunter2secret");
    let arguments = ["check", "--host", &simulator.host, "--ikey", &simulator.ikey, "--skey-stdin"];
    let output = program.run(&simulator.skey, &arguments).exits(3);
    assert!(output.stdout.contains("NET_PROXY") && output.stdout.contains("127.0.0.1:9"), "{output:#?}");
}

#[test]
fn a_proxy_of_the_environment_that_is_no_address_is_not_gone_past() {
    let simulator = Simulator::start(&["--users", "20", "--events", "0"]);
    let with = |address: &str| {
        let program = Tandemctl::with(&simulator).env("HTTPS_PROXY", address);
        program.never_printing(&simulator.skey).never_printing("hunter2secret")
    };
    let arguments = ["check", "--host", &simulator.host, "--ikey", &simulator.ikey, "--skey-stdin"];
    for address in ["http://ann:hunter2secret@:8080", "socks5://127.0.0.1:1080", "nothing like it"] {
        let (output, report) = with(address).json(&simulator.skey, &arguments);
        assert_eq!(output.code, Some(2), "{address}: {report:#}");
        let rows = report["checks"].as_array().expect("rows");
        let failed: Vec<_> = rows.iter().filter(|row| row["state"] == "fail").collect();
        assert!(failed.len() == 1 && failed[0]["code"] == "PROXY_VARIABLE", "{address}: {report:#}");
    }
    let told = with("::").run(&simulator.skey, &arguments).exits(2);
    assert!(told.stdout.contains("HTTPS_PROXY"), "the variable is named: {told:#?}");
    let direct: Vec<&str> = ["--no-proxy"].into_iter().chain(arguments).collect();
    let direct = with("::").run(&simulator.skey, &direct).exits(3);
    assert!(!direct.stdout.contains("PROXY_VARIABLE"), "past the proxy: {direct:#?}");
}

#[test]
fn a_connection_is_not_saved_when_its_check_fails() {
    let simulator = Simulator::start(&["--users", "20", "--events", "0", "--fault", "html_portal"]);
    let program = Tandemctl::with(&simulator);
    let arguments = Tandemctl::connecting(&simulator);
    let (output, document) = program.json(&simulator.skey, &arguments);
    assert_eq!(output.code, Some(3));
    assert_eq!(document["error"]["code"], "RESP_NOT_JSON");
    assert_eq!(document["check"]["verdict"], "failed");
    assert!(tree::files(program.home()).is_empty(), "nothing is stored");
}
