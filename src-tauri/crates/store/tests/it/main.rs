//! Tests of the crate through its public interface.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a test may panic and print, and its numbers are small"
)]

mod account;
mod atomic;
mod backup;
mod devices;
mod events;
mod files;
mod fixture;
mod kill;
mod kinds;
mod log;
mod migrations;
mod objects;
mod pages;
mod parents;
mod prepared;
mod registry;
mod review;
mod rollups;
mod signins;
mod sorted_log;
mod views;
mod within;
