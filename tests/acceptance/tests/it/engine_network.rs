//! How Duo is reached: kept, followed, and without a secret on disk. What a check leaves for whoever helps.

use std::path::PathBuf;
use std::sync::Arc;

use duo_api::HttpsOptions;
use engine::api::{NetworkSettings, ProxyMode, ProxyPassword};
use engine::{Code, Engine, KeychainError, NetworkTransports, Options, Ports, SecretKey};
use serde_json::{Value, json};
use testbed::{Simulator, Tandemctl, canary, tree};

use crate::bench::{Bench, config};

const PASSWORD: &str = "Sesame-0pen-7391-do-not-print";

/// An engine whose way to Duo is the network's.
async fn networked(bench: &Bench) -> Arc<Engine> {
    let transports = NetworkTransports::new(HttpsOptions::default(), || unreachable!("no sample here"));
    let ports = Ports { transports: Arc::new(transports), ..bench.ports.clone() };
    let data_dir = bench.data_dir().to_owned();
    Engine::open(Options { data_dir, ports, demo: false, notices: Vec::new() }).await.unwrap()
}

fn manual() -> NetworkSettings {
    NetworkSettings {
        proxy: ProxyMode::Manual,
        proxy_host: "proxy.corp".to_owned(),
        proxy_port: 8080,
        proxy_user: "ann".to_owned(),
        own_domains: vec!["msp.example".to_owned()],
        ..NetworkSettings::default()
    }
}

async fn set(engine: &Arc<Engine>, settings: &NetworkSettings, password: Option<&str>) -> Value {
    let args = json!({ "settings": settings, "password": password });
    engine.call("network_settings_set", args).await.unwrap()
}

async fn get(engine: &Arc<Engine>) -> NetworkSettings {
    serde_json::from_value(engine.call("network_settings", json!({})).await.unwrap()).unwrap()
}

#[tokio::test]
async fn settings_outlive_the_engine_and_the_password_is_in_the_keychain_alone() {
    let bench = Bench::new(config(&[]));
    let engine = networked(&bench).await;
    assert_eq!(get(&engine).await, NetworkSettings::default());
    let answer = set(&engine, &manual(), Some(PASSWORD)).await;
    assert_eq!(answer["proxy_password"], "keychain");
    assert!(!answer.to_string().contains(PASSWORD), "it never comes back");
    assert_eq!(bench.keychain.ids(), ["proxy"]);
    drop(engine);

    let engine = networked(&bench).await;
    let kept = get(&engine).await;
    assert_eq!(kept, NetworkSettings { proxy_password: ProxyPassword::Keychain, ..manual() });
    assert_eq!(canary::files_that_hold(bench.data_dir(), PASSWORD), Vec::<PathBuf>::new());
    // Other changes leave it where it is; an empty one forgets it.
    set(&engine, &NetworkSettings { proxy_port: 3128, ..kept.clone() }, None).await;
    assert_eq!(get(&engine).await.proxy_password, ProxyPassword::Keychain);
    assert_eq!(set(&engine, &kept, Some("")).await["proxy_password"], "none");
    assert_eq!(bench.keychain.ids(), [""; 0]);
}

#[tokio::test]
async fn without_a_keychain_the_password_lasts_for_the_session() {
    let bench = Bench::new(config(&[]));
    *bench.keychain.fails.lock().unwrap() = Some(KeychainError::Unavailable);
    let engine = networked(&bench).await;
    assert_eq!(set(&engine, &manual(), Some(PASSWORD)).await["proxy_password"], "session");
    assert_eq!(canary::files_that_hold(bench.data_dir(), PASSWORD), Vec::<PathBuf>::new());
}

#[tokio::test]
async fn what_cannot_be_used_is_refused_and_not_kept() {
    let bench = Bench::new(config(&[]));
    let engine = networked(&bench).await;
    let not_pem = bench.data_dir().join("not.pem");
    std::fs::write(&not_pem, "hello").unwrap();
    for (settings, code) in [
        (NetworkSettings { proxy_port: 0, ..manual() }, Code::ProxyAddress),
        (NetworkSettings { proxy_host: "no proxy/".into(), ..manual() }, Code::ProxyAddress),
        (NetworkSettings { ca_file: "/nowhere/ca.pem".into(), ..manual() }, Code::FileUnreadable),
        (NetworkSettings { ca_file: not_pem.display().to_string(), ..manual() }, Code::CaFile),
    ] {
        let args = json!({ "settings": settings, "password": null });
        assert_eq!(engine.call("network_settings_set", args).await.unwrap_err().code, code);
    }
    assert_eq!(get(&engine).await, NetworkSettings::default());
}

#[tokio::test]
async fn diagnostics_tell_the_fault_and_no_secret() {
    let bench = Bench::new(config(&[]));
    let engine = bench.engine().await;
    let draft = engine.call("draft_open", json!({ "sample": false })).await.unwrap()["draft"].clone();
    let wrong = SecretKey::new("Kq7Lw2Ze9Rt4Yu8Io1Pa6Sd3Fg5Hj0Xc2Vb7Nm9Q".to_owned());
    for (field, value) in
        [("host", bench.tenant.host.as_str()), ("ikey", &bench.tenant.ikey), ("skey", wrong.expose())]
    {
        engine.call("draft_set", json!({ "draft": draft, "field": field, "value": value })).await.unwrap();
    }
    let of = json!({ "draft": draft, "webview": "WebKit 605.1.15" });
    assert_eq!(engine.call("check_diagnostics", of.clone()).await.unwrap_err().code, Code::NotChecked);
    let run = json!({ "draft": draft, "want": ["read_resource"], "one_off": true });
    engine.call("check_run", run).await.unwrap();
    let text = engine.call("check_diagnostics", of).await.unwrap()["text"].as_str().unwrap().to_owned();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("Tandem ") && lines[0].contains(" · WebKit 605.1.15 · 20"), "{text}");
    assert!(lines[1].starts_with("Host api-") && lines[1].ends_with("secret: present, 40 chars"), "{text}");
    assert!(
        lines[3].starts_with("6 summary 401 AUTH_SIGNATURE code 40103 ") && lines[3].contains("skipped"),
        "{text}"
    );
    assert!(lines[3].ends_with(" · proxy none"), "{text}");
    for hidden in [wrong.expose(), &bench.tenant.ikey, &bench.tenant.host] {
        assert!(!text.contains(hidden), "{text}");
    }
}

#[tokio::test]
async fn the_command_line_goes_the_way_that_was_set_and_options_are_stronger() {
    let simulator = Simulator::start(&["--users", "10", "--events", "0"]);
    let bench = Bench::new(config(&[]));
    let engine = networked(&bench).await;
    let port = simulator.proxy.rsplit(':').next().and_then(|port| port.trim_end_matches('/').parse().ok());
    let settings = NetworkSettings {
        proxy_host: "127.0.0.1".to_owned(),
        proxy_port: port.unwrap(),
        proxy_user: String::new(),
        ca_file: simulator.ca_file.display().to_string(),
        ..manual()
    };
    set(&engine, &settings, None).await;
    drop(engine);

    let program = Tandemctl::new().never_printing(&simulator.skey);
    let data = bench.data_dir().to_str().unwrap();
    let target = ["--host", &simulator.host, "--ikey", &simulator.ikey, "--skey-stdin"];
    let run = |before: &[&str], after: &[&str]| {
        let arguments = [&["--data-dir", data], before, &target, after].concat();
        program.run_without_folder(&simulator.skey, &arguments)
    };
    let names = || tree::content(bench.data_dir());
    let before = names();
    let _ = run(&["check"], &[]).exits(0);
    assert_eq!(names(), before, "a check leaves no trace");
    let direct = run(&["--no-proxy", "check", "--json"], &[]).exits(3);
    assert_eq!(row(&direct.json(), "dns")["state"], "fail", "past the proxy the name is asked here");
    let elsewhere = ["--ca-file", "/nowhere/ca.pem", "check"];
    let _ = run(&elsewhere, &[]).exits(2);
    let _ = run(&["connect", "--name", "Acme"], &["--session-secret"]).exits(0);

    let nowhere = bench.data_dir().join("not/there");
    let arguments = [&["--data-dir", nowhere.to_str().unwrap(), "check"], &target[..]].concat();
    let _ = program.run_without_folder(&simulator.skey, &arguments).exits(3);
    assert!(!bench.data_dir().join("not").exists(), "a check makes no folder");
}

fn row(report: &Value, id: &str) -> Value {
    let rows = report["checks"].as_array().unwrap();
    rows.iter().find(|row| row["id"] == id).unwrap().clone()
}
