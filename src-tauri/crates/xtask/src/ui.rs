//! The user interface: packages and the built pages, each only when stale.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::failure::Failure;
use crate::files::collect;
use crate::process::{npm, root, run};

/// Installs the packages when they are not those of the lock file.
pub(crate) fn install() -> Result<(), Failure> {
    let lock = root().join("ui/package-lock.json");
    let stamp = root().join("ui/node_modules/.installed-lock.json");
    let wanted = std::fs::read(&lock).map_err(|reason| Failure::File { path: lock, reason })?;
    if std::fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        println!("ui packages are in step with package-lock.json");
        return Ok(());
    }
    run(npm(&["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))?;
    std::fs::write(&stamp, wanted).map_err(|reason| Failure::File { path: stamp, reason })
}

/// Builds the pages when a source is newer.
pub(crate) fn build_if_stale() -> Result<(), Failure> {
    let ui = root().join("ui");
    let built = modified(&ui.join("dist/index.html"));
    if built.is_some() && built >= newest_source(&ui) {
        println!("ui/dist is up to date");
        return Ok(());
    }
    run(npm(&["run", "build"]))
}

fn newest_source(ui: &Path) -> Option<SystemTime> {
    let mut sources: Vec<PathBuf> = Vec::new();
    collect(ui, &mut sources);
    collect(&ui.join("src/lib/generated"), &mut sources);
    sources.iter().filter_map(|path| modified(path)).max()
}

fn modified(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).and_then(|meta| meta.modified()).ok()
}
