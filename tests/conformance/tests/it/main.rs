//! The official clients for Python and Node against `tandemctl simulate`: they must get exactly what the tenant states.
//!
//! They come from their package indexes, once, into `target/conformance-venv` and `target/conformance-node`.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot be set up has failed")]

mod node;
mod python;
mod referee;

use testbed::Simulator;

/// Lets the client for Python judge a tenant; what it says when it does not agree.
fn judge(simulator: &Simulator, case: &str) -> Result<(), String> {
    python::run(case, &ready(simulator))
}

fn ready(simulator: &Simulator) -> String {
    let ready = serde_json::json!({
        "host": simulator.host,
        "ikey": simulator.ikey,
        "skey": simulator.skey,
        "addr": simulator.addr,
        "proxy": simulator.proxy,
        "ca_file": simulator.ca_file,
        "facts": simulator.facts,
    });
    ready.to_string()
}

#[track_caller]
fn agrees(simulator: &Simulator, cases: &[&str]) {
    for case in cases {
        if let Err(words) = judge(simulator, case) {
            panic!("{words}");
        }
    }
}

#[test]
fn every_list_and_every_log_is_read_to_its_end() {
    let simulator = Simulator::start(&["--users", "1200", "--events", "4500", "--seed", "11"]);
    agrees(&simulator, &["lists", "findings", "logs", "polling"]);
}

#[test]
fn single_objects_and_all_signature_versions_work() {
    let simulator = Simulator::start(&["--users", "620", "--events", "50", "--seed", "12"]);
    agrees(&simulator, &["objects", "signatures"]);
}

#[test]
fn mistakes_are_refused_in_duos_words() {
    let simulator = Simulator::start(&["--users", "50", "--events", "0"]);
    agrees(&simulator, &["refusals"]);
}

#[test]
fn a_missing_permission_closes_what_it_covers() {
    let simulator =
        Simulator::start(&["--users", "50", "--events", "10", "--permissions", "read_information"]);
    agrees(&simulator, &["no_permission"]);
}

#[test]
fn a_quota_is_kept() {
    agrees(&Simulator::start(&["--users", "50", "--events", "0", "--quota", "pages=0"]), &["rate_limit"]);
    agrees(&Simulator::start(&["--users", "700", "--events", "0", "--fault", "rate_burst:3"]), &["burst"]);
}

#[test]
fn the_last_page_may_say_null() {
    let simulator = Simulator::start(&["--users", "350", "--events", "1500", "--fault", "null_next_offset"]);
    agrees(&simulator, &["lists", "logs"]);
}

#[test]
fn a_parent_lists_its_children() {
    agrees(&Simulator::start(&["--users", "50", "--events", "0", "--app-type", "accountsapi"]), &["parent"]);
}

#[test]
fn the_client_for_node_reads_the_same() {
    let simulator = Simulator::start(&["--users", "1200", "--events", "4500", "--seed", "11"]);
    for case in ["lists", "logs"] {
        node::run(case, &ready(&simulator)).unwrap();
    }
    let faults =
        ["--fault", "txid_twice@/admin/v2/logs/authentication", "--fault", "list_shrinks@/admin/v1/users"];
    let simulator = Simulator::start(&[&["--users", "350", "--events", "1500"], &faults[..]].concat());
    for case in ["lists", "logs"] {
        assert!(node::run(case, &ready(&simulator)).is_err(), "the faults went unnoticed by {case}");
    }
}

/// A referee that never disagrees proves nothing.
#[test]
fn the_referee_notices_what_is_wrong() {
    for (fault, case) in [
        ("list_shrinks@/admin/v1/users", "lists"),
        ("total_lies:1", "logs"),
        ("txid_twice@/admin/v2/logs/authentication", "logs"),
        ("txid_twice@/admin/v2/logs/authentication", "polling"),
        ("forbid_all", "findings"),
    ] {
        let simulator = Simulator::start(&["--users", "350", "--events", "1500", "--fault", fault]);
        assert!(judge(&simulator, case).is_err(), "{fault} went unnoticed");
    }
}
