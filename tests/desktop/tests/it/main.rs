//! The real window under Xvfb, driven by `WebKitWebDriver` without anything in between.
//!
//! A test has a home folder, a session bus, a display, a keychain and a port of its own, so that no window finds
//! another one's traces; a wedged page makes a call time out. Pictures go to `target/desktop-shots`.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says so by panicking")]

mod audit;
mod bad_day;
mod connection;
mod crash;
mod demo;
mod desk;
mod failures;
mod failures_direct;
mod first_light;
mod forty;
mod hands;
mod hardening;
mod home;
mod launch;
mod licences;
mod once;
mod opening;
mod page;
mod parent;
mod patience;
mod place;
mod preferences;
mod prepare;
mod reports;
mod saas;
mod scroll;
mod tables;
mod users;
mod views;
mod wizard_keys;

use std::path::PathBuf;

/// The window's program; `TANDEM_PROGRAM` names another one, such as a released one.
pub(crate) fn program() -> PathBuf {
    let path =
        std::env::var_os("TANDEM_PROGRAM").map_or_else(|| target().join("debug/tandem"), PathBuf::from);
    assert!(path.is_file(), "{} is not built: cargo build -p tandem", path.display());
    path
}

/// Where Cargo builds.
pub(crate) fn target() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    test.ancestors().find(|path| path.ends_with("target")).unwrap().to_path_buf()
}
