//! The real window under Xvfb, driven by WebKitWebDriver without anything in between.
//!
//! A test has a home folder, a session bus, a display, a keychain and a port of its own, so that no window finds
//! another one's traces; a wedged page makes a call time out. Pictures go to `target/desktop-shots`.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says so by panicking")]

mod canary;
mod desk;
mod first_light;
mod hardening;
mod home;
mod modes;
mod page;
mod simulator;

use std::path::PathBuf;

/// A program of this workspace that was built beside this test.
pub(crate) fn program(name: &str) -> PathBuf {
    let path = target().join("debug").join(name);
    assert!(path.is_file(), "{} is not built: cargo build -p tandem -p tandemctl", path.display());
    path
}

/// Where Cargo builds.
pub(crate) fn target() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    test.ancestors().find(|path| path.ends_with("target")).unwrap().to_path_buf()
}
