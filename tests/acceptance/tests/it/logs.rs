//! Log files: what stands in them and what never does; and what is left of a panic.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use duo_api::{Request, Response, Transport, TransportError};
use engine::{Code, Engine, Options, SyncOptions};
use serde_json::{Value, json};
use testbed::{Simulator, Tandemctl, canary};

use crate::bench::{Bench, config};

const WRONG: &str = "CANARY0Zq3xV8mN1pL6kJ4hG7fD2sA9wE5rT0yU1";
/// All that a line can name.
const NAMES: [&str; 21] = [
    "at",
    "level",
    "in",
    "program",
    "process",
    "what",
    "version",
    "os",
    "code",
    "data_set",
    "client",
    "path",
    "ms",
    "rows",
    "requests",
    "quarantined",
    "state",
    "verdict",
    "command",
    "failed",
    "kind",
];
/// One failure of each kind: the server's, an answer's, the network's, a right's, a key's.
const FAILURES: [(&str, &str); 6] = [
    ("status_500@/admin/v1/users", "SERVER_ERROR"),
    ("html_portal@/admin/v1/users", "RESP_NOT_JSON"),
    ("truncated@/admin/v1/users", "RESP_BAD_JSON"),
    ("rst_before_headers@/admin/v1/users", "NET_RESET"),
    ("rate_limited@/admin/v1/users", "RATE_LIMIT"),
    ("ikey_unknown@/admin/v1/users", "AUTH_IKEY"),
];

fn logs(data_dir: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(data_dir.join("logs/tandem.jsonl")).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The command line goes by what was chosen in the window.
async fn log_everything(data_dir: PathBuf) {
    let bench = Bench::new(config(&[]));
    let options = Options { data_dir, ports: bench.ports.clone(), demo: false, notices: Vec::new() };
    let engine = Engine::open(options).await.unwrap();
    let state = engine.call("log_level_set", json!({ "level": "detailed" })).await.unwrap();
    assert_eq!(state["level"], "detailed");
}

/// Who the tenant's people are, and from where they came.
fn people(program: &Tandemctl) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (view, columns) in
        [("users", &["username", "email", "realname"][..]), ("signins", &["username", "ip"])]
    {
        let (_, document) = program.json("", &["show", "Acme", view, "--limit", "1000"]);
        for row in document["rows"].as_array().unwrap() {
            found.extend(columns.iter().filter_map(|column| row[*column].as_str().map(str::to_owned)));
        }
    }
    // A name of three letters may stand in any word.
    found.retain(|text| text.len() > 5);
    found
}

fn hold_nothing_of(data_dir: &Path, simulator: &Simulator, people: &BTreeSet<String>) {
    let folder = data_dir.join("logs");
    let own = [&simulator.host, &simulator.ikey, &simulator.skey];
    let short = simulator.host.split('.').next().unwrap();
    for value in own.into_iter().map(String::as_str).chain([short, WRONG, "Authorization", "Acme"]) {
        assert_eq!(canary::files_that_hold(&folder, value), Vec::<PathBuf>::new(), "{value}");
    }
    for value in people {
        assert_eq!(canary::files_that_hold(&folder, value), Vec::<PathBuf>::new(), "{value}");
    }
    for line in logs(data_dir) {
        let odd = line.as_object().unwrap().keys().find(|name| !NAMES.contains(&name.as_str()));
        assert_eq!(odd, None, "{line}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn they_tell_how_it_went_and_name_nobody() {
    let simulator = Simulator::start(&["--users", "60", "--events", "300"]);
    let program = Tandemctl::with(&simulator).never_printing(WRONG);
    let data_dir = program.data_dir();
    let _ = program.run(&simulator.skey, &Tandemctl::connecting(&simulator)).exits(0);
    assert!(!data_dir.join("logs").exists(), "nothing to say, no file");
    log_everything(data_dir.clone()).await;
    let sync = ["sync", "Acme", "--skey-stdin", "--full-speed", "--only", "users,groups,apps,sign_ins"];
    let _ = program.run(&simulator.skey, &sync).exits(0);
    let people = people(&program);
    assert!(people.len() > 60, "{}", people.len());
    let out = program.home().join("evidence.zip");
    let report = ["report", "Acme", "evidence", "--format", "zip", "--out", out.to_str().unwrap()];
    let _ = program.run("", &report).exits(0);
    let _ = program.run(WRONG, &["sync", "Acme", "--skey-stdin", "--only", "users"]).exits(4);

    let lines = logs(&data_dir);
    let said = |what: &str| lines.iter().filter(|line| line["what"] == what).collect::<Vec<_>>();
    assert!(said("begun").len() >= 2 && said("begun").iter().all(|line| line["version"].is_string()));
    assert!(said("answered").iter().any(|line| line["path"] == "/admin/v1/users"), "{lines:#?}");
    let users = said("data set read").into_iter().find(|line| line["data_set"] == "users").unwrap();
    assert_eq!((&users["rows"], &users["state"]), (&simulator.facts["users"]["count"], &json!("done")));
    let ends: Vec<_> = said("sync ended").iter().map(|line| line["code"].clone()).collect();
    assert_eq!(ends, [Value::Null, json!("AUTH_ROTATED")]);
    hold_nothing_of(&data_dir, &simulator, &people);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_failure_makes_them_tell_more() {
    for (fault, code) in FAILURES {
        let simulator = Simulator::start(&["--users", "20", "--events", "50", "--fault", fault]);
        let program = Tandemctl::with(&simulator);
        let _ = program.run(&simulator.skey, &Tandemctl::connecting(&simulator));
        assert!(program.data_dir().exists(), "{fault}: not connected");
        log_everything(program.data_dir()).await;
        let sync = ["sync", "Acme", "--skey-stdin", "--only", "users", "--max-wait", "1"];
        let output = program.run(&simulator.skey, &sync);
        let lines = logs(&program.data_dir());
        assert!(lines.iter().any(|line| line["code"] == code), "{fault}: {output:?} {lines:#?}");
        hold_nothing_of(&program.data_dir(), &simulator, &BTreeSet::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn switched_off_there_are_none() {
    let simulator = Simulator::start(&["--users", "20", "--events", "50"]);
    let program = Tandemctl::with(&simulator);
    let _ = program.run(&simulator.skey, &Tandemctl::connecting(&simulator)).exits(0);
    let bench = Bench::new(config(&[]));
    let options = || Options {
        data_dir: program.data_dir(),
        ports: bench.ports.clone(),
        demo: false,
        notices: Vec::new(),
    };
    let engine = Engine::open(options()).await.unwrap();
    engine.call("log_level_set", json!({ "level": "off" })).await.unwrap();
    let _ = program.run(&simulator.skey, &["sync", "Acme", "--skey-stdin", "--only", "users"]).exits(0);
    assert!(!program.data_dir().join("logs").exists());
    let engine = Engine::open(options()).await.unwrap();
    let state = engine.call("log_state", json!({})).await.unwrap();
    assert_eq!(
        (&state["level"], &state["bytes"], &state["last_crash"]),
        (&json!("off"), &json!(0), &Value::Null)
    );
}

/// A panic is asked for by a variable that release builds do not know.
#[cfg(debug_assertions)]
#[tokio::test(flavor = "multi_thread")]
async fn a_panic_of_the_command_line_is_an_exit_code_and_a_record() {
    let program = Tandemctl::new().env("TANDEM_PANIC", "1");
    let output = program.run("", &["--sample", "--users", "20", "--events", "50", "sync"]).exits(8);
    assert!(output.stderr.contains("tandemctl: INTERNAL at src-tauri/"), "{output:?}");

    let bench = Bench::new(config(&[]));
    let options = Options {
        data_dir: program.data_dir(),
        ports: bench.ports.clone(),
        demo: false,
        notices: Vec::new(),
    };
    let engine = Engine::open(options).await.unwrap();
    let crash = engine.call("log_state", json!({})).await.unwrap()["last_crash"].clone();
    assert_eq!((&crash["program"], &crash["seen"]), (&json!("tandemctl"), &json!(false)));
    let report = crash["report"].as_str().unwrap();
    assert!(report.contains(concat!("Tandem ", env!("CARGO_PKG_VERSION"))), "{report}");
    assert!(report.contains("crashed at src-tauri/crates/engine/src/logs/crash.rs"), "{report}");
    assert!(report.contains("tandemctl::run"), "who called: {report}");
    engine.call("crash_seen", json!({})).await.unwrap();
    let crash = engine.call("log_state", json!({})).await.unwrap()["last_crash"].clone();
    assert_eq!(crash["seen"], true);
}

#[cfg(debug_assertions)]
#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_panics_is_answered_and_the_engine_goes_on() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    let refused = engine.call("panic", json!({})).await.unwrap_err();
    assert_eq!(refused.code, Code::Internal);
    let clients = engine.call("clients", json!({})).await.unwrap();
    assert_eq!(clients[0]["id"], json!(client));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sync_that_panics_ends_and_can_be_run_again() {
    let tenant = sample::simulated(config(&[]));
    let way = tenant.transport.clone();
    let mut bench = Bench::of(tenant);
    let (_, client) = bench.connected().await;
    bench.lead(Arc::new(Trapdoor(way.clone())));
    let engine = bench.engine().await;
    let options = || SyncOptions { pacing: engine::Pacing::Unlimited, ..SyncOptions::default() };
    let status = engine.sync(&client, options()).await.unwrap();
    assert_eq!((status.code, status.running), (Some(Code::Internal), false));
    let refused = engine.sync(&client, options()).await.unwrap();
    assert_eq!(refused.code, Some(Code::Internal), "the client is not kept");

    bench.lead(way);
    let engine = bench.engine().await;
    assert_eq!(engine.sync(&client, options()).await.unwrap().code, None);
}

/// Whoever asks for groups falls through.
struct Trapdoor(Arc<dyn Transport>);

#[async_trait]
impl Transport for Trapdoor {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        assert!(!request.path.ends_with("/groups"), "a fault of our own");
        self.0.send(request).await
    }

    fn in_process(&self) -> bool {
        true
    }
}
