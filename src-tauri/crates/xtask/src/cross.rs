//! Windows and macOS from Debian: the whole app is type-checked for both, and the crates' tests run as Windows programs
//! under Wine. Debian's own Rust for browsers comes with the standard library's source, from which other targets are
//! built; so the compiler is another one than `rust-toolchain.toml` names.

mod toolchain;
mod wine;

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Failure;
use crate::process::{command, output, run};
use crate::setup;
use crate::stopwatch::Times;

use toolchain::Toolchain;
use wine::Wine;

const WINDOWS: &str = "x86_64-pc-windows-gnu";
const MACOS: &str = "aarch64-apple-darwin";
const PROGRAMS: &[&str] = &["tandem", "tandemctl"];
const TESTED: &[&str] = &["domain", "duo-api", "store", "engine", "duo-sim", "sample", "tandemctl"];
/// What Wine 8 cannot do, test by test.
const NOT_UNDER_WINE: &[&str] = &[
    // Its certificate chains take no roots of the program's own.
    "https::",
    // It tells a reset connection as one that ended.
    "connections_break_where_the_fault_says",
];
/// Acceptance tests that need no certificate authority of the test's, and no home folder of Linux's.
const ACCEPTANCE: &[&str] = &["cli_fields", "cli_sample", "cli_usage"];
const NOT_ON_WINDOWS: &[&str] = &["the_data_folder_is_the_apps_own_unless_another_is_named"];

pub(crate) fn run_all() -> Result<(), Failure> {
    if !cfg!(target_os = "linux") {
        return Err(Failure::Missing(
            "this runs on Debian; elsewhere the system itself is the better check".into(),
        ));
    }
    let mut times = Times::default();
    let outcome = steps(&mut times);
    times.print();
    outcome
}

fn steps(times: &mut Times) -> Result<(), Failure> {
    let rust = times.of("setup", prepared)?;
    times.of("check Windows", || run(checked(rust.cargo("check", WINDOWS))))?;
    times.of("check macOS", || run(checked(rust.cargo("check", MACOS))))?;
    let tests = times.of("build tests", || built(&rust))?;
    let wine = times.of("start Wine", || Wine::start(rust.folder()))?;
    times.of("crate tests", || crates(&wine, &tests))?;
    times.of("acceptance", || acceptance(&wine, &rust.built(WINDOWS, "tandemctl.exe")))
}

fn prepared() -> Result<Toolchain, Failure> {
    setup::for_cross()?;
    crate::ui::install()?;
    crate::ui::build_if_stale()?;
    Toolchain::prepare()
}

fn checked(mut cargo: Command) -> Command {
    cargo.args(each("--package", PROGRAMS));
    cargo
}

/// An option, once for each value.
fn each<'a>(option: &'a str, values: &'a [&str]) -> impl Iterator<Item = &'a str> {
    values.iter().flat_map(move |value| [option, *value])
}

/// The tests and `tandemctl` itself, in one build: they share what they stand on.
fn built(rust: &Toolchain) -> Result<Vec<Test>, Failure> {
    let mut build = rust.cargo("build", WINDOWS);
    build.args(["--tests", "--bins", "--message-format=json-render-diagnostics"]);
    build.args(each("--package", TESTED));
    let tests = programs(&output(build)?);
    if tests.is_empty() {
        return Err(Failure::Unreadable { what: "the list of built tests" });
    }
    Ok(tests)
}

fn crates(wine: &Wine, tests: &[Test]) -> Result<(), Failure> {
    for Test { program, folder } in tests {
        let mut test = wine.command(program)?;
        test.current_dir(folder).args(each("--skip", NOT_UNDER_WINE));
        run(test)?;
    }
    Ok(())
}

/// The tests are programs of this system, `tandemctl` is one of Windows.
fn acceptance(wine: &Wine, program: &Path) -> Result<(), Failure> {
    let mut tests = crate::process::cargo(&["test", "--locked", "--package", "acceptance", "--"]);
    tests.env("TANDEMCTL", wine.wrapper(program)?).args(ACCEPTANCE);
    tests.args(each("--skip", NOT_ON_WINDOWS));
    run(tests)
}

#[derive(Debug, PartialEq, Eq)]
struct Test {
    program: PathBuf,
    folder: PathBuf,
}

/// Test programs in Cargo's messages, and the folders of their packages.
fn programs(messages: &str) -> Vec<Test> {
    let test = |line: &str| {
        let (_, profile) = line.split_once("\"profile\":{")?;
        if !profile.split('}').next()?.contains("\"test\":true") {
            return None;
        }
        let program = string_after(line, "\"executable\":\"")?;
        let manifest = string_after(line, "\"manifest_path\":\"")?;
        Some(Test { program: program.into(), folder: Path::new(manifest).parent()?.into() })
    };
    messages.lines().filter_map(test).collect()
}

fn string_after<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    line.split_once(key)?.1.split('"').next()
}

/// Makes a file that can be run.
fn script(path: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(path, text).map_err(|reason| Failure::File { path: path.into(), reason })?;
    run(command("chmod", &["+x", &path.display().to_string()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_programs_are_found_in_messages() {
        let messages = "{\"reason\":\"build-finished\"}\n\
            {\"manifest_path\":\"/a/store/Cargo.toml\",\"target\":{\"test\":true},\"profile\":{\"test\":true},\
             \"executable\":\"/t/store-1.exe\",\"fresh\":true}\n\
            {\"manifest_path\":\"/a/cli/Cargo.toml\",\"target\":{\"test\":true},\"profile\":{\"test\":false},\
             \"executable\":\"/t/tandemctl.exe\",\"features\":{\"test\":true}}\n\
            {\"manifest_path\":\"/a/lib/Cargo.toml\",\"profile\":{\"test\":true},\"executable\":null}";
        let expected = Test { program: "/t/store-1.exe".into(), folder: "/a/store".into() };
        assert_eq!(programs(messages), [expected]);
    }
}
