//! The simulator from outside, through signed requests.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod children;
mod client;
mod devices;
mod facts;
mod faults;
mod logs;
mod order;
mod shape;
mod wire;
