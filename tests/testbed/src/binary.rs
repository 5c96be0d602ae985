//! Where the program under test lies.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Milliseconds in which programs were built.
static BUILDING: AtomicU64 = AtomicU64::new(0);

/// How long building programs took so far, waiting for other builds included: no part of what a test measures.
pub(crate) fn building() -> Duration {
    Duration::from_millis(BUILDING.load(Ordering::Relaxed))
}

/// The `tandemctl` of the profile that the test itself was built with, built first if it is absent or stale.
///
/// `TANDEMCTL` in the environment names another one, such as a released program.
pub fn tandemctl() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| named_or_built("TANDEMCTL", "tandemctl"))
}

/// The sync that can be killed, failed and spoiled, of the same profile, unless `TANDEM_WORKER` names one.
pub fn worker() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| named_or_built("TANDEM_WORKER", "worker"))
}

fn named_or_built(variable: &str, package: &str) -> PathBuf {
    std::env::var_os(variable).map_or_else(|| build(package), PathBuf::from)
}

#[allow(clippy::disallowed_methods, reason = "how long a build took is no logic")]
fn build(package: &str) -> PathBuf {
    let began = Instant::now();
    let test = std::env::current_exe().expect("the test's own path");
    let profile = profile_folder(&test);
    let name = profile.file_name().and_then(|name| name.to_str()).expect("a profile's folder");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.args([
        "build",
        "--quiet",
        "--package",
        package,
        "--profile",
        if name == "debug" { "dev" } else { name },
    ]);
    build.arg("--manifest-path").arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml"));
    build.arg("--target-dir").arg(profile.parent().expect("a target folder"));
    assert!(build.status().expect("cargo runs").success(), "{package} does not build");
    let took = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    BUILDING.fetch_add(took, Ordering::Relaxed);
    profile.join(format!("{package}{}", std::env::consts::EXE_SUFFIX))
}

/// `target/debug` of `target/debug/deps/acceptance-1f…`.
fn profile_folder(test: &Path) -> &Path {
    let folder = test.parent().expect("the test lies in a folder");
    if folder.ends_with("deps") { folder.parent().expect("deps lies in a folder") } else { folder }
}
