//! `cargo xtask demo`: from a fresh clone to the sample tenant.

use std::path::Path;

use crate::failure::Failure;
use crate::process::{self, built, cargo, command, target};
use crate::{setup, ui};

const USAGE: &str = "cargo xtask demo [--headless]";

pub(crate) fn run(args: &[String]) -> Result<(), Failure> {
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => window(),
        ["--headless"] => headless(),
        _ => Err(Failure::Usage(USAGE)),
    }
}

/// Its data lies apart from the technician's own, and stays for the next time.
fn window() -> Result<(), Failure> {
    if !has_display() {
        return Err(Failure::NoDisplay);
    }
    setup::for_building()?;
    ui::install()?;
    ui::build_if_stale()?;
    build("tandem")?;
    let data = target().join("demo");
    process::run(command(built("debug", "tandem"), &["--demo", "--data-dir", &text(&data)]))
}

/// The same job: check, sync, look at users, licences and applications.
fn headless() -> Result<(), Failure> {
    build("tandemctl")?;
    let data = text(&target().join("demo-headless"));
    for job in [
        &["check"] as &[&str],
        &["sync"],
        &["show", "users", "--limit", "10"],
        &["show", "licences", "--limit", "10"],
        &["show", "apps", "--limit", "10"],
    ] {
        let words = [&["--sample", "--data-dir", &data] as &[&str], job].concat();
        println!();
        process::run(command(built("debug", "tandemctl"), &words))?;
    }
    Ok(())
}

fn build(package: &str) -> Result<(), Failure> {
    process::run(cargo(&["build", "--locked", "--package", package]))
}

fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_option_is_refused() {
        assert!(matches!(run(&["--window".to_owned()]), Err(Failure::Usage(_))));
    }
}
