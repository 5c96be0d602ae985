//! `cargo xtask bench`: measured and printed, not asserted. Nothing else should run meanwhile.

mod measure;
mod simulator;
mod storage;

use std::path::Path;

use crate::failure::Failure;
use crate::process::{built, cargo, command, output, root, run as execute, target};
use crate::ui;
use measure::{Cost, cost_of, number, with_input};
use simulator::Simulator;

const USERS: &str = "100000";
const EVENTS: &str = "100000";
const CHECKS: usize = 10;

/// All of it, or one part.
pub(crate) fn run(parts: &[String]) -> Result<(), Failure> {
    match parts {
        [] => everything(),
        [part] if part == "storage" => storage::run(),
        [part] if part == "pacing" => pacing(),
        [part] if part == "views" => views("1000000"),
        [part] if part == "window" => window(),
        [part, sign_ins] if part == "views" && ["1000000", "10000000"].contains(&sign_ins.as_str()) => {
            views(sign_ins)
        }
        _ => {
            Err(Failure::Usage("cargo xtask bench [storage | pacing | window | views [1000000 | 10000000]]"))
        }
    }
}

fn everything() -> Result<(), Failure> {
    build()?;
    let simulator = Simulator::start(&["--users", USERS, "--events", EVENTS])?;
    println!(
        "\n{USERS} users and {EVENTS} sign-ins from tandemctl simulate over TLS; processor time of the client alone\n"
    );
    println!("{:>44} {:>9} {:>9} {:>9} {:>12}", "", "rows", "CPU s", "wall s", "CPU ratio");
    let python = python(&simulator)?;
    let drain = [drain(&simulator, "users")?, drain(&simulator, "logs")?];
    let reference = Some(print_pair("duo_client (Python)", &python, None));
    print_pair("duo-api", &drain, reference);
    row("duo-api and store (tandemctl sync)", &sync(&simulator)?, reference);
    println!("\ngoals: duo-api 0.17 of the Python client's CPU, 0.50 with storing\n");
    println!("{:>44} {:>9.0} ms  (goal 300)", "tandemctl check, median of ten", check(&simulator)?);
    println!("{:>44} {:>9.1} kB  (goal 200)", "JavaScript of the first load, gzip", first_load()?);
    drop(simulator);
    storage::run()?;
    pacing()?;
    desktop("launch", &["--ignored"])?;
    desktop("scroll::", &[])?;
    desktop("opening_at_size", &["--ignored"])?;
    views("1000000")
}

/// The views of a large tenant in the real window.
fn window() -> Result<(), Failure> {
    build()?;
    desktop("opening_at_size", &["--ignored"])
}

/// Of a database that is made once for each schema and kept; goals, met or missed.
fn views(sign_ins: &str) -> Result<(), Failure> {
    println!("\nviews of {USERS} users and {sign_ins} sign-ins\n");
    let kept = text(&target().join("bench/views").join(sign_ins));
    let example = ["run", "--locked", "--release", "--package", "store", "--example", "measure", "--"];
    execute(cargo(&[&example[..], &["kept", USERS, sign_ins, &kept]].concat()))
}

fn build() -> Result<(), Failure> {
    ui::install()?;
    ui::build_if_stale()?;
    execute(cargo(&["build", "--locked", "--release", "--package", "tandemctl"]))?;
    execute(cargo(&["build", "--locked", "--release", "--package", "duo-api", "--example", "drain"]))?;
    execute(cargo(&["build", "--locked", "--release", "--package", "tandem"]))
}

fn print_pair(what: &str, pair: &[Cost; 2], reference: Option<f64>) -> f64 {
    let both = pair[0] + pair[1];
    row(&format!("{what}: users"), &pair[0], None);
    row(&format!("{what}: sign-ins"), &pair[1], None);
    row(&format!("{what}: both"), &both, reference);
    both.cpu
}

fn row(what: &str, cost: &Cost, reference: Option<f64>) {
    let share = reference.map(|cpu| format!("{:.2}", cost.cpu / cpu)).unwrap_or_default();
    let rows = if cost.rows.is_nan() { String::new() } else { cost.rows.to_string() };
    println!("{what:>44} {rows:>9} {:>9.2} {:>9.2} {share:>12}", cost.cpu, cost.wall);
}

fn drain(simulator: &Simulator, what: &str) -> Result<Cost, Failure> {
    let program = target().join("release/examples/drain");
    let mut command = command(program, &[what]);
    simulator.lead(&mut command);
    measured(&with_input(command, simulator.skey())?)
}

/// The official client in the environment that the conformance test made.
fn python(simulator: &Simulator) -> Result<[Cost; 2], Failure> {
    let python = target().join("conformance-venv/bin/python");
    if !python.is_file() {
        execute(cargo(&["build", "--locked", "--package", "tandemctl"]))?;
        execute(cargo(&["test", "--locked", "--package", "conformance"]))?;
    }
    let script = text(&root().join("tests/conformance/bench.py"));
    let measure = |what: &str| {
        let mut command = command(&python, &[&script, what]);
        simulator.lead(&mut command);
        measured(&with_input(command, simulator.skey())?)
    };
    Ok([measure("users")?, measure("logs")?])
}

/// What a program says of itself in one line of JSON.
fn measured(line: &str) -> Result<Cost, Failure> {
    let field =
        |name| number(line, name).ok_or(Failure::Unreadable { what: "what a measured program printed" });
    Ok(Cost { rows: field("rows")?, cpu: field("cpu_s")?, wall: field("wall_s")? })
}

fn sync(simulator: &Simulator) -> Result<Cost, Failure> {
    let data = target().join("bench/data");
    let _ = std::fs::remove_dir_all(&data);
    let data = text(&data);
    let ctl = |words: &[&str]| {
        let mut command =
            command(built("release", "tandemctl"), &[&["--quiet", "--data-dir", &data], words].concat());
        command.env("HTTPS_PROXY", simulator.proxy()).env("SSL_CERT_FILE", simulator.ca_file());
        command
    };
    let (host, ikey) = (simulator.host(), simulator.ikey());
    let connect =
        ["connect", "--name", "bench", "--session-secret", "--skey-stdin", "--host", host, "--ikey", ikey];
    with_input(ctl(&connect), simulator.skey())?;
    let sync = ctl(&["sync", "bench", "--only", "users,logs", "--full-speed", "--skey-stdin"]);
    cost_of(&sync, simulator.skey())
}

/// Milliseconds of `tandemctl check` on loopback, with the start of the process.
fn check(simulator: &Simulator) -> Result<f64, Failure> {
    let mut times = Vec::new();
    for _ in 0..CHECKS {
        let words = [
            "--quiet",
            "check",
            "--json",
            "--skey-stdin",
            "--host",
            simulator.host(),
            "--ikey",
            simulator.ikey(),
        ];
        let mut command = command(built("release", "tandemctl"), &words);
        command.env("HTTPS_PROXY", simulator.proxy()).env("SSL_CERT_FILE", simulator.ca_file());
        times.push(cost_of(&command, simulator.skey())?.wall * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    Ok(f64::midpoint(times[CHECKS / 2 - 1], times[CHECKS / 2]))
}

/// Kilobytes of the scripts that `index.html` names itself.
fn first_load() -> Result<f64, Failure> {
    let dist = root().join("ui/dist");
    let path = dist.join("index.html");
    let page = std::fs::read_to_string(&path).map_err(|reason| Failure::File { path, reason })?;
    let mut bytes = 0;
    for name in
        page.split('"').filter(|word| Path::new(word).extension().is_some_and(|ending| ending == "js"))
    {
        let script = text(&dist.join(name.trim_start_matches(['.', '/'])));
        bytes +=
            output(command("sh", &["-c", "gzip -9 -c \"$0\" | wc -c", &script]))?.trim().parse().unwrap_or(0);
    }
    Ok(f64::from(bytes) / 1000.0)
}

/// Times under quotas, on a clock that only moves when everybody waits: Tandem against other ways to ask, and the morning
/// round of an MSP.
fn pacing() -> Result<(), Failure> {
    let words =
        ["test", "--locked", "--release", "--package", "acceptance", "--test", "acceptance", "measured_"];
    execute(cargo(&[&words[..], &["--", "--ignored", "--nocapture", "--test-threads", "1"]].concat()))
}

/// Measured in the release window: ten starts, frames and blank rows of a table that scrolls, views of a large tenant.
fn desktop(name: &str, options: &[&str]) -> Result<(), Failure> {
    let words = ["test", "--locked", "--package", "desktop", name, "--", "--nocapture"];
    let mut command = cargo(&[&words, options].concat());
    command.env("TANDEM_PROGRAM", built("release", "tandem")).env("TANDEMCTL", built("release", "tandemctl"));
    execute(command)
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
