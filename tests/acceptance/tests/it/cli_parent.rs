//! `connect` with an MSP parent's key.

use serde_json::Value;
use testbed::{Simulator, Tandemctl, canary};

fn parent() -> Simulator {
    Simulator::start(&["--users", "20", "--events", "40", "--children", "3", "--children-elsewhere", "1"])
}

fn connecting<'a>(simulator: &'a Simulator, more: &[&'a str]) -> Vec<&'a str> {
    let Simulator { host, ikey, .. } = simulator;
    let mut line = vec!["connect", "--host", host, "--ikey", ikey, "--skey-stdin", "--session-secret"];
    line.extend(more);
    line
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

#[test]
fn without_a_choice_it_is_the_wrong_type_and_the_way_on_is_told() {
    let simulator = parent();
    let tandemctl = Tandemctl::with(&simulator);
    let (check, document) = tandemctl.json(
        &simulator.skey,
        &["check", "--host", &simulator.host, "--ikey", &simulator.ikey, "--skey-stdin"],
    );
    assert_eq!((check.code, text(&document["verdict"])), (Some(6), "failed"));
    let output = tandemctl.run(&simulator.skey, &connecting(&simulator, &["--name", "Acme"]));
    assert_eq!(output.code, Some(6), "{output:?}");
    assert!(output.stderr.contains("--all-children"), "{}", output.stderr);
    assert!(!tandemctl.data_dir().exists(), "nothing was saved");
}

#[test]
fn all_customers_that_the_key_opens_are_added_and_read_as_clients_of_their_own() {
    let simulator = parent();
    let tandemctl = Tandemctl::with(&simulator);
    let (listed, document) = tandemctl.json(&simulator.skey, &connecting(&simulator, &["--list-children"]));
    assert_eq!((listed.code, document["children"].as_array().unwrap().len()), (Some(0), 4));
    let line = connecting(&simulator, &["--all-children", "--parent-name", "Northgate MSP"]);
    let (added, document) = tandemctl.json(&simulator.skey, &line);
    assert_eq!(added.code, Some(0), "{added:?}");
    assert_eq!(
        (text(&document["parent"]["name"]), &document["parent"]["clients"]),
        ("Northgate MSP", &3.into())
    );
    let left = document["left"].as_array().unwrap();
    assert_eq!((left.len(), text(&left[0]["code"])), (1, "CHILD_ELSEWHERE"));
    for child in simulator.children.iter().filter(|child| child["elsewhere"] == false) {
        let name = text(&child["name"]);
        let synced = tandemctl
            .run(&simulator.skey, &["sync", name, "--skey-stdin", "--only", "users", "--full-speed"]);
        assert_eq!(synced.code, Some(0), "{synced:?}");
        let (_, users) = tandemctl.json("", &["show", name, "users", "--limit", "1"]);
        assert_eq!(users["total"], child["facts"]["users"]["count"], "{name}");
    }
    let clients = tandemctl.run("", &["clients"]);
    assert_eq!(clients.stdout.matches("(via Northgate MSP)").count(), 3, "{}", clients.stdout);
    assert!(canary::files_that_hold(&tandemctl.data_dir(), &simulator.skey).is_empty());
    // A second time there is nothing left to add.
    let (again, document) = tandemctl.json(&simulator.skey, &line);
    assert_eq!((again.code, document["children"].as_array().unwrap().len()), (Some(0), 0));
}

#[test]
fn one_customer_can_be_named_and_one_elsewhere_or_unknown_is_refused() {
    let simulator = parent();
    let tandemctl = Tandemctl::with(&simulator);
    let (first, elsewhere) = (&simulator.children[0], &simulator.children[3]);
    let add = |id: &str, more: &[&str]| {
        let mut line = connecting(&simulator, &[]);
        line.extend(["--child", id]);
        line.extend(more);
        tandemctl.json(&simulator.skey, &line)
    };
    let (added, document) = add(text(&first["account_id"]), &["--name", "My own name"]);
    assert_eq!((added.code, text(&document["children"][0]["name"])), (Some(0), "My own name"));
    let (refused, document) = add(text(&elsewhere["account_id"]), &[]);
    assert_eq!((refused.code, text(&document["children"][0]["code"])), (Some(6), "CHILD_ELSEWHERE"));
    let (unknown, document) = add("DAXXXXXXXXXXXXXXXXXX", &[]);
    assert_eq!((unknown.code, text(&document["children"][0]["code"])), (Some(2), "CHILD_UNKNOWN"));
    let (_, clients) = tandemctl.json("", &["clients"]);
    assert_eq!(clients["clients"].as_array().unwrap().len(), 1);
}

#[test]
fn keys_of_one_tenant_have_no_children() {
    let simulator = Simulator::start(&["--users", "20", "--events", "0"]);
    let tandemctl = Tandemctl::with(&simulator);
    let output = tandemctl.run(&simulator.skey, &connecting(&simulator, &["--all-children"]));
    assert_eq!(output.code, Some(6), "{output:?}");
    assert!(!tandemctl.data_dir().exists());
}
