//! What of the program can be tried without its window: a program has no library, so its modules are taken in here.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "some functions of each module are tried; a test that cannot go on panics"
)]

#[path = "../../src/arguments.rs"]
mod arguments;
#[path = "../../src/folder.rs"]
mod folder;
#[cfg(not(windows))]
#[path = "../../src/place.rs"]
mod place;
#[cfg(not(windows))]
#[path = "../../src/window.rs"]
mod window;

mod command_line;
mod config;
mod data_folder;
#[cfg(not(windows))]
mod own_page;
