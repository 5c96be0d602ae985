//! `cargo xtask test`: what CI runs, cheapest first.

use std::process::Command;

use crate::failure::Failure;
use crate::process::{built, cargo, npm, run as execute};
use crate::stopwatch::Times;
use crate::{arrows, files, licences, setup, soak, ui};

/// What is shipped and what tests it. Every step names the same packages and narrows down to targets only: Cargo unites
/// the features of the packages that it is given, so other packages are another build of all that they stand on.
const PRODUCT: &[&str] =
    &["--locked", "--workspace", "--exclude", "worker", "--exclude", "browser", "--exclude", "desktop"];
/// A window is driven by a client of its own, with features that the product must not have when it is tested.
const DRIVEN: &[&str] = &["--locked", "--package", "browser", "--package", "desktop"];
/// The sync with failpoints, which nothing else may have. An example lets the features of tests count as in `PRODUCT`.
const WORKER: &[&str] = &[
    "--locked",
    "--workspace",
    "--exclude",
    "browser",
    "--exclude",
    "desktop",
    "--bin",
    "worker",
    "--example",
    "serve",
];
/// Acceptance tests for each core.
const AT_ONCE: usize = 3;
/// The tests of the window whose outcome is a matter of the machine's load.
const COUNTS_FRAMES: &str = "scroll::";
const NO_WARNINGS: &[&str] = &["--", "-D", "warnings"];

struct Step {
    name: &'static str,
    run: fn() -> Result<(), Failure>,
}

const STEPS: &[Step] = &[
    Step { name: "setup", run: setup::for_tests },
    Step { name: "fmt", run: || execute(cargo(&["fmt", "--all", "--check"])) },
    Step { name: "arrows", run: arrows::check },
    Step { name: "files", run: files::check },
    Step { name: "locks", run: licences::check },
    Step { name: "ui-install", run: ui::install },
    Step { name: "ui-lint", run: || execute(npm(&["run", "lint"])) },
    Step { name: "ui-check", run: || execute(npm(&["run", "check"])) },
    Step { name: "ui-test", run: || execute(npm(&["run", "test"])) },
    Step { name: "ui-build", run: || execute(npm(&["run", "build"])) },
    Step { name: "clippy", run: clippy },
    Step { name: "build", run: build },
    Step { name: "unit", run: unit },
    Step { name: "gen-check", run: || execute(contract()) },
    Step { name: "doc", run: doc },
    Step { name: "conformance", run: || product("conformance") },
    Step { name: "acceptance", run: || product("acceptance") },
    Step { name: "browser", run: browser },
    Step { name: "desktop", run: desktop },
];

pub(crate) fn run(args: &[String]) -> Result<(), Failure> {
    if args.iter().any(|arg| arg == "--list") {
        for step in STEPS {
            println!("{}", step.name);
        }
        return Ok(());
    }
    if args.iter().any(|arg| arg == "--soak") {
        return soak::run();
    }
    let mut times = Times::default();
    for step in chosen(args)? {
        let outcome = times.of(step.name, step.run);
        if outcome.is_err() {
            times.print();
            eprintln!("\nfailed in step {0}; again with: cargo xtask test {0}", step.name);
            return outcome;
        }
    }
    times.print();
    println!("\nall passed");
    Ok(())
}

/// Writes `ui/src/lib/generated`; the same test compares it otherwise.
pub(crate) fn generate() -> Result<(), Failure> {
    let mut command = contract();
    command.env("TANDEM_GEN", "write");
    execute(command)
}

fn chosen(names: &[String]) -> Result<Vec<&'static Step>, Failure> {
    if names.is_empty() {
        return Ok(STEPS.iter().collect());
    }
    let find = |name: &String| STEPS.iter().find(|step| step.name == name);
    names.iter().map(|name| find(name).ok_or_else(|| Failure::UnknownStep(name.clone()))).collect()
}

/// A command of Cargo's over a selection of packages.
fn over(verb: &str, packages: &[&str], rest: &[&str]) -> Command {
    cargo(&[&[verb], packages, rest].concat())
}

fn clippy() -> Result<(), Failure> {
    ui::build_if_stale()?;
    execute(over("clippy", PRODUCT, &[&["--all-targets"], NO_WARNINGS].concat()))?;
    execute(over("clippy", WORKER, NO_WARNINGS))?;
    execute(over("clippy", DRIVEN, &[&["--all-targets"], NO_WARNINGS].concat()))
}

/// All programs and tests of the product, at once.
fn build() -> Result<(), Failure> {
    ui::build_if_stale()?;
    execute(over("build", PRODUCT, &["--bins", "--tests", "--examples"]))?;
    execute(over("build", WORKER, &[]))
}

fn unit() -> Result<(), Failure> {
    ui::build_if_stale()?;
    execute(over("test", PRODUCT, &["--lib", "--bins", "--test", "it"]))?;
    execute(over("test", PRODUCT, &["--doc"]))
}

fn contract() -> Command {
    over("test", PRODUCT, &["--test", "it", "contract::"])
}

fn doc() -> Result<(), Failure> {
    let mut command = over("doc", PRODUCT, &["--no-deps"]);
    command.env("RUSTDOCFLAGS", "-D warnings");
    execute(command)
}

/// Tests that run the product's programs as anybody would. They wait for clocks and for each other's processes: with one
/// for each of two cores, both stood idle for two thirds of the time.
fn product(test: &str) -> Result<(), Failure> {
    build()?;
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let mut tests = with_programs(over("test", PRODUCT, &["--test", test]));
    tests.env("RUST_TEST_THREADS", (AT_ONCE * cores).to_string());
    execute(tests)
}

/// Every route in Chromium; its pictures are in `target/shots`.
pub(crate) fn browser() -> Result<(), Failure> {
    ui::build_if_stale()?;
    execute(npm(&["run", "build:pseudo"]))?;
    execute(over("test", DRIVEN, &["--test", "browser"]))
}

/// Two windows at a time: they too wait for clocks and for each other's processes. One counts frames and has the machine
/// to itself.
fn desktop() -> Result<(), Failure> {
    build()?;
    let windows = |which: &[&str]| {
        execute(with_programs(over("test", DRIVEN, &[&["--test", "desktop", "--"], which].concat())))
    };
    windows(&["--test-threads=2", "--skip", COUNTS_FRAMES])?;
    windows(&[COUNTS_FRAMES])
}

/// Tests would build what they run by themselves, each as a package of its own.
fn with_programs(mut test: Command) -> Command {
    for (variable, name) in
        [("TANDEM_PROGRAM", "tandem"), ("TANDEMCTL", "tandemctl"), ("TANDEM_WORKER", "worker")]
    {
        test.env(variable, built("debug", name));
    }
    test
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_found_by_name() {
        assert_eq!(chosen(&[]).unwrap().len(), STEPS.len());
        let named = chosen(&["fmt".to_owned(), "arrows".to_owned()]).unwrap();
        assert_eq!(named.iter().map(|step| step.name).collect::<Vec<_>>(), ["fmt", "arrows"]);
        assert!(matches!(chosen(&["nope".to_owned()]), Err(Failure::UnknownStep(_))));
    }

    #[test]
    fn steps_narrow_one_selection_of_packages_down() {
        let unit: Vec<_> =
            over("test", PRODUCT, &["--test", "it"]).get_args().map(ToOwned::to_owned).collect();
        assert_eq!(unit[..2], ["test", "--locked"]);
        assert_eq!(unit[unit.len() - 2..], ["--test", "it"]);
        assert_eq!(WORKER[..2], PRODUCT[..2]);
        assert!(WORKER.windows(2).all(|pair| pair != ["--exclude", "worker"]));
    }
}
