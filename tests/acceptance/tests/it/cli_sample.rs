//! `--sample`: the whole program without a network, a key or a keychain.

use serde_json::{Value, json};
use testbed::Tandemctl;

#[test]
fn the_sample_needs_nothing_and_is_the_same_all_day() {
    let program = Tandemctl::new();
    let size = ["--sample", "--users", "60", "--events", "500", "--seed", "7"];
    let (output, report) = program.json("", &[&size[..], &["check"]].concat());
    assert_eq!((output.code, &report["verdict"]), (Some(0), &json!("verified")));
    assert_eq!(
        (&report["checks"][1]["state"], &report["checks"][1]["code"]),
        (&json!("skipped"), &json!("SAMPLE"))
    );

    let (output, status) = program.json("", &[&size[..], &["sync"]].concat());
    assert_eq!(output.code, Some(0), "{status:#}");
    let show = |program: &Tandemctl, view: &str| -> Value {
        let (output, document) = program.json("", &[&size[..], &["show", view]].concat());
        assert_eq!(output.code, Some(0), "{document:#}");
        document
    };
    assert_eq!(show(&program, "users")["total"], 60);
    assert_eq!(show(&program, "signins")["total"], 500);
    let (_, clients) = program.json("", &[&size[..], &["clients"]].concat());
    let names: Vec<&Value> =
        clients["clients"].as_array().unwrap().iter().map(|client| &client["name"]).collect();
    assert_eq!(names, ["sample"]);
    // A tenth more seats than users, in packs of 25.
    assert_eq!(clients["clients"][0]["paid"], 75);

    let elsewhere = Tandemctl::new();
    for view in ["users", "licences", "apps", "signins", "bypass"] {
        assert_eq!(
            show(&program, view)["rows"],
            show(&elsewhere, view)["rows"],
            "{view}, read without a sync before"
        );
    }
}

#[test]
fn another_seed_or_size_replaces_the_sample() {
    let program = Tandemctl::new();
    for (users, seed) in [("30", "1"), ("40", "1"), ("40", "2")] {
        let size = ["--sample", "--users", users, "--events", "100", "--seed", seed];
        let _ = program.run("", &[&size[..], &["sync"]].concat()).exits(0);
        let (_, document) = program.json("", &[&size[..], &["show", "users", "--limit", "0"]].concat());
        assert_eq!(document["total"].to_string(), users);
        let (_, document) = program.json("", &[&size[..], &["show", "signins", "--limit", "0"]].concat());
        assert_eq!((&document["total"], &document["rows"]), (&json!(100), &json!([])));
    }
}

#[test]
fn the_sample_can_be_exported_and_thrown_away() {
    let program = Tandemctl::new();
    let out = program.home().join("licences.csv");
    let size = ["--sample", "--users", "30", "--events", "100"];
    let export = ["export", "sample", "licences", "--format", "csv", "--out", out.to_str().unwrap()];
    let _ = program.run("", &[&size[..], &export].concat()).exits(0);
    assert!(std::fs::read_to_string(&out).unwrap().lines().count() > 20);
    let _ = program.run("", &["--sample", "disconnect", "--delete-data"]).exits(0);
    assert_eq!(program.json("", &["clients"]).1["clients"], json!([]));
}
