//! System packages: installed through apt where that is allowed, else named in one line to copy.

use crate::failure::Failure;
use crate::process::{command, output, run, succeeds};
use crate::ui;

/// Needed to build the window (toolchain: Tauri 2 on WebKitGTK 4.1).
const BUILD: &[&str] = &[
    "build-essential",
    "pkg-config",
    "libwebkit2gtk-4.1-dev",
    "libgtk-3-dev",
    "librsvg2-dev",
    "libsoup-3.0-dev",
    "libjavascriptcoregtk-4.1-dev",
    // What the window looks like where no font of a desktop is: Debian's stand-in for Helvetica sits too high.
    "fonts-cantarell",
];
/// Needed to test it: a display, a session bus, a keychain, both engines' drivers, and Python for an official client.
const TEST: &[&str] = &[
    "xvfb",
    "xauth",
    "dbus",
    "dbus-x11",
    "webkit2gtk-driver",
    "chromium",
    "chromium-driver",
    "gnome-keyring",
    "libsecret-tools",
    "fonts-dejavu-core",
    "python3",
    "python3-venv",
    // Lets system calls fail.
    "strace",
];
/// Needed to test packages of another family.
const PACKAGE: &[&str] = &["rpm"];
/// Needed to build and run programs of Windows.
const CROSS: &[&str] = &[
    "binutils-mingw-w64-x86-64",
    "gcc-mingw-w64-x86-64-win32",
    "g++-mingw-w64-x86-64-win32",
    "wine",
    "wine64",
];
const FEDORA: &str =
    "sudo dnf install gcc pkgconf webkit2gtk4.1-devel gtk3-devel librsvg2-devel libsoup3-devel";
const ARCH: &str = "sudo pacman -S --needed base-devel webkit2gtk-4.1 gtk3 librsvg libsoup3";
const OLDEST_NODE: u32 = 20;

pub(crate) fn everything() -> Result<(), Failure> {
    for_tests()?;
    ui::install()
}

pub(crate) fn for_building() -> Result<(), Failure> {
    node()?;
    packages(BUILD)
}

pub(crate) fn for_cross() -> Result<(), Failure> {
    for_tests()?;
    packages(CROSS)
}

pub(crate) fn for_packages() -> Result<(), Failure> {
    for_tests()?;
    packages(PACKAGE)
}

pub(crate) fn for_tests() -> Result<(), Failure> {
    node()?;
    packages(&[BUILD, TEST].concat())
}

fn node() -> Result<(), Failure> {
    let version = output(command("node", &["--version"])).unwrap_or_default();
    match major(&version) {
        Some(found) if found >= OLDEST_NODE => Ok(()),
        Some(found) => Err(Failure::Missing(format!(
            "Node {OLDEST_NODE} or newer is needed, this is {found}: https://nodejs.org"
        ))),
        None => Err(Failure::Missing(format!("Node {OLDEST_NODE} or newer is needed: https://nodejs.org"))),
    }
}

fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

fn packages(wanted: &[&str]) -> Result<(), Failure> {
    if cfg!(target_os = "macos") {
        return tool("xcode-select", &["-p"], "xcode-select --install");
    }
    if cfg!(windows) {
        println!(
            "Windows needs the MSVC build tools and WebView2; both come with Visual Studio Build Tools and Windows 11."
        );
        return Ok(());
    }
    if !succeeds("dpkg-query", &["--version"]) {
        let line = if succeeds("dnf", &["--version"]) { FEDORA } else { ARCH };
        return tool("pkg-config", &["--exists", "webkit2gtk-4.1"], line);
    }
    let missing: Vec<&str> = wanted.iter().copied().filter(|name| !installed(name)).collect();
    if missing.is_empty() { Ok(()) } else { apt(&missing) }
}

fn tool(program: &str, args: &[&str], line: &str) -> Result<(), Failure> {
    if succeeds(program, args) {
        return Ok(());
    }
    Err(Failure::Missing(format!(
        "system packages are missing. Install them and start again:\n       {line}"
    )))
}

fn installed(package: &str) -> bool {
    let query = command("dpkg-query", &["-W", "-f=${Status}", package]).output();
    query.is_ok_and(|done| done.stdout.ends_with(b" ok installed"))
}

fn apt(missing: &[&str]) -> Result<(), Failure> {
    let line = format!("apt-get install -y --no-install-recommends {}", missing.join(" "));
    let prefix: &[&str] = if is_root() {
        &[]
    } else if succeeds("sudo", &["-n", "true"]) {
        &["sudo", "-n"]
    } else {
        return Err(Failure::Missing(format!(
            "system packages are missing. Install them and start again:\n       sudo {line}"
        )));
    };
    println!("installing: {}", missing.join(" "));
    // A machine that is not fresh may know newer lists than it can reach; the install decides.
    let _ = run(elevated(prefix, &["apt-get", "update", "-qq"]));
    let install = [
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "install",
        "-y",
        "-qq",
        "--no-install-recommends",
    ];
    run(elevated(prefix, &[&install, missing].concat()))
}

fn elevated(prefix: &[&str], words: &[&str]) -> std::process::Command {
    let all = [prefix, words].concat();
    command(all[0], &all[1..])
}

pub(crate) fn is_root() -> bool {
    output(command("id", &["-u"])).is_ok_and(|id| id.trim() == "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_versions() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major(""), None);
    }
}
