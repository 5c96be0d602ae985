//! `cargo xtask test --soak`: the long tests in full, with a table at the end. CI runs a slice of each.
//!
//! In the release profile: it is what is shipped, and the counts are the same in a fraction of the time. Tests find
//! `tandemctl` and `worker` in the profile that they were built with.

use std::io::Write as _;
use std::path::Path;

use crate::failure::Failure;
use crate::process::{cargo, run as execute, target};
use crate::stopwatch::Stopwatch;

/// Packages with long tests, and which of their tests those are.
const LONG: &[(&str, &[&str])] = &[
    ("acceptance", &["faults_", "engine_log_model"]),
    ("duo-api", &["circles"]),
    ("store", &["pages"]),
    ("fuzz", &[]),
];

pub(crate) fn run() -> Result<(), Failure> {
    let table = target().join("soak.txt");
    let _ = std::fs::remove_file(&table);
    for package in ["tandemctl", "worker"] {
        execute(cargo(&["build", "--release", "--locked", "--package", package]))?;
    }
    let mut outcome = Ok(());
    for (package, names) in LONG {
        execute(cargo(&["test", "--release", "--locked", "--package", package, "--no-run"]))?;
        // What comes after one that fails is worth knowing too.
        let mut command =
            cargo(&["test", "--release", "--locked", "--no-fail-fast", "--package", package, "--"]);
        // One after the other: each has lanes of its own.
        command.args(*names).args(["--test-threads=1", "--nocapture"]);
        command.env("TANDEM_SOAK", &table);
        let watch = Stopwatch::start();
        let passed = execute(command);
        // The acceptance tests write their own lines.
        if *package != "acceptance" {
            let came = if passed.is_ok() { "passed" } else { "FAILED" };
            let what = names.iter().fold((*package).to_owned(), |what, name| format!("{what} {name}"));
            note(&table, &format!("{what}|{came}|{:.0} s", watch.elapsed().as_secs_f64()))?;
        }
        outcome = outcome.and(passed);
    }
    print(&table)?;
    outcome
}

/// Adds a line to the table.
fn note(path: &Path, line: &str) -> Result<(), Failure> {
    let file = std::fs::OpenOptions::new().append(true).create(true).open(path);
    file.and_then(|mut file| writeln!(file, "{line}"))
        .map_err(|reason| Failure::File { path: path.to_owned(), reason })
}

fn print(path: &Path) -> Result<(), Failure> {
    let text =
        std::fs::read_to_string(path).map_err(|reason| Failure::File { path: path.to_owned(), reason })?;
    println!("\n| test | came of it | time |\n|---|---|---|");
    for line in text.lines() {
        println!("| {} |", line.replace('|', " | "));
    }
    Ok(())
}
