//! The project's own commands: `cargo xtask demo | test | shots | package | cross | bench | gen | setup`.
//!
//! No dependencies: it has to compile in a second on a machine that has nothing yet.
#![allow(clippy::print_stdout, reason = "talking to the terminal is what this program does")]

mod arrows;
mod bench;
mod cross;
mod demo;
mod failure;
mod files;
mod licences;
mod manifest;
mod package;
mod process;
mod setup;
mod soak;
mod stopwatch;
mod test;
mod ui;

use std::process::ExitCode;

use failure::Failure;

const USAGE: &str = "\
cargo xtask demo [--headless]      set up what is missing and open the window on the sample tenant
cargo xtask test [STEP…] [--list]  everything that CI runs, or the named steps
cargo xtask test --soak            the long tests in full, with their figures
cargo xtask shots                  pictures of every route in every look, in target/shots
cargo xtask gen                    write the TypeScript that is generated from Rust
cargo xtask bench [PART]           measure: storage, pacing, views; all, with the official Python client too
cargo xtask package                build, install, open and remove this system's packages
cargo xtask cross                  check the app for Windows and macOS, run tests as Windows programs
cargo xtask setup                  install what building and testing need";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask: {failure}");
            ExitCode::from(failure.exit_code())
        }
    }
}

fn dispatch(args: &[String]) -> Result<(), Failure> {
    let rest = args.get(1..).unwrap_or_default();
    match args.first().map(String::as_str) {
        Some("demo") => demo::run(rest),
        Some("test") => test::run(rest),
        Some("shots") => test::browser(),
        Some("gen") => test::generate(),
        Some("bench") => bench::run(rest),
        Some("package") => package::run_all(),
        Some("cross") => cross::run_all(),
        Some("setup") => setup::everything(),
        Some("help" | "--help" | "-h") => {
            println!("{USAGE}");
            Ok(())
        }
        _ => Err(Failure::Usage(USAGE)),
    }
}
