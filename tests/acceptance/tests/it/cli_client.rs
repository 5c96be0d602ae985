//! A client's whole life on the command line: connect, sync, show, export, disconnect.

use serde_json::{Value, json};
use testbed::{Output, Simulator, Tandemctl, canary, tree};

use crate::digest;

struct Life {
    simulator: Simulator,
    program: Tandemctl,
}

impl Life {
    fn new(arguments: &[&str]) -> Self {
        let events = if arguments.contains(&"--events") { &[][..] } else { &["--events", "300"] };
        let simulator = Simulator::start(&[&["--users", "40"], events, arguments].concat());
        let program = Tandemctl::with(&simulator);
        Self { simulator, program }
    }

    fn connect(&self, name: &str) -> (Output, Value) {
        let (host, ikey) = (self.simulator.host.as_str(), self.simulator.ikey.as_str());
        let arguments =
            ["connect", "--name", name, "--host", host, "--ikey", ikey, "--skey-stdin", "--session-secret"];
        self.program.json(&self.simulator.skey, &arguments)
    }

    fn sync(&self, more: &[&str]) -> (Output, Value) {
        let arguments = [&["sync", "Acme", "--skey-stdin", "--full-speed"], more].concat();
        self.program.json(&self.simulator.skey, &arguments)
    }

    fn show(&self, arguments: &[&str]) -> Value {
        let (output, document) = self.program.json("", &[&["show", "acme"], arguments].concat());
        assert_eq!(output.code, Some(0), "{document:#}");
        document
    }
}

fn rows(document: &Value) -> &Vec<Value> {
    document["rows"].as_array().unwrap_or_else(|| panic!("no rows: {document:#}"))
}

#[test]
fn a_synced_client_holds_exactly_what_the_tenant_holds() {
    let life = Life::new(&[]);
    let (output, document) = life.connect("Acme");
    assert_eq!((output.code, &document["check"]["verdict"]), (Some(0), &json!("verified")), "{document:#}");
    assert_eq!(document["client"]["session_only"], true);
    assert_eq!(document["client"]["last_sync"], Value::Null, "connect does not sync");

    let (output, status) = life.sync(&[]);
    assert_eq!(output.code, Some(0), "{output:#?}");
    for set in status["data_sets"].as_array().unwrap() {
        // Trust Monitor is of the highest edition alone.
        let expected = if set["data_set"] == "trust_monitor" { "not_in_edition" } else { "done" };
        assert_eq!(set["state"], expected, "{set}");
    }

    let facts = &life.simulator.facts;
    let users = life.show(&["users"]);
    assert_eq!(users["total"], facts["users"]["count"]);
    assert_eq!(digest::of_column(rows(&users), "user_id"), facts["users"]["digest"].as_str().unwrap());
    assert!(users["as_of"].as_str().unwrap().ends_with('Z'));
    assert_eq!(users["not_evaluated"], json!([]));
    let billable = life.show(&["licences"]);
    assert_eq!(billable["total"], facts["users"]["billable"]);
    let sign_ins = life.show(&["signins"]);
    assert_eq!(sign_ins["total"], facts["sign_ins"]["count"]);
    let groups = life.show(&["groups"]);
    assert_eq!(digest::of_column(rows(&groups), "group_id"), facts["groups"]["digest"].as_str().unwrap());
    let apps = life.show(&["apps"]);
    for app in facts["sign_ins"]["applications"].as_array().unwrap() {
        let row = rows(&apps).iter().find(|row| row["app_key"] == app["key"]);
        let row = row.unwrap_or_else(|| panic!("{app} is not in {apps:#}"));
        assert_eq!(row["sign_ins"], app["sign_ins"], "{row}");
    }
    let bypass = life.show(&["bypass", "--filter", "kind=code"]);
    assert_eq!(bypass["total"], facts["bypass_codes"]["count"]);

    let (_, clients) = life.program.json("", &["clients"]);
    assert_eq!(clients["clients"][0]["name"], "Acme");
    assert_eq!(clients["clients"][0]["billable"]["value"].as_f64(), facts["users"]["billable"].as_f64());
    assert!(canary::files_that_hold(life.program.home(), &life.simulator.skey).is_empty());

    let (output, again) = life.sync(&[]);
    assert_eq!(output.code, Some(0), "{again:#}");
    assert_eq!(life.show(&["signins"])["total"], facts["sign_ins"]["count"], "a second sync doubles nothing");

    filters_sorts_and_pages(&life);
    exports_agree_with_each_other(&life);
    disconnecting(&life);
}

fn filters_sorts_and_pages(life: &Life) {
    let facts = &life.simulator.facts;
    let disabled = life.show(&["users", "--filter", "status=disabled"]);
    assert_eq!(disabled["total"], facts["users"]["by_status"].get("disabled").cloned().unwrap_or(json!(0)));
    assert!(rows(&disabled).iter().all(|row| row["status"] == "disabled"));
    let both = life.show(&["users", "--filter", "status!=disabled and last_seen is present, username ~ A"]);
    assert!(
        rows(&both)
            .iter()
            .all(|row| row["last_seen"].is_string() && row["username"].as_str().unwrap().contains('a'))
    );

    let newest = life.show(&["users", "--sort", "-created"]);
    let created: Vec<&str> = rows(&newest).iter().filter_map(|row| row["created"].as_str()).collect();
    assert!(created.is_sorted_by(|a, b| a >= b), "{created:?}");

    for view in ["users", "signins"] {
        let whole = life.show(&[view]);
        let mut paged = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let mut arguments = vec![view, "--limit", "7"];
            if let Some(after) = &after {
                arguments.extend(["--after", after]);
            }
            let page = life.show(&arguments);
            assert!(rows(&page).len() <= 7);
            paged.extend(rows(&page).iter().cloned());
            match page["next"].as_str() {
                Some(next) => after = Some(next.to_owned()),
                None => break,
            }
        }
        assert_eq!(&paged, rows(&whole), "pages of {view} add up to the whole");
    }

    for (arguments, code, told) in [
        (["show", "acme", "users", "--filter", "nothing=1"], "UNKNOWN_COLUMN", "idle_days"),
        (["show", "acme", "users", "--filter", "status"], "BAD_ARGUMENTS", "filter"),
        (["show", "acme", "users", "--filter", "idle_days>=many"], "BAD_ARGUMENTS", "--filter"),
        (["show", "acme", "users", "--after", "elsewhere"], "BAD_ARGUMENTS", "--after"),
        (["show", "acme", "users", "--sort", "nothing"], "UNKNOWN_COLUMN", "idle_days"),
        (["show", "nobody", "users", "--limit", "1"], "CLIENT_UNKNOWN", ""),
        (["show", "acme", "weather", "--limit", "1"], "UNKNOWN_VIEW", "signins"),
    ] {
        let (output, document) = life.program.json("", &arguments);
        assert_eq!((output.code, &document["error"]["code"]), (Some(2), &json!(code)), "{arguments:?}");
        assert!(document["error"]["message"].as_str().unwrap().contains(told), "{document:#}");
    }
}

fn exports_agree_with_each_other(life: &Life) {
    for view in ["users", "licences", "apps", "signins", "bypass"] {
        let shown = life.show(&[view]);
        let file = |format: &str| {
            let out = life.program.home().join(format!("{view}.{format}"));
            let arguments = ["export", "Acme", view, "--format", format, "--out", out.to_str().unwrap()];
            let (output, document) = life.program.json("", &arguments);
            assert_eq!((output.code, &document["rows"]), (Some(0), &shown["total"]), "{document:#}");
            std::fs::read(out).unwrap()
        };
        let json: Value = serde_json::from_slice(&file("json")).unwrap();
        assert_eq!(rows(&json), rows(&shown), "{view}");
        let lines = file("ndjson");
        let lines: Vec<Value> = lines
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty())
            .map(|line| serde_json::from_slice(line).unwrap())
            .collect();
        assert_eq!(&lines, rows(&shown), "{view}");
        let csv = file("csv");
        let records =
            csv::Reader::from_reader(csv.strip_prefix("\u{feff}".as_bytes()).unwrap()).into_records();
        assert_eq!(records.map(Result::unwrap).count(), rows(&shown).len(), "{view}");
    }
}

fn disconnecting(life: &Life) {
    let (output, _) = life.program.json("", &["disconnect", "Acme"]);
    assert_eq!(output.code, Some(0));
    let (_, clients) = life.program.json("", &["clients"]);
    assert_eq!(clients["clients"][0]["state"], "disconnected");
    assert_eq!(life.show(&["users"])["total"], life.simulator.facts["users"]["count"], "its data is kept");

    let (output, document) = life.program.json("", &["disconnect", "acme", "--delete-data"]);
    assert_eq!((output.code, &document["data_deleted"]), (Some(0), &json!(true)));
    assert_eq!(life.program.json("", &["clients"]).1["clients"], json!([]));
    let left = tree::files(&life.program.data_dir().join("clients"));
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn administrators_settings_and_units_are_shown_or_say_which_right_is_missing() {
    let life = Life::new(&[]);
    let _ = life.connect("Acme");
    let _ = life.sync(&[]);
    let facts = &life.simulator.facts;
    let admins = life.show(&["admins"]);
    assert_eq!(admins["total"], facts["admins"]["count"]);
    let ids = rows(&admins).iter().map(|row| row["admin_id"].as_str().unwrap());
    assert_eq!(digest::of_ids(ids), facts["admins"]["digest"]);
    let weak = life.show(&["admins", "--filter", "status=active, strong=false"]);
    assert_eq!(weak["total"], facts["account"]["weak_admins"]);
    assert_eq!(life.show(&["admin_units"])["total"], facts["account"]["admin_units"]["count"]);
    let remarked = life.show(&["settings", "--filter", "setting=inactive_user_expiration"]);
    assert_eq!(rows(&remarked)[0]["remark"], "no_user_expiry");

    let life = Life::new(&["--permissions", "read_resource,read_log,read_information"]);
    let _ = life.connect("Acme");
    let (output, _) = life.sync(&[]);
    assert_eq!(output.code, Some(0), "what is not wanted of every connection misses nothing");
    for (view, right) in [("admins", "administrators"), ("settings", "settings")] {
        let (output, document) = life.program.json("", &["show", "acme", view]);
        assert_eq!((output.code, &document["rows"]), (Some(5), &Value::Null), "{document:#}");
        assert!(document["not_evaluated"].to_string().contains(&format!("({right})")), "{document:#}");
    }
}

#[test]
fn a_missing_right_leaves_the_rest_running_and_its_views_without_rows() {
    let life = Life::new(&["--permissions", "read_resource,read_information"]);
    let (output, document) = life.connect("Acme");
    assert_eq!((output.code, &document["check"]["verdict"]), (Some(5), &json!("limited")));
    let (output, status) = life.sync(&[]);
    assert_eq!(output.code, Some(5), "{status:#}");
    assert_eq!(life.show(&["users"])["total"], life.simulator.facts["users"]["count"]);

    let (output, view) = life.program.json("", &["show", "Acme", "signins"]);
    assert_eq!(
        (output.code, &view["rows"], &view["total"]),
        (Some(5), &Value::Null, &Value::Null),
        "{view:#}"
    );
    assert_eq!(view["not_evaluated"][0]["what"], "sign_ins");
    assert!(view["not_evaluated"][0]["why"].as_str().unwrap().contains("read_log"), "{view:#}");
    let out = life.program.home().join("signins.csv");
    let arguments = ["export", "Acme", "signins", "--format", "csv", "--out", out.to_str().unwrap()];
    let (output, document) = life.program.json("", &arguments);
    assert_eq!((output.code, &document["error"]["code"]), (Some(5), &json!("PERM_MISSING")));
    assert!(!out.exists(), "a view that cannot be evaluated gives no file");
}

#[test]
fn a_sync_takes_its_secret_from_one_place_and_its_keys_as_saved() {
    let life = Life::new(&["--events", "0"]);
    life.connect("Acme");
    let (output, document) = life.program.json("", &["sync", "Acme"]);
    assert_eq!((output.code, &document["error"]["code"]), (Some(9), &json!("KEY_SESSION")));
    let (output, document) = life.program.json("too short", &["sync", "Acme", "--skey-stdin"]);
    assert_eq!(output.code, Some(2), "{document:#}");

    let (host, ikey) = (life.simulator.host.as_str(), life.simulator.ikey.as_str());
    let before = tree::content(&life.program.data_dir());
    for other in [
        ["--host", "api-ffffffff.duosecurity.com", "--ikey", ikey],
        ["--host", host, "--ikey", "DIQ7W2E9R4T1Y8U3I6O5"],
        ["--host", "evil.example", "--ikey", ikey],
    ] {
        let (output, document) = life.sync(&other);
        assert_eq!(output.code, Some(2), "{document:#}");
    }
    assert_eq!(tree::content(&life.program.data_dir()), before, "nothing is stored");
    let (output, _) = life.sync(&["--host", host, "--ikey", ikey, "--only", "users,groups"]);
    assert_eq!(output.code, Some(0));
}

#[test]
fn a_replaced_secret_is_told_and_costs_no_data() {
    let life = Life::new(&["--events", "0"]);
    life.connect("Acme");
    assert_eq!(life.sync(&[]).0.code, Some(0));
    let arguments = ["sync", "Acme", "--skey-stdin", "--full-speed"];
    let (output, status) = life.program.json("Kq7Lw2Ze9Rt4Yu8Io1Pa6Sd3Fg5Hj0Xc2Vb7Nm9Q", &arguments);
    assert_eq!((output.code, &status["code"]), (Some(4), &json!("AUTH_ROTATED")), "{status:#}");
    assert_eq!(life.show(&["users"])["total"], life.simulator.facts["users"]["count"]);
}

#[test]
fn a_rate_limit_ends_a_sync_only_when_somebody_says_how_long_to_wait() {
    let life = Life::new(&["--events", "0", "--fault", "rate_limited@/admin/v1/users"]);
    life.connect("Acme");
    let (output, status) = life.sync(&["--only", "users", "--max-wait", "1"]);
    assert_eq!((output.code, &status["code"]), (Some(7), &json!("RATE_LIMIT")), "{status:#}");
}

#[test]
fn a_longer_wait_than_may_be_waited_is_told_and_not_asked_into() {
    let life = Life::new(&["--events", "0", "--fault", "asks_to_wait:1860@/admin/v1/info"]);
    let (output, report) = life.connect("Acme");
    assert_eq!((output.code, &report["error"]["code"]), (Some(7), &json!("RATE_LIMIT")), "{report:#}");
    let Simulator { host, ikey, skey, .. } = &life.simulator;
    let told = life.program.run(skey, &["check", "--host", host, "--ikey", ikey, "--skey-stdin"]).exits(7);
    assert!(told.stdout.contains("31 min"), "{told:#?}");
}

#[test]
fn a_view_that_was_never_read_says_why_and_what_to_run() {
    let life = Life::new(&["--events", "0"]);
    life.connect("Acme");
    let told = life.program.run("", &["show", "Acme", "users"]).exits(5);
    assert!(told.stdout.contains("run tandemctl sync"), "{told:#?}");
    let (output, document) = life.program.json("", &["show", "Acme", "users"]);
    assert_eq!((output.code, &document["rows"]), (Some(5), &Value::Null), "{document:#}");
    let reasons = document["not_evaluated"].as_array().expect("reasons");
    let users = reasons.iter().find(|reason| reason["what"] == "users").expect("why there are no users");
    assert!(users["why"].as_str().expect("words").contains("Not read yet"), "{users}");
    assert_eq!(document.get("never_read"), None);
}

#[test]
fn the_same_client_is_not_saved_twice() {
    let life = Life::new(&["--events", "0"]);
    assert_eq!(life.connect("Acme").0.code, Some(0));
    let before = tree::content(&life.program.data_dir());
    let (output, document) = life.connect("ACME");
    assert_eq!((output.code, &document["error"]["code"]), (Some(2), &json!("NAME_DUPLICATE")));
    let (output, document) = life.connect("Other");
    assert_eq!((output.code, &document["error"]["code"]), (Some(2), &json!("CONNECTION_EXISTS")));
    assert_eq!(tree::content(&life.program.data_dir()), before, "nothing is stored");
}

#[test]
fn without_a_keychain_nothing_is_saved_and_no_file_takes_its_place() {
    let life = Life::new(&["--events", "0"]);
    let (host, ikey) = (life.simulator.host.as_str(), life.simulator.ikey.as_str());
    let arguments = ["connect", "--name", "Acme", "--host", host, "--ikey", ikey, "--skey-stdin"];
    let (output, document) = life.program.json(&life.simulator.skey, &arguments);
    assert_eq!(output.code, Some(9), "{document:#}");
    assert_eq!(document["error"]["code"], "KEY_UNAVAILABLE");
    assert!(canary::files_that_hold(life.program.home(), &life.simulator.skey).is_empty());
    assert_eq!(life.program.json("", &["clients"]).1["clients"], json!([]));
}

#[test]
fn what_was_never_read_is_neither_a_number_nor_a_missing_right() {
    let simulator = Simulator::start(&["--users", "20", "--events", "20"]);
    let program = Tandemctl::with(&simulator);
    let _ = program.run(&simulator.skey, &Tandemctl::connecting(&simulator)).exits(0);
    let (shown, document) = program.json("", &["show", "Acme", "users"]);
    assert_eq!((shown.code, &document["rows"]), (Some(5), &Value::Null), "{document:#}");
    let out = program.home().join("users.csv");
    let arguments = ["export", "Acme", "users", "--format", "csv", "--out", out.to_str().unwrap()];
    let (refused, document) = program.json("", &arguments);
    assert_eq!((refused.code, &document["error"]["code"]), (Some(5), &json!("DB_MISSING")), "{document:#}");
    assert!(refused.stderr.contains("Sync now") && !refused.stderr.contains("Admin API"), "{refused:?}");
    assert!(!out.exists());
    let report = ["report", "Acme", "licences", "--format", "json", "--out", "-"];
    let report: Value = serde_json::from_str(&program.run("", &report).exits(0).stdout).unwrap();
    for count in ["active", "waterfall", "lanes", "ticks", "excluded"] {
        assert_eq!(report["review"][count], Value::Null, "{count}");
    }
    assert_eq!(report["candidates"], Value::Null);
}
