//! `cargo xtask test`: what CI runs, cheapest first.

use crate::failure::Failure;
use crate::process::{cargo, npm, run as execute};
use crate::stopwatch::Times;
use crate::{arrows, files, licences, setup, soak, ui};

/// Packages that need a window or a running product; each has its own step.
const APART: &[&str] = &["tandem", "desktop", "acceptance", "browser", "conformance", "worker"];

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
    Step {
        name: "clippy",
        run: || execute(cargo(&beside_the_window(&["clippy", "--all-targets"], &["--", "-D", "warnings"]))),
    },
    Step { name: "unit", run: || execute(cargo(&beside_the_window(&["test"], &[]))) },
    Step { name: "gen-check", run: gen_check },
    Step { name: "doc", run: doc },
    Step { name: "conformance", run: || with_tandemctl("conformance") },
    Step { name: "acceptance", run: acceptance },
    Step { name: "browser", run: browser },
    Step { name: "shell-clippy", run: shell_clippy },
    Step { name: "shell-test", run: || execute(cargo(&["test", "--locked", "--package", "tandem"])) },
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
    let mut command = cargo(&["test", "--locked", "--package", "engine", "--test", "it", "contract::"]);
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

fn beside_the_window<'a>(head: &[&'a str], tail: &[&'a str]) -> Vec<&'a str> {
    let mut words = head.to_vec();
    words.extend(["--locked", "--workspace"]);
    words.extend(APART.iter().flat_map(|package| ["--exclude", *package]));
    words.extend(tail);
    words
}

fn gen_check() -> Result<(), Failure> {
    execute(cargo(&["test", "--locked", "--package", "engine", "--test", "it", "contract::"]))
}

fn doc() -> Result<(), Failure> {
    let mut command = cargo(&beside_the_window(&["doc", "--no-deps"], &[]));
    command.env("RUSTDOCFLAGS", "-D warnings");
    execute(command)
}

/// Every route in Chromium; its pictures are in `target/shots`.
pub(crate) fn browser() -> Result<(), Failure> {
    ui::build_if_stale()?;
    execute(npm(&["run", "build:pseudo"]))?;
    execute(cargo(&["clippy", "--locked", "--package", "browser", "--all-targets", "--", "-D", "warnings"]))?;
    execute(cargo(&["test", "--locked", "--package", "browser"]))
}

/// Their sync in a process of its own has features that nothing else may have, so it is built by itself.
fn acceptance() -> Result<(), Failure> {
    execute(cargo(&["clippy", "--locked", "--package", "worker", "--all-targets", "--", "-D", "warnings"]))?;
    execute(cargo(&["build", "--locked", "--package", "worker"]))?;
    with_tandemctl("acceptance")
}

/// These run `target/debug/tandemctl` as anybody would.
fn with_tandemctl(package: &str) -> Result<(), Failure> {
    execute(cargo(&["clippy", "--locked", "--package", package, "--all-targets", "--", "-D", "warnings"]))?;
    execute(cargo(&["build", "--locked", "--package", "tandemctl"]))?;
    execute(cargo(&["test", "--locked", "--package", package]))
}

fn shell_clippy() -> Result<(), Failure> {
    ui::build_if_stale()?;
    execute(cargo(&[
        "clippy",
        "--locked",
        "--package",
        "tandem",
        "--package",
        "desktop",
        "--no-deps",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))
}

/// One window at a time: two cores draw in software.
fn desktop() -> Result<(), Failure> {
    ui::build_if_stale()?;
    execute(cargo(&["build", "--locked", "--package", "tandem", "--package", "tandemctl"]))?;
    execute(cargo(&["test", "--locked", "--package", "desktop", "--", "--test-threads=1"]))
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
    fn the_window_is_left_out_of_the_early_steps() {
        let words = beside_the_window(&["test"], &["--", "-q"]);
        assert_eq!(words[..5], ["test", "--locked", "--workspace", "--exclude", "tandem"]);
        assert_eq!(words[words.len() - 2..], ["--", "-q"]);
    }
}
