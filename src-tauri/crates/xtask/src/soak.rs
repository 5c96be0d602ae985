//! `cargo xtask test --soak`: the long tests in full, with a table at the end. CI runs a slice of each.

use std::io::Write as _;
use std::path::Path;

use crate::failure::Failure;
use crate::process::{cargo, run as execute, target};
use crate::stopwatch::Stopwatch;

/// Packages with long tests, and which of their tests those are.
const LONG: &[(&str, &str)] =
    &[("duo-api", "circles"), ("store", "pages"), ("fuzz", ""), ("acceptance", "faults_")];

pub(crate) fn run() -> Result<(), Failure> {
    let table = target().join("soak.txt");
    let _ = std::fs::remove_file(&table);
    execute(cargo(&["build", "--locked", "--package", "tandemctl"]))?;
    execute(cargo(&["build", "--locked", "--package", "worker"]))?;
    let mut outcome = Ok(());
    for (package, name) in LONG {
        // One after the other: each has lanes of its own.
        let words = ["test", "--locked", "--package", package, "--", name, "--test-threads=1", "--nocapture"];
        let mut command = cargo(&words);
        command.env("TANDEM_SOAK", &table);
        // What comes after one that fails is worth knowing too.
        let watch = Stopwatch::start();
        let passed = execute(command);
        if *package != "acceptance" && passed.is_ok() {
            note(&table, &format!("{package} {name}|passed|{:.0} s", watch.elapsed().as_secs_f64()))?;
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
