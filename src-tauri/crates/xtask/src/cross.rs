//! Windows and macOS from Debian: the whole app is type-checked for both, and the crates' tests run as Windows programs
//! under Wine. Debian's own Rust for browsers comes with the standard library's source, from which other targets are
//! built; so the compiler is another one than `rust-toolchain.toml` names.

mod toolchain;

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Failure;
use crate::process::{command, output, run};
use crate::setup;

use toolchain::Toolchain;

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
    setup::for_cross()?;
    crate::ui::install()?;
    crate::ui::build_if_stale()?;
    let rust = Toolchain::prepare()?;
    run(checked(rust.cargo("check", WINDOWS)))?;
    run(checked(rust.cargo("check", MACOS)))?;
    under_wine(&rust)
}

fn checked(mut cargo: Command) -> Command {
    cargo.args(each("--package", PROGRAMS));
    cargo
}

/// An option, once for each value.
fn each<'a>(option: &'a str, values: &'a [&str]) -> impl Iterator<Item = &'a str> {
    values.iter().flat_map(move |value| [option, *value])
}

fn under_wine(rust: &Toolchain) -> Result<(), Failure> {
    let mut build = rust.cargo("test", WINDOWS);
    build.args(["--no-run", "--message-format=json-render-diagnostics"]);
    build.args(each("--package", TESTED));
    let tests = programs(&output(build)?);
    if tests.is_empty() {
        return Err(Failure::Unreadable { what: "the list of built tests" });
    }
    for Test { program, folder } in &tests {
        rust.put_shim_beside(program)?;
        let mut wine = rust.wine(program);
        wine.current_dir(folder);
        wine.args(each("--skip", NOT_UNDER_WINE));
        run(wine)?;
    }
    acceptance(rust)
}

/// The tests are programs of this system, `tandemctl` is one of Windows.
fn acceptance(rust: &Toolchain) -> Result<(), Failure> {
    let mut build = rust.cargo("build", WINDOWS);
    build.args(["--package", "tandemctl"]);
    run(build)?;
    let program = rust.built(WINDOWS, "tandemctl.exe");
    rust.put_shim_beside(&program)?;
    rust.keep_wine()?;
    let mut tests = crate::process::cargo(&["test", "--locked", "--package", "acceptance", "--"]);
    tests.env("TANDEMCTL", rust.wrapper(&program)?).args(ACCEPTANCE);
    tests.args(each("--skip", NOT_ON_WINDOWS));
    run(tests)
}

#[derive(Debug, PartialEq, Eq)]
struct Test {
    program: PathBuf,
    folder: PathBuf,
}

/// Test programs in Cargo's messages, and the folders of their packages.
/// Examples are built with the tests, and are none.
fn programs(messages: &str) -> Vec<Test> {
    let test = |line: &str| {
        if line.contains("\"kind\":[\"example\"]") {
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
            {\"manifest_path\":\"/a/store/Cargo.toml\",\"executable\":\"/t/store-1.exe\",\"fresh\":true}\n\
            {\"manifest_path\":\"/a/sim/Cargo.toml\",\"kind\":[\"example\"],\"executable\":\"/t/serve.exe\"}\n\
            {\"manifest_path\":\"/a/lib/Cargo.toml\",\"executable\":null}";
        let expected = Test { program: "/t/store-1.exe".into(), folder: "/a/store".into() };
        assert_eq!(programs(messages), [expected]);
    }
}
