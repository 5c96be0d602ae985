//! The engine as others see it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod contract;
mod findings;
mod settings_file;
