//! What the tests stand on.
//!
//! * [`Simulator`] is a running `tandemctl simulate`: a Duo tenant over TLS and a CONNECT proxy that leads to it.
//! * [`Tandemctl`] runs the program itself, unmodified: the proxy and the authority reach it through `HTTPS_PROXY` and
//!   `SSL_CERT_FILE`, its data lies in a folder of the test's. No run may print a secret that it was given.
//! * `audit` (a feature) looks at a page in any engine: axe, texts cut off, how long it took.
//! * [`MemoryKeychain`] stands in for the system's.
//! * [`canary`] looks for a secret in files, [`tree`] compares folders.
//!
//! It is a library for tests: what cannot be done panics and says what it was.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot be set up has failed")]

#[cfg(feature = "audit")]
pub mod audit;
mod binary;
pub mod canary;
mod keychain;
mod process;
mod simulator;
pub mod soak;
mod switchboard;
mod tandemctl;
pub mod tree;

pub use binary::{tandemctl, worker};
pub use keychain::{KeychainStep, MemoryKeychain};
pub use process::{Output, Running};
pub use simulator::Simulator;
pub use switchboard::Switchboard;
pub use tandemctl::Tandemctl;
