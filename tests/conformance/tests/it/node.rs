//! Node with the official client, in a folder of the test's own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::referee;

const FOLDER: &str = env!("CARGO_MANIFEST_DIR");

/// Runs one case of the referee; its words if it does not agree.
pub(crate) fn run(case: &str, ready: &str) -> Result<(), String> {
    let mut node = Command::new("node");
    node.arg(Path::new(FOLDER).join("referee.js")).arg(case).env("NODE_PATH", packages());
    referee::run(node, case, ready)
}

/// The client's packages, installed first if they are not those of the lock file.
fn packages() -> &'static Path {
    static PACKAGES: OnceLock<PathBuf> = OnceLock::new();
    PACKAGES.get_or_init(|| {
        let folder = Path::new(FOLDER).join("../../target/conformance-node");
        let lock = fs::read(Path::new(FOLDER).join("package-lock.json")).expect("the lock file");
        if fs::read(folder.join("package-lock.json")).is_ok_and(|installed| installed == lock) {
            return folder.join("node_modules");
        }
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder for packages");
        for name in ["package.json", ".npmrc"] {
            fs::copy(Path::new(FOLDER).join(name), folder.join(name)).expect("a file of the package");
        }
        // Last, when all is there, under the name that the check above looks for.
        fs::write(folder.join("npm-shrinkwrap.json"), &lock).expect("the lock file is copied");
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        let installed = Command::new(npm).args(["ci", "--omit=optional"]).current_dir(&folder).status();
        assert!(
            installed.is_ok_and(|status| status.success()),
            "npm cannot install the official client; it needs npm's registry or a mirror of it"
        );
        fs::write(folder.join("package-lock.json"), lock).expect("the lock file is kept");
        folder.join("node_modules")
    })
}
