//! Bad fields are refused before anything is sent or stored, and no secret is repeated.

use std::io::ErrorKind;
use std::net::TcpListener;

use serde_json::Value;
use testbed::{Tandemctl, canary, tree};

const HOST: &str = "api-1a2b3c4d.duosecurity.com";
const IKEY: &str = "DIABCDEFGHIJ12345678";
const SKEY: &str = "Ab3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hI6kL9n";

/// A proxy that only counts: whoever is sent anything shows up here.
struct Trap(TcpListener);

impl Trap {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        Self(listener)
    }

    fn program(&self) -> Tandemctl {
        Tandemctl::new().env("HTTPS_PROXY", format!("http://{}", self.0.local_addr().unwrap()))
    }

    fn is_untouched(&self) -> bool {
        self.0.accept().is_err_and(|error| error.kind() == ErrorKind::WouldBlock)
    }
}

fn cases(area: &str) -> Vec<Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/field-cases.json");
    let file: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let all = file["cases"].as_array().unwrap();
    // A name that is taken needs somebody who took it: cli_client has that.
    let refused = |case: &&Value| {
        case["expected"]["kind"].as_str().unwrap().starts_with("reject")
            && case["expected"]["code"] != "NAME_DUPLICATE"
    };
    let cases: Vec<Value> = all.iter().filter(|case| case["area"] == area).filter(refused).cloned().collect();
    assert!(cases.len() > 10, "{} cases of {area}", cases.len());
    cases
}

/// None for inputs that a command line cannot carry: no text, NUL, or larger than an argument may be.
fn input(case: &Value) -> Option<String> {
    let input = match (&case["input"], &case["input_gen"]) {
        (Value::String(text), _) => text.clone(),
        (_, Value::Object(made)) => {
            made["repeat"].as_str()?.repeat(usize::try_from(made["times"].as_u64()?).ok()?)
        }
        _ => return None,
    };
    (!input.contains('\0') && input.len() < 100_000).then_some(input)
}

/// Runs every refused case of an area and gives the number that ran.
fn refuses(area: &str, run: impl Fn(&Tandemctl, &str) -> (Option<i32>, Value)) {
    let trap = Trap::new();
    let mut ran = 0;
    for case in cases(area) {
        let Some(input) = input(&case) else { continue };
        let mut program = trap.program();
        if input.len() == 40 && input.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            program = program.never_printing(&input);
        }
        let (exit, code) = run(&program, &input);
        assert_eq!((exit, code.as_str()), (Some(2), case["expected"]["code"].as_str()), "{case}");
        let stored = tree::content(program.home());
        assert!(stored.is_empty(), "{stored:?} for {case}");
        ran += 1;
    }
    assert!(trap.is_untouched(), "something was sent");
    assert!(ran > 10, "{ran} cases of {area}");
}

fn format_code(program: &Tandemctl, skey: &str, arguments: &[&str]) -> (Option<i32>, Value) {
    let (output, report) = program.json(skey, arguments);
    assert_eq!(report["verdict"], "failed");
    assert_eq!(report["checks"][0]["id"], "format");
    (output.code, report["checks"][0]["code"].clone())
}

#[test]
fn bad_hosts() {
    refuses("hostname", |program, host| {
        format_code(program, SKEY, &["check", &format!("--host={host}"), "--ikey", IKEY, "--skey-stdin"])
    });
}

#[test]
fn bad_integration_keys() {
    refuses("ikey", |program, ikey| {
        format_code(program, SKEY, &["check", "--host", HOST, &format!("--ikey={ikey}"), "--skey-stdin"])
    });
}

#[test]
fn bad_secret_keys() {
    refuses("skey", |program, skey| {
        format_code(program, skey, &["check", "--host", HOST, "--ikey", IKEY, "--skey-stdin"])
    });
}

#[test]
fn a_good_integration_key_is_named_where_another_field_is_refused() {
    let trap = Trap::new();
    for (host, skey) in [(HOST, "short"), ("evil.example", SKEY)] {
        let arguments = ["check", "--host", host, "--ikey", IKEY, "--skey-stdin"];
        let (output, report) = trap.program().json(skey, &arguments);
        assert_eq!((output.code, report["ikey"].as_str()), (Some(2), Some("DI…678")), "{report:#}");
    }
    let swapped = ["check", "--host", HOST, "--ikey", HOST, "--skey-stdin"];
    assert_eq!(trap.program().json(SKEY, &swapped).1["ikey"], "");
}

#[test]
fn bad_names() {
    refuses("name", |program, name| {
        let name = format!("--name={name}");
        let arguments =
            ["connect", &name, "--host", HOST, "--ikey", IKEY, "--skey-stdin", "--session-secret"];
        let (output, document) = program.json(SKEY, &arguments);
        (output.code, document["error"]["code"].clone())
    });
}

#[test]
fn a_secret_in_any_other_field_is_not_repeated() {
    let trap = Trap::new();
    let program = trap.program().never_printing(SKEY);
    for arguments in [
        vec!["check", "--host", SKEY, "--ikey", IKEY, "--skey-stdin"],
        vec!["check", "--host", HOST, "--ikey", SKEY, "--skey-stdin"],
        vec!["connect", "--name", SKEY, "--host", HOST, "--ikey", IKEY, "--skey-stdin"],
        vec![
            "connect",
            "--name",
            "A",
            "--organisation",
            SKEY,
            "--host",
            HOST,
            "--ikey",
            IKEY,
            "--skey-stdin",
        ],
        vec!["check", "--host", HOST, "--ikey", IKEY, "--skey", SKEY],
        vec!["check", "--host", HOST, "--ikey", IKEY, SKEY],
        vec!["sync", SKEY],
    ] {
        for json in [&[][..], &["--json"]] {
            let _ = program.run(IKEY, &[&arguments[..], json].concat()).exits(2);
        }
    }
    assert!(trap.is_untouched(), "something was sent");
    assert!(canary::files_that_hold(program.home(), SKEY).is_empty());
}

#[test]
fn without_a_secret_nothing_happens() {
    let trap = Trap::new();
    let program = trap.program();
    let (output, document) = program.json("", &["check", "--host", HOST, "--ikey", IKEY]);
    assert_eq!((output.code, &document["error"]["code"]), (Some(2), &Value::from("SKEY_EMPTY")));
    assert!(trap.is_untouched() && tree::content(program.home()).is_empty());
}
