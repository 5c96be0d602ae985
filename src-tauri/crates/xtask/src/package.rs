//! Packages of this system, and a test that installs them, opens the window from them, and removes them.

use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::process::{built, cargo, command, npm, output, run, target};
use crate::{setup, ui};

/// What a program that is shipped must not hold: a debugger's door, a key of the tests, or a panic that can be asked for.
const LEFTOVERS: &[&str] =
    &["webkit_web_inspector_show", "BEGIN PRIVATE KEY", "BEGIN EC PRIVATE KEY", "a test asked for it"];
const BUNDLER: &str = "@tauri-apps/cli@2.12.5";
const PROGRAMS: [&str; 2] = ["tandem", "tandemctl"];

pub(crate) fn run_all() -> Result<(), Failure> {
    setup::for_packages()?;
    build()?;
    no_leftovers(&built("release", "tandem"))?;
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    if !setup::is_root() {
        println!("SKIPPED: installing packages needs root; they are in {}", bundles().display());
        return Ok(());
    }
    debian()?;
    redhat()
}

fn build() -> Result<(), Failure> {
    ui::install()?;
    ui::build_if_stale()?;
    run(cargo(&["build", "--locked", "--release", "--package", "tandemctl"]))?;
    let kinds = match std::env::consts::OS {
        "linux" => "deb,rpm",
        "macos" => "dmg",
        _ => "nsis,msi",
    };
    run(command(bundler()?, &["build", "--ci", "--bundles", kinds, "--", "--locked"]))
}

/// Tauri's own program, apart from the packages of `ui/`: nothing but packaging needs it.
fn bundler() -> Result<PathBuf, Failure> {
    let folder = target().join("tauri-cli");
    std::fs::create_dir_all(&folder).map_err(|reason| Failure::File { path: folder.clone(), reason })?;
    let mut install = npm(&["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", BUNDLER]);
    install.arg("--prefix").arg(&folder);
    run(install)?;
    let name = if cfg!(windows) { "tauri.cmd" } else { "tauri" };
    Ok(folder.join("node_modules/.bin").join(name))
}

/// Installed by apt with what it depends on, opened, removed.
fn debian() -> Result<(), Failure> {
    let package = the_one_in("deb")?;
    run(command("apt-get", &["install", "-y", "-qq", "--no-install-recommends", &package]))?;
    let opened = opens(Path::new("/"));
    run(command("apt-get", &["remove", "-y", "-qq", "tandem"]))?;
    opened?;
    gone(Path::new("/"))
}

/// Installed into a folder of its own, since this system's packages are not of this kind; opened, removed.
fn redhat() -> Result<(), Failure> {
    let package = the_one_in("rpm")?;
    let folder = target().join("rpm-root");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).map_err(|reason| Failure::File { path: folder.clone(), reason })?;
    let below = folder.display().to_string();
    run(command("rpm", &["--root", &below, "--install", "--nodeps", &package]))?;
    let opened = opens(&folder);
    run(command("rpm", &["--root", &below, "--erase", "tandem"]))?;
    opened?;
    gone(&folder)
}

/// The command line answers, links lead to the window, and the demonstration is gone through in it.
fn opens(below: &Path) -> Result<(), Failure> {
    takes_links(&below.join("usr/share/applications/Tandem.desktop"))?;
    let [window, cli] = PROGRAMS.map(|name| below.join("usr/bin").join(name));
    let version = output(command(cli, &["--version"]))?;
    println!("installed: {}", version.trim());
    let mut test = cargo(&["test", "--locked", "--package", "desktop", "--test", "desktop", "demo::"]);
    test.env("TANDEM_PROGRAM", window);
    run(test)
}

/// The system hands a link on where the entry says so (freedesktop.org, Desktop Entry Specification, "The Exec key").
fn takes_links(entry: &Path) -> Result<(), Failure> {
    let text = std::fs::read_to_string(entry)
        .map_err(|reason| Failure::File { path: entry.to_path_buf(), reason })?;
    let missing = ["Exec=tandem %u", "MimeType=x-scheme-handler/tandem"]
        .into_iter()
        .filter(|wanted| !text.lines().any(|line| line == *wanted));
    let missing: Vec<String> = missing.map(|wanted| format!("{} lacks {wanted}", entry.display())).collect();
    if missing.is_empty() { Ok(()) } else { Err(Failure::Rules(missing)) }
}

fn gone(below: &Path) -> Result<(), Failure> {
    let left = PROGRAMS.iter().map(|name| below.join("usr/bin").join(name)).filter(|path| path.exists());
    let left: Vec<String> = left.map(|path| format!("{} is left behind", path.display())).collect();
    if left.is_empty() { Ok(()) } else { Err(Failure::Rules(left)) }
}

fn bundles() -> PathBuf {
    target().join("release/bundle")
}

/// The package that was just built, the newest of its kind.
fn the_one_in(kind: &str) -> Result<String, Failure> {
    let folder = bundles().join(kind);
    let files = std::fs::read_dir(&folder).map_err(|reason| Failure::File { path: folder, reason })?;
    let mut files: Vec<PathBuf> = files.filter_map(Result::ok).map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == kind));
    files.sort_by_key(|path| path.metadata().and_then(|meta| meta.modified()).ok());
    files
        .pop()
        .map(|path| path.display().to_string())
        .ok_or(Failure::Unreadable { what: "the built package" })
}

fn no_leftovers(program: &Path) -> Result<(), Failure> {
    let bytes = std::fs::read(program).map_err(|reason| Failure::File { path: program.into(), reason })?;
    let found: Vec<String> = leftovers(&bytes).map(|word| format!("the program holds {word:?}")).collect();
    if found.is_empty() { Ok(()) } else { Err(Failure::Rules(found)) }
}

fn leftovers(bytes: &[u8]) -> impl Iterator<Item = &'static str> {
    let holds = |word: &str| bytes.windows(word.len()).any(|window| window == word.as_bytes());
    LEFTOVERS.iter().copied().filter(move |word| holds(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leftover_is_found_anywhere() {
        assert_eq!(leftovers(b"nothing here").count(), 0);
        assert_eq!(leftovers(b"\0\0-----BEGIN PRIVATE KEY-----").collect::<Vec<_>>(), ["BEGIN PRIVATE KEY"]);
    }
}
