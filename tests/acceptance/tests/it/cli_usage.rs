//! Usage: exit 2, and one JSON document where JSON was asked for.

use serde_json::json;
use testbed::{Tandemctl, tree};

#[test]
fn bad_usage_ends_with_2_and_one_document() {
    let program = Tandemctl::new();
    for arguments in [
        vec![],
        vec!["frobnicate"],
        vec!["show"],
        vec!["show", "acme"],
        vec!["check", "--want", "everything"],
        vec!["sync", "acme", "--only", "nothing"],
        vec!["sync"],
        vec!["disconnect"],
        vec!["export", "acme", "users", "--format", "pdf", "--out", "x"],
        vec!["--users", "5", "--sample", "clients"],
        vec!["simulate", "--addr", "127.0.0.1:0", "--cert-dir", "x", "--fault", "nothing"],
        vec!["simulate", "--addr", "127.0.0.1:0", "--cert-dir", "x", "--permissions", "everything"],
        vec!["--ca-file", "/nowhere/ca.pem", "clients"],
    ] {
        let (output, document) = program.json("", &arguments);
        assert_eq!(output.code, Some(2), "{arguments:?}: {output:#?}");
        assert!(
            document["error"]["code"].is_string() && document["error"]["message"].is_string(),
            "{document}"
        );
        assert_ne!(output.stderr, "", "{arguments:?}");
    }
}

#[test]
fn help_and_version_are_no_errors_and_help_tells_the_filters_grammar() {
    let program = Tandemctl::new();
    assert!(program.run("", &["--version"]).exits(0).stdout.starts_with("tandemctl "));
    let help = program.run("", &["show", "--help"]).exits(0).stdout;
    assert!(help.contains("status=bypass") && help.contains("is empty"), "{help}");
}

#[test]
fn an_empty_list_of_clients_is_a_list() {
    let program = Tandemctl::new();
    let (output, document) = program.json("", &["clients"]);
    assert_eq!((output.code, document), (Some(0), json!({"clients": []})));
    assert!(tree::content(program.home()).is_empty(), "nothing is made for the question");
}

#[test]
fn the_data_folder_is_the_apps_own_unless_another_is_named() {
    let program = Tandemctl::new();
    let arguments = ["--sample", "--users", "20", "--events", "50", "sync"];
    let _ = program.run_without_folder("", &arguments).exits(0);
    let own = program.home().join("share/dev.tandem.desk");
    assert!(own.join("clients.db").is_file(), "{:?}", tree::files(program.home()));
    assert!(!program.data_dir().exists());
}

#[test]
fn a_command_on_a_client_that_is_not_there_makes_no_folder() {
    let program = Tandemctl::new();
    for arguments in [
        vec!["show", "acme", "users"],
        vec!["sync", "acme"],
        vec!["disconnect", "acme", "--delete-data"],
        vec!["export", "acme", "users", "--format", "csv", "--out", "users.csv"],
    ] {
        let (output, document) = program.json("", &arguments);
        assert_eq!((output.code, &document["error"]["code"]), (Some(2), &json!("CLIENT_UNKNOWN")));
    }
    assert!(tree::content(program.home()).is_empty());
}
